package org.chainrule.tabular.outcome;

import java.util.Arrays;
import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.metric.Metric;

/// The metric that chooses an epoch: a [Criterion] of the outputs of the network as it trains, on the rows as they are. It
/// undoes the transform of a numeric target, and the weights that balance classes.
///
/// @param criterion the criterion
/// @param target    the target
/// @param classes   the factor of the weights of each class in the examples; empty if there is none
/// @param weighted  whether the rows have weights of their own
public record EpochMetric(Criterion criterion, Target target, List<Double> classes, boolean weighted)
        implements
            Metric {
    /// The name among the measures of an epoch.
    public static final String NAME = "metric";

    /// Creates a metric; copies the list.
    public EpochMetric {
        classes = List.copyOf(classes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean higherIsBetter() {
        return criterion.higherIsBetter();
    }

    @Override
    public Score start(Kind kind) {
        Score score = criterion.metric(target).start(kind);
        return switch (target) {
            case Target.Classes _ -> new Rows(score) {
                @Override
                public void add(float[] prediction, float[] truth, float weight) {
                    score.add(prediction, truth, classes.isEmpty()
                            ? weight
                            : weighted ? (float) (weight / classes.get((int) truth[0])) : 1);
                }
            };
            case Target.Numbers numbers -> new Rows(score) {
                private final float[] finished = new float[numbers.estimand().outputs()];
                private final float[] goal = new float[1];

                @Override
                public void add(float[] prediction, float[] truth, float weight) {
                    System.arraycopy(prediction, 0, finished, 0, finished.length);
                    // quantiles that cross are put in order, as predictions are
                    Arrays.sort(finished);
                    numbers.finish(finished);
                    goal[0] = numbers.truth(truth[0]);
                    score.add(finished, goal, weight);
                }
            };
        };
    }

    private abstract static class Rows implements Score {
        private final Score score;

        Rows(Score score) {
            this.score = score;
        }

        @Override
        public double value() {
            return score.value();
        }
    }

    /// Returns whether the metric is defined on rows: whether a constant prediction has a value. The area under a curve
    /// is not defined for rows of a single class.
    ///
    /// @param outputs the number of outputs of the network
    public boolean isDefined(Examples rows, int outputs) {
        Score score = start(Measures.kind(target));
        float[] constant = new float[outputs];
        Arrays.fill(constant, target instanceof Target.Classes ? 1f / outputs : 0);
        float[] truth = new float[1];
        for (int row = 0; row < rows.size(); row++) {
            rows.readTarget(0, row, truth, 0);
            score.add(constant, truth, rows.weight(row));
        }
        return !Double.isNaN(score.value());
    }
}
