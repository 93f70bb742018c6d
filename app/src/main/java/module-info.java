import org.jspecify.annotations.NullMarked;

/// The `chainrule` command.
@NullMarked
module org.chainrule.app {
    requires static org.jspecify;
    requires java.management;
    requires org.chainrule;
    requires org.chainrule.serve;
    requires org.chainrule.tabular;
    requires info.picocli;
    requires jdk.unsupported;

    opens org.chainrule.app to info.picocli;
    opens org.chainrule.app.option to info.picocli;
}
