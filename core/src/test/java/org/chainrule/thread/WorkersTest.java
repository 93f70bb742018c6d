package org.chainrule.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Workers run every chunk once, with any callers and after any exception, and leave no threads behind.
@Timeout(60)
class WorkersTest {
    @Test
    void everyChunkRunsOnce() {
        for (int threads = 1; threads <= 4; threads++) {
            Workers workers = Workers.of(threads);
            int most = threads;
            assertThat(workers.threads()).isEqualTo(threads);
            AtomicIntegerArray runs = new AtomicIntegerArray(40);
            int[] expected = new int[40];
            for (int round = 0; round < 4000; round++) {
                int chunks = round % 41;
                workers.run(chunks, (chunk, worker) -> {
                    assertThat(worker < most && worker >= 0).isTrue();
                    runs.incrementAndGet(chunk);
                });
                for (int chunk = 0; chunk < chunks; chunk++) {
                    expected[chunk]++;
                }
            }
            for (int chunk = 0; chunk < 40; chunk++) {
                assertThat(runs.get(chunk)).isEqualTo(expected[chunk]);
            }
        }
    }

    @Test
    void theCallerSeesTheWritesOfAllChunks() {
        Workers workers = Workers.of(3);
        long[] sums = new long[64];
        for (int round = 0; round < 3000; round++) {
            int value = round;
            workers.run(64, (chunk, worker) -> sums[chunk] += value);
        }
        for (long sum : sums) {
            assertThat(sum).isEqualTo(3000L * 2999 / 2);
        }
    }

    @Test
    void chunksRunAtTheSameTimeOnDifferentWorkers() {
        Workers workers = Workers.of(3);
        CyclicBarrier all = new CyclicBarrier(3);
        Set<Integer> numbers = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        workers.run(3, (chunk, worker) -> {
            numbers.add(worker);
            threads.add(Thread.currentThread());
            await(all);
        });
        assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(threads).hasSize(3).contains(Thread.currentThread());
        assertThat(threads).filteredOn(thread -> thread != Thread.currentThread()).allMatch(Thread::isDaemon);
    }

    @Test
    void workersBeginWithTheirOwnRanges() {
        Workers workers = Workers.of(2);
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicIntegerArray first = new AtomicIntegerArray(2);
        AtomicIntegerArray begun = new AtomicIntegerArray(2);
        for (int round = 0; round < 300; round++) {
            begun.set(0, 0);
            begun.set(1, 0);
            workers.runRanges(new int[]{0, 3, 8}, (chunk, worker) -> {
                if (begun.incrementAndGet(worker) == 1) {
                    first.set(worker, chunk);
                    await(both);
                }
            });
            assertThat(first.get(0)).isEqualTo(2);
            assertThat(first.get(1)).isEqualTo(7);
        }
    }

    @Test
    void everyChunkOfAnyRangesRunsOnce() {
        for (int[] ranges : new int[][]{{0, 0, 5, 5}, {0, 5, 5, 5}, {0, 0, 0, 1}, {0, 2, 2, 9}, {0, 0, 0, 0}}) {
            Workers workers = Workers.of(3);
            AtomicIntegerArray runs = new AtomicIntegerArray(9);
            for (int round = 0; round < 500; round++) {
                workers.runRanges(ranges, (chunk, worker) -> runs.incrementAndGet(chunk));
            }
            for (int chunk = 0; chunk < 9; chunk++) {
                assertThat(runs.get(chunk)).isEqualTo(chunk < ranges[3] ? 500 : 0);
            }
        }
    }

