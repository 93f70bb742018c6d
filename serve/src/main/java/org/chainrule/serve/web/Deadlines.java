package org.chainrule.serve.web;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Closes connections whose headers take too long: a client that sends one byte now and then never lets a read time out.
final class Deadlines implements Http1ConnectionListener, AutoCloseable {
    private static final long PERIOD = 250;

    private final Map<Thread, Long> begun = new ConcurrentHashMap<>();
    private final long nanos;
    private final Thread watch;

    Deadlines(Duration most) {
        this.nanos = most.toNanos();
        this.watch = Thread.ofVirtual().name("deadlines").start(this::watch);
    }

    @Override
    public void prologue(ConnectionContext ctx, HttpPrologue prologue) {
        begun.put(Thread.currentThread(), System.nanoTime());
    }

    @Override
    public void headers(ConnectionContext ctx, Headers headers) {
        begun.remove(Thread.currentThread());
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                begun.forEach((thread, since) -> {
                    if (!thread.isAlive()) {
                        begun.remove(thread);
                    } else if (now - since > nanos && begun.remove(thread, since)) {
                        // an interrupt closes the socket that the thread reads from
                        thread.interrupt();
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
