package org.chainrule.train;

import java.util.List;
import java.util.Optional;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.metric.OutputKind;
import org.chainrule.nn.Network;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Checks before a training or an evaluation that the settings, the network and the examples fit together.
final class Fit {
    private Fit() {
    }

    /// Checks a training.
    ///
    /// @param network the network in its predicting mode
    /// @throws ArgumentException if a setting would have no effect, or the targets do not fit the outputs
    static void check(Settings<?> settings, Network network, Examples train, Optional<Examples> held) {
        targets("fit", settings.task, network, train);
        if (held.isEmpty()) {
            needsRows("patience", settings.patience > 0);
            needsRows("monitor", settings.monitor != null);
            needsRows("metrics", !settings.metrics.isEmpty());
            return;
        }
        Examples validation = held.get();
        same("rows", train.type().inputs(), validation.type().inputs());
        same("targets", train.type().targets(), validation.type().targets());
        targets("fit", settings.task, network, validation);
        List<String> names = Head.names(Head.of(network, settings.task, validation, settings.metrics));
        if (settings.monitor != null && !names.contains(settings.monitor)) {
            throw new ArgumentException("metric", "monitor: there is no measure " + settings.monitor
                    + " on these validation rows, expected one of " + names);
        }
    }

    private static void same(String what, List<Field> training, List<Field> validation) {
        if (!training.equals(validation)) {
            boolean shapes = training.size() == 1 && validation.size() == 1;
            throw new ShapeException("fit", "validation " + what + " differ from training " + what,
                    "training " + (shapes ? text(what, training.getFirst()) : training),
                    "validation " + (shapes ? text(what, validation.getFirst()) : validation));
        }
    }

    private static String text(String what, Field field) {
        return what.equals("rows") ? field.type().shape().toString() : field.batch().toString();
    }

    private static void needsRows(String setting, boolean used) {
        if (used) {
            throw new ArgumentException(setting, "fit: " + setting
                    + " needs a validation set; call fit(train, validation), or leave " + setting + " out");
        }
    }

    /// Checks that targets fit a kind of output.
    static void targets(String operation, Optional<OutputKind> task, Network network, Examples examples) {
        if (examples.type().targets().isEmpty()) {
            throw new ArgumentException("examples",
                    operation + ": the examples have no targets, expected at least one");
        }
        if (task.isEmpty()) {
            for (int i = 0; i < examples.type().targets().size(); i++) {
                Field field = examples.type().targets().get(i);
                Tensor output = network.outputs().asMap().get(field.name());
                int outputs = output == null ? 0 : output.shape().elements(1);
                if (outputs > 1 && field.type().equals(TensorType.i32(Shape.scalar()))) {
                    labels(operation, outputs, examples, i);
                }
            }
            return;
        }
        if (examples.type().targets().size() != 1) {
            throw new ArgumentException("examples",
                    operation + ": a net with one output takes examples with one target,"
                            + " got " + examples.type().targets());
        }
        Field target = examples.type().targets().getFirst();
        switch (task.get()) {
            case CLASSES -> classes(operation, network.output().shape(), examples, target);
            case LABELS -> {
                if (target.type().dtype() == DType.I32 || target.width() != network.output().shape().elements(1)) {
                    throw new ShapeException(operation, "needs a yes or no, 1 or 0, for each output",
                            "output " + network.output().shape(), "target " + target.batch());
                }
                probabilities(operation, examples, target.width());
            }
            case NUMBERS -> {
                if (target.type().dtype() == DType.I32) {
                    throw new ArgumentException("examples", operation + ": a regressor needs numbers (float[]) as"
                            + " targets, got class labels (int[]); pass numbers, or use a Classifier");
                }
            }
        }
    }

    private static void classes(String operation, Shape output, Examples examples, Field target) {
        if (output.rank() != 2 || output.batchAxis() != 0 || output.size(1) < 2) {
            throw new ShapeException(operation,
                    "a classifier needs one logit for each class, two for yes and no; end the"
                            + " network with linear(classes), or train a Regressor with binaryCrossEntropy on numbers 0 and 1",
                    "output " + output);
        }
        int outputs = output.size(1);
        if (target.type().dtype() == DType.I32) {
            if (target.width() != 1) {
                throw new ArgumentException("examples",
                        operation + ": a classifier needs one class label (int[]) a row, got " + target
                                + "; pass one label, or a probability for each of its " + outputs + " classes");
            }
            labels(operation, outputs, examples, 0);
        } else if (target.width() != outputs) {
            throw new ArgumentException("examples",
                    operation + ": a classifier needs class labels (int[]), or a" + " probability for each of its "
                            + outputs + " classes, got rows of " + target.width()
                            + (target.width() == 1 ? " number" : " numbers") + "; pass labels, or use a Regressor");
        }
    }

    private static void probabilities(String operation, Examples examples, int width) {
        float[] row = new float[width];
        for (int number = 0; !examples.streamed() && number < examples.size(); number++) {
            examples.readTarget(0, number, row, 0);
            for (int column = 0; column < width; column++) {
                if (!(row[column] >= 0 && row[column] <= 1)) {
                    throw new ArgumentException("examples", operation + ": the target of row " + number + " holds "
                            + row[column] + " in column " + column + ", expected 0, 1, or a probability between");
                }
            }
        }
    }

    private static void labels(String operation, int outputs, Examples examples, int target) {
        float[] label = new float[1];
        for (int row = 0; !examples.streamed() && row < examples.size(); row++) {
            examples.readTarget(target, row, label, 0);
            if (label[0] < 0 || label[0] >= outputs) {
                throw new ArgumentException("labels", operation + ": label " + (int) label[0] + " in row " + row
                        + ", but the network has " + outputs + " outputs; expected labels from 0 to " + (outputs - 1));
            }
        }
    }
}
