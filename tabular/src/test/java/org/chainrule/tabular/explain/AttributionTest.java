package org.chainrule.tabular.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.ClassPrediction;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Prediction;
import org.chainrule.tabular.QuantilePrediction;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {
    /// Returns rows with columns of each kind, and targets that depend on them.
    static Table table(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] a = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] b = IntStream.range(0, rows)
                .mapToDouble(_ -> random.nextInt(8) == 0 ? Double.NaN : random.nextDouble(0, 100)).toArray();
        double[] day = IntStream.range(0, rows).mapToDouble(_ -> 86_400.0 * random.nextInt(19_000, 20_000)).toArray();
        int[] color = IntStream.range(0, rows).map(_ -> random.nextInt(3)).toArray();
        int[] tags = IntStream.range(0, rows).map(_ -> random.nextInt(1, 8)).toArray();
        int[] city = IntStream.range(0, rows).map(_ -> random.nextInt(40)).toArray();
        int[] words = IntStream.range(0, rows).map(_ -> random.nextInt(4)).toArray();
        double[] y = IntStream.range(0, rows).mapToDouble(i -> 10 + 3 * a[i] + (Double.isNaN(b[i]) ? 2 : b[i] / 50)
                + color[i] + (tags[i] & 1) + city[i] / 10.0 + words[i] / 2.0 + (day[i] > 86_400.0 * 19_500 ? 1 : 0)
                + random.nextDouble(-0.2, 0.2)).toArray();
        String[] colors = {"red", "green", "blue"};
        String[] notes = {"bad smell in the room", "fine but small room", "good breakfast and view",
                "excellent service and view"};
        return Table.of("t", NumberColumn.of("a", a), NumberColumn.of("b", b), DateColumn.of("day", day),
                words("color", rows, i -> colors[color[i]]),
                words("tags", rows, i -> IntStream.range(0, 3).filter(k -> (tags[i] >> k & 1) == 1)
                        .mapToObj(k -> "t" + k).collect(Collectors.joining(";"))),
                words("city", rows, i -> "c" + city[i]), words("note", rows, i -> notes[words[i]] + " " + i % 97),
                NumberColumn.of("y", y), words("two", rows, i -> y[i] > 14 ? "yes" : "no"),
                words("three", rows, i -> y[i] > 16 ? "high" : y[i] > 13 ? "middle" : "low"));
    }

    @Test
    void inputsAndTextsAreThoseOfTheModel() {
        TabularModel model = Tabular.of("y").linear().epochs(1).ignore("two", "three", "note").fit(table(60, 1))
                .model();
        int width = model.schema().width();
        List<String> texts = model.schema().encodings().stream().map(_ -> "x").toList();
        assertThat(Explainer.attribution(model.schema(), model.target(), model.network(), new float[width], texts)
                .columns()).hasSize(texts.size());
        assertThatThrownBy(() -> Explainer.attribution(model.schema(), model.target(), model.network(), new float[1],
                texts)).isInstanceOf(ArgumentException.class).hasMessage("1 input cannot be a row of this model, which"
                        + " reads " + width + "; encode the row with the schema");
        assertThatThrownBy(() -> Explainer.attribution(model.schema(), model.target(), model.network(),
                new float[width], List.of("x"))).isInstanceOf(ArgumentException.class)
                .hasMessage("1 text cannot be the values of a row of this model, which reads " + texts.size()
                        + " columns; give one for each");
    }

    private static TextColumn words(String name, int rows, IntFunction<String> word) {
        return TextColumn.of(name, IntStream.range(0, rows).mapToObj(word).toArray(String[]::new));
    }

    private static TabularModel model(String target, UnaryOperator<Tabular> settings) {
        String[] others = {"y", "two", "three"};
        Tabular tabular = Tabular.of(target).seed(3).text("note").ignore(IntStream.range(0, 3)
                .mapToObj(i -> others[i]).filter(name -> !name.equals(target)).toArray(String[]::new));
        return settings.apply(tabular).fit(table(400, 1)).model();
    }

    private static UnaryOperator<Tabular> network(String name) {
        return tabular -> switch (name) {
            case "linear" -> tabular.linear().epochs(10);
            case "mlp" -> tabular.hidden(16, 8).epochs(10);
            case "average" -> tabular.hidden(8).epochs(5).ensemble(3);
            case "folds" -> tabular.hidden(8).epochs(5).folds(3);
            case "realmlp" -> tabular.realMlp().epochs(3);
            case "tabm" -> tabular.tabM().epochs(2);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static double sum(Attribution attribution) {
        return attribution.columns().stream().mapToDouble(Attribution.Column::amount).sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "mlp", "average", "folds", "realmlp", "tabm"})
    void theAmountsAddUp(String network) {
        Table rows = table(100, 2);
        for (String target : new String[]{"y", "two", "three"}) {
            TabularModel model = model(target, network(network));
            for (int row : new int[]{0, 7}) {
                Attribution attribution = model.explain(rows).attribution(row);
                double difference = attribution.value() - attribution.baseline();
                assertThat(attribution.complete()).as(network + " " + target + " " + attribution).isTrue();
                assertThat(attribution.warning()).isEmpty();
                double size = attribution.columns().stream().mapToDouble(column -> Math.abs(column.amount())).sum();
                assertThat(sum(attribution)).isCloseTo(difference,
                        within(Math.max(1e-3 * Math.abs(difference), 1e-5 * size)));
                assertThat(attribution.gap()).isCloseTo(sum(attribution) - difference, within(1e-9));
                assertThat(attribution.columns()).extracting(Attribution.Column::column)
                        .containsExactlyInAnyOrder("a", "b", "day", "color", "tags", "city", "note");
                agrees(attribution, model.predict(rows, row).prediction(0), model);
            }
        }
    }

    /// The value is what the model predicts.
    private static void agrees(Attribution attribution, Prediction prediction, TabularModel model) {
        double predicted = attribution.predicted(attribution.value());
        switch (prediction) {
            case ClassPrediction classes -> {
                assertThat(attribution.scale()).isEqualTo("log-odds");
                assertThat(predicted).isCloseTo(classes.probabilities().getOrDefault(attribution.output(), 0f),
                        within(1e-5));
                assertThat(attribution.output()).isEqualTo(
                        model.target().column().equals("two") ? "yes" : classes.label());
            }
            case NumberPrediction number -> {
                assertThat(attribution.scale()).isEqualTo("target");
                assertThat(predicted).isCloseTo(number.value(), within(1e-4));
            }
            case QuantilePrediction quantiles -> assertThat(predicted).isCloseTo(quantiles.value(), within(1e-4));
        }
    }

    @Test
    void countsQuantilesAndTransformsAreExplainedInTheUnitOfTheTarget() {
        Table rows = table(100, 2);
        for (UnaryOperator<Tabular> kind : List.<UnaryOperator<Tabular>>of(Tabular::counts,
                tabular -> tabular.quantiles(0.1, 0.5, 0.9), tabular -> tabular.transformTarget(true))) {
            TabularModel model = model("y", tabular -> kind.apply(tabular.task(Task.REGRESSION).hidden(8).epochs(6)));
            Attribution attribution = model.explain(rows).attribution(3);
            assertThat(attribution.complete()).isTrue();
            assertThat(attribution.scale()).isEqualTo("target");
            agrees(attribution, model.predict(rows, 3).prediction(0), model);
        }
    }

    @Test
    void aLinearModelGivesEachColumnItsTerm() {
        SplittableRandom random = new SplittableRandom(4);
        double[] a = IntStream.range(0, 300).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] b = IntStream.range(0, 300).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] y = IntStream.range(0, 300).mapToDouble(i -> 3 * a[i] - 2 * b[i]).toArray();
        Table table = Table.of("t", NumberColumn.of("a", a), NumberColumn.of("b", b), NumberColumn.of("y", y));
        TabularModel model = Tabular.of("y").linear().epochs(200).clamp(false).fit(table).model();
        Attribution attribution = model.explain(table).attribution(5);
        Map<String, Double> amounts = attribution.columns().stream()
                .collect(Collectors.toMap(Attribution.Column::column, Attribution.Column::amount));
        double meanA = IntStream.range(0, 300).mapToDouble(i -> a[i]).average().orElse(0);
        assertThat(amounts.getOrDefault("a", 0.0)).isCloseTo(3 * (a[5] - meanA), within(0.05));
        assertThat(attribution.steps()).isEqualTo(64);
        assertThat(attribution.reference()).isEqualTo("the mean of 300 rows of t");
        assertThat(model.explain(table.select("few", 5, 6)).attribution(0).reference())
                .isEqualTo("the mean of the training rows, with no category, because t has only 2 rows");
    }

    @Test
    void aClassOfTheCallersChoice() {
        TabularModel model = model("three", network("mlp"));
        Table rows = table(100, 2);
        Explainer explainer = model.explain(rows);
        for (String label : new String[]{"high", "low", "middle"}) {
            Attribution attribution = explainer.attribution(rows, 4, label);
            assertThat(attribution.output()).isEqualTo(label);
            agreesWith(label, attribution, (ClassPrediction) model.predict(rows, 4).prediction(0));
        }
        assertThatThrownBy(() -> explainer.attribution(rows, 4, "hgih")).isInstanceOf(ArgumentException.class)
                .hasMessage("\"three\" has no class \"hgih\"; choose one of \"high\", \"low\" and \"middle\"");
        assertThatThrownBy(() -> explainer.attribution(100)).isInstanceOf(ArgumentException.class)
                .hasMessage("t has 100 rows; there is no row 101, so choose one from 1 to 100");
    }

    private static void agreesWith(String label, Attribution attribution, ClassPrediction prediction) {
        assertThat(attribution.predicted(attribution.value()))
                .isCloseTo(prediction.probabilities().getOrDefault(label, 0f), within(1e-5));
    }
}
