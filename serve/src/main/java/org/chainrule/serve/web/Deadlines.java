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

/// Ends requests that arrive too slowly, such as one byte now and then. A request whose headers are late is cut off. One
/// whose body is late is answered first: the thread that reads the body cannot do that while it waits.
public final class Deadlines implements Http1ConnectionListener, AutoCloseable {
    private static final long PERIOD = 100;

    private final Map<Thread, Reading> readings = new ConcurrentHashMap<>();
    private final Duration headerTime;
    private final Thread watch;

    /// What the thread of a connection reads.
    private static final class Reading {
        private final ConnectionContext connection;
        // all guarded by this
        private boolean reads;
        private boolean late;
        private long end;
        private String answer = "";

        private Reading(ConnectionContext connection) {
            this.connection = connection;
        }

        private synchronized void begin(Duration time, String lateAnswer) {
            reads = true;
            end = System.nanoTime() + time.toNanos();
            answer = lateAnswer;
        }

        /// Returns whether it ended in time.
        private synchronized boolean end() {
            reads = false;
            return !late;
        }

        private synchronized void check(Thread thread, long now) {
            if (!reads || late || now - end < 0) {
                return;
            }
            late = true;
            try {
                if (!answer.isEmpty()) {
                    connection.dataWriter().writeNow(
                            BufferData.create(answer.getBytes(StandardCharsets.UTF_8)));
                }
            } catch (RuntimeException _) {
                // the client has gone
            }
            // an interrupt closes the socket that the thread reads from
            thread.interrupt();
        }
    }

    /// @param headerTime how long headers may take
    public Deadlines(Duration headerTime) {
        this.headerTime = headerTime;
        this.watch = Thread.ofVirtual().name("deadlines").start(this::watch);
    }

    @Override
    public void prologue(ConnectionContext ctx, HttpPrologue prologue) {
        readings.computeIfAbsent(Thread.currentThread(), _ -> new Reading(ctx)).begin(headerTime, "");
    }

    @Override
    public void headers(ConnectionContext ctx, Headers headers) {
        end();
    }

    /// Begins to read a body on the thread of a connection.
    ///
    /// @param problem what is answered if it is late; null if nothing is
    void begin(Duration time, @Nullable Problem problem) {
        Reading reading = readings.get(Thread.currentThread());
        if (reading != null) {
            reading.begin(time, problem == null ? "" : answer(problem));
        }
    }

    /// Ends to read on the thread of a connection.
    ///
    /// @return whether it ended in time; otherwise the connection is closed
    boolean end() {
        Reading reading = readings.get(Thread.currentThread());
        return reading == null || reading.end();
    }

    private static String answer(Problem problem) {
        String body = "{\"error\":\"" + problem.sentence() + "\"}";
        return "HTTP/1.1 " + problem.kind().status() + " Request Timeout\r\nConnection: close\r\nContent-Type: "
                + Reply.JSON + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                readings.forEach((thread, reading) -> {
                    if (thread.isAlive()) {
                        reading.check(thread, now);
                    } else {
                        readings.remove(thread);
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
