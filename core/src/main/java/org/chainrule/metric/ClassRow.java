package org.chainrule.metric;

import org.chainrule.error.ArgumentException;

/// Values of one row of class or label probabilities.
final class ClassRow {
    /// The lower bound of probabilities in logarithms: the machine epsilon of float, as in scikit-learn.
    private static final double LEAST = Math.ulp(1f) / 2;

    private ClassRow() {
    }

    /// Returns the index of the first of the largest numbers.
    static int argmax(float[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            best = values[k] > values[best] ? k : best;
        }
        return best;
    }

    /// Returns the true class, or the most probable one if the target holds probabilities.
    static int truth(String metric, float[] target, int classes) {
        return target.length == 1 ? label(metric, target[0], classes) : argmax(target);
    }

    static int label(String metric, float target, int classes) {
        int label = (int) target;
        if (label != target || label < 0 || label >= classes) {
            throw new ArgumentException("target", metric + ": the target is "
                    + (label == target ? String.valueOf(label) : String.valueOf(target))
                    + ", expected a class from 0 to " + (classes - 1));
        }
        return label;
    }

    /// Returns whether the target of a label is 1; it must be 0 or 1.
    static boolean holds(String metric, float target) {
        if (target != 0 && target != 1) {
            throw new ArgumentException("target", metric + ": the target is " + target + ", expected 0 or 1");
        }
        return target == 1;
    }

    static boolean isRight(String metric, float[] prediction, float[] target) {
        return argmax(prediction) == truth(metric, target, prediction.length);
    }

    static double logLoss(float[] prediction, float[] target) {
        if (target.length == 1) {
            return -log(prediction[label("logLoss", target[0], prediction.length)]);
        }
        double sum = 0;
        for (int k = 0; k < prediction.length; k++) {
            // an impossible class adds nothing: 0 * log(0) would be NaN
            sum -= target[k] == 0 && !Float.isNaN(prediction[k]) ? 0 : target[k] * log(prediction[k]);
        }
        return sum;
    }

    static double binaryLogLoss(float probability, float target) {
        if (!(target >= 0 && target <= 1)) {
            throw new ArgumentException("target",
                    "binaryLogLoss: the target is " + target + ", expected a number from 0 to 1");
        }
        return -(target * log(probability) + (1 - target) * log(1.0 - probability));
    }

    /// Returns the sum over the classes of the squared errors of the probabilities; for two classes, the squared error
    /// of the second.
    static double brier(float[] prediction, float[] target) {
        int label = target.length == 1 ? label("brier", target[0], prediction.length) : -1;
        double sum = 0;
        for (int k = prediction.length == 2 ? 1 : 0; k < prediction.length; k++) {
            double error = prediction[k] - (label < 0 ? target[k] : label == k ? 1.0 : 0.0);
            sum += error * error;
        }
        return sum;
    }

    /// Returns whether the true class is among the most probable ones. Of equal probabilities, the first class counts
    /// as more probable.
    static boolean isAmong(String metric, int most, float[] prediction, float[] target) {
        int label = truth(metric, target, prediction.length);
        int before = 0;
        for (int k = 0; k < prediction.length; k++) {
            // negated, so that a probability that is NaN counts as the least
            before += k < label && !(prediction[k] < prediction[label])
                    || k > label && !(prediction[k] <= prediction[label]) ? 1 : 0;
        }
        return before < most;
    }

    private static double log(double probability) {
        return StrictMath.log(Math.max(probability, LEAST));
    }
}
