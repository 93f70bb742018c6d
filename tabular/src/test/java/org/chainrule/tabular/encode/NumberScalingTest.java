package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.io.Json;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Moments;
import org.junit.jupiter.api.Test;

class NumberScalingTest {
    private static Moments robust(double... values) {
        return NumberScaling.ROBUST.fit(values, Range.of(values));
    }

    /// Of 0, 1, 2, 4 and 9 the quartiles are 1 and 4; of four values they lie between neighbors.
    @Test
    void centerAndScaleByHand() {
        assertThat(robust(9, 0, 4, 1, 2)).isEqualTo(new Moments(2, 3));
        assertThat(robust(0, 4, 8, 100)).isEqualTo(new Moments(6, 31 - 3));
        assertThat(robust(7)).isEqualTo(new Moments(7, 0));
    }

    @Test
    void withoutQuartilesHalfTheRangeIsTheScale() {
        assertThat(robust(0, 0, 0, 0, 0, 0, 0, 0, 5, 10)).isEqualTo(new Moments(0, 5));
        double[] zeros = new double[600];
        Arrays.fill(zeros, 0, 60, 4);
        zeros[99] = 1e9;
        assertThat(robust(zeros)).as("a value that stands alone is not part of the range").isEqualTo(new Moments(0, 2));
        double[] one = new double[600];
        one[99] = 1e9;
        assertThat(robust(one)).as("unless all others are equal").isEqualTo(new Moments(0, 5e8));
    }

    @Test
    void inputsAreBoundedAndIncreasing() {
        double before = -3;
        for (double z = -40; z <= 40; z += 0.25) {
            double input = NumberScaling.ROBUST.input(10 + 2 * z, 10, 2, Range.UNKNOWN);
            assertThat(input).isCloseTo(z / Math.sqrt(1 + (z / 3) * (z / 3)), within(1e-12)).isBetween(before, 3.0);
            before = input;
        }
        assertThat(NumberScaling.ROBUST.input(Double.MAX_VALUE, 0, 1e-300, Range.UNKNOWN)).isEqualTo(3, within(1e-9));
        assertThat(NumberScaling.ROBUST.input(-Double.MAX_VALUE, 0, 1e-300, Range.UNKNOWN)).isEqualTo(-3, within(1e-9));
    }

    private static Table table(int rows) {
        Random random = new Random(5);
        double[] numbers = IntStream.range(0, rows).mapToDouble(i -> Math.exp(3 * random.nextGaussian())).toArray();
        double[] days = IntStream.range(0, rows).mapToDouble(i -> 86_400.0 * i * i).toArray();
        String[] lists = IntStream.range(0, rows).mapToObj(i -> i % 3 == 0 ? "a;b" : i % 3 == 1 ? "a" : "b")
                .toArray(String[]::new);
        String[] words = IntStream.range(0, rows).mapToObj(i -> "w" + i % 4).toArray(String[]::new);
        return Table.of("t", NumberColumn.of("x", numbers), DateColumn.of("d", days), TextColumn.of("l", lists),
                TextColumn.of("w", words),
                NumberColumn.of("y", IntStream.range(0, rows).mapToDouble(i -> i % 37).toArray()));
    }

    @Test
    void theWholeSchemaIsScaledAlike() {
        Table table = table(300);
        int[] rows = IntStream.range(0, 200).toArray();
        Schema schema = Schema.fit(table, rows, Set.of("y"), Overrides.NONE, NumberScaling.ROBUST);
        assertThat(schema.encodings()).extracting(Encoding::scaling).containsExactly(NumberScaling.ROBUST,
                NumberScaling.ROBUST,
                NumberScaling.ROBUST, NumberScaling.STANDARD);
        for (float input : schema.encode(table, table.rows())) {
            assertThat(input).isBetween(-3f, 3f);
        }
        assertThat(schema.names()).startsWith("x", "d elapsed", "d year sin");
        assertThat(schema.groups()).first().isEqualTo(new InputGroup("x", InputGroup.Kind.NUMBER, 0, 1));
        assertThat(schema.groups().getLast()).isEqualTo(
                new InputGroup("w", InputGroup.Kind.ONE_HOT, schema.width() - 4, schema.width()));
        Target target = TargetChoice.of(table, "y").fit(rows);
        int[] held = IntStream.range(200, 300).toArray();
        assertThat(SchemaChoice
                .of(table, target, new SchemaChoice.Rows(rows, rows, held), Overrides.NONE, NumberScaling.ROBUST)
                .schema())
                .isEqualTo(schema);
    }

