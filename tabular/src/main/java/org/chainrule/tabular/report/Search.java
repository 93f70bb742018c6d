package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    /// A fall of the validation loss from one tenth of the epochs to the next below this share is none.
    private static final double FALL = 0.01;
    /// A loss on validation rows within this factor of that on training rows tells nothing.
    private static final double NOISE = 1.25;
    private static final int DIGITS = 3;
    /// The most networks that are named as exceptions.
    private static final int FEW = 2;
    private static final String LINEAR = "linear";
    private static final Pattern FOLD = Pattern.compile(" fold [0-9]+ of ([0-9]+)");

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

        /// Returns the kind of network, such as `realmlp`.
        public String kind() {
            return name.replaceFirst(" .*", "");
        }

        /// Returns the name without its place, such as `realmlp 2` for `realmlp 2 fold 1 of 5`.
        public String title() {
            return titled(name);
        }

        /// Returns the loss on the validation rows in the best epoch; NaN if it is not known.
        public double score() {
            return at(validation);
        }

        private double at(List<Double> losses) {
            return bestEpoch < 1 || bestEpoch > losses.size() ? Double.NaN : losses.get(bestEpoch - 1);
        }

        /// Returns by what share the validation loss rose after the epoch that is kept; 0 if it fell.
        private double rise() {
            return Math.max(0, validation.getLast() / score() - 1);
        }

        private Course course() {
            return rise() > RISE ? Course.ROSE : isFalling() ? Course.FELL : Course.LEVEL;
        }

        /// Returns whether the validation loss was still falling at the end: its best epoch is in the last tenth of the epochs,
        /// whose mean is clearly lower than that of the tenth before.
        public boolean isFalling() {
            int count = validation.size();
            int tenth = Math.max(1, count / 10);
            double before = mean(Math.max(0, count - 2 * tenth), count - tenth);
            return bestEpoch > count - tenth
                    && (count < 2 * tenth || before - mean(count - tenth, count) > FALL * Math.abs(before));
        }

        private double mean(int from, int to) {
            return validation.subList(from, to).stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        }
    }

    /// How the validation loss of a network went on after the epoch that is kept.
    private enum Course {
        ROSE, LEVEL, FELL
    }

    /// Returns whether more epochs would help, judged by the validation losses of all networks of the model, as a sentence
    /// without a full stop; empty if they are not known.
    public Optional<String> epochs() {
        List<Run> known = kept().stream().filter(run -> run.score() > 0).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Map<Course, Double> weights = new EnumMap<>(Course.class);
        known.forEach(run -> weights.merge(run.course(), run.weight, Double::sum));
        Course most = Collections.max(weights.entrySet(), Map.Entry.comparingByValue()).getKey();
        List<Run> some = known.stream().filter(run -> run.course() == most).toList();
        double all = some.stream().mapToDouble(Run::weight).sum();
        double rise = some.stream().mapToDouble(run -> run.rise() * run.weight).sum() / all;
        Run only = some.getFirst();
        List<String> others = known.stream().filter(run -> run.course() != most).map(Run::name).toList();
        String where = known.size() == 1
                ? ""
                : "In " + (others.isEmpty()
                        ? (known.size() == 2 ? "both" : "all " + known.size()) + " networks"
                        : some.size() + " of " + known.size() + " networks"
                                + (others.size() <= FEW ? " (not in " + Phrases.list(others) + ")" : ""))
                        + ", ";
        String kept = known.size() == 1
                ? "epoch " + only.bestEpoch + " of " + only.epochs + ", which is kept"
                : "the epoch that is kept";
        String sentence = where + switch (most) {
            case ROSE -> "the validation loss rose by " + Phrases.percent(rise)
                    + (some.size() == 1 ? "" : " on average") + " after " + kept
                    + ". Early stopping prevented this overfitting: the later epochs are not part of the model";
            case LEVEL -> "the validation loss had stopped falling by " + kept + ": training longer would hardly help";
            case FELL -> "the validation loss was still falling at the end: training longer might help";
        };
        return Optional.of(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1));
    }

    /// Returns how much lower the loss of the networks is on their training rows than on others, in the epochs that are kept, as
    /// weighted means; empty if it is not known. Dropout and other noise raise the former.
    Optional<TestResults.Gap> gap() {
        List<Run> known = kept().stream().filter(run -> run.score() > 0 && run.at(run.training) > 0).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        double all = known.stream().mapToDouble(Run::weight).sum();
        double train = known.stream().mapToDouble(run -> run.weight * run.at(run.training)).sum() / all;
        double other = known.stream().mapToDouble(run -> run.weight * run.score()).sum() / all;
        // how much of a small difference is chance or noise is not known
        boolean large = other > NOISE * train;
        return Optional.of(new TestResults.Gap(
                large ? TestResults.Gap.judged(1 - train / other) : TestResults.Gap.Verdict.NO,
                "In the epoch that is kept, the loss was "
                        + Phrases.grouped(train, DIGITS) + " on training rows, with dropout and other noise, and "
                        + Phrases.grouped(other, DIGITS) + " on validation rows, without"
                        + (known.size() > 1 ? " (means of " + known.size() + " networks by weight)" : "")
                        + (large ? TestResults.Gap.LEARNED : "")));
    }

    /// Returns the number of folds, each of which some network did not learn from; 1 if the networks had no folds.
    public int folds() {
        return runs.stream().map(run -> FOLD.matcher(run.name)).filter(Matcher::find)
                .mapToInt(match -> Integer.parseInt(match.group(1))).findFirst().orElse(1);
    }

    private static String titled(String name) {
        return name.replaceFirst(" (fold|member) [0-9].*", "");
    }

    /// Returns how many planned networks were not trained and why, as a sentence without the full stop; empty if all were.
    String untrained() {
        return leftOut.isEmpty()
                ? ""
                : Phrases.count(leftOut.size(), "planned network") + (leftOut.size() == 1 ? " was" : " were")
                        + " not trained, because the " + (stopped ? "training was stopped" : "time was over");
    }

    /// Returns whether all networks of the model are linear.
    boolean isLinear() {
        return kept().stream().allMatch(run -> run.kind().equals(LINEAR));
    }

    /// Returns why networks have no weight, as sentences; empty if all have one.
    String unused() {
        Map<String, List<Run>> titles = new LinkedHashMap<>();
        runs.forEach(run -> titles.computeIfAbsent(run.title(), _ -> new ArrayList<>()).add(run));
        titles.values().removeIf(all -> all.stream().anyMatch(run -> run.weight > 0));
        List<String> parts = titles.keySet().stream()
                .filter(title -> folds() > 1 && Stream.concat(leftOut.stream(), diverged.stream())
                        .filter(name -> titled(name).equals(title)).count() > folds() / 2)
                .toList();
        List<String> others = titles.keySet().stream().filter(title -> !parts.contains(title)).toList();
        return (others.isEmpty()
                ? ""
                : Phrases.list(others) + (others.size() == 1 ? " is" : " are")
                        + " not used, because an average with " + (others.size() == 1 ? "it" : "them")
                        + " predicted those rows hardly better. ")
                + (parts.isEmpty()
                        ? ""
                        : Phrases.list(parts) + (parts.size() == 1 ? " is" : " are") + " not used, because too few of "
                                + (parts.size() == 1 ? "its" : "their") + " folds were trained.");
    }

    /// Returns which planned networks are not there and why, as sentences; empty if none is missing.
    public String missing() {
        List<String> sentences = new ArrayList<>();
        if (!leftOut.isEmpty()) {
            Map<String, Integer> titles = new LinkedHashMap<>();
            leftOut.forEach(name -> titles.merge(titled(name), 1, Integer::sum));
            int folds = folds();
            sentences.add(untrained() + ": " + Phrases.list(titles.entrySet().stream()
                    .map(entry -> entry.getKey()
                            + (folds > 1 ? " (" + entry.getValue() + " of " + folds + " folds)" : ""))
                    .toList()) + ".");
        }
        if (!diverged.isEmpty()) {
            sentences.add("The training of " + Phrases.list(diverged)
                    + " diverged: the loss stopped being a finite number.");
        }
        return String.join(" ", sentences);
    }

    /// Returns the networks of the model, the one with the largest weight first.
    public List<Run> kept() {
        return runs.stream().filter(run -> run.weight > 0).sorted(Comparator.comparingDouble(run -> -run.weight))
                .toList();
    }
}
