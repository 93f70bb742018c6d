package org.chainrule.tabular.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.model.Model;
import org.chainrule.tabular.assess.Bootstrap;
import org.chainrule.tabular.assess.Statistic;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.jspecify.annotations.Nullable;

/// The predictions for the test rows, row by row, and what they tell about the measures.
public final class TestScores {
    private static final double LEAST = Math.ulp(1f) / 2;

    private final Map<String, Statistic> measures = new LinkedHashMap<>();
    private final int rows;

    private TestScores(int rows) {
        this.rows = rows;
    }

    /// Predicts rows of a table, each with a target.
    ///
    /// @throws Stop.LateException if the training was stopped and predicting takes too long
    public static TestScores of(Codec codec, Model network, Table table, int[] rows) {
        TestScores scores = new TestScores(rows.length);
        switch (codec.target()) {
            case Target.Classes classes -> scores.classes(classes, codec, network, table, rows);
            case Target.Numbers numbers -> scores.numbers(numbers, codec, network, table, rows);
        }
        return scores;
    }

    private void classes(Target.Classes target, Codec codec, Model network, Table table, int[] test) {
        int width = target.labels().size();
        int[] truth = target.classes(table, test);
        int[] predicted = new int[rows];
        double[] right = new double[rows];
        double[] loss = new double[rows];
        float[] second = new float[rows];
        boolean[] positive = new boolean[rows];
        codec.each(network, table, test, (from, count, outputs) -> {
            for (int i = 0; i < count; i++) {
                int row = from + i;
                predicted[row] = target.decide(outputs, i * width);
                right[row] = predicted[row] == truth[row] ? 1 : 0;
                loss[row] = -StrictMath.log(Math.max(outputs[i * width + truth[row]], LEAST));
                second[row] = outputs[i * width + 1];
                positive[row] = truth[row] == 1;
            }
        });
        measures.put("accuracy", Statistic.mean(right));
        measures.put("logLoss", Statistic.mean(loss));
        measures.put("macroF1", Statistic.macroF1(truth, predicted, width));
        if (width == 2) {
            measures.put("auc", Statistic.area(second, positive));
        }
    }

    private void numbers(Target.Numbers target, Codec codec, Model network, Table table, int[] test) {
        NumberColumn values = target.values(table);
        double[] truth = new double[rows];
        double[] absolute = new double[rows];
        double[] squares = new double[rows];
        codec.each(network, table, test, (from, count, outputs) -> {
            for (int i = 0; i < count; i++) {
                int row = from + i;
                truth[row] = values.value(test[row]);
                absolute[row] = Math.abs(target.restore(outputs[i]) - truth[row]);
                squares[row] = absolute[row] * absolute[row];
            }
        });
        measures.put("rmse", Statistic.rootMean(squares));
        measures.put("mae", Statistic.mean(absolute));
        measures.put("r2", Statistic.explained(squares, truth));
    }

    /// Returns what the rows tell.
    ///
    /// @param groups the group of each row, from 0; null if each row stands for itself
    public Assessment assess(int @Nullable [] groups, long seed) {
        Bootstrap bootstrap = Bootstrap.of(rows, groups, measures, seed);
        return new Assessment(bootstrap.intervals(), bootstrap.resamples(), 0);
    }
}
