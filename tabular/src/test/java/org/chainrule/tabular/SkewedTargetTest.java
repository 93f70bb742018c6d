package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetTransform;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkewedTargetTest {
    private static final int ROWS = 3000;

    private static Table table(DoubleBinaryOperator target) {
        Random random = new Random(7);
        double[] a = IntStream.range(0, ROWS).mapToDouble(_ -> random.nextGaussian()).toArray();
        double[] b = IntStream.range(0, ROWS).mapToDouble(_ -> random.nextGaussian()).toArray();
        double[] y = IntStream.range(0, ROWS).mapToDouble(i -> target.applyAsDouble(a[i], b[i])).toArray();
        return Table.of("t", NumberColumn.of("a", a), NumberColumn.of("b", b), NumberColumn.of("y", y));
    }

    private static Target.Numbers target(TabularModel model) {
        return (Target.Numbers) model.target();
    }

    @Test
    void anExponentialIsLearnedThroughItsLogarithm(@TempDir Path folder) throws IOException {
        Random noise = new Random(8);
        Table table = table((a, b) -> Math.exp(2 * a + b + 0.3 * noise.nextGaussian()));
        Tabular training = Tabular.of("y").hidden(32).epochs(40).learningRate(0.003);
        assertThat(training.prepare(table).columnRemarks()).extracting(Remark::sentence)
                .containsExactly(
                        "the target \"y\": it is skewed, and the network learns the logarithm of it, because that "
                                + "predicts the validation rows better; predictions are means of the target itself; to learn "
                                + "the target itself, forbid it (Tabular.transformTarget(false))");
        TabularResult with = training.fit(table);
        TabularResult without = training.transformTarget(false).fit(table);
        assertThat(with.test().getOrDefault("rmse", 1e9))
                .isLessThan(0.75 * without.test().getOrDefault("rmse", 0.0));
        assertThat(target(with.model()).transform().kind()).isEqualTo(TargetTransform.Kind.LOG);
        assertThat(target(without.model()).transform()).isEqualTo(TargetTransform.NONE);
        Path file = folder.resolve("model.safetensors");
        with.model().save(file);
        TabularModel loaded = TabularModel.load(file);
        assertThat(loaded.target()).isEqualTo(with.model().target());
        assertThat(loaded.predict(table, 5).all()).isEqualTo(with.model().predict(table, 5).all());
        assertThat(loaded.evaluate(table).measures().getOrDefault("r2", 0.0)).isGreaterThan(0.8);
    }

    @Test
    void aSymmetricTargetStaysAsItIs() {
        assertThat(Tabular.of("y").prepare(table((a, b) -> 2 * a + b)).target())
                .isInstanceOfSatisfying(Target.Numbers.class, target -> assertThat(target.transform().isIdentity())
                        .isTrue());
        // a transform would bend what is linear
        assertThat(Tabular.of("y").prepare(table((a, b) -> a * a + (b > 2 ? 1 : 0) * 30)).columnRemarks()).isEmpty();
    }

    @Test
    void predictionsStayInTheRangeOfTraining() {
        Table table = table((a, b) -> 2 * a + b);
        Tabular training = Tabular.of("y").linear().epochs(20);
        TabularModel clamped = training.fit(table).model();
        TabularModel free = training.clamp(false).fit(table).model();
        Table far = Table.of("far", NumberColumn.of("a", 30, 0, -30), NumberColumn.of("b", 30, 0, -30),
                NumberColumn.of("y", 90, 0, -90));
        Target.Numbers target = target(clamped);
        Predictions.Numbers predictions = (Predictions.Numbers) clamped.predict(far);
        assertThat(predictions.value(0)).isEqualTo(target.high()).isBetween(5.0, 9.0);
        assertThat(predictions.value(2)).isEqualTo(target.low());
        assertThat(predictions.clamped()).isEqualTo(2);
        assertThat(predictions.remarks()).extracting(Remark::sentence).singleElement().asString()
                .startsWith(
                        "2 predictions of 3 lay outside the range of \"y\" in training and were set to its nearest end,")
                .endsWith("; to allow them, train with Tabular.clamp(false)");
        assertThat(clamped.evaluate(far).remarks()).extracting(Remark::sentence)
                .anyMatch(sentence -> sentence.startsWith("2 predictions of 3 lay outside"));
        double error = 90 - target.high();
        double low = -90 - target.low();
        double zero = predictions.value(1);
        assertThat(clamped.evaluate(far).measures().getOrDefault("rmse", 0.0)).isCloseTo(
                Math.sqrt((error * error + low * low + zero * zero) / 3), org.assertj.core.api.Assertions.within(1e-3));
        assertThat(((Predictions.Numbers) free.predict(far)).value(0)).isGreaterThan(target.high() + 0.5);
        assertThat(free.evaluate(far).remarks()).noneMatch(remark -> remark.sentence().contains("nearest end"));
        assertThat(clamped.predict(Map.of("a", 30, "b", 30)))
                .isInstanceOfSatisfying(NumberPrediction.class, it -> assertThat(it.value()).isEqualTo(target.high()));
    }

    @Test
    void laterRowsMayLeaveTheRange() {
        double[] days = IntStream.range(0, 200).mapToDouble(i -> i).toArray();
        Table trend = Table.of("t", NumberColumn.of("day", days), NumberColumn.of("y", days));
        Target target = Tabular.of("y").timeColumn("day").prepare(trend).target();
        assertThat(((Target.Numbers) target).high()).isInfinite();
        assertThat(((Target.Numbers) Tabular.of("y").prepare(trend).target()).high()).isBetween(190.0, 199.0);
    }
}
