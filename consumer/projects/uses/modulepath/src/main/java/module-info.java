/// A program that uses Chainrule as modules.
module org.chainrule.consumer {
    requires org.chainrule.tabular;
}
