package org.chainrule.serve.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chainrule.tabular.report.Search;
import org.jspecify.annotations.Nullable;

/// What goes wrong in a training, in words, and what to do about it.
final class Findings {
    /// A ReLU layer is named if this share of its units answers 0 to every row.
    private static final double DEAD = 0.25;
    /// Fewer rows do not show that a unit answers 0 to every row.
    private static final int ROWS = 64;
    /// The gradients of two layers differ by more than that if they vanish or explode on the way.
    private static final double APART = 1000;
    /// Inputs with a mean size above that are not scaled.
    private static final double UNSCALED = 30;
    private static final double RISEN = 1.5;
    private static final double LOST = 0.25;
    private static final double WORSE = 1.05;
    private static final int FEW_EPOCHS = 5;
    /// A tenth of these is [#FEW_EPOCHS].
    private static final int MANY_EPOCHS = 10 * FEW_EPOCHS;

    private Findings() {
    }

    /// A finding.
    ///
    /// @param kind   one word for it, such as `overfitting`
    /// @param fact   what was measured
    /// @param advice what to do
    record Finding(String kind, String fact, String advice) {
        Map<String, Object> toJson() {
            return Map.of("kind", kind, "fact", fact, "advice", advice);
        }
    }

    /// Returns the findings about a network.
    ///
    /// @param first      the number of the first epoch
    /// @param training   the mean loss on the training rows after each epoch
    /// @param validation the loss on the validation rows after each epoch; NaN where it is unknown
    /// @param measured   the latest measurement; null if there is none
    static List<Finding> of(int first, List<Double> training, List<Double> validation,
            @Nullable Measured measured) {
        List<Finding> found = new ArrayList<>();
        diverging(first, training).ifPresent(found::add);
        overfitting(first, training, validation).ifPresent(found::add);
        if (measured != null) {
            unscaled(measured).ifPresent(found::add);
            flowing(measured).ifPresent(found::add);
            found.addAll(dead(measured));
        }
        return found;
    }

    /// Returns in words whether a training has converged and whether it overfits; empty before its first epoch.
    ///
    /// @param first      the number of the first epoch
    /// @param training   the mean loss on the training rows after each epoch
    /// @param validation the loss on the validation rows after each epoch; NaN where it is unknown
    static String progress(int first, List<Double> training, List<Double> validation) {
        boolean held = best(validation) >= 0;
        List<Double> losses = held ? validation : training;
        int best = best(losses);
        if (best < 0) {
            return "";
        }
        int since = losses.size() - 1 - best;
        Search.Run run = new Search.Run("", losses.size(), best + 1, 1, training, losses);
        String lowest = "the loss on the " + (held ? "validation" : "training") + " rows "
                + (since == 0 ? "is" : "was") + " lowest in "
                + (since == 0 ? "the latest epoch, " : "epoch ") + (best + first);
        String state = state(run, since, lowest);
        if (!held || training.size() <= FEW_EPOCHS) {
            return state;
        }
        return overfitting(first, training, validation).isPresent() ? state : state + " No overfitting so far.";
    }

    /// @param since  the number of epochs since the best one
    /// @param lowest when the loss was lowest, in words
    private static String state(Search.Run run, int since, String lowest) {
        if (run.isFalling()) {
            return "Still improving: " + lowest + ".";
        }
        if (since >= FEW_EPOCHS) {
            return "Converged: " + lowest + ", and the " + since + " epochs since were not better.";
        }
        if (run.epochs() >= MANY_EPOCHS) {
            return "Converged: " + lowest
                    + ", but the last tenth of the epochs was hardly better than the tenth before.";
        }
        return "Not clearly converged: " + lowest + (since == 0
                ? ", but hardly lower than before."
                : ", " + (since == 1 ? "one epoch" : since + " epochs") + " before the latest.");
    }

