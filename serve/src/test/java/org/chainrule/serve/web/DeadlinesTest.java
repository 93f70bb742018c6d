package org.chainrule.serve.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.webserver.ConnectionContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlinesTest {
    /// Returns an instance whose methods of no, or the given result do one thing.
    private static <T> T fake(Class<T> type, Class<?> result, Supplier<?> does) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method,
                _) -> method.getReturnType().equals(result) ? does.get() : DataReader.create(() -> new byte[0])));
    }

    /// Waits for a body on a connection of its own.
    ///
    /// @return whether it came in time
    private static CompletableFuture<Boolean> read(Deadlines deadlines, DataWriter writer) {
        return CompletableFuture.supplyAsync(() -> {
            deadlines.prologue(fake(ConnectionContext.class, DataWriter.class, () -> writer),
                    HttpPrologue.create("HTTP/1.1", "HTTP", "1.1", Method.POST, "/", true));
            deadlines.headers(null, null);
            deadlines.begin(Duration.ofMillis(100), new Problem(Problem.Kind.SLOW, "Late."));
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                // the deadline closes the socket
            }
            return deadlines.end();
        }, run -> Thread.ofVirtual().start(run));
    }

    /// The answer to a late body waits for a client that takes nothing.
    @Test
    void aClientThatTakesNoAnswerHoldsUpNoOthers() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        DataWriter stuck = fake(DataWriter.class, void.class, () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return null;
        });
        try (Deadlines deadlines = new Deadlines(Limits.USUAL)) {
            CompletableFuture<Boolean> first = read(deadlines, stuck);
            CompletableFuture<Boolean> second = read(deadlines, stuck);
            Thread.sleep(300);
            CompletableFuture<Boolean> third = read(deadlines, fake(DataWriter.class, void.class, () -> null));
            assertThat(third.get(5, TimeUnit.SECONDS)).isFalse();
            assertThat(first.get(5, TimeUnit.SECONDS)).isFalse();
            assertThat(second.get(5, TimeUnit.SECONDS)).isFalse();
        } finally {
            never.countDown();
        }
    }
}
