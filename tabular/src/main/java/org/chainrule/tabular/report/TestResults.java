package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chainrule.tabular.ensemble.SavedChoices;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.outcome.Measures;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.TestScores;
import org.chainrule.tabular.value.MeasureWords;
import org.chainrule.tabular.value.Phrases;

/// How good the model is on the rows of the report, beside baselines.
///
/// @param rows     the number of rows
/// @param which    what the rows are, such as `test rows that were not used in training`
/// @param learned  whether the model learned from the rows
/// @param deciding the measure that decides between models, such as `logLoss`
/// @param plain    the measure that people know best: `accuracy`, `rmse` or `pinball`
/// @param unit     the unit of errors of numbers: the name of the target; empty for classes
/// @param entries  the model, the baselines, and the model on other rows
/// @param resamples the number of random draws of the rows behind the intervals
/// @param missing  which usual baseline is missing and why, as a sentence; empty if none is
public record TestResults(int rows, String which, boolean learned, String deciding, String plain, String unit,
        List<Entry> entries, int resamples, String missing) {
    private static final String MODEL = "this model";

    /// Creates results; copies the list.
    public TestResults {
        entries = List.copyOf(entries);
    }

    /// What was measured.
    public enum Role {
        /// The model on the rows of the report.
        MODEL,
        /// A baseline on the rows of the report.
        BASELINE,
        /// The model or a baseline on other rows, at the time of training.
        TRAINING,
        /// The model on rows of its training, which it learned from or which chose its epochs.
        LEARNED
    }

    /// The measures of a model or a baseline.
    ///
    /// @param name      the name
    /// @param phrase    the name in a sentence, such as `a linear model`
    /// @param role      what was measured
    /// @param measures  the measures by name
    /// @param intervals for each measure of the model, the interval with 95 % of its values over random draws of the rows
    public record Entry(String name, String phrase, Role role, Map<String, Double> measures,
            Map<String, Interval> intervals) {
        /// Creates an entry; copies the maps.
        public Entry {
            measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
            intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
        }
    }

    /// The results, and what they tell of calibration and coverage.
    record Assessed(TestResults results, Assessment assessment) {
    }

    /// @param whole   the table, with rows of the training
    /// @param trained some of those
    static Assessed of(Subject subject, Codec codec, Table table, int[] rows, String which,
            boolean learned, Optional<Subject.Notes> notes, Table whole, int[] trained) {
        List<Entry> entries = new ArrayList<>();
        Assessment assessment;
        if (notes.isPresent() && !notes.get().test().isEmpty()) {
            Subject.Notes known = notes.get();
            assessment = known.assessment();
            entries.add(new Entry(MODEL, MODEL, Role.MODEL, known.test(), assessment.intervals()));
            known.baselines().forEach((name, measures) -> entries.add(switch (name) {
                case "constant" -> constant(codec, known.constant(), known.predicted(), measures);
                case "neighbors" -> {
                    String neighbors = Phrases.count(assessment.neighbors(), "nearest neighbor");
                    yield baseline(neighbors, "the " + neighbors, measures);
                }
                default -> baseline(named(name), name.startsWith("linear") ? "a " + named(name) : "the " + name,
                        measures);
            }));
        } else {
            Choices choices = subject.settings().isEmpty()
                    ? new Choices("")
                    : SavedChoices.read(subject.settings(), table.source());
            assessment = TestScores.assess(codec, subject.model(), table, rows, choices);
            entries.add(new Entry(MODEL, MODEL, Role.MODEL, codec.measure(subject.model(), table, rows),
                    assessment.intervals()));
            Codec.Constant constant = codec.constant(table, rows);
            entries.add(constant(codec, constant.words() + " (of these rows)", constant.predicted(),
                    codec.measure(constant, table, rows)));
        }
        subject.results().forEach((what, measures) -> {
            boolean here = notes.isPresent() && !what.equals("validation");
            if (!here && !what.startsWith("test") || !here && what.equals("test")) {
                entries.add(new Entry(then(what), then(what), Role.TRAINING, measures,
                        what.equals("test") ? intervals(subject.results()) : Map.of()));
            }
        });
        if (!learned && trained.length > 0) {
            int learning = subject.origin().rows().stream().limit(2).mapToInt(Integer::intValue).sum();
            String name = trained.length < learning
                    ? String.format(Locale.ROOT, "%,d of the %,d rows of the training", trained.length, learning)
                    : Phrases.count(trained.length, "row") + " of the training";
            entries.add(new Entry(name, name, Role.LEARNED, codec.measure(subject.model(), whole, trained), Map.of()));
        }
        String deciding = codec.aim().deciding(codec.target()).reported();
        Map<String, Double> own = entries.getFirst().measures();
        String plain = codec.target() instanceof Target.Classes
                ? "accuracy"
                : own.containsKey("rmse") ? "rmse" : deciding;
        return new Assessed(new TestResults(rows.length, which, learned, deciding, plain,
                codec.target() instanceof Target.Numbers numbers ? numbers.column() : "", entries,
                assessment.resamples(), missing(subject, notes)), assessment);
    }

    /// Returns the name of a baseline in words. The epochs of a linear model that was stopped are not told, because the
    /// linear networks of the search have others.
    static String named(String baseline) {
        return switch (baseline) {
            case "linear" -> "linear model";
            case "neighbors" -> "nearest neighbors";
            default -> baseline.startsWith("linear, stopped") ? "linear model (stopped early)" : baseline;
        };
    }

    private static String missing(Subject subject, Optional<Subject.Notes> notes) {
        boolean averages = !(subject.target() instanceof Target.Numbers numbers) || numbers.isMean();
        return averages && !subject.origin().stopped()
                ? notes.map(known -> missing(known.baselines().keySet())).orElse("")
                : "";
    }

    /// Returns why the nearest neighbors are not among the baselines; empty if they are, or if nothing was compared.
    static String missing(Set<String> baselines) {
        return baselines.size() < 2 || baselines.contains("neighbors")
                ? ""
                : "The nearest neighbors are no baseline here, because finding them among so many rows takes too long.";
    }

    private static Entry baseline(String name, String phrase, Map<String, Double> measures) {
        return new Entry(name, phrase, Role.BASELINE, measures, Map.of());
    }

    private static Entry constant(Codec codec, String name, String predicted, Map<String, Double> measures) {
        boolean number = codec.target() instanceof Target.Numbers;
        return baseline(number ? Page.grouped(name) : name,
                "always predicting " + (number ? Page.grouped(predicted) : predicted), measures);
    }

    private static String then(String what) {
        return switch (what) {
            case "validation" -> "validation rows, which chose the epoch";
            case "test" -> "test rows of the training";
            case "before" -> "the model before, on test rows";
            default -> "test rows of the training: " + named(what);
        };
    }

    private static Map<String, Interval> intervals(Map<String, Map<String, Double>> results) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        Map<String, Double> highs = results.getOrDefault("testHigh", Map.of());
        results.getOrDefault("testLow", Map.of()).forEach((name, low) -> {
            if (highs.containsKey(name)) {
                intervals.put(name, new Interval(low, highs.getOrDefault(name, low)));
            }
        });
        return intervals;
    }

    /// Returns the measures of the model.
    public Entry model() {
        return entries.getFirst();
    }

    /// Returns the baselines on the same rows.
    public List<Entry> baselines() {
        return entries.stream().filter(entry -> entry.role == Role.BASELINE).toList();
    }

    /// Returns the names of the measures.
    public List<String> names() {
        return List.copyOf(model().measures.keySet());
    }

    /// Returns what the model is worth, as sentences without the last full stop.
    public String verdict() {
        double value = model().measures.getOrDefault(plain, Double.NaN);
        Interval interval = model().intervals.get(plain);
        boolean share = plain.equals("accuracy");
        String between = interval == null
                ? ""
                : "95 % interval " + words(share, interval.low()) + " to " + words(share, interval.high());
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "On %,d %s, ", rows,
                rows == 1 ? which.replaceFirst("rows", "row") : which));
        if (share) {
            out.append(words(true, value)).append(" of the predicted classes are right")
                    .append(between.isEmpty() ? "" : " (" + between + ")");
        } else {
            out.append("the ").append(MeasureWords.named(plain)).append(" of a predicted ").append(Phrases.quoted(unit))
                    .append(" is ").append(words(false, value))
                    .append(between.isEmpty() ? "" : " (" + between + ")");
        }
        List<String> others = baselines().stream()
                .filter(entry -> Double.isFinite(entry.measures.getOrDefault(plain, Double.NaN)))
                .map(entry -> words(share, entry.measures.getOrDefault(plain, 0.0)) + " by " + entry.phrase).toList();
        if (!others.isEmpty()) {
            out.append(". For comparison: ").append(Phrases.list(others));
        }
        best().ifPresent(best -> out.append(". ").append(against(best)));
        return out.toString();
    }

    /// How much better a model is on rows of its training than on others.
    ///
    /// @param verdict whether it overfits, as the beginning of an answer
    /// @param words   the comparison, as a sentence without the full stop
    record Gap(Verdict verdict, String words) {
        /// Why the difference matters if chance does not explain it.
        static final String LEARNED = ": the model also learned details of the training rows that do not carry over";
        /// A smaller reduction of the error is of no practical concern.
        private static final double LITTLE = 0.1;
        private static final double MUCH = 1 / 3.0;

        /// Whether a model overfits.
        enum Verdict {
            /// The error on rows of the training is not lower, or chance explains that it is.
            NO("Not noticeably. "),
            /// It is lower by less than a tenth.
            LITTLE("Hardly. "),
            /// It is lower by less than a third.
            SOME("Somewhat. "),
            /// It is lower by a third or more.
            MUCH("Clearly. ");

            private final String words;

            Verdict(String words) {
                this.words = words;
            }

            /// Returns the answer in a word.
            String words() {
                return words;
            }
        }

        /// Judges a reduction of the error that chance does not explain.
        ///
        /// @param lower the share by which the error is lower on rows of the training
        static Verdict judged(double lower) {
            return lower <= 0
                    ? Verdict.NO
                    : lower < LITTLE ? Verdict.LITTLE : lower < MUCH ? Verdict.SOME : Verdict.MUCH;
        }
    }

    /// Returns how much better the model is on rows of its training than on those of the report; empty if the former are not
    /// at hand.
    Optional<Gap> gap() {
        double own = model().measures.getOrDefault(deciding, Double.NaN);
        return entries.stream().filter(entry -> entry.role == Role.LEARNED)
                .filter(entry -> Double.isFinite(own)
                        && Double.isFinite(entry.measures.getOrDefault(deciding, Double.NaN)))
                .findFirst().map(entry -> gap(entry, own));
    }

    private Gap gap(Entry trained, double own) {
        double known = trained.measures.getOrDefault(deciding, Double.NaN);
        boolean error = Measures.isError(deciding);
        Interval interval = model().intervals.get(deciding);
        // what misses the best value of a score, such as an accuracy of 1, is an error
        double lower = 1 - (error ? known / own : (1 - known) / (1 - own));
        String name = MeasureWords.named(deciding);
        String both = "The " + name + " is " + Page.measure(deciding, known) + " on " + trained.phrase + " and "
                + Page.measure(deciding, own) + " on the " + Phrases.count(rows, "new row") + (interval == null
                        ? ""
                        : " (95 % interval " + Page.measure(deciding, interval.low()) + " to "
                                + Page.measure(deciding, interval.high()) + ")");
        if (!(lower > 0)) {
            return new Gap(Gap.Verdict.NO, both);
        }
        if (interval != null && interval.contains(known)) {
            return new Gap(Gap.Verdict.NO, both + ". Chance can explain the difference");
        }
        return new Gap(Gap.judged(lower), both + ". " + (error
                ? "The former is " + Phrases.percent(lower) + " lower"
                : "The latter is lower")
                + (interval == null ? "" : ", more than chance explains") + Gap.LEARNED);
    }

    private String against(Entry best) {
        double own = model().measures.getOrDefault(deciding, Double.NaN);
        double other = best.measures.getOrDefault(deciding, Double.NaN);
        Interval interval = model().intervals.get(deciding);
        boolean better = Measures.isError(deciding) ? own < other : own > other;
        boolean clear = interval != null && !interval.contains(other);
        String verdict = better
                ? clear ? "clearly better" : "better on these rows, but the difference may be chance"
                : "no better: more rows or other columns might help";
        String rival = baselines().size() > 1 ? best.phrase + ", the best of these" : "that";
        return deciding.equals(plain)
                ? better
                        ? "The model is " + (clear ? "clearly " : "") + "better than " + rival
                                + (clear ? "" : " on these rows, but the difference may be chance")
                        : "The model is no better than " + rival + ": more rows or other columns might help"
                : "Models are compared by " + MeasureWords.named(deciding) + " ("
                        + MeasureWords.meaning(deciding).replaceFirst(";.*", "") + "; "
                        + (Measures.isError(deciding) ? "lower" : "higher") + " is better): "
                        + Page.measure(deciding, own) + " by this model and "
                        + Page.measure(deciding, other) + " by " + best.phrase
                        + (baselines().size() > 1 ? ", the best of the others" : "")
                        + ". So the model is " + verdict;
    }

    /// Returns the best baseline on the same rows by the deciding measure.
    private Optional<Entry> best() {
        boolean error = Measures.isError(deciding);
        return baselines().stream()
                .filter(entry -> Double.isFinite(entry.measures.getOrDefault(deciding, Double.NaN)))
                .max(Comparator.comparingDouble(
                        entry -> (error ? -1 : 1) * entry.measures.getOrDefault(deciding, 0.0)));
    }

    private static String words(boolean share, double value) {
        return share
                ? String.format(Locale.ROOT, "%.1f %%", 100 * value)
                : Phrases.grouped(value, 4);
    }
}
