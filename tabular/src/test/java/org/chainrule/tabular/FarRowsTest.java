package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows whose values are all usual, but in a combination that the training rows did not have: `x` and `y` are nearly equal in
/// training.
class FarRowsTest {
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    record Point(double x, double y) {
    }

    private static Table table(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = random.doubles(rows, -2, 2).toArray();
        double[] y = IntStream.range(0, rows).mapToDouble(i -> x[i] + random.nextDouble(-0.1, 0.1)).toArray();
        double[] z = IntStream.range(0, rows).mapToDouble(i -> x[i] * y[i]).toArray();
        String[] sign = IntStream.range(0, rows).mapToObj(i -> x[i] > 0 ? "plus" : "minus").toArray(String[]::new);
        return Table.of("t", NumberColumn.of("x", x), NumberColumn.of("y", y), NumberColumn.of("z", z),
                TextColumn.of("sign", sign));
    }

    private static Table points(double... points) {
        return Table.of("points",
                NumberColumn.of("x", IntStream.range(0, points.length / 2).mapToDouble(i -> points[2 * i]).toArray()),
                NumberColumn.of("y",
                        IntStream.range(0, points.length / 2).mapToDouble(i -> points[2 * i + 1]).toArray()));
    }

    private static Tabular numbers() {
        return Tabular.of("z").ignore("sign").epochs(3).hidden(8);
    }

    /// Asserts that the model tells rows off the diagonal from those on it, the same after it is saved.
    private TabularModel assertTells(Tabular training) throws IOException {
        TabularModel model = training.fit(table(ROWS, 1)).model();
        Table later = table(200, 2);
        Novelty usual = model.novelty(later);
        assertThat(IntStream.of(later.rows()).filter(usual::isFar).count()).as("false alarms").isLessThanOrEqualTo(6);
        assertThat(usual.remarks()).isEmpty();
        assertThat(IntStream.of(later.rows()).mapToDouble(row -> usual.quantile(row).orElseThrow()).average()
                .orElseThrow()).isBetween(0.35, 0.65);
        Novelty off = model.novelty(points(1.5, -1.5, -1.5, 1.5, 1, 1));
        assertThat(List.of(off.isFar(0), off.isFar(1), off.isFar(2))).containsExactly(true, true, false);
        assertThat(off.quantile(0)).hasValue(1);
        assertThat(off.count()).as("each value is usual").isZero();
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        TabularModel loaded = TabularModel.load(file);
        assertThat(loaded.novelty(later)).isEqualTo(usual);
        assertThat(loaded.novelty(points(1.5, -1.5, -1.5, 1.5, 1, 1))).isEqualTo(off);
        return model;
    }

    @Test
    void aNetworkTells() throws IOException {
        TabularModel model = assertTells(numbers());
        Novelty novelty = model.novelty(points(1, 1, 1.5, -1.5, 50, 50));
        assertThat(novelty.parts(0)).isEmpty();
        assertThat(novelty.parts(1)).containsExactly("(combination)");
        assertThat(novelty.parts(2)).as("its values are unlike already").containsExactly("x", "y");
        assertThat(novelty.remarks()).extracting(Remark::sentence).last().isEqualTo("1 row of 3 is unlike all training "
                + "rows in the combination of its values, in line 2, farther from them than all rows held out in training; "
                + "predictions for it are guesses");
        StringWriter csv = new StringWriter();
        model.predict(points(1.5, -1.5)).writeCsv(csv, model.novelty(points(1.5, -1.5)));
        assertThat(csv.toString()).startsWith("z,unlike training\n").endsWith(",(combination)\n");
    }

    @Test
    void rowsFromJavaAreComparedToo() {
        TabularModel model = numbers().fit(table(ROWS, 1)).model();
        Novelty expected = model.novelty(points(1.5, -1.4));
        Novelty map = model.novelty(Map.of("x", 1.5, "y", -1.4));
        assertThat(map.isFar(0)).isTrue();
        assertThat(map.quantile(0)).isEqualTo(expected.quantile(0));
        assertThat(map.remarks()).extracting(Remark::sentence)
                .containsExactly("the row is unlike all training rows in the "
                        + "combination of its values, and farther from them than all rows held out in training; a prediction for it "
                        + "is a guess");
        Predictor<Point> predictor = model.predictor(Point.class);
        Novelty records = predictor.novelty(List.of(new Point(0.5, 0.5), new Point(1.5, -1.4)));
        assertThat(List.of(records.isFar(0), records.isFar(1))).containsExactly(false, true);
        assertThat(records.quantile(0)).isEqualTo(model.novelty(points(0.5, 0.5)).quantile(0));
    }

    @Test
    void anEvaluationReportsThem() {
        TabularModel model = numbers().fit(table(ROWS, 1)).model();
        double[] x = {1.5, 1, -1.5};
        double[] y = {1.5, -1, 1.5};
        Evaluation evaluation = model.evaluate(
                Table.of("t", NumberColumn.of("x", x), NumberColumn.of("y", y), NumberColumn.of("z", 1, 2, 3)));
        assertThat(evaluation.novelty().isFar(0)).isFalse();
        assertThat(evaluation.remarks()).extracting(Remark::sentence)
                .contains("2 rows of 3 are unlike all training rows in "
                        + "the combination of their values, the first in line 2, farther from them than all rows held out in "
                        + "training; predictions for them are guesses");
    }

    @Test
    void aLinearModelTells() throws IOException {
        assertTells(Tabular.of("z").ignore("sign").linear().epochs(3));
    }

    @Test
    void anAverageOfFoldsTells() throws IOException {
        assertTells(numbers().folds(3));
    }

    @Test
    void aNetworkOfMembersTells() throws IOException {
        assertTells(Tabular.of("sign").ignore("z").tabM().epochs(1));
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        Table later = table(1200, 3);
        assertThat(numbers().threads(1).fit(table(ROWS, 1)).model().novelty(later))
                .isEqualTo(numbers().threads(2).fit(table(ROWS, 1)).model().novelty(later));
    }

    @Test
    void withoutEnoughRowsOrInOlderModelsItIsNotKnown() throws IOException {
        TabularModel few = numbers().fit(table(60, 1)).model();
        assertThat(few.novelty(points(1.5, -1.5)).quantile(0)).isEqualTo(OptionalDouble.empty());
        TabularModel model = numbers().fit(table(ROWS, 1)).model();
        TabularModel older = new TabularModel(model.schema(), model.target(), model.network(), model.provenance(),
                model.format);
        older.save(folder.resolve("older.safetensors"));
        Novelty novelty = TabularModel.load(folder.resolve("older.safetensors")).novelty(points(1.5, -1.5));
        assertThat(novelty.quantile(0)).isEqualTo(OptionalDouble.empty());
        assertThat(novelty.isFar(0)).isFalse();
        assertThat(novelty.remarks()).isEmpty();
    }
}