    private static Optional<Finding> diverging(int first, List<Double> losses) {
        int best = best(losses);
        if (best < 0 || losses.size() < FEW_EPOCHS || losses.size() - 1 - best < 2) {
            return Optional.empty();
        }
        double lowest = losses.get(best);
        double now = losses.getLast();
        double least = Math.min(now, losses.get(losses.size() - 2));
        // losses near 0 vary by more than half of themselves, but not by much of what was learned
        boolean higher = least - lowest > Math.max((RISEN - 1) * Math.abs(lowest), LOST * (losses.getFirst() - lowest));
        return higher
                ? Optional.of(new Finding("divergence",
                        "The training loss has risen from " + text(lowest) + " in epoch "
                                + (best + first) + " to " + text(now) + ".",
                        "Try a smaller learning rate, or limit the gradients by clip(1)."))
                : Optional.empty();
    }

    private static Optional<Finding> overfitting(int first, List<Double> training, List<Double> validation) {
        int best = best(validation);
        if (best < 0 || validation.size() - 1 - best < FEW_EPOCHS) {
            return Optional.empty();
        }
        double lowest = validation.get(best);
        double now = validation.getLast();
        boolean worse = now - lowest > (WORSE - 1) * Math.abs(lowest);
        return worse && training.getLast() < training.get(best)
                ? Optional.of(new Finding("overfitting", "Since epoch " + (best + first)
                        + " the loss on the validation rows has risen from " + text(lowest) + " to " + text(now)
                        + ", while that on the training rows falls: the network learns its rows by heart.",
                        "The parameters of epoch " + (best + first)
                                + " are kept in any case. More rows, dropout, weight "
                                + "decay or a smaller network help; going on rarely does."))
                : Optional.empty();
    }

    /// Returns the index of the smallest number; -1 if there is none.
    private static int best(List<Double> values) {
        int best = -1;
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isNaN() && (best < 0 || values.get(i) < values.get(best))) {
                best = i;
            }
        }
        return best;
    }

    private static Optional<Finding> unscaled(Measured measured) {
        return measured.layers().stream().filter(layer -> layer.isInput() && layer.largest() > UNSCALED).findFirst()
                .map(layer -> new Finding("unscaled inputs", "The root mean square of " + layer.path() + " reaches "
                        + text(layer.largest()) + "; networks learn best from inputs of about 1.",
                        "Subtract the mean of each column and divide by its standard deviation before the training."));
    }

    /// Compares the gradients of the hidden layers from the last to the first.
    private static Optional<Finding> flowing(Measured measured) {
        List<Measured.Weights> matrices = measured.weights().stream().filter(Measured.Weights::isMatrix).toList();
        if (matrices.size() < 3) {
            return Optional.empty();
        }
        Measured.Weights first = matrices.getFirst();
        Measured.Weights last = matrices.getLast();
        double early = first.gradient() / Math.max(Double.MIN_NORMAL, first.norm());
        double late = last.gradient() / Math.max(Double.MIN_NORMAL, last.norm());
        String both = "The gradient of " + first.path() + " is " + text(early) + " of its norm, that of " + last.path()
                + " " + text(late) + ".";
        if (late > APART * early) {
            return Optional.of(new Finding("vanishing gradients", both + " The first layers hardly learn.",
                    "Use relu or gelu instead of sigmoid or tanh, add batch norm or layer norm, or take fewer layers."));
        }
        return early > APART * late
                ? Optional.of(new Finding("exploding gradients", both + " The first layers change too fast.",
                        "Limit the gradients by clip(1), lower the learning rate, or add layer norm."))
                : Optional.empty();
    }

    private static List<Finding> dead(Measured measured) {
        if (measured.rows() < ROWS) {
            return List.of();
        }
        return measured.layers().stream()
                .filter(layer -> layer.rectifies() && layer.silent() > DEAD * layer.units())
                .map(layer -> new Finding("dead units", layer.silent() + " of the " + layer.units() + " units of "
                        + layer.path() + " answered 0 to all " + measured.rows()
                        + " rows, so they get no gradient and cannot learn.",
                        "Try a smaller learning rate, gelu or leaky relu instead of relu, or fewer units."))
                .toList();
    }

    private static String text(double value) {
        double size = Math.abs(value);
        return size != 0 && (size < 1e-3 || size >= 1e5)
                ? String.format(Locale.ROOT, "%.1e", value)
                : String.format(Locale.ROOT, size >= 100 ? "%.0f" : "%.3g", value);
    }
}
