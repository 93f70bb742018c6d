/// A program that uses Chainrule as modules.
module org.chainrule.consumer {
    requires java.net.http;
    requires org.chainrule.serve;
    requires org.chainrule.tabular;

    uses org.chainrule.observe.Viewer;

    opens org.chainrule.consumer to org.chainrule.tabular;
}
