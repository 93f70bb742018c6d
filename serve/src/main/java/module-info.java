import org.jspecify.annotations.NullMarked;

/// Serves models over HTTP, and shows networks in the browser as they learn.
@NullMarked
module org.chainrule.serve {
    requires static org.jspecify;
    requires transitive org.chainrule.tabular;
    requires io.helidon.webserver;
    requires io.helidon.http;

    exports org.chainrule.serve;
}
