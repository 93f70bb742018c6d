package org.chainrule.bench.serving;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Clients that send the same request for some time, each over a connection of its own.
///
/// @param port    the port of the server on this machine
/// @param request the bytes of the request
/// @param answer  the body of the right answer; any other counts as an error
/// @param clients the number of connections
record Load(int port, byte[] request, byte[] answer, int clients) {
    /// What the clients measured.
    ///
    /// @param nanos   the time of each request in nanoseconds, in ascending order
    /// @param errors  the number of requests without the right answer
    /// @param seconds the time from the first request to the last answer
    record Outcome(long[] nanos, int errors, double seconds) {
        /// Returns a quantile of the times in milliseconds.
        double millis(double quantile) {
            return nanos.length == 0 ? Double.NaN : nanos[(int) Math.floor(quantile * (nanos.length - 1))] * 1e-6;
        }

        /// Returns the answers per second.
        double rate() {
            return nanos.length / seconds;
        }
    }

    private static final class Times {
        private long[] nanos = new long[1 << 12];
        private int count;

        void add(long time) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = time;
        }
    }

    /// Each client sends its next request as soon as it has the answer.
    Outcome closed(double seconds) throws InterruptedException {
        return run(seconds, 0);
    }

    /// The clients together send a given number of requests per second. A time counts from the moment at which the request
    /// should have been sent, so that a slow answer also counts for the requests that wait behind it.
    Outcome open(double seconds, double rate) throws InterruptedException {
        return run(seconds, rate);
    }

    private Outcome run(double seconds, double rate) throws InterruptedException {
        Times[] times = new Times[clients];
        AtomicInteger errors = new AtomicInteger();
        CountDownLatch connected = new CountDownLatch(clients);
        Thread[] threads = new Thread[clients];
        long length = (long) (seconds * 1e9);
        for (int i = 0; i < clients; i++) {
            times[i] = new Times();
            int client = i;
            threads[i] = Thread.ofVirtual().start(() -> {
                try (Connection connection = new Connection(port)) {
                    connected.countDown();
                    connected.await();
                    client(connection, client, length, rate, times[client], errors);
                } catch (IOException _) {
                    errors.incrementAndGet();
                    connected.countDown();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        connected.await();
        long start = System.nanoTime();
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - start) * 1e-9;
        return new Outcome(Arrays.stream(times).flatMapToLong(each -> Arrays.stream(each.nanos, 0, each.count)).sorted()
                .toArray(), errors.get(), took);
    }

    private void client(Connection connection, int client, long length, double rate, Times times, AtomicInteger errors)
            throws IOException {
        long start = System.nanoTime();
        for (long sent = 0;; sent++) {
            long intended = System.nanoTime();
            if (rate > 0) {
                intended = start + (long) ((sent * clients + client) * 1e9 / rate);
                long wait = intended - System.nanoTime();
                while (wait > 0) {
                    LockSupport.parkNanos(wait);
                    wait = intended - System.nanoTime();
                }
            }
            if (intended - start >= length) {
                return;
            }
            boolean right = connection.exchange(request) == 200 && connection.answered(answer);
            times.add(System.nanoTime() - intended);
            if (!right) {
                errors.incrementAndGet();
            }
        }
    }
}
