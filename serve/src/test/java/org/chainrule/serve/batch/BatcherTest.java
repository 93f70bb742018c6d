package org.chainrule.serve.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.chainrule.serve.measure.ServerMetrics;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatcherTest {
    @TempDir
    static Path folder;
    private static TabularModel model;

    @BeforeAll
    static void train() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder text = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 200; i++) {
            double a = random.nextDouble();
            text.append(a).append(',').append(random.nextDouble()).append(',').append(a > 0.4 ? "yes" : "no")
                    .append('\n');
        }
        model = Tabular.of("c").hidden(64, 64).epochs(3).fit(Files.writeString(folder.resolve("t.csv"), text)).model();
    }

    /// Batches of other requests do not change a bit of an answer.
    @ParameterizedTest
    @CsvSource({"64,0", "64,2000000", "4,1000000", "3,0", "1,0"})
    @Timeout(60)
    void anyBatchHasTheBitsOfSingleRows(int most, long nanos) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        Batcher batcher = new Batcher(inputs -> {
            synchronized (sizes) {
                sizes.add(inputs.length / 2);
            }
            // others arrive meanwhile
            pause();
            return model.predict(inputs);
        }, 2, most, nanos, new ServerMetrics().batches("m"));
        SplittableRandom random = new SplittableRandom(7);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                int rows = 1 + (i % 7 == 0 ? random.nextInt(6) : 0);
                float[] inputs = new float[2 * rows];
                for (int j = 0; j < inputs.length; j++) {
                    inputs[j] = (float) random.nextDouble(-2, 2);
                }
                all.add(threads.submit(() -> {
                    Answer answer = batcher.predict(inputs, rows);
                    for (int row = 0; row < rows; row++) {
                        Predictions.Classes alone = (Predictions.Classes) model
                                .predict(new float[]{inputs[2 * row], inputs[2 * row + 1]});
                        Predictions.Classes among = (Predictions.Classes) answer.around(row);
                        assertThat(Float.floatToRawIntBits(among.probability(answer.at(row), 1)))
                                .isEqualTo(Float.floatToRawIntBits(alone.probability(0, 1)));
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        if (most > 1) {
            assertThat(sizes).anyMatch(size -> size > 1);
        }
        assertThat(sizes).allMatch(size -> size <= Math.max(most, 6));
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void manyRowsAreAnsweredInParts() {
        Batcher batcher = new Batcher(model::predict, 2, 64, 0, new ServerMetrics().batches("m"));
        float[] inputs = new float[2 * 3000];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = i % 17 / 10f;
        }
        Answer answer = batcher.predict(inputs, 3000);
        Predictions.Classes whole = (Predictions.Classes) model.predict(inputs);
        for (int row = 0; row < 3000; row++) {
            assertThat(((Predictions.Classes) answer.around(row)).probability(answer.at(row), 0))
                    .isEqualTo(whole.probability(row, 0));
        }
    }

    @Test
    void aLackOfMemoryStaysOne() {
        Batcher batcher = new Batcher(_ -> {
            throw new OutOfMemoryError("test");
        }, 2, 64, 0, new ServerMetrics().batches("m"));
        assertThatThrownBy(() -> batcher.predict(new float[2], 1)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void countsTheRowsThatAreReallyPredictedAtOnce() {
        ServerMetrics metrics = new ServerMetrics();
        new Batcher(model::predict, 2, 64, 0, metrics.batches("m")).predict(new float[2 * 2500], 2500);
        assertThat(metrics.text()).contains("chainrule_batch_rows_count{model=\"m\"} 3\n")
                .contains("chainrule_batch_rows_sum{model=\"m\"} 2500\n");
    }

    @Test
    @Timeout(60)
    void anErrorReachesEachRequestAndEndsNoOther() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Batcher batcher = new Batcher(inputs -> {
            pause();
            if (calls.incrementAndGet() % 2 == 1) {
                throw new IllegalArgumentException("odd");
            }
            return model.predict(inputs);
        }, 2, 64, 0, new ServerMetrics().batches("m"));
        assertThatThrownBy(() -> batcher.predict(new float[2], 1)).hasRootCauseMessage("odd");
        AtomicInteger good = new AtomicInteger();
        AtomicInteger bad = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                threads.execute(() -> {
                    try {
                        batcher.predict(new float[2], 1);
                        good.incrementAndGet();
                    } catch (IllegalStateException _) {
                        bad.incrementAndGet();
                    }
                });
            }
        }
        assertThat(good.get() + bad.get()).isEqualTo(100);
        assertThat(good.get()).isPositive();
    }
}
