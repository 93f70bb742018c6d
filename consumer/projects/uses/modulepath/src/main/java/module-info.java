/// A program that uses Chainrule as modules.
module org.chainrule.consumer {
    requires org.chainrule.tabular;

    opens org.chainrule.consumer to org.chainrule.tabular;
}
