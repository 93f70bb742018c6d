package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.value.Phrases;

/// The networks that were trained.
///
/// @param runs    the networks in the order of training
/// @param leftOut  the networks that were planned and not trained, because the time was over or the training was stopped
/// @param diverged the networks whose loss stopped being a finite number
/// @param stopped  whether the training was stopped before its end
public record Search(List<Run> runs, List<String> leftOut, List<String> diverged, boolean stopped) {
    /// A rise of the validation loss below this share is noise.
    private static final double RISE = 0.05;
    /// A loss on new rows that exceeds that of the training rows by this factor is worth a word.
    private static final double GAP = 1.25;
    private static final int DIGITS = 3;

    /// Creates a search; copies the lists.
    public Search {
        runs = List.copyOf(runs);
        leftOut = List.copyOf(leftOut);
        diverged = List.copyOf(diverged);
    }

    /// A network and its course.
    ///
    /// @param name       the name, such as `realmlp fold 2 of 5`
    /// @param epochs     the number of epochs that it was trained
    /// @param bestEpoch  the epoch of its parameters, from 1
    /// @param weight     its weight in the average; 1 for a single network, 0 if it is not part of the model
    /// @param training   the mean loss over the training rows in each epoch, as the training had it: with dropout and other
    ///                   noise
    /// @param validation the loss on the validation rows after each epoch
    public record Run(String name, int epochs, int bestEpoch, double weight, List<Double> training,
            List<Double> validation) {
        /// Creates a run; copies the lists.
        public Run {
            training = List.copyOf(training);
            validation = List.copyOf(validation);
        }

        /// Returns the loss on the validation rows in the best epoch; NaN if it is not known.
        public double score() {
            return at(validation);
        }

        private double at(List<Double> losses) {
            return bestEpoch < 1 || bestEpoch > losses.size() ? Double.NaN : losses.get(bestEpoch - 1);
        }

        /// Returns whether the validation loss fell by more than a hundredth in the last fifth of the epochs.
        private boolean fell() {
            return validation.get((validation.size() - 1) * 4 / 5) > 1.01 * validation.getLast();
        }

        /// Returns whether the network is much better on its training rows than on others.
        boolean overfits() {
            return score() > GAP * at(training);
        }

        /// Returns what the losses tell about overfitting, as a sentence without a full stop; empty if they are not known.
        public Optional<String> overfitting() {
            double best = score();
            double train = at(training);
            if (!(best > 0) || !(train > 0)) {
                return Optional.empty();
            }
            double lowest = validation.stream().mapToDouble(Double::doubleValue).min().orElse(best);
            double rise = validation.getLast() / best - 1;
            String losses = MeasureText.significant(best, DIGITS)
                    + "; the training loss, measured with dropout and other noise, was "
                    + MeasureText.significant(train, DIGITS);
            String start = best > lowest
                    ? "The network keeps epoch " + bestEpoch + " of " + epochs
                            + ", which had the best validation score; its validation loss is " + losses
                    : "The validation loss was lowest in epoch " + bestEpoch + " of " + epochs + ": " + losses;
            String after = rise > RISE
                    ? ". The validation loss rose by " + Phrases.percent(rise)
                            + " until the last epoch: longer training would overfit, so the network keeps epoch "
                            + bestEpoch
                    : bestEpoch < epochs
                            ? ". The validation loss changed little after that: no sign of harmful overfitting"
                            : fell()
                                    ? ". The validation loss was still falling: more epochs might help"
                                    : ". The validation loss had nearly stopped falling: no sign of harmful overfitting";
            String gap = overfits()
                    ? ". New rows have " + MeasureText.significant(best / train, 2)
                            + " times the loss of training rows: the network also learned details of these that do not"
                            + " carry over"
                    : "";
            return Optional.of(start + after + gap);
        }
    }

    /// Returns which planned networks are not there and why, as sentences; empty if none is missing.
    public String missing() {
        List<String> sentences = new ArrayList<>();
        if (!leftOut.isEmpty()) {
            sentences.add(Phrases.count(leftOut.size(), "planned network") + (leftOut.size() == 1 ? " was" : " were")
                    + " not trained, because the " + (stopped ? "training was stopped: " : "time was over: ")
                    + Phrases.list(leftOut) + ".");
        }
        if (!diverged.isEmpty()) {
            sentences.add("The training of " + Phrases.list(diverged)
                    + " diverged: the loss stopped being a finite number.");
        }
        return String.join(" ", sentences);
    }

    /// Returns the name of the first of the networks of the model, with its weight beside that of the others.
    String first() {
        List<Run> kept = kept();
        boolean tie = kept.size() > 1 && kept.get(0).weight == kept.get(1).weight;
        return kept.getFirst().name + (tie ? ", one of the networks" : ", the network") + " with the largest weight";
    }

    /// Returns the networks of the model, the one with the largest weight first.
    public List<Run> kept() {
        return runs.stream().filter(run -> run.weight > 0).sorted(Comparator.comparingDouble(run -> -run.weight))
                .toList();
    }
}
