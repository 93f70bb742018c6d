package org.chainrule.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

    /// The loss of [Losses#squared].
    public record Squared() implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            return rows(difference("squared", prediction, target).square());
        }
    }

    /// The loss of [Losses#absolute].
    public record Absolute() implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            return rows(difference("absolute", prediction, target).abs());
        }
    }

    /// The loss of [Losses#huber(double)].
    public record Huber(double delta) implements Loss {
        public Huber {
            LayerArguments.positive("huber", "delta", delta);
        }

        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            Tensor difference = difference("huber", prediction, target);
            Tensor distance = difference.abs();
            Tensor near = difference.square().mul(0.5);
            Tensor far = distance.sub(delta / 2).mul(delta);
            return rows(distance.less(Tensor.scalar(delta)).where(near, far));
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
            Tensor goal = goal(prediction, target);
            if (smoothing > 0) {
                Tensor share = schedule.at(progress).mul(smoothing);
                goal = goal.mul(Tensor.scalar(1).sub(share)).add(share.div(classes));
            }
            if (!weights.isEmpty()) {
                goal = goal.mul(tensor("crossEntropy", "logits " + shape, classes, weights));
            }
            return rows(prediction.logSoftmax(-1).mul(goal).sum(-1).neg());
        }

        private static Tensor goal(Tensor prediction, Tensor target) {
            Shape shape = prediction.shape();
            boolean indices = target.type().dtype() == DType.I32;
            if (!target.shape().equals(indices ? shape.without(shape.rank() - 1) : shape)) {
                throw new ShapeException("crossEntropy",
                        indices
                                ? "needs one class index for each row of logits"
                                : "needs class indices, or probabilities of the shape of the logits",
                        "logits " + shape, "target " + target.type());
            }
            return indices ? target.oneHot(shape.size(-1)) : target;
        }
    }

    /// Binary cross-entropy from logits: `-w t log s - (1 - t) log(1 - s)` with `s = sigmoid(logit)`. The target `t` has the
    /// shape of the logits and holds numbers from 0 to 1 or truth values. The axis of size 1 may be missing if there is one
    /// truth value per row.
    ///
    /// @param positiveWeights the weight `w` of each column, or one for all; empty for 1
    public record BinaryCrossEntropy(List<Float> positiveWeights) implements Loss {
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
            agree("binaryCrossEntropy", prediction, target);
            Tensor yes = target;
            if (positiveWeights.size() == 1) {
                yes = target.mul(positiveWeights.getFirst());
            } else if (!positiveWeights.isEmpty()) {
                int columns = shape.isBatch(-1) ? 1 : shape.size(-1);
                yes = target.mul(tensor("binaryCrossEntropy", "logits " + shape, columns, positiveWeights));
            }
            Tensor no = target.neg().add(1);
            // Every term is positive, so nothing cancels: a confident correct prediction keeps its small loss.
            Tensor positive = Activations.positive(prediction);
            Tensor linear = positive.where(no.mul(prediction), yes.neg().mul(prediction));
            return rows(linear.add(yes.add(no).mul(Activations.softness(prediction))));
        }

        private static Tensor numbers(Tensor truth, Shape logits) {
            Tensor numbers = truth.cast(DType.F32);
            return logits.rank() == truth.shape().rank() + 1 && !logits.isBatch(-1) && logits.size(-1) == 1
                    ? numbers.reshape(logits)
                    : numbers;
        }
    }

    private static Tensor difference(String loss, Tensor prediction, Tensor target) {
        agree(loss, prediction, target);
        return prediction.sub(target);
    }

    private static void agree(String loss, Tensor prediction, Tensor target) {
        if (target.type().dtype() != DType.F32) {
            throw new ShapeException(loss, "needs numbers as the target, not class labels; use crossEntropy for"
                    + " labels", "prediction " + prediction.type(),
                    "target " + target.type());
        }
        Shape expected = prediction.shape();
        Shape actual = target.shape();
        if (expected.rank() > 0 && expected.equals(actual)) {
            return;
        }
        String at = "";
        String beside = "";
        for (int axis = 0; axis < expected.rank() && expected.rank() == actual.rank(); axis++) {
            if (!expected.entryText(axis).equals(actual.entryText(axis))) {
                at = " axis " + axis + " = " + expected.entryText(axis);
                beside = " axis " + axis + " = " + actual.entryText(axis);
                break;
            }
        }
        String rule = expected.equals(actual) ? "needs rows" : "prediction and target differ in shape";
        throw new ShapeException(loss, rule, "prediction " + expected + at, "target " + actual + beside);
    }

    private static Tensor rows(Tensor each) {
        int rank = each.shape().rank();
        return rank == 1 ? each : each.mean(IntStream.range(1, rank).toArray());
    }

    private static Tensor tensor(String loss, String operand, int expected, List<Float> weights) {
        if (weights.size() != expected) {
            throw new ShapeException(loss, "needs one weight for each column", operand,
                    weights.size() + " weights");
        }
        float[] values = new float[weights.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights.get(i);
        }
        return Tensor.of(values);
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
