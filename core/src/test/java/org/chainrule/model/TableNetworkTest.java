package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models with every layer for tables. [DeterminismTest] compares their files among machines.
class TableNetworkTest {
    private static final Classifier MODEL = TableNetwork.fit(24, 48, 1);
    private static final float[] ROWS = TableNetwork.rows(60, 3).batch().input(0);

    @TempDir
    Path folder;

    private static float[] row(int i) {
        return Arrays.copyOfRange(ROWS, 5 * i, 5 * i + 5);
    }

    @Test
    void learns() {
        assertThat(MODEL.evaluate(TableNetwork.rows(300, 4)).get("accuracy")).isGreaterThan(0.9);
        assertThat(MODEL.parameters()).containsKeys("0/parts/periodic/frequency", "0/parts/piecewiseLinear/step",
                "0/parts/sequential/embedding/weight", "0/scaling/factor", "0/tangentLinear/weight",
                "0/parametricSelu/alpha", "0/tangentLinear3/bias", "1/fan/scale", "1/heads/weight",
                "1/tangentLinear/weight");
    }

    @Test
    void isReadAsItWasSavedAndPredictsRowsAlone() throws IOException {
        Path file = folder.resolve("model");
        MODEL.save(file);
        Classifier loaded = Classifier.load(file);
        float[] together = MODEL.probabilitiesAll(ROWS);
        assertThat(loaded.probabilitiesAll(ROWS)).isEqualTo(together);
        for (int i = 0; i < 60; i++) {
            assertThat(loaded.probabilities(row(i))).isEqualTo(Arrays.copyOfRange(together, 3 * i, 3 * i + 3));
        }
    }

    @Test
    void isTraced() {
        Trace trace = MODEL.trace(row(7), 1);
        assertThat(trace.steps()).extracting(Trace.Step::path).contains("0/parts/periodic", "0/tangentLinear2",
                "1/heads");
        assertThat(trace.parameters().keySet()).isEqualTo(MODEL.parameters().keySet());
        assertThat(MODEL.hidden("0/parts", row(7)).shape().size(1)).isEqualTo(12 + 6 + 4 + 4 + 1);
    }

    /// Large enough for threads to share the work.
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void threadsDoNotMatterWhereTheyTakePart(int threads) {
        Classifier one = TableNetwork.fit(192, 200, 1);
        TableNetwork.fit(192, 200, threads).parameters().forEach((path, value) -> assertThat(value.values()).as(path)
                .isEqualTo(one.parameter(path).values()));
    }
}
