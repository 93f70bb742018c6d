package org.chainrule.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The order of background work.
class BackgroundTest {
    @Test
    @Timeout(120)
    void moreUrgentWorkInterruptsLessUrgentWork() throws InterruptedException {
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Thread thread = Background.soon(Background.Urgency.MATMUL, () -> {
            begun.countDown();
            await(asked);
            long until = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < until) {
                Background.pause();
            }
            done.add("matmul");
        });
        await(begun);
        Background.soon(Background.Urgency.REST, () -> done.add("rest"));
        Background.soon(Background.Urgency.LOOP, () -> done.add("loop"));
        Background.soon(Background.Urgency.MATMUL, () -> done.add("another matmul"));
        asked.countDown();
        assertThat(thread.join(Duration.ofSeconds(100))).isTrue();
        assertThat(done).containsExactly("loop", "matmul", "another matmul", "rest");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isNull();
    }

    @Test
    @Timeout(120)
    void failedWorkDoesNotStopLaterWork() {
        CountDownLatch ran = new CountDownLatch(1);
        Background.soon(Background.Urgency.LOOP, () -> {
            throw new IllegalStateException("on purpose");
        });
        Background.soon(Background.Urgency.REST, ran::countDown);
        await(ran);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(100, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