    @Test
    void anExceptionReachesTheCallerAndTheNextRunSucceeds() {
        Workers workers = Workers.of(2);
        for (int round = 0; round < 500; round++) {
            int bad = round % 20;
            assertThatThrownBy(() -> workers.run(20, (chunk, worker) -> {
                if (chunk == bad) {
                    throw new IllegalStateException("chunk " + chunk);
                }
            })).isInstanceOf(IllegalStateException.class).hasMessage("chunk " + bad);
            AtomicInteger runs = new AtomicInteger();
            workers.run(20, (chunk, worker) -> runs.incrementAndGet());
            assertThat(runs).hasValue(20);
        }
        assertThatThrownBy(() -> workers.run(9, (chunk, worker) -> {
            throw new StackOverflowError("deep");
        })).isInstanceOf(StackOverflowError.class).hasMessage("deep");
    }

    @Test
    void aTaskMayRunTasks() {
        Workers workers = Workers.of(3);
        AtomicInteger runs = new AtomicInteger();
        workers.run(8, (chunk, worker) -> workers.run(5, (inner, innerWorker) -> {
            assertThat(innerWorker).isZero();
            runs.incrementAndGet();
        }));
        assertThat(runs).hasValue(40);
    }

    @Test
    void severalCallersAreServed() throws InterruptedException {
        Workers workers = Workers.of(2);
        AtomicInteger wrong = new AtomicInteger();
        Thread[] callers = new Thread[5];
        for (int t = 0; t < callers.length; t++) {
            callers[t] = (t % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual()).start(() -> {
                for (int round = 0; round < 1000; round++) {
                    AtomicInteger runs = new AtomicInteger();
                    workers.run(7, (chunk, worker) -> runs.incrementAndGet());
                    if (runs.get() != 7) {
                        wrong.incrementAndGet();
                    }
                }
            });
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(wrong).hasValue(0);
    }

    @Test
    void anInterruptedCallerStillWaitsForItsChunksAndStaysInterrupted() {
        Workers workers = Workers.of(2);
        AtomicInteger runs = new AtomicInteger();
        Thread.currentThread().interrupt();
        workers.run(50, (chunk, worker) -> {
            Thread.onSpinWait();
            runs.incrementAndGet();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(runs).hasValue(50);
    }

    @Test
    void idleThreadsEndAndComeBack() throws InterruptedException {
        Workers workers = new Workers(2, 5_000_000);
        for (int round = 0; round < 3; round++) {
            Thread other = meet(workers);
            other.join(30_000);
            assertThat(other.isAlive()).isFalse();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the chunks did not meet", e);
        }
    }

    /// Returns the thread of worker 1, which has run a chunk.
    private static Thread meet(Workers workers) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CyclicBarrier both = new CyclicBarrier(2);
        workers.run(2, (chunk, worker) -> {
            threads.add(Thread.currentThread());
            await(both);
        });
        threads.remove(Thread.currentThread());
        Thread other = threads.iterator().next();
        assertThat(other.getContextClassLoader()).isNull();
        return other;
    }

    @Test
    void runsNeverMissAThreadThatIsJustEnding() {
        Workers workers = new Workers(3, 20_000);
        AtomicInteger runs = new AtomicInteger();
        for (int round = 0; round < 2000; round++) {
            workers.run(6, (chunk, worker) -> runs.incrementAndGet());
            long until = System.nanoTime() + round % 60 * 1000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
        assertThat(runs).hasValue(12_000);
    }

    @Test
    void forgottenWorkersAreCollected() throws InterruptedException {
        WeakReference<Workers> forgotten = new WeakReference<>(used());
        for (int i = 0; i < 200 && forgotten.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(forgotten.get()).isNull();
    }

    private static Workers used() {
        Workers workers = new Workers(3, 5_000_000);
        meetAll(workers);
        return workers;
    }

    private static void meetAll(Workers workers) {
        AtomicInteger runs = new AtomicInteger();
        workers.run(9, (chunk, worker) -> runs.incrementAndGet());
        assertThat(runs).hasValue(9);
    }

    @Test
    void atLeastOneThreadIsRequired() {
        assertThatThrownBy(() -> Workers.of(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("threads: must be at least 1, got 0");
    }
}
