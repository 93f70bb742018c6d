import org.jspecify.annotations.NullMarked;

/// Short programs that show one idea each.
@NullMarked
module org.chainrule.examples {
    requires static org.jspecify;
    requires java.management;
    requires jdk.management;
    requires org.chainrule.tabular;
}
