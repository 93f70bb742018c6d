package org.chainrule.serve.web;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A listening HTTP server. Each request runs on a virtual thread of its own.
public final class Site implements AutoCloseable {
    /// How long requests that run when the site closes may take.
    private static final Duration GRACE = Duration.ofSeconds(4);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    /// Kept, because its level is lost with it.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private final WebServer server;
    private final Deadlines deadlines;
    private final String host;
    private final boolean encrypted;

    private Site(WebServer server, Deadlines deadlines, String host, boolean encrypted) {
        this.server = server;
        this.deadlines = deadlines;
        this.host = host;
        this.encrypted = encrypted;
    }

    /// Starts a site with the usual limits.
    ///
    /// @param host the address to bind to, such as 127.0.0.1
    /// @param port the port; 0 takes a free one
    /// @throws IOException if the port is taken or the address is not of this machine
    public static Site start(String host, int port, Consumer<HttpRouting.Builder> routes) throws IOException {
        return start(host, port, Limits.USUAL, new Deadlines(Limits.USUAL), null, routes, () -> {
        });
    }

    /// What must be done before a site listens.
    public interface Preparation {
        /// Does it.
        ///
        /// @throws IOException if it fails
        void run() throws IOException;
    }

    /// Starts a site.
    ///
    /// @param deadlines ends slow requests, and ends with the site
    /// @param tls       the certificate and key of the site; null for plain HTTP
    /// @param before    runs when the server is made, just before it listens
    /// @throws IOException if the port is taken or the address is not of this machine
    public static Site start(String host, int port, Limits limits, Deadlines deadlines,
            @Nullable SSLContext tls, Consumer<HttpRouting.Builder> routes, Preparation before) throws IOException {
        if (HELIDON.getLevel() == null) {
            // what a client does wrong is answered, and counted by the server, but not logged with a stack trace
            HELIDON.setLevel(Level.OFF);
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            WebServerConfig.Builder builder = WebServer.builder().address(address).port(port)
                    // a chunk of a body is held as a whole before Call sees how long it is
                    .maxPayloadSize(limits.heldBytes()).shutdownHook(false).shutdownGracePeriod(GRACE)
                    .maxTcpConnections(limits.connections())
                    .idleConnectionTimeout(limits.idleTime()).idleConnectionPeriod(SWEEP)
                    .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                    .protocolsDiscoverServices(false)
                    .addProtocol(Http1Config.builder().maxPrologueLength(Limits.HEADER_BYTES)
                            .maxHeadersSize(Limits.HEADER_BYTES).addReceiveListener(deadlines).build())
                    .directHandlers(RefusedRequests.handlers()).routing(routing -> {
                        routing.addFilter(Site::closeIfAsked);
                        routes.accept(routing);
                    });
            if (tls != null) {
                builder.tls(Tls.builder().sslContext(tls).build());
            }
            WebServer server = builder.build();
            before.run();
            requireFree(new InetSocketAddress(address, port));
            server.start();
            if (!server.isRunning()) {
                throw new BindException("Address already in use");
            }
            return new Site(server, deadlines, host, tls != null);
        } catch (IOException | RuntimeException e) {
            deadlines.close();
            throw e;
        }
    }

    /// Helidon keeps the connection of a client that asks it to be closed, and the client waits for its end.
    private static void closeIfAsked(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (request.headers().value(HeaderNames.CONNECTION).orElse("").equalsIgnoreCase("close")) {
            throw new CloseConnectionException("The client asks for it");
        }
    }

    /// Tries to bind to an address, because Helidon does not tell why it cannot. A channel that listened would accept clients
    /// and drop them.
    private static void requireFree(InetSocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            // as a listening socket does: connections of a server that has ended do not count
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address);
        }
    }

    /// The address of the site, with a slash at its end.
    public URI address() {
        return URI.create((encrypted ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.port() + "/");
    }

    /// Stops listening, and waits a few seconds for running requests.
    @Override
    public void close() {
        server.stop();
        deadlines.close();
    }
}
