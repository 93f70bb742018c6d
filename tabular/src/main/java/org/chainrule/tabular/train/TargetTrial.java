package org.chainrule.tabular.train;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.network.RandomUnits;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetTransform;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.RidgeRegression;

/// The trial on the validation rows of whether a skewed target is better learned through a transform.
///
/// [RandomUnits] predict the target itself and its transform. The transform is chosen if its means have a smaller squared
/// error on the validation rows and are nearer to the truth on most of them.
public final class TargetTrial {
    /// A target whose skewness is smaller stays as it is.
    private static final double SKEWED = 1;
    /// The largest share of the squared error that may be left.
    private static final double LEFT = 0.95;
    private static final double[] PENALTIES = {1, 10, 100};

    private final Target.Numbers plain;
    private final NumberColumn values;
    private final FarValues far;
    private final RowSource inputs;
    private final int width;
    private final int[] training;
    private final int[] validation;

    private TargetTrial(Target.Numbers plain, Schema schema, Table table, FarValues far, int[] training,
            int[] validation) {
        this.plain = plain;
        this.values = plain.values(table);
        this.far = far;
        this.inputs = schema.rows(table);
        this.width = schema.width();
        this.training = RandomUnits.some(training);
        this.validation = RandomUnits.some(validation);
    }

    /// Returns the target with the transform that the network should learn; the same target if that is the target itself.
    ///
    /// @param codec      the encodings of the columns, and the target
    /// @param far        the far values of the target, which are clipped in training
    /// @param training   the rows that the trial learns from
    /// @param validation the rows that decide
    public static Target chosen(Codec codec, Table table, FarValues far, int[] training, int[] validation) {
        if (!(codec.target() instanceof Target.Numbers plain) || !plain.isMean()
                || !RandomUnits.suit(training, validation, codec.schema().width())) {
            return codec.target();
        }
        NumberColumn values = plain.values(table);
        double[] known = IntStream.of(training).mapToDouble(row -> far.clip(values.value(row))).toArray();
        if (Math.abs(skewness(known)) < SKEWED) {
            return plain;
        }
        Target.Numbers transformed = plain.transformed(TargetTransform.fit(known));
        return new TargetTrial(plain, codec.schema(), table, far, training, validation).helps(transformed)
                ? transformed
                : plain;
    }

    private static double skewness(double[] values) {
        Moments moments = Moments.of(values);
        double cubes = DoubleStream.of(values).map(value -> {
            double z = (value - moments.mean()) / moments.deviation();
            return z * z * z;
        }).sum();
        return moments.deviation() > 0 ? cubes / values.length : 0;
    }

    private boolean helps(Target.Numbers transformed) {
        RidgeRegression learned = RandomUnits.regression(inputs, width, training);
        RidgeRegression held = RandomUnits.regression(inputs, width, validation);
        double[] before = errors(plain, learned, held);
        double[] after = errors(transformed, learned, held);
        long nearer = IntStream.range(0, before.length).filter(i -> after[i] < before[i]).count();
        return DoubleStream.of(after).sum() < LEFT * DoubleStream.of(before).sum() && 2 * nearer > before.length;
    }

    /// Returns the squared errors on the validation rows with the best penalty.
    private double[] errors(Target.Numbers target, RidgeRegression learned, RidgeRegression held) {
        double low = IntStream.of(training).mapToDouble(row -> far.clip(values.value(row))).min().orElse(0);
        double high = IntStream.of(training).mapToDouble(row -> far.clip(values.value(row))).max().orElse(0);
        double[] goals = IntStream.of(training).mapToDouble(row -> target.learned(far.clip(values.value(row))))
                .toArray();
        double[] best = new double[0];
        for (double penalty : PENALTIES) {
            double[] weights = learned.fit(goals, penalty);
            double[] fitted = learned.predict(weights);
            double[] residuals = IntStream.range(0, goals.length).mapToDouble(i -> goals[i] - fitted[i]).toArray();
            Target.Numbers finished = target.transformed(target.transform().smeared(residuals)).clamped(low, high);
            double[] guess = held.predict(weights);
            double[] errors = IntStream.range(0, guess.length).mapToDouble(i -> {
                double error = finished.restore(guess[i]) - values.value(validation[i]);
                return error * error;
            }).toArray();
            best = best.length == 0 || DoubleStream.of(errors).sum() < DoubleStream.of(best).sum() ? errors : best;
        }
        return best;
    }
}
