import org.jspecify.annotations.NullMarked;

/// Serves models over HTTP, and shows networks in the browser as they learn.
@NullMarked
module org.chainrule.serve {
    requires static org.jspecify;
    requires transitive org.chainrule.tabular;
    requires de.siegmar.fastcsv;
    requires io.helidon.common.buffers;
    requires io.helidon.common.socket;
    requires io.helidon.common.tls;
    requires io.helidon.http;
    requires io.helidon.webserver;
    requires java.logging;
    requires java.management;
    requires tools.jackson.core;

    exports org.chainrule.serve;

    provides org.chainrule.observe.Viewer with org.chainrule.serve.TrainingViewer;
}
