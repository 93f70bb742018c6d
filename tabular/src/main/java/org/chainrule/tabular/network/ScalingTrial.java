package org.chainrule.tabular.network;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.RidgeRegression;

/// The trial on the validation rows of whether a simple network better reads numbers standardized or as normal quantiles of
/// their ranks.
///
/// [RandomUnits] predict the target from both: the number as it is learned, or whether a row has one of the most frequent
/// classes. Quantiles are chosen if their squared errors are smaller by a twentieth and by three standard errors. They
/// help where a few columns have long tails or many zeros, and harm where distances between numbers tell more than ranks.
public final class ScalingTrial {
    private static final int MOST_CLASSES = 3;
    /// The largest share of the squared error that may be left.
    private static final double LEFT = 0.95;
    /// The number of standard errors by which the errors must differ.
    private static final double CLEARLY = 3;
    private static final double PENALTY = 10;

    private final Target target;
    private final Table table;
    private final FarValues far;
    private final int[] training;
    private final int[] validation;

    /// Prepares a trial.
    ///
    /// @param target     the target as the network learns it
    /// @param far        the far values of the target, which are clipped in training
    /// @param training   the rows that the trial learns from
    /// @param validation the rows that decide
    public ScalingTrial(Target target, Table table, FarValues far, int[] training, int[] validation) {
        this.target = target;
        this.table = table;
        this.far = far;
        this.training = RandomUnits.some(training);
        this.validation = RandomUnits.some(validation);
    }

    /// Returns the schema that suits the network: the given one, or that with [ranked][Schema#ranked] numbers.
    ///
    /// @param schema a schema with standardized numbers
    /// @param rows   the rows that it was learned from
    public Schema chosen(Schema schema, int[] rows) {
        if (schema.encodings().stream().noneMatch(NumberEncoding.class::isInstance)
                || !RandomUnits.suit(training, validation, schema.width())) {
            return schema;
        }
        Schema ranked = schema.ranked(table, rows);
        double[] before = errors(schema);
        double[] after = errors(ranked);
        Moments gain = Moments.of(IntStream.range(0, before.length).mapToDouble(i -> before[i] - after[i]).toArray());
        boolean helps = DoubleStream.of(after).sum() < LEFT * DoubleStream.of(before).sum()
                && gain.mean() > CLEARLY * gain.deviation() / Math.sqrt(before.length);
        return helps ? ranked : schema;
    }

    /// Returns the squared error of each validation row.
    private double[] errors(Schema schema) {
        RidgeRegression learned = RandomUnits.regression(schema.rows(table), schema.width(), training);
        RidgeRegression held = RandomUnits.regression(schema.rows(table), schema.width(), validation);
        List<double[]> goals = goals(training);
        List<double[]> truths = goals(validation);
        double[] errors = new double[validation.length];
        for (int output = 0; output < goals.size(); output++) {
            double[] goal = goals.get(output);
            double low = DoubleStream.of(goal).min().orElse(0);
            double high = DoubleStream.of(goal).max().orElse(0);
            double[] guess = held.predict(learned.fit(goal, PENALTY));
            for (int i = 0; i < errors.length; i++) {
                double error = Math.clamp(guess[i], low, high) - truths.get(output)[i];
                errors[i] += error * error;
            }
        }
        return errors;
    }

    /// Returns what is predicted of each row, by output.
    private List<double[]> goals(int[] rows) {
        return switch (target) {
            case Target.Numbers numbers -> {
                NumberColumn values = numbers.values(table);
                yield List.of(
                        IntStream.of(rows).mapToDouble(row -> numbers.learned(far.clip(values.value(row)))).toArray());
            }
            case Target.Classes classes -> {
                int[] labels = classes.classes(table, rows);
                yield frequent(classes).mapToObj(label -> IntStream.of(labels)
                        .mapToDouble(each -> each == label ? 1 : 0).toArray()).toList();
            }
        };
    }

    /// Returns the most frequent classes; one of two, since the other follows from it.
    private IntStream frequent(Target.Classes classes) {
        int[] counts = new int[classes.labels().size()];
        for (int label : classes.classes(table, training)) {
            counts[label]++;
        }
        return IntStream.range(0, counts.length).boxed().sorted(Comparator.comparingInt(label -> -counts[label]))
                .limit(counts.length == 2 ? 1 : MOST_CLASSES).mapToInt(label -> label);
    }
}
