package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.Outputs;
import org.chainrule.tabular.value.Phrases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Outputs in blocks, with more numbers than an array can hold.
class OutputsTest {
    private static final int WIDTH = 3;

    private final List<Integer> computed = new ArrayList<>();

    /// Returns outputs in which output k of row r is 10 r + k.
    private Outputs outputs(int rows, int blockRows, long kept) {
        return Outputs.of(rows, WIDTH, blockRows, kept, from -> {
            computed.add(from);
            float[] some = new float[Math.min(blockRows, rows - from) * WIDTH];
            for (int i = 0; i < some.length; i++) {
                some[i] = 10 * (from + i / WIDTH) + i % WIDTH;
            }
            return some;
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 12", "3, 4, 12", "4, 4, 12", "5, 4, 12", "5, 4, 15", "8, 4, 24", "9, 4, 26", "9, 1, 0"})
    void everyRowIsFoundWhetherKeptOrNot(int rows, int blockRows, long kept) {
        Outputs outputs = outputs(rows, blockRows, kept);
        int blocks = (rows + blockRows - 1) / blockRows;
        boolean keeps = (long) rows * WIDTH <= kept;
        assertThat(computed).hasSize(keeps ? blocks : 1);
        for (int row = 0; row < rows; row++) {
            assertThat(outputs.around(row)[outputs.at(row) + 2]).isEqualTo(10 * row + 2);
        }
        assertThat(computed).as("each block once when read in order").hasSize(blocks);
        assertThat(outputs.around(0)[outputs.at(0)]).isZero();
        assertThat(computed).hasSize(keeps || blocks == 1 ? blocks : blocks + 1);
        assertThat(outputs.rows()).isEqualTo(rows);
    }

    /// 1,000,000 rows of 5,000 classes are 5 * 10^9 numbers.
    @Test
    void moreRowsTimesClassesThanAnArrayHolds() {
        int rows = 1_000_000;
        int classes = 5000;
        int block = Outputs.blockRows(7, classes);
        assertThat(block).isEqualTo(209);
        Outputs outputs = Outputs.of(rows, classes, block, from -> {
            float[] some = new float[Math.min(block, rows - from) * classes];
            for (int i = 0; i < some.length / classes; i++) {
                some[i * classes + (from + i) % classes] = 1;
            }
            return some;
        });
        List<String> labels = IntStream.range(0, classes).mapToObj(k -> "c" + k).toList();
        Predictions.Classes predictions = new Predictions.Classes(
                new Target.Classes("y", Column.Kind.TEXT, labels), outputs);
        assertThat(predictions.size()).isEqualTo(rows);
        for (int row : new int[]{0, 208, 209, 430_000, 999_999}) {
            assertThat(predictions.text(row)).isEqualTo("c" + row % classes);
            assertThat(predictions.probability(row, row % classes)).isEqualTo(1);
        }
    }

    /// 430,000 rows of 5,000 classes are more than 2^31 numbers. One training row in 5,000 has a given class.
    @Test
    @Tag("full")
    void aConstantIsMeasuredOnMoreRowsTimesClassesThanAnArrayHolds() {
        int rows = 430_000;
        String[] names = IntStream.range(0, 5000).mapToObj(k -> "c" + k).toArray(String[]::new);
        Table table = Table.of("t", NumberColumn.of("x", IntStream.range(0, rows).mapToDouble(i -> i % 10).toArray()),
                TextColumn.of("y", IntStream.range(0, rows).mapToObj(i -> names[i % 5000]).toArray(String[]::new)));
        int[] all = table.rows();
        Codec codec = new Codec(Schema.fit(table, all, Set.of("y")), TargetChoice.of(table, "y").fit(all));
        Map<String, Double> measures = codec.measure(codec.constant(table, all), table, all);
        assertThat(measures.get("accuracy")).isEqualTo(1 / 5000.0);
        assertThat(measures.get("logLoss")).isCloseTo(StrictMath.log(5000),
                org.assertj.core.api.Assertions.within(1e-4));
    }

    private static Table table(int rows) {
        double[] x = IntStream.range(0, rows).mapToDouble(i -> i * 37 % 101 / 10.0).toArray();
        double[] z = IntStream.range(0, rows).mapToDouble(i -> 2 * x[i] + i * 13 % 7).toArray();
        String[] y = IntStream.range(0, rows).mapToObj(i -> x[i] + i * 13 % 7 > 12 ? "yes" : "no")
                .toArray(String[]::new);
        return Table.of("t", NumberColumn.of("x", x), NumberColumn.of("z", z), TextColumn.of("y", y));
    }

    /// The blocks have 4096 rows here.
    @ParameterizedTest
    @CsvSource({"1", "4095", "4096", "4097", "8193"})
    void rowsArePredictedAndMeasuredAlikeInBlocksAndAlone(int rows) throws IOException {
        Table small = table(300);
        TabularModel model = Tabular.of("y").threshold(0.3).hidden(4).epochs(3).fit(small).model();
        Table large = table(rows);
        Predictions all = model.predict(large);
        assertThat(all.size()).isEqualTo(rows);
        StringWriter csv = new StringWriter();
        all.writeCsv(csv);
        assertThat(csv.toString().lines()).hasSize(rows + 1);
        TextColumn truth = (TextColumn) large.column("y");
        int right = 0;
        for (int row = 0; row < rows; row++) {
            right += all.text(row).equals(truth.text(row)) ? 1 : 0;
        }
        assertThat(model.evaluate(large).measures().get("accuracy")).isEqualTo((double) right / rows);
        for (int row : new int[]{0, rows / 2, rows - 1}) {
            Prediction alone = model.predict(large, row).prediction(0);
            assertThat(alone).isEqualTo(all.prediction(row));
            assertThat(model.predict(Map.of("x", ((NumberColumn) large.column("x")).value(row), "z",
                    ((NumberColumn) large.column("z")).value(row)))).isEqualTo(alone);
        }
        assertThatThrownBy(() -> model.predict(large, rows)).isInstanceOf(ArgumentException.class)
                .hasMessage("t has " + Phrases.count(rows, "row") + "; there is no row " + (rows + 1)
                        + ", so choose one from 1 to " + rows);
    }
}
