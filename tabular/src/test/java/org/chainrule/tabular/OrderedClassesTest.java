package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderedClassesTest {
    private static final List<String> GRADES = List.of("low", "medium", "high");
    private static final Tabular LINEAR = Tabular.of("grade").ordered("low", "medium", "high").linear().epochs(40)
            .learningRate(0.05);

    /// Returns rows with a grade, and its number, that grow with x.
    private static Table table(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(0, 3)).toArray();
        int[] grades = IntStream.range(0, rows)
                .map(i -> (int) Math.clamp(x[i] + random.nextDouble(-0.8, 0.8), 0, 2.9)).toArray();
        return Table.of("t", NumberColumn.of("x", x),
                TextColumn.of("grade", IntStream.of(grades).mapToObj(GRADES::get).toArray(String[]::new)),
                NumberColumn.of("number", IntStream.of(grades).mapToDouble(grade -> 10.5 * grade).toArray()));
    }

    /// Returns kappa with quadratic weights by the table of true and predicted classes.
    private static double kappa(int[] truth, int[] predicted, int classes) {
        double[][] observed = new double[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            observed[truth[i]][predicted[i]]++;
        }
        double weighted = 0;
        double chance = 0;
        for (int a = 0; a < classes; a++) {
            for (int b = 0; b < classes; b++) {
                double rows = 0;
                double columns = 0;
                for (int k = 0; k < classes; k++) {
                    rows += observed[a][k];
                    columns += observed[k][b];
                }
                weighted += (a - b) * (a - b) * observed[a][b];
                chance += (a - b) * (a - b) * rows * columns / truth.length;
            }
        }
        return 1 - weighted / chance;
    }

    @Test
    void wordsInTheOrderOfTheUser(@TempDir Path folder) throws IOException {
        Table test = table(300, 5);
        TabularResult result = LINEAR.ignore("number").fit(table(300, 1), test);
        TabularModel model = result.model();
        Target.Classes target = (Target.Classes) model.target();
        assertThat(target.labels()).isEqualTo(GRADES);
        assertThat(target.task()).isEqualTo(Task.ORDERED);
        assertThat(result.test().keySet()).containsExactly("accuracy", "logLoss", "macroF1", "rankError", "kappa");
        Predictions.Classes predictions = (Predictions.Classes) model.predict(test);
        int[] truth = target.classes(test, test.rows());
        int[] predicted = IntStream.range(0, 300).map(predictions::index).toArray();
        double distance = IntStream.range(0, 300).map(i -> Math.abs(truth[i] - predicted[i])).average().orElse(0);
        assertThat(result.test().getOrDefault("rankError", 9.0)).isCloseTo(distance, within(1e-9)).isLessThan(0.6);
        assertThat(result.test().getOrDefault("kappa", 9.0)).isCloseTo(kappa(truth, predicted, 3), within(1e-9));
        assertThat(model.evaluate(test).measures()).isEqualTo(result.test());
        assertThat(result.assessment().intervals()).containsKeys("rankError", "kappa");
        assertThat(result.baselines().getOrDefault("constant", Map.of())).containsEntry("kappa", 0.0);
        ClassPrediction top = (ClassPrediction) model.predict(Map.of("x", 2.9));
        assertThat(top.label()).isEqualTo("high");
        assertThat(top.probabilities().keySet()).containsExactly("low", "medium", "high");
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        assertThat(TabularModel.load(file).target()).isEqualTo(target);
        assertThat(TabularModel.load(file).predict(test).all()).isEqualTo(model.predict(test).all());
        assertThat(target.toJson()).containsEntry("format", 5).containsEntry("task", "ordered");
        Comparison same = Comparison.of(model, test, model, test, test.rows());
        assertThat(same.measure("rankError").error()).isTrue();
        assertThat(same.measure("kappa").error()).isFalse();
        assertThat(same.deciding()).isEqualTo("logLoss");
    }

    @Test
    void numbersHaveAnOrder() {
        TabularResult result = Tabular.of("number").ordered().ignore("grade").hidden(4).epochs(2).folds(2)
                .fit(table(120, 1));
        assertThat(((Target.Classes) result.model().target()).labels()).containsExactly("0", "10.5", "21");
        assertThat(result.validation()).containsKeys("rankError", "kappa");
        assertThat(result.baselines()).containsKeys("linear", "neighbors", "constant");
    }

    @Test
    void theOrderMayBeSpelledDifferently() {
        TrainingPlan plan = Tabular.of("grade").ordered("LOW", "Medium", "high").prepare(table(60, 1));
        assertThat(plan.choice().labels()).isEqualTo(GRADES);
        assertThat(plan.choice().sentence())
                .isEqualTo("ordinal classification of \"grade\", because that was requested");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                  | t: the classes of the target "grade" are words, which have no order of their own: "high", "low" and "medium"; state their order (Tabular.ordered)
            low medium          | t: the target "grade" has the class "high", which the order lacks; name each class once: "high", "low" and "medium"
            low medium huge     | t: the target "grade" has no class "huge", which the order names; its classes are "high", "low" and "medium"
            low medium low high | the order names the class "low" of the target "grade" twice; name each class once
            """)
    void wrongOrders(String order, String sentence) {
        String[] labels = order.isEmpty() ? new String[0] : order.split(" ", -1);
        assertThatThrownBy(() -> Tabular.of("grade").ordered(labels).prepare(table(60, 1)))
                .isInstanceOf(ArgumentException.class).hasMessage(sentence);
    }
}
