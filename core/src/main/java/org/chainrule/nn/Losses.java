package org.chainrule.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.optim.Schedule;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// The catalogue of losses. The loss of a row is the mean over all axes of the row.
public final class Losses {
    private Losses() {
    }

    /// Returns `(prediction - target)^2`. The best constant prediction is the mean of the targets.
    public static Loss squared() {
        return new Squared();
    }

    /// Returns `|prediction - target|`. The best constant prediction is the median of the targets.
    public static Loss absolute() {
        return new Absolute();
    }

    /// Returns [#huber(double)] with delta 1.
    public static Loss huber() {
        return huber(1);
    }

    /// Returns `d^2 / 2` if `d < delta`, else `delta (d - delta / 2)`, with `d = |prediction - target|`: squared for small
    /// errors, absolute for outliers (Huber, 1964).
    public static Loss huber(double delta) {
        return new Huber(delta);
    }

    /// Returns the negative logarithm of the probability of the true class under the softmax of the logits
    /// ([CrossEntropy]).
    public static CrossEntropy crossEntropy() {
        return new CrossEntropy(0, Schedule.constant(), List.of());
    }

    /// Returns the negative logarithm of the probability of each target, 0 or 1, under the sigmoid of its logit
    /// ([BinaryCrossEntropy]).
    public static BinaryCrossEntropy binaryCrossEntropy() {
        return new BinaryCrossEntropy(List.of());
    }

    /// Returns `exp(z) - t z` for a predicted logarithm `z` and a target count `t` of at least 0: the negative logarithm of
    /// the probability of the count under a Poisson distribution with the mean `exp(z)`, without the part that depends on
    /// the target only (Nelder and Wedderburn, Generalized linear models, 1972). The best constant prediction is the
    /// logarithm of the mean.
    public static Loss poisson() {
        return new Poisson();
    }

    /// Returns the loss of predicted quantiles, one column for each level ([Quantiles]). The best constant predictions are
    /// the quantiles of the targets.
    ///
    /// @param levels the levels in increasing order, such as 0.05, 0.5 and 0.95
    /// @throws ArgumentException if there are none, or they are not increasing numbers between 0 and 1
    public static Quantiles quantiles(double... levels) {
        ArgumentException.requireNotNull("quantiles", "levels", levels);
        return new Quantiles(Arrays.stream(levels).boxed().toList());
    }

    /// Returns the loss of classes in an order, such as grades, from a logit for each threshold between two of them
    /// ([Ordinal]).
    public static Ordinal ordinal() {
        return new Ordinal();
    }

    /// Returns the mean of the losses of the members of an ensemble ([MemberMean]), each against the one target of the row.
    /// A prediction without a member axis, as it is outside training, has the given loss itself.
    ///
    /// @param each the loss of a member
    public static Loss members(Loss each) {
        ArgumentException.requireNotNull("members", "each", each);
        return new Members(each);
    }

