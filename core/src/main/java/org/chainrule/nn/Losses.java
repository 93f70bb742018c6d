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

/// Losses, each one number a row: the mean over whatever axes a row has.
public final class Losses {
    private Losses() {
    }

    /// `(prediction - target)^2`, whose best prediction is the mean.
    public static Loss squared() {
        return new Squared();
    }

    /// `|prediction - target|`, whose best prediction is the median.
    public static Loss absolute() {
        return new Absolute();
    }

    /// [#huber(double)] with delta 1.
    public static Loss huber() {
        return huber(1);
    }

    /// With `d = |prediction - target|`: `d^2 / 2` where `d < delta`, else `delta (d - delta / 2)`; squared for small
    /// errors, absolute for outliers (Huber, 1964).
    public static Loss huber(double delta) {
        return new Huber(delta);
    }

    /// The negative logarithm of the probability that the softmax of the logits gives the true class, see
    /// [CrossEntropy].
    public static CrossEntropy crossEntropy() {
        return new CrossEntropy(0, Schedule.constant(), List.of());
    }

    /// The negative logarithm of the probability that the sigmoid of each logit gives its 0 or 1, see
    /// [BinaryCrossEntropy].
    public static BinaryCrossEntropy binaryCrossEntropy() {
        return new BinaryCrossEntropy(List.of());
    }

    /// See [Losses#squared].
    public record Squared() implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            return rows(difference("squared", prediction, target).square());
        }
    }

    /// See [Losses#absolute].
    public record Absolute() implements Loss {
        @Override
        public Tensor apply(Tensor prediction, Tensor target) {
            return rows(difference("absolute", prediction, target).abs());
        }
    }

    /// See [Losses#huber(double)].
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

    /// Cross-entropy from logits `[n, .., classes]`: minus the sum over the classes of `goal * log softmax(logits)`. The
    /// goal is 1 for the true class if the target is class indices `[n, ..]`, or the target itself if it is
    /// probabilities of the logits' shape.
    ///
    /// @param smoothing the share of the goal that is spread evenly over all classes (Szegedy et al., 2016)
    /// @param schedule how the smoothing moves over the training: the factor by which it is multiplied, up to 1
    /// @param weights what the goal of each class is multiplied by; none for 1. Rows are not divided by them again.
    public record CrossEntropy(double smoothing, Schedule schedule, List<Float> weights) implements Loss {
        public CrossEntropy {
            LayerArguments.fraction("crossEntropy", "smoothing", smoothing);
            ArgumentException.requireNotNull("crossEntropy", "schedule", schedule);
            weights = List.copyOf(weights);
            weights.forEach(weight -> LayerArguments.notNegative("crossEntropy", "weight", weight));
        }

        /// The same with a share of the goal spread evenly over all classes.
        public CrossEntropy smoothing(double share) {
            return new CrossEntropy(share, schedule, weights);
        }

        /// The same with a smoothing that moves over the training. Where nothing is trained it is what it is at the end.
        public CrossEntropy smoothingSchedule(Schedule factor) {
            return new CrossEntropy(smoothing, factor, weights);
        }

        /// The same with a weight for each class.
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
                throw new ShapeException("crossEntropy", "takes logits of at least two classes", "logits " + shape);
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
                                ? "takes one class index for each row of logits"
                                : "takes class indices, or probabilities of the shape of the logits",
                        "logits " + shape, "target " + target.type());
            }
            return indices ? target.oneHot(shape.size(-1)) : target;
        }
    }

    /// Binary cross-entropy from logits: `-w t log s - (1 - t) log(1 - s)` with `s = sigmoid(logit)` and a target `t`
    /// from 0 to 1, or of truth values, of the logits' shape; one truth value a row may be without the axis of size 1.
    ///
    /// @param positiveWeights `w`: one for each column or one for all; none for 1
    public record BinaryCrossEntropy(List<Float> positiveWeights) implements Loss {
        public BinaryCrossEntropy {
            positiveWeights = List.copyOf(positiveWeights);
            positiveWeights.forEach(weight -> LayerArguments.notNegative("binaryCrossEntropy", "weight", weight));
        }

        /// The same with weights for targets of 1: one for each column or one for all.
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
            // Every term is positive, so nothing cancels: a confident right answer keeps its small loss.
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
            throw new ShapeException(loss, "takes numbers to hold the prediction against, not class labels,"
                    + " for which there is crossEntropy", "prediction " + prediction.type(),
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
        String rule = expected.equals(actual) ? "takes rows" : "prediction and target differ in shape";
        throw new ShapeException(loss, rule, "prediction " + expected + at, "target " + actual + beside);
    }

    private static Tensor rows(Tensor each) {
        int rank = each.shape().rank();
        return rank == 1 ? each : each.mean(IntStream.range(1, rank).toArray());
    }

    private static Tensor tensor(String loss, String operand, int expected, List<Float> weights) {
        if (weights.size() != expected) {
            throw new ShapeException(loss, "takes one weight for each column", operand,
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
