package org.chainrule.serve.door;

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
import org.chainrule.serve.web.Gone;
import org.chainrule.serve.web.Late;
import org.chainrule.serve.web.Limits;
import org.chainrule.serve.web.Problem;
import org.chainrule.serve.web.Reply;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// What every request passes: limits, the token, counts and the access log. Whatever is wrong becomes an answer with one
/// sentence.
public final class Gate implements Handler {
    /// The memory of the server for each large request at once.
    private static final long LARGE = 512L << 20;
    private static final int MOST_LARGE = 8;
    /// How long the rest of a body is read after a problem, so that the client reads the answer.
    private static final Duration LINGER = Duration.ofSeconds(2);
    /// The most bytes of an unread body that are read so that the connection serves the next request.
    private static final int LITTLE = 1 << 16;
    /// The status in counts of a client that left before it had an answer. It has none in HTTP.
    private static final int LEFT = 499;

    private final Doors doors;
    private final Limits limits;
    private final Deadlines deadlines;
    private final byte @Nullable [] token;
    private final ServerMetrics metrics;
    private final AccessLog accessLog;
    private final Consumer<String> log;
    private final String busy;
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
        this.busy = "The server is answering " + Phrases.count(limits.requests(), "request")
                + ", the limit; try again.";
        this.running = new Semaphore(limits.requests());
        this.large = new Semaphore(Math.clamp(Runtime.getRuntime().maxMemory() / LARGE, 1, MOST_LARGE));
    }

    /// The right of a request to something of which the server has a limited number.
    private static final class Right implements Runnable {
        private final Semaphore free;
        private final String refusal;
        private boolean held;

        private Right(Semaphore free, String refusal) {
            this.free = free;
            this.refusal = refusal;
        }

        /// @throws Problem if there is none left
        @Override
        public void run() {
            held = held || free.tryAcquire();
            if (!held) {
                throw new Problem(Problem.Kind.BUSY, refusal);
            }
        }

        private void end() {
            if (held) {
                free.release();
            }
        }
    }

    /// What is counted of a request.
    private static final class Visit {
        private final long start = System.nanoTime();
        private final String client;
        private String door = "none";
        private String model = "";
        private int status = Problem.Kind.INTERNAL.status();
        private String error = "";
        private int bytes;
        private int rows;

        private Visit(String client) {
            this.client = client;
        }

        private void fails(Problem.Kind kind) {
            status = kind.status();
            error = kind.word();
        }
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        // asked now, because a closed socket does not know it
        Visit visit = new Visit(request.remotePeer().host());
        Right work = new Right(running, busy);
        Right memory = new Right(large,
                "The server is answering other large requests; try again, or send fewer rows at once.");
        Call call = new Call(request, limits, deadlines, work, memory);
        boolean closes;
        try {
            Reply reply = reply(call, work, visit);
            closes = closes(call);
            visit.rows = reply.rows();
            call.answer(response, reply, closes);
            visit.bytes = reply.body().length;
        } catch (Late e) {
            visit.fails(Problem.Kind.SLOW);
            throw new CloseConnectionException("The client is too slow", e);
        } catch (Gone e) {
            visit.status = LEFT;
            visit.error = "gone";
            throw new CloseConnectionException("The client has left", e);
        } finally {
            work.end();
            memory.end();
            count(request, visit);
        }
        if (call.unread() && !(closes && call.waits())) {
            call.drop(closes ? LINGER : limits.bodyTime());
        }
        if (closes) {
            // otherwise the rest of the body is read as the next request
            throw new CloseConnectionException("The body was not read");
        }
    }

    private Reply reply(Call call, Right work, Visit visit) {
        Problem problem;
        try {
            Doors.Place place = doors.find(call);
            visit.door = place.door();
            visit.model = place.model();
            authorize(call, place);
            if (!place.open() && !call.unread()) {
                work.run();
            }
            Reply reply = place.answer().apply(call);
            visit.status = reply.status();
            return reply;
        } catch (Problem e) {
            problem = e;
        } catch (ArgumentException e) {
            problem = Problem.of(Problem.Kind.VALUE, e);
        } catch (OutOfMemoryError _) {
            problem = new Problem(Problem.Kind.MEMORY,
                    "The server has too little memory for this request; send fewer rows at once.");
        } catch (Late | Gone e) {
            throw e;
        } catch (RuntimeException e) {
            log.accept("a request to " + call.path() + " failed: " + e);
            problem = new Problem(Problem.Kind.INTERNAL,
                    "The server failed to answer; its operator should report this.");
        }
        visit.fails(problem.kind());
        return answer(problem);
    }

    private void count(ServerRequest request, Visit visit) {
        long nanos = System.nanoTime() - visit.start;
        metrics.request(visit.door, visit.model, visit.status, nanos, visit.rows);
        if (!visit.error.isEmpty()) {
            metrics.error(visit.error);
        }
        accessLog.add(visit.client, request.prologue().method().text(), request.path().rawPath(),
                visit.model, visit.status, visit.bytes, nanos, visit.rows, visit.error);
    }

    /// Returns whether the connection must end, because what is left of the body is not read.
    private static boolean closes(Call call) {
        return call.unread() && (call.length() < 0 || call.length() > LITTLE || call.waits());
    }

    private static Reply answer(Problem problem) {
        Map<String, String> headers = switch (problem.kind()) {
            case METHOD -> Map.of("Allow", problem.allow());
            case TOKEN -> Map.of("WWW-Authenticate", "Bearer");
            case BUSY, MEMORY -> Map.of("Retry-After", "1");
            default -> Map.of();
        };
        return new Reply(problem.kind().status(), Reply.JSON, problem.json(), headers, 0);
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
}
