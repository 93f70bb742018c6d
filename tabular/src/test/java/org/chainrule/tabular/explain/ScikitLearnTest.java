package org.chainrule.tabular.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
import org.chainrule.io.Json;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Sequential;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.Range;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Importances and dependences of networks with known parameters are those of scikit-learn; `explain.py` wrote them.
class ScikitLearnTest {
    private static final Path FILE = Path.of("src", "test", "fixtures", "explain.json");
    private static final List<String> COLUMNS = List.of("a", "b", "c", "color");
    private static final int INPUTS = 6;

    private final JsonFields fixture;
    private final Table table;

    ScikitLearnTest() throws IOException {
        fixture = JsonFields.of(Json.parse(Files.readString(FILE)), FILE.toString(), "fixture");
        table = Table.of("fixture", number("a"), number("b"), number("c"),
                TextColumn.of("color", fixture.texts("color").toArray(String[]::new)), number("y"),
                TextColumn.of("label", fixture.texts("label").toArray(String[]::new)));
    }

    private NumberColumn number(String name) {
        return NumberColumn.of(name, doubles(fixture, name));
    }

    private static double[] doubles(JsonFields fields, String name) {
        return fields.numbers(name).stream().mapToDouble(value -> value).toArray();
    }

    private Explainer explainer(Target target, Model model) {
        Schema schema = new Schema(List.of(identity("a"), identity("b"), identity("c"),
                new CategoryEncoding("color", List.of("blue", "green", "red"), false)), List.of());
        return Explainer.of(schema, target, model, Aim.NONE, table);
    }

    private static NumberEncoding identity(String column) {
        return new NumberEncoding(column, 0, 1, false, Range.UNKNOWN);
    }

    /// Returns the parameters of a network with one hidden layer.
    ///
    /// @param outputs the number of outputs; if there are two, the first is 0
    private static Map<String, Tensor> parameters(JsonFields network, int outputs) {
        double[][] numbers = new double[4][];
        for (int k = 0; k < 2; k++) {
            numbers[2 * k] = list(network.list("weights").get(k));
            numbers[2 * k + 1] = list(network.list("biases").get(k));
        }
        int hidden = numbers[1].length;
        Map<String, Tensor> values = new HashMap<>();
        values.put("linear/weight", tensor(numbers[0], 1, INPUTS, hidden));
        values.put("linear/bias", tensor(numbers[1], 1, hidden));
        values.put("linear2/weight", tensor(numbers[2], outputs, hidden, outputs));
        values.put("linear2/bias", tensor(numbers[3], outputs, outputs));
        return values;
    }

    private static double[] list(Object numbers) {
        return ((List<?>) numbers).stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    }

    /// Returns a tensor of numbers; if `every` is 2, each follows a 0.
    private static Tensor tensor(double[] numbers, int every, int... sizes) {
        float[] values = new float[numbers.length * every];
        for (int i = 0; i < numbers.length; i++) {
            values[i * every + every - 1] = (float) numbers[i];
        }
        return Tensor.of(values, Shape.of(sizes));
    }

    private static List<Field> inputs() {
        return List.of(new Field("x", new TensorType(DType.F32, Shape.of(INPUTS))));
    }

    private static Layer network(int hidden, Layer activation, int outputs) {
        return new Sequential(List.of(Layers.linear(hidden), activation, Layers.linear(outputs)));
    }

    private void agrees(Explainer explainer, JsonFields expected) {
        List<?> orders = fixture.list("orders");
        Importance importance = explainer.importance((_, repeat, count) -> {
            double[] order = list(orders.get(repeat));
            assertThat(order).hasSize(count);
            return IntStream.range(0, count).map(i -> (int) order[i]).toArray();
        }, PermutationImportance.Clock.NONE);
        assertThat(importance.score()).isCloseTo(expected.number("score"), within(1e-6));
        assertThat(importance.columns()).extracting(Importance.Column::column)
                .containsExactlyInAnyOrderElementsOf(COLUMNS);
        for (Importance.Column column : importance.columns()) {
            double[] each = doubles(expected.object("columns").object(column.column()), "importances");
            double mean = IntStream.range(0, each.length).mapToDouble(i -> each[i]).average().orElse(0);
            double squares = IntStream.range(0, each.length).mapToDouble(i -> (each[i] - mean) * (each[i] - mean))
                    .sum();
            assertThat(column.mean()).as(column.column()).isCloseTo(mean, within(1e-6));
            assertThat(column.deviation()).isCloseTo(Math.sqrt(squares / each.length), within(1e-6));
        }
        for (String name : COLUMNS) {
            JsonFields column = expected.object("columns").object(name);
            Dependence dependence = explainer.dependence(name);
            List<?> values = column.list("values");
            assertThat(dependence.points()).hasSize(values.size());
            for (Dependence.Point point : dependence.points()) {
                int at = name.equals("color") ? values.indexOf(point.text()) : dependence.points().indexOf(point);
                assertThat(point.mean().getFirst()).as(name + " " + point)
                        .isCloseTo(column.numbers("dependence").get(at), within(1e-6));
                if (!name.equals("color")) {
                    assertThat(point.value()).isCloseTo(column.numbers("values").get(at), within(0.0));
                    assertThat(point.accumulated().getFirst()).as(name + " " + point)
                            .isCloseTo(column.numbers("effects").get(at), within(1e-6));
                }
            }
        }
    }

    @Test
    void aNetworkThatPredictsANumber() {
        JsonFields expected = fixture.object("number");
        agrees(explainer(new Target.Numbers("y", 0, 1),
                Regressor.of(network(6, Layers.relu(), 1), inputs(), parameters(expected, 1))), expected);
    }

    @Test
    void aNetworkThatPredictsClasses() {
        JsonFields expected = fixture.object("classes");
        agrees(explainer(new Target.Classes("label", Column.Kind.TEXT, List.of("no", "yes")),
                Classifier.of(network(5, Layers.tanh(), 2), inputs(), parameters(expected, 2))), expected);
    }
}