    /// The loss of [Losses#members].
    public record Members(Loss each) implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            return apply(prediction, target, Tensor.scalar(1));
        }

        @Override
        public Tensor apply(Tensor prediction, Tensor target, Tensor progress) {
            Shape shape = prediction.shape();
            if (shape.rank() != 3 || shape.isBatch(1)) {
                return each.apply(prediction, target, progress);
            }
            boolean labels = target.type().dtype() == DType.I32;
            if (target.shape().rank() != (labels ? 1 : 2)) {
                throw new ShapeException("members", "needs one target for each row, which all members share",
                        "prediction " + shape, "target " + target.shape());
            }
            Shape repeated = labels ? shape.without(2) : shape.without(2).append(target.shape().size(-1));
            return each.apply(prediction, target.unsqueeze(1).expand(repeated), progress);
        }
    }

    /// The loss of [Losses#squared].
    public record Squared() implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            return LossRows.means(LossRows.difference("squared", prediction, target).square());
        }
    }

    /// The loss of [Losses#absolute].
    public record Absolute() implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            return LossRows.means(LossRows.difference("absolute", prediction, target).abs());
        }
    }

    /// The loss of [Losses#huber(double)].
    public record Huber(double delta) implements Loss {
        public Huber {
            LayerArguments.positive("huber", "delta", delta);
        }

        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            Tensor difference = LossRows.difference("huber", prediction, target);
            Tensor distance = difference.abs();
            Tensor near = difference.square().mul(0.5);
            Tensor far = distance.sub(delta / 2).mul(delta);
            return LossRows.means(distance.less(Tensor.scalar(delta)).where(near, far));
        }
    }

    /// Cross-entropy from logits `[n, .., classes]`: minus the sum over the classes of `goal * log softmax(logits)`. If the
    /// target is class indices `[n, ..]`, the goal is 1 for the true class and 0 for the others. If the target is
    /// probabilities of the shape of the logits, it is the goal.
    ///
    /// @param smoothing the share of the goal that is spread evenly over all classes (Szegedy et al., 2016)
    /// @param schedule the factor, up to 1, by which the smoothing is multiplied in the course of training
    /// @param weights the factor of the goal of each class; empty for 1. The loss is not divided by their sum.
    public record CrossEntropy(double smoothing, Schedule schedule, List<Float> weights) implements Loss {
        public CrossEntropy {
            LayerArguments.fraction("crossEntropy", "smoothing", smoothing);
            ArgumentException.requireNotNull("crossEntropy", "schedule", schedule);
            weights = List.copyOf(weights);
            weights.forEach(weight -> LayerArguments.notNegative("crossEntropy", "weight", weight));
        }

        /// Returns a copy that spreads a share of the goal evenly over all classes.
        public CrossEntropy smoothing(double share) {
            return new CrossEntropy(share, schedule, weights);
        }

        /// Returns a copy whose smoothing varies in the course of training. Outside training, it has its final value.
        public CrossEntropy smoothingSchedule(Schedule factor) {
            return new CrossEntropy(smoothing, factor, weights);
        }

        /// Returns a copy with a weight for each class.
        public CrossEntropy weights(float... each) {
            return new CrossEntropy(smoothing, schedule, list(each));
        }

        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            return apply(prediction, target, Tensor.scalar(1));
        }

        @Override
        public Tensor apply(Tensor prediction, Tensor target, Tensor progress) {
            Shape shape = prediction.shape();
            if (shape.rank() < 2 || shape.isBatch(-1) || shape.size(-1) < 2) {
                throw new ShapeException("crossEntropy", "needs logits of at least two classes", "logits " + shape);
            }
            int classes = shape.size(-1);
            Tensor goal = LossRows.goal("crossEntropy", shape, prediction, target);
            if (smoothing > 0) {
                Tensor share = schedule.at(progress).mul(smoothing);
                goal = goal.mul(Tensor.scalar(1).sub(share)).add(share.div(classes));
            }
            if (!weights.isEmpty()) {
                goal = goal.mul(LossRows.weights("crossEntropy", "logits " + shape, classes, weights));
            }
            return LossRows.means(prediction.logSoftmax(-1).mul(goal).sum(-1).neg());
        }
    }

    /// Binary cross-entropy from logits: `-w t log s - (1 - t) log(1 - s)` with `s = sigmoid(logit)`. The target `t` has the
    /// shape of the logits and holds numbers from 0 to 1 or truth values. The axis of size 1 may be missing if there is one
    /// truth value per row.
    ///
    /// @param positiveWeights the weight `w` of each column, or one for all; empty for 1
    public record BinaryCrossEntropy(List<Float> positiveWeights) implements Loss {
        private static final float CONFIDENT = 50;

        public BinaryCrossEntropy {
            positiveWeights = List.copyOf(positiveWeights);
            positiveWeights.forEach(weight -> LayerArguments.notNegative("binaryCrossEntropy", "weight", weight));
        }

        /// Returns a copy with weights for targets of 1: one for each column or one for all.
        public BinaryCrossEntropy positiveWeights(float... each) {
            return new BinaryCrossEntropy(list(each));
        }

        @Override
        public Tensor apply(Tensor prediction, Tensor truth) {
            Shape shape = prediction.shape();
            Tensor target = truth.type().dtype() == DType.BOOL ? numbers(truth, shape) : truth;
            LossRows.agree("binaryCrossEntropy", prediction, target);
            Tensor yes = target;
            if (positiveWeights.size() == 1) {
                yes = target.mul(positiveWeights.getFirst());
            } else if (!positiveWeights.isEmpty()) {
                int columns = shape.isBatch(-1) ? 1 : shape.size(-1);
                yes = target.mul(LossRows.weights("binaryCrossEntropy", "logits " + shape, columns, positiveWeights));
            }
            Tensor no = target.neg().add(1);
            // Arithmetic is slow with a gradient that is next to nothing (subnormal numbers), so it becomes 0.
            Tensor exact = Activations.softness(prediction);
            Tensor softness = prediction.abs().less(CONFIDENT).where(exact, exact.stopGradient());
            // Every term is positive, so nothing cancels: a confident correct prediction keeps its small loss.
            Tensor positive = Activations.positive(prediction);
            Tensor linear = positive.where(no.mul(prediction), yes.neg().mul(prediction));
            return LossRows.means(linear.add(yes.add(no).mul(softness)));
        }

        private static Tensor numbers(Tensor truth, Shape logits) {
            Tensor numbers = truth.cast(DType.F32);
            return logits.rank() == truth.shape().rank() + 1 && !logits.isBatch(-1) && logits.size(-1) == 1
                    ? numbers.reshape(logits)
                    : numbers;
        }
    }

    /// The loss of [Losses#poisson].
    public record Poisson() implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            LossRows.agree("poisson", prediction, target);
            return LossRows.means(prediction.exp().sub(target.mul(prediction)));
        }
    }

    /// The quantile loss, also called pinball loss (Koenker and Bassett, Regression quantiles, 1978), for several quantiles
    /// of one target number: `q (t - p)` if the target `t` is at least the prediction `p` of the level `q`, else
    /// `(1 - q) (p - t)`. The prediction is `[n, levels]`, the target `[n, 1]`. Nothing keeps the predictions of a row in
    /// the order of the levels; they rarely cross where there are many rows.
    ///
    /// @param levels the levels in increasing order, between 0 and 1
    public record Quantiles(List<Double> levels) implements Loss {
        public Quantiles {
            levels = List.copyOf(levels);
            double before = 0;
            for (double level : levels) {
                if (!(level > before && level < 1)) {
                    before = 1;
                    break;
                }
                before = level;
            }
            if (levels.isEmpty() || before == 1) {
                throw new ArgumentException("levels", "quantiles: the levels are " + levels
                        + ", expected increasing numbers between 0 and 1, such as 0.05, 0.5 and 0.95");
            }
        }

        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            LossRows.numbers("quantiles", prediction, target);
            Shape shape = prediction.shape();
            if (shape.rank() < 2 || shape.isBatch(-1) || shape.size(-1) != levels.size()) {
                throw new ShapeException("quantiles", "needs a prediction for each of " + levels.size() + " levels",
                        "prediction " + shape);
            }
            if (target.shape().rank() != shape.rank() || target.shape().isBatch(-1) || target.shape().size(-1) != 1) {
                throw new ShapeException("quantiles", "needs one target number for each row", "prediction " + shape,
                        "target " + target.shape());
            }
            Tensor above = target.sub(prediction);
            Tensor level = LossRows.tensor(levels);
            return LossRows.means(above.greaterEqual(0).where(above.mul(level), above.mul(level.sub(1))));
        }
    }

    /// The loss of classes in an order, from `classes - 1` logits `[n, thresholds]`. Logit `k` is that of "the class is above
    /// class `k`". The loss of a row is the mean of the binary cross-entropies of the thresholds (Cheng, Wang and Pollastri,
    /// A neural network approach to ordinal regression, 2008; Niu et al., 2016). A prediction far from the true class
    /// therefore costs more than a prediction near to it.
    ///
    /// If the logits of a row differ only by a bias for each threshold, all thresholds share their direction and the
    /// probabilities of a trained network are consistent (CORAL: Cao, Mirjalili and Raschka, Rank consistent ordinal
    /// regression, 2020). For this, end the network with `linear(1).withoutBias(), thresholds(classes - 1)`
    /// ([Layers#thresholds]).
    ///
    /// The target is class indices `[n]`, or probabilities `[n, classes]`.
    public record Ordinal() implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            requireThresholds(prediction);
            Shape shape = prediction.shape();
            int thresholds = shape.size(-1);
            Tensor goal = LossRows.goal("ordinal", shape.without(shape.rank() - 1).append(thresholds + 1), prediction,
                    target);
            float[] above = new float[(thresholds + 1) * thresholds]; // [classes, thresholds]
            for (int i = 0; i < above.length; i++) {
                above[i] = i / thresholds > i % thresholds ? 1 : 0;
            }
            return binaryCrossEntropy().apply(prediction,
                    goal.matmul(Tensor.of(above, Shape.of(thresholds + 1, thresholds))));
        }

        private static void requireThresholds(Tensor logits) {
            Shape shape = logits.shape();
            if (shape.rank() < 2 || shape.isBatch(-1) || shape.size(-1) < 1) {
                throw new ShapeException("ordinal", "needs a logit for each threshold", "logits " + shape);
            }
        }

        /// Returns the probability of each class: the difference of the probabilities to be above the class before and
        /// above the class itself. Differences below 0, which inconsistent logits have, become 0.
        ///
        /// @param logits the logits of the thresholds, `[n, thresholds]`
        /// @return `[n, thresholds + 1]`
        public static Tensor probabilities(Tensor logits) {
            requireThresholds(logits);
            Tensor above = logits.sigmoid();
            Tensor all = above.slice(-1, 0, 1).mul(0);
            Tensor differences = Tensor.concat(-1, all.add(1), above).sub(Tensor.concat(-1, above, all)).maximum(0);
            return differences.div(differences.sumKeeping(-1));
        }
    }

    private static List<Float> list(float... values) {
        ArgumentException.requireNotNull("weights", "each", values);
        if (values.length == 0) {
            throw new ArgumentException("weights", "weights: got none, expected one for each column");
        }
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
