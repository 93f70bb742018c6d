package org.chainrule.serve.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Ends requests that arrive too slowly, such as one byte now and then, and answers that are taken too slowly. A request
/// whose headers are late is cut off. One whose body is late is answered first: the thread that reads the body cannot do that
/// while it waits. It also ends requests of which Helidon holds more bytes than the limit: it holds a line whole, and the line
/// before a chunk may be of any length.
public final class Deadlines implements Http1ConnectionListener, AutoCloseable {
    private static final long PERIOD = 100;
    /// How long the answer to a late body may take.
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final Map<Thread, Exchange> exchanges = new ConcurrentHashMap<>();
    private final Limits limits;
    private final Thread watch;

    /// What the thread of a connection reads or writes.
    private static final class Exchange {
        private final ConnectionContext connection;
        // all guarded by this
        private boolean runs;
        private boolean late;
        private long end;
        private @Nullable Problem answer;
        private @Nullable Thread answering;

        private Exchange(ConnectionContext connection) {
            this.connection = connection;
        }

        private synchronized void begin(Duration time, @Nullable Problem lateAnswer) {
            runs = true;
            end = System.nanoTime() + time.toNanos();
            answer = lateAnswer;
        }

        /// Returns whether it ended in time. If it is being answered, this waits for that.
        private boolean end() {
            Thread other;
            synchronized (this) {
                runs = false;
                if (!late) {
                    return true;
                }
                other = answering;
            }
            if (other != null) {
                try {
                    other.join(ANSWER);
                } catch (InterruptedException _) {
                    // the answer was written: the interrupt closes the connection, which ends here anyway
                    Thread.currentThread().interrupt();
                }
            }
            return false;
        }

        private synchronized void check(Thread thread, long now, long mostHeld) {
            if (!runs) {
                return;
            }
            // an interrupt closes the socket that the thread reads from or writes to
            if (connection.dataReader().available() > mostHeld) {
                thread.interrupt();
                return;
            }
            if (now - end < 0) {
                return;
            }
            if (!late && answer != null) {
                late = true;
                byte[] bytes = text(answer);
                // a thread of its own, because a client that takes no answer must not hold up the others
                answering = Thread.ofVirtual().name("late answer").start(() -> {
                    try {
                        connection.dataWriter().writeNow(BufferData.create(bytes));
                    } catch (RuntimeException _) {
                        // the client has gone
                    }
                    thread.interrupt();
                });
            } else if (!late || now - end > ANSWER.toNanos()) {
                late = true;
                thread.interrupt();
            }
        }
    }

    private static byte[] text(Problem problem) {
        byte[] body = problem.json();
        String head = "HTTP/1.1 " + problem.kind().status() + " Request Timeout\r\nConnection: close\r\nContent-Type: "
                + Reply.JSON + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        return (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /// @param limits how long headers may take, and how many bytes may be held
    public Deadlines(Limits limits) {
        this.limits = limits;
        this.watch = Thread.ofVirtual().name("deadlines").start(this::watch);
    }

    @Override
    public void prologue(ConnectionContext ctx, HttpPrologue prologue) {
        exchanges.computeIfAbsent(Thread.currentThread(), _ -> new Exchange(ctx)).begin(limits.headerTime(), null);
    }

    @Override
    public void headers(ConnectionContext ctx, Headers headers) {
        end();
    }

    /// Begins to read a body, or to write an answer, on the thread of a connection.
    ///
    /// @param problem what is answered if it is late; null if nothing is
    void begin(Duration time, @Nullable Problem problem) {
        Exchange exchange = exchanges.get(Thread.currentThread());
        if (exchange != null) {
            exchange.begin(time, problem);
        }
    }

    /// Ends to read or write on the thread of a connection.
    ///
    /// @return whether it ended in time; otherwise the connection is closed
    boolean end() {
        Exchange exchange = exchanges.get(Thread.currentThread());
        return exchange == null || exchange.end();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                exchanges.forEach((thread, exchange) -> {
                    if (thread.isAlive()) {
                        exchange.check(thread, now, limits.heldBytes());
                    } else {
                        exchanges.remove(thread);
                    }
                });
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
