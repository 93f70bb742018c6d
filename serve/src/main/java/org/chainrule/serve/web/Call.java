package org.chainrule.serve.web;

import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// A request as the doors see it.
public final class Call {
    private static final int FIRST_BYTES = 1 << 16;
    private static final int MANY_BYTES = 1 << 20;

    private final ServerRequest request;
    private final Limits limits;
    private final String path;
    private final List<String> segments;
    private final Deadlines deadlines;
    private final Runnable work;
    private final Runnable large;

    /// Creates a call.
    ///
    /// @param work  runs once the body is complete or known to be long; it may refuse the request
    /// @param large runs before the request needs much memory; it may refuse the request
    public Call(ServerRequest request, Limits limits, Deadlines deadlines, Runnable work, Runnable large) {
        this.request = request;
        this.limits = limits;
        this.deadlines = deadlines;
        this.work = work;
        this.large = large;
        this.path = request.path().rawPath();
        this.segments = path.startsWith("/")
                ? Stream.of(path.split("/", -1)).skip(1).map(Call::decoded).toList()
                : List.of();
    }

    /// Returns a name as a part of a path.
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Helidon has refused a `%` without two hexadecimal digits.
    private static String decoded(String segment) {
        return segment.indexOf('%') < 0
                ? segment
                : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// Returns the method, such as GET.
    public String method() {
        return request.prologue().method().text();
    }

    /// Returns the path as it was sent.
    public String path() {
        return path;
    }

    /// Returns the parts of the path between slashes, at least one; none if the path does not begin with a slash.
    public List<String> segments() {
        return segments;
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
        } catch (IOException | RuntimeException | OutOfMemoryError _) {
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
    /// @throws Problem if it is too large, or is not sent as HTTP asks
    /// @throws Late if it takes too long
    /// @throws Gone if the client leaves
    public byte[] body() {
        long length = length();
        if (length > limits.bodyBytes()) {
            throw tooLarge();
        }
        byte[] body = request.content().hasEntity()
                ? inTime(new Problem(Problem.Kind.SLOW, "The body did not arrive within " + limits.bodyTime().toMillis()
                        + " milliseconds, the limit of this server; send fewer rows at once."), () -> read(length))
                : new byte[0];
        work.run();
        return body;
    }

    /// Sends the answer.
    ///
    /// @param closes whether the connection ends with it
    /// @throws Late if the client does not take it in time
    /// @throws Gone if the client has left
    public void answer(ServerResponse response, Reply reply, boolean closes) {
        response.status(Status.create(reply.status())).header(reply.type().equals(Reply.JSON)
                ? HeaderValues.CONTENT_TYPE_JSON
                : HeaderValues.create(HeaderNames.CONTENT_TYPE, reply.type()));
        reply.headers().forEach(response::header);
        if (closes) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        inTime(null, () -> {
            if (method().equals("HEAD")) {
                response.send();
            } else {
                response.send(reply.body());
            }
            return true;
        });
    }

    /// Reads or writes within the limit of time.
    ///
    /// @param late what is answered if that takes too long; null if nothing is
    private <T> T inTime(@Nullable Problem late, Supplier<T> exchange) {
        deadlines.begin(limits.bodyTime(), late);
        @Nullable
        T result = null;
        @Nullable
        RuntimeException left = null;
        boolean inTime;
        try {
            result = exchange.get();
        } catch (UncheckedIOException | CloseConnectionException
                | InsufficientDataAvailableException e) {
            left = e;
        } finally {
            inTime = deadlines.end();
        }
        if (!inTime) {
            throw new Late();
        }
        if (result == null) {
            throw new Gone(left);
        }
        return result;
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
                    work.run();
                    if (size >= MANY_BYTES) {
                        large.run();
                    }
                    bytes = Arrays.copyOf(bytes, (int) Math.min(limits.bodyBytes() + 1, 2L * size));
                }
            }
        } catch (RequestException | NumberFormatException | IncorrectNewLineException e) {
            // a chunk that is longer than the site reads, or is no chunk
            throw e instanceof RequestException refused && refused.status().code() == Problem.Kind.LARGE.status()
                    ? tooLarge()
                    : new Problem(Problem.Kind.REQUEST,
                            "The body is not in chunks as HTTP/1.1 has them; each begins with "
                                    + "its length in hexadecimal digits.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Problem tooLarge() {
        return new Problem(Problem.Kind.LARGE, "The body has more than " + limits.bodyBytes()
                + " bytes, the limit of this server; send fewer rows at once.");
    }
}
