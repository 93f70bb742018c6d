package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.train.EpochRecord;
import org.chainrule.train.Fitted;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random networks give the same results, bit for bit, on any number of threads, in any batch, and in validation as in
/// [Model#evaluate].
class ThreadsTest {
    private static final int[] THREADS = {1, 2, 3, 5};

    static LongStream some() {
        return LongStream.range(0, 20);
    }

    static LongStream many() {
        return LongStream.range(20, 20_000);
    }

    @ParameterizedTest
    @MethodSource("some")
    void networksAreTheSameOnAnyNumberOfThreads(long seed) {
        RandomNetwork network = RandomNetwork.of(seed, THREADS);
        Model one = network.fit(seed, 1);
        Fitted expected = one.fitted();
        for (int threads : THREADS) {
            Fitted fitted = threads == 1 ? expected : network.fit(seed, threads).fitted();
            String where = network.layers() + ", batch " + network.batch() + ", threads " + threads;
            fitted.parameters().forEach((path, value) -> assertThat(bits(value.values())).as("%s of %s", path, where)
                    .isEqualTo(bits(parameter(expected, path).values())));
            for (int epoch = 0; epoch < expected.history().size(); epoch++) {
                EpochRecord record = fitted.history().get(epoch);
                assertThat(record.loss()).as("loss of %s", where).isEqualTo(expected.history().get(epoch).loss());
                assertThat(record.validation()).as("validation of %s", where)
                        .isEqualTo(expected.history().get(epoch).validation());
            }
        }
        Map<String, Double> validated = expected.history().get(expected.bestEpoch() - 1).validation();
        assertThat(validated).as("validation and evaluate of %s", network.layers())
                .containsAllEntriesOf(one.evaluate(network.validation()));
        checkRowsAlone(network, one);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("many")
    void manyNetworksAreTheSameOnAnyNumberOfThreads(long seed) {
        networksAreTheSameOnAnyNumberOfThreads(seed);
    }

    private static void checkRowsAlone(RandomNetwork network, Model model) {
        Examples rows = network.validation();
        float[] all = new float[rows.size() * rows.features()];
        for (int i = 0; i < rows.size(); i++) {
            rows.readInput(0, i, all, i * rows.features());
        }
        float[] together = switch (model) {
            case Classifier classifier -> classifier.probabilitiesAll(all);
            case Regressor regressor -> regressor.predictAll(all);
            default -> throw new AssertionError(model);
        };
        IntFunction<float[]> alone = i -> {
            float[] row = Arrays.copyOfRange(all, i * rows.features(), (i + 1) * rows.features());
            return switch (model) {
                case Classifier classifier -> classifier.probabilities(row);
                case Regressor regressor -> new float[]{regressor.predict(row)};
                default -> throw new AssertionError(model);
            };
        };
        int width = together.length / rows.size();
        for (int i = 0; i < rows.size(); i += 1 + rows.size() / 20) {
            assertThat(bits(alone.apply(i))).as("row %d of %s", i, network.layers())
                    .isEqualTo(bits(Arrays.copyOfRange(together, i * width, (i + 1) * width)));
        }
    }

    private static Tensor parameter(Fitted fitted, String path) {
        Tensor value = fitted.parameters().get(path);
        assertThat(value).as(path).isNotNull();
        return value;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
