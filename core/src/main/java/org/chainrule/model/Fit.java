package org.chainrule.model;

import java.util.Optional;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Network;
import org.chainrule.type.Shape;

/// Checks, before a training begins, that settings, network and examples fit together.
final class Fit {
    private Fit() {
    }

    /// Checks a training.
    ///
    /// @throws ArgumentException if a setting would have no effect, or the targets are not of the model's kind
    static void check(Settings settings, Examples train, Optional<Examples> held) {
        Shape output = check(settings, train);
        if (held.isEmpty()) {
            needsRows("patience", settings.patience > 0);
            needsRows("monitor", settings.monitor != null);
            return;
        }
        Examples validation = held.get();
        if (!validation.row().equals(train.row())) {
            throw new ShapeException("fit", "validation rows differ from training rows", "training " + train.row(),
                    "validation " + validation.row());
        }
        if (!StepProgram.targets(validation).equals(StepProgram.targets(train))) {
            throw new ShapeException("fit", "validation targets differ from training targets",
                    "training " + StepProgram.targets(train), "validation " + StepProgram.targets(validation));
        }
        targets("fit", settings.task, output, validation);
        String monitor = settings.monitor;
        if (monitor != null && !Validation.measures(settings.task, output, validation).contains(monitor)) {
            throw new ArgumentException("metric", "monitor: there is no measure " + monitor
                    + " on these validation rows, expected one of "
                    + Validation.measures(settings.task, output, validation));
        }
    }

    /// Checks the training examples.
    ///
    /// @return the shape of the output of the network for a batch
    static Shape check(Settings settings, Examples train) {
        Shape output = Network.of(settings.net, StepProgram.rows(train.row()), false).output().shape();
        targets("fit", settings.task, output, train);
        if (settings.classWeights != null) {
            classWeights(settings.classWeights, output, train);
        }
        return output;
    }

    private static void needsRows(String setting, boolean used) {
        if (used) {
            throw new ArgumentException(setting, "fit: " + setting
                    + " needs rows to measure each epoch on; use fit(train, validation), or leave " + setting + " out");
        }
    }

    /// Checks that targets are of a model's kind.
    ///
    /// @param output the shape of the output of the network for a batch
    static void targets(String operation, Task task, Shape output, Examples examples) {
        switch (task) {
            case CLASSES -> classes(operation, output, examples);
            case NUMBERS -> {
                if (examples.target() instanceof Examples.Target.Labels) {
                    throw new ArgumentException("examples", operation + ": a regressor needs numbers (float[]) as"
                            + " targets, got class labels (int[]); hand in numbers, or use a Classifier");
                }
            }
        }
    }

    private static void classes(String operation, Shape output, Examples examples) {
        if (output.rank() != 2 || output.batchAxis() != 0 || output.size(1) < 2) {
            throw new ShapeException(operation,
                    "a classifier needs one logit for each class, two for yes and no; end the"
                            + " network with linear(classes), or train a Regressor with binaryCrossEntropy on numbers 0 and 1",
                    "output " + output);
        }
        int outputs = output.size(1);
        switch (examples.target()) {
            case Examples.Target.Labels(int[] labels) -> {
                for (int row = 0; row < labels.length; row++) {
                    if (labels[row] >= outputs) {
                        throw new ArgumentException("labels", operation + ": label " + labels[row] + " in row " + row
                                + ", but the network has " + outputs + " outputs; expected labels from 0 to "
                                + (outputs - 1));
                    }
                }
            }
            case Examples.Target.Numbers(float[] _, int width) -> {
                if (width != outputs) {
                    throw new ArgumentException("examples",
                            operation + ": a classifier needs class labels (int[]), or a"
                                    + " probability for each of its " + outputs + " classes, got rows of " + width
                                    + (width == 1 ? " number" : " numbers") + "; hand in labels, or use a Regressor");
                }
            }
        }
    }

    private static void classWeights(float[] weights, Shape output, Examples train) {
        if (!(train.target() instanceof Examples.Target.Labels)) {
            throw new ArgumentException("classWeights", "fit: class weights are for class labels (int[]), got a"
                    + " probability for each class; use examples.weights(...) to weight rows");
        }
        if (weights.length != output.size(1)) {
            throw new ArgumentException("classWeights", "fit: got " + weights.length
                    + " class weights, expected one for each of the " + output.size(1) + " outputs");
        }
    }
}
