package org.chainrule.serve.door;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.chainrule.error.ArgumentException;
import org.chainrule.serve.measure.ServerMetrics;
import org.chainrule.serve.web.Call;
import org.chainrule.serve.web.Deadlines;
import org.chainrule.serve.web.Limits;
import org.chainrule.serve.web.Problem;
import org.chainrule.serve.web.Reply;
import org.jspecify.annotations.Nullable;

/// What every request passes: limits, the token, counts and the access log. Whatever is wrong becomes an answer with one
/// sentence.
public final class Gate implements Handler {
    /// The memory that a large request may need.
    private static final long LARGE = 512L << 20;
    private static final int MOST_LARGE = 8;
    /// How long the rest of a body is read after a problem, so that the client reads the answer, and from which size on.
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LITTLE = 1 << 16;

    private final Doors doors;
    private final Limits limits;
    private final Deadlines deadlines;
    private final byte @Nullable [] token;
    private final ServerMetrics metrics;
    private final AccessLog accessLog;
    private final Consumer<String> log;
    private final Semaphore running;
    private final Semaphore large;

    /// @param token  the token that clients need; null if they need none
    /// @param access receives a line for each request; null if no one reads them
    /// @param log    receives a sentence on each error of the server
    public Gate(Doors doors, Limits limits, Deadlines deadlines, @Nullable String token, ServerMetrics metrics,
            @Nullable Consumer<String> access, Consumer<String> log) {
        this.doors = doors;
        this.limits = limits;
        this.deadlines = deadlines;
        this.token = token == null ? null : ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.metrics = metrics;
        this.accessLog = new AccessLog(access);
        this.log = log;
        this.running = new Semaphore(limits.requests());
        this.large = new Semaphore(Math.clamp(Runtime.getRuntime().maxMemory() / LARGE, 1, MOST_LARGE));
    }

    /// The right of a request to much memory.
    private final class LargeRight implements Runnable {
        private boolean held;

        @Override
        public void run() {
            if (!held) {
                held = large.tryAcquire();
                if (!held) {
                    throw new Problem(Problem.Kind.BUSY,
                            "The server is answering other large requests; try again, or send fewer rows at once.");
                }
            }
        }

        private void end() {
            if (held) {
                large.release();
            }
        }
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        LargeRight right = new LargeRight();
        Doors.@Nullable Place place = null;
        @Nullable
        Problem problem = null;
        @Nullable
        Call call = null;
        Reply reply;
        boolean counted = false;
        try {
            call = new Call(request, limits, deadlines, right);
            place = doors.find(call);
            authorize(call, place);
            if (!place.open()) {
                counted = running.tryAcquire();
                if (!counted) {
                    throw new Problem(Problem.Kind.BUSY, "The server is answering " + limits.requests()
                            + " requests, the limit; try again.");
                }
            }
            reply = place.answer().apply(call);
        } catch (Problem e) {
            problem = e;
            reply = answer(e);
        } catch (ArgumentException e) {
            problem = new Problem(Problem.Kind.VALUE, String.valueOf(e.getMessage()));
            reply = answer(problem);
        } catch (OutOfMemoryError _) {
            problem = new Problem(Problem.Kind.MEMORY,
                    "The server has too little memory for this request; send fewer rows at once.");
            reply = answer(problem);
        } catch (RuntimeException e) {
            if (Disconnection.is(e)) {
                metrics.error(e instanceof CloseConnectionException ? Problem.Kind.SLOW.word() : "gone");
                throw e;
            }
            log.accept("a request to " + request.path().rawPath() + " failed: " + e);
            problem = new Problem(Problem.Kind.INTERNAL,
                    "The server failed to answer; its operator should report this.");
            reply = answer(problem);
        } finally {
            if (counted) {
                running.release();
            }
            right.end();
        }
        boolean closes = problem != null && closes(call);
        send(request, response, reply, closes);
        long nanos = System.nanoTime() - start;
        String door = place == null ? "none" : place.door();
        String model = place == null ? "" : place.model();
        metrics.request(door, model, reply.status(), nanos, reply.rows());
        if (problem != null) {
            metrics.error(problem.kind().word());
        }
        accessLog.add(request.remotePeer().host(), request.prologue().method().text(), request.path().rawPath(), model,
                reply.status(), reply.body().length, nanos, reply.rows(), problem == null ? "" : problem.kind().word());
        if (closes && call != null && !call.waits()) {
            call.drop(LINGER);
        }
    }

    /// Reads a little body that was not read, so that the connection serves the next request.
    ///
    /// @return whether the connection must end, because the body is not read
    private static boolean closes(@Nullable Call call) {
        if (call == null || !call.unread()) {
            return false;
        }
        if (call.length() < 0 || call.length() > LITTLE || call.waits()) {
            return true;
        }
        try {
            call.body();
            return false;
        } catch (Problem _) {
            return true;
        }
    }

    private static Reply answer(Problem problem) {
        Map<String, String> headers = switch (problem.kind()) {
            case METHOD -> Map.of("Allow", problem.allow());
            case TOKEN -> Map.of("WWW-Authenticate", "Bearer");
            case BUSY, MEMORY -> Map.of("Retry-After", "1");
            default -> Map.of();
        };
        return new Reply(problem.kind().status(), Reply.JSON, JsonWriting.problem(problem), headers, 0);
    }

    private void authorize(Call call, Doors.Place place) {
        byte[] wanted = token;
        if (wanted == null || place.open()) {
            return;
        }
        String given = call.header("Authorization");
        if (given.isEmpty()) {
            throw new Problem(Problem.Kind.TOKEN,
                    "This server asks for a token; send the header Authorization: Bearer TOKEN.");
        }
        if (!MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))) {
            throw new Problem(Problem.Kind.TOKEN,
                    "The token is not that of this server; send the right one as Authorization: Bearer TOKEN.");
        }
    }

    private static void send(ServerRequest request, ServerResponse response, Reply reply, boolean closes) {
        response.status(reply.status() == 200 ? Status.OK_200 : Status.create(reply.status()));
        if (reply.type().equals(Reply.JSON)) {
            response.header(HeaderValues.CONTENT_TYPE_JSON);
        } else {
            response.header(HeaderNames.CONTENT_TYPE, reply.type());
        }
        reply.headers().forEach(response::header);
        if (closes) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (request.prologue().method().text().equals("HEAD")) {
            response.send();
        } else {
            response.send(reply.body());
        }
    }
}
