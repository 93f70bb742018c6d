package org.chainrule.serve.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.chainrule.error.Quote;

/// A request as the doors see it.
public final class Call {
    private static final int FIRST_BYTES = 1 << 16;
    private static final int MANY_BYTES = 1 << 20;

    private final ServerRequest request;
    private final Limits limits;
    private final String path;
    private final List<String> segments;
    private final Deadlines deadlines;
    private final Runnable large;

    /// Creates a call.
    ///
    /// @param large runs once before the request needs much memory; it may refuse the request
    /// @throws Problem if the path is not well-formed
    public Call(ServerRequest request, Limits limits, Deadlines deadlines, Runnable large) {
        this.request = request;
        this.limits = limits;
        this.deadlines = deadlines;
        this.large = large;
        this.path = request.path().rawPath();
        this.segments = Stream.of(path.split("/", -1)).skip(1).map(Call::decoded).toList();
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Problem(Problem.Kind.REQUEST, "The address has a % without two hexadecimal digits.");
        }
    }

    /// Returns the method, such as GET.
    public String method() {
        return request.prologue().method().text();
    }

    /// Returns the path as it was sent.
    public String path() {
        return path;
    }

    /// Returns the parts of the path between slashes.
    public List<String> segments() {
        return segments;
    }

    /// Returns the address of the client.
    public String client() {
        return request.remotePeer().host();
    }

    /// Returns a header; empty if it is missing.
    public String header(String name) {
        return request.headers().value(HeaderNames.create(name)).orElse("");
    }

    /// Returns the type of the body in lower case without parameters; empty if there is none.
    public String type() {
        String type = request.headers().value(HeaderNames.CONTENT_TYPE).orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /// Returns the parameters of the query; one without a value has an empty one.
    ///
    /// @throws Problem if one is given twice
    public Map<String, String> query() {
        if (request.query().isEmpty()) {
            return Map.of();
        }
        Map<String, String> all = new LinkedHashMap<>();
        for (String part : request.query().rawValue().split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decoded((equals < 0 ? part : part.substring(0, equals)).replace('+', ' '));
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1).replace('+', ' '));
            if (!part.isEmpty() && all.put(name, value) != null) {
                throw new Problem(Problem.Kind.REQUEST,
                        "The parameter " + Quote.of(name) + " is given twice; give it once.");
            }
        }
        return all;
    }

    /// Returns what runs before the request needs much memory.
    public Runnable large() {
        return large;
    }

    /// Returns whether the request has a body that was not read.
    public boolean unread() {
        return request.content().hasEntity() && !request.content().consumed();
    }

    /// Reads and drops what is left of the body, so that a client that writes it can read the answer; for a short time only.
    public void drop(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        byte[] part = new byte[FIRST_BYTES];
        deadlines.begin(time, null);
        try {
            InputStream in = request.content().inputStream();
            while (System.nanoTime() - end < 0 && in.read(part) >= 0) {
                // what was read is dropped
            }
        } catch (IOException | RuntimeException _) {
            // the connection is closed anyway
        } finally {
            deadlines.end();
        }
    }

    /// Returns the declared length of the body; -1 if it is unknown.
    public long length() {
        return request.headers().contentLength().orElse(-1);
    }

    /// Returns whether the client waits for a permission before it sends the body.
    public boolean waits() {
        return request.headers().contains(HeaderNames.EXPECT);
    }

    /// Reads the body.
    ///
    /// @throws Problem if it is too large or takes too long
    public byte[] body() {
        long length = length();
        if (length > limits.bodyBytes()) {
            throw tooLarge();
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        deadlines.begin(limits.bodyTime(), new Problem(Problem.Kind.SLOW, "The body did not arrive within "
                + limits.bodyTime().toMillis() + " milliseconds, the limit of this server; send fewer rows at once."));
        boolean inTime;
        byte[] body;
        try {
            body = read(length);
        } finally {
            inTime = deadlines.end();
        }
        if (!inTime) {
            throw new CloseConnectionException("The body was late");
        }
        return body;
    }

    private byte[] read(long length) {
        // one byte more, so that the end of a body of a known length is seen without growing
        byte[] bytes = new byte[(int) Math.min(length < 0 ? FIRST_BYTES : length + 1, FIRST_BYTES)];
        int size = 0;
        try {
            InputStream in = request.content().inputStream();
            while (true) {
                int read = in.read(bytes, size, bytes.length - size);
                if (read < 0) {
                    return Arrays.copyOf(bytes, size);
                }
                size += read;
                if (size > limits.bodyBytes()) {
                    throw tooLarge();
                }
                if (size == bytes.length) {
                    if (size >= MANY_BYTES) {
                        large.run();
                    }
                    bytes = Arrays.copyOf(bytes, (int) Math.min(limits.bodyBytes() + 1, 2L * size));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Problem tooLarge() {
        return new Problem(Problem.Kind.LARGE, "The body has more than " + limits.bodyBytes()
                + " bytes, the limit of this server; send fewer rows at once.");
    }
}