    /// Only values that are present count, and missing ones have a flag of their own.
    @Test
    void aNumberOfTwoValuesIsBinary() {
        Table table = Table.of("t", NumberColumn.of("two", 0, 1, Double.NaN, 0, 1, 0),
                NumberColumn.of("other", 7, 9, 9, 7, 7, 9),
                NumberColumn.of("three", 0, 1, 2, 0, 1, 0));
        for (NumberScaling scaling : NumberScaling.values()) {
            Schema schema = Schema.fit(table, table.rows(), Set.of(), Overrides.NONE, scaling);
            assertThat(schema.encodings()).extracting(encoding -> ((NumberEncoding) encoding).binary())
                    .containsExactly(true, true, false);
            assertThat(schema.groups()).extracting(InputGroup::kind).containsExactly(InputGroup.Kind.OTHER,
                    InputGroup.Kind.FLAG, InputGroup.Kind.OTHER, InputGroup.Kind.NUMBER);
            assertThat(Schema.fromJson(Json.parse(Json.write(schema.toJson()), "m"), "m")).isEqualTo(schema);
            assertThat(Json.write(schema.encodings().getLast().toJson())).doesNotContain("binary");
        }
    }

    @Test
    void aRobustSchemaHasANewerFormat() {
        Table table = table(60);
        int[] rows = table.rows();
        Schema standard = Schema.fit(table, rows, Set.of("y"));
        Schema robust = Schema.fit(table, rows, Set.of("y"), Overrides.NONE, NumberScaling.ROBUST);
        assertThat(standard.toJson()).containsEntry("format", 2);
        assertThat(Json.write(standard.toJson())).doesNotContain("scaling");
        assertThat(robust.toJson()).containsEntry("format", 3);
        for (Schema schema : List.of(standard, robust)) {
            assertThat(Schema.fromJson(Json.parse(Json.write(schema.toJson()), "m"), "m")).isEqualTo(schema);
        }
        Map<String, Object> unknown = robust.encodings().getFirst().toJson();
        unknown.put("scaling", "quantile");
        assertThatThrownBy(() -> Encoding.fromJson(unknown, "m")).hasMessage("m: the encoding of a column has the "
                + "unknown scaling \"quantile\"; the file is damaged, so copy it again or train again");
    }

    /// A single value of 10^9 among 40 moves mean and deviation, but neither the median nor the quartiles.
    @Test
    void anExtremeValueLeavesAllOthersAsTheyWere() {
        double[] values = IntStream.range(0, 41).mapToDouble(i -> i).toArray();
        values[40] = 1e9;
        Table table = Table.of("t", NumberColumn.of("x", values));
        float[] inputs = Schema.fit(table, table.rows(), Set.of(), Overrides.NONE, NumberScaling.ROBUST).encode(table,
                table.rows());
        assertThat(inputs[0]).isCloseTo((float) (-1 / Math.sqrt(1 + 1 / 9.0)), within(1e-6f));
        assertThat(inputs[39]).isCloseTo((float) (0.95 / Math.sqrt(1 + 0.95 * 0.95 / 9)), within(1e-6f));
        assertThat(inputs[40]).isCloseTo(3, within(1e-5f));
    }
}
