package org.chainrule.serve.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// The files of a page, which are resources beside a class. No page loads anything from another machine, and the browser
/// is told to enforce it.
public final class PageFiles implements HttpService {
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8");
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
    private static final Map<String, String> HEADERS = Map.of("Cache-Control", "no-cache", "Content-Security-Policy",
            POLICY, "X-Content-Type-Options", "nosniff");

    private final Class<?> beside;
    private final Map<String, String> names;

    /// @param beside the class beside which the files are
    /// @param names the path of each file in the site, such as "/", and the name of its resource, such as "play.html"
    public PageFiles(Class<?> beside, Map<String, String> names) {
        this.beside = beside;
        this.names = Map.copyOf(names);
    }

    @Override
    public void routing(HttpRules rules) {
        names.forEach((path, name) -> route(rules, path, reply(beside, name)));
    }

    static void route(HttpRules rules, String path, Reply reply) {
        rules.get(path, (_, response) -> {
            response.header(HeaderNames.CONTENT_TYPE, reply.type());
            reply.headers().forEach(response::header);
            response.send(reply.body());
        });
    }

    /// Returns a file of a page.
    ///
    /// @param beside the class beside which the file is
    /// @param name   the name of its resource, such as "play.html"
    public static Reply reply(Class<?> beside, String name) {
        return reply(name, content(beside, name));
    }

    static Reply reply(String name, byte[] content) {
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        return new Reply(200, type, content, HEADERS, 0);
    }

    private static byte[] content(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no resource " + name + " beside " + beside.getName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
