package org.chainrule.tabular.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingTrialTest {
    @TempDir
    static Path folder;

    /// A number with a long tail, and a target that follows the logarithm of the number.
    private static Table tail(int rows, DoubleUnaryOperator target) {
        SplittableRandom random = new SplittableRandom(7);
        double[] logs = random.doubles(rows, -4, 8).toArray();
        return Table.of("t",
                NumberColumn.of("size",
                        IntStream.range(0, rows).mapToDouble(i -> i % 40 == 7 ? Double.NaN : StrictMath.exp(logs[i]))
                                .toArray()),
                TextColumn.of("word",
                        IntStream.range(0, rows).mapToObj(i -> "w" + i % 3).toArray(String[]::new)),
                NumberColumn.of("y",
                        IntStream.range(0, rows).mapToDouble(i -> target.applyAsDouble(logs[i])).toArray()));
    }

    private static boolean ranked(Schema schema) {
        return schema.encodings().stream()
                .anyMatch(encoding -> encoding instanceof NumberEncoding numbers && !numbers.quantiles().isNone());
    }

    @Test
    void aLongTailIsRankedForASimpleNetworkOnly() {
        Table table = tail(600, log -> StrictMath.sin(log));
        Tabular training = Tabular.of("y").seed(1);
        assertThat(ranked(training.quick().prepare(table).schema())).isTrue();
        assertThat(ranked(training.hidden(8).prepare(table).schema())).isTrue();
        assertThat(ranked(training.linear().prepare(table).schema())).isFalse();
        assertThat(ranked(training.realMlp().prepare(table).schema())).isFalse();
        assertThat(ranked(training.best().prepare(table).schema())).isFalse();
    }

    @Test
    void classesDecideToo() {
        Table table = tail(600, log -> log < 1 ? 0 : 1);
        assertThat(ranked(Tabular.of("y").quick().prepare(table).schema())).isTrue();
    }

    /// Distances tell more than ranks, or there is nothing to tell, or there are too few rows.
    @Test
    void otherNumbersStayStandardized() {
        assertThat(ranked(Tabular.of("y").transformTarget(false).quick()
                .prepare(tail(600, log -> StrictMath.exp(log))).schema())).isFalse();
        SplittableRandom random = new SplittableRandom(3);
        assertThat(ranked(Tabular.of("y").quick().prepare(tail(600, _ -> random.nextDouble())).schema())).isFalse();
        assertThat(ranked(Tabular.of("y").quick().prepare(tail(60, log -> StrictMath.sin(log))).schema())).isFalse();
    }

    @Test
    void aRankedModelPredictsTheSameBitsFromAFileAndByRow() throws IOException {
        Table table = tail(600, log -> StrictMath.sin(log));
        Tabular training = Tabular.of("y").hidden(16).epochs(20).seed(1);
        TabularModel model = training.threads(1).fit(table).model();
        assertThat(ranked(model.schema())).isTrue();
        Path file = folder.resolve("ranked");
        model.save(file);
        TabularModel loaded = TabularModel.load(file);
        assertThat(loaded.schema()).isEqualTo(model.schema());
        Predictions.Numbers batch = (Predictions.Numbers) model.predict(table);
        Predictions.Numbers again = (Predictions.Numbers) loaded.predict(table);
        Predictions.Numbers threads = (Predictions.Numbers) training.threads(2).fit(table).model().predict(table);
        for (int row = 0; row < 100; row++) {
            assertThat(again.value(row)).isEqualTo(batch.value(row)).isEqualTo(threads.value(row));
            assertThat(((Predictions.Numbers) loaded.predict(table, row)).value(0)).isEqualTo(batch.value(row));
        }
        record Row(double size, String word) {
        }
        double size = ((NumberColumn) table.column("size")).value(1);
        assertThat(((NumberPrediction) loaded.predictor(Row.class).predict(new Row(size, "w1"))).value())
                .isEqualTo(batch.value(1));
    }
}
