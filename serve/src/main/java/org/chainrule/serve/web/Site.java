package org.chainrule.serve.web;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/// A listening HTTP server. Each request runs on a virtual thread of its own.
public final class Site implements AutoCloseable {
    /// How long requests that run when the site closes may take.
    private static final Duration GRACE = Duration.ofSeconds(4);

    private final WebServer server;
    private final String host;

    private Site(WebServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /// Starts a site.
    ///
    /// @param host the address to bind to, such as 127.0.0.1
    /// @param port the port; 0 takes a free one
    /// @throws IOException if the port is taken or the address is not of this machine
    public static Site start(String host, int port, Consumer<HttpRouting.Builder> routes) throws IOException {
        WebServer server = WebServer.builder().host(host).port(port).shutdownHook(false).shutdownGracePeriod(GRACE)
                .routing(routes).build();
        try {
            return new Site(server.start(), host);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// The address of the site, with a slash at its end.
    public URI address() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/");
    }

    /// Stops listening, and waits a few seconds for running requests.
    @Override
    public void close() {
        server.stop();
    }
}
