package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chainrule.tabular.assess.ShareInterval;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.value.Phrases;

/// How well classes are predicted.
///
/// @param target      the name of the target
/// @param labels      the classes
/// @param positive    the positive class of two; empty for more
/// @param classes     how well each class is predicted, in the order of the labels
/// @param confusion   the number of rows by true class, then by predicted class; empty for more than 20 classes
/// @param confused    the pairs of classes that are confused most often
/// @param calibration the rows by the probability of the positive class, or of the predicted one if there are more than two
/// @param around      the rows among these with a probability from 0.7 to 0.9
/// @param error       the expected calibration error; NaN if it is not known
/// @param temperature the number by which the logits are divided
/// @param curves      the curves of the positive class, or of each of the most frequent classes against the others
public record ClassQuality(String target, List<String> labels, String positive, List<ClassScore> classes,
        List<List<Integer>> confusion, List<Confused> confused, List<Bin> calibration, Bin around, double error,
        double temperature, List<Curves> curves) {
    private static final int MATRIX = 20;
    private static final int PAIRS = 10;
    private static final int BINS = 10;
    private static final int CURVES = 5;
    private static final int FEW = 10;
    private static final int MIXED = 2;
    /// A mean difference of this many times that of chance is more than chance.
    private static final double FAR = 1.5;
    /// An interval that is wider than this says little about a probability.
    private static final double WIDE = 0.2;

    /// Creates a quality; copies the lists.
    public ClassQuality {
        labels = List.copyOf(labels);
        classes = List.copyOf(classes);
        confusion = List.copyOf(confusion);
        confused = List.copyOf(confused);
        calibration = List.copyOf(calibration);
        curves = List.copyOf(curves);
    }

    /// How well one class is predicted; a share is NaN if there are no rows for it.
    ///
    /// @param label     the class
    /// @param rows      the rows of the class
    /// @param predicted the rows that are predicted as the class
    /// @param precision the share of the latter that are of the class
    /// @param recall    the share of the former that are predicted as the class
    public record ClassScore(String label, int rows, int predicted, double precision, double recall) {
    }

    /// Rows of one class that are predicted as another.
    ///
    /// @param truth     the true class
    /// @param predicted the predicted class
    /// @param rows      the number of rows
    /// @param share     their share of the rows of the true class
    public record Confused(String truth, String predicted, int rows, double share) {
    }

    /// Rows with similar probabilities.
    ///
    /// @param from        the lowest probability
    /// @param to          the highest probability
    /// @param rows        the number of rows
    /// @param probability the mean probability
    /// @param share       the share of rows that are of the class
    /// @param low         the lower end of the 95 % interval of the share (Wilson, 1927)
    /// @param high        the upper end
    public record Bin(double from, double to, int rows, double probability, double share, double low, double high) {
        private static final double WORTH_A_WORD = 0.05;

        /// Returns whether the share differs from the probability by what matters, and by more than chance explains.
        ///
        /// @param groups the number of groups of rows that are judged
        private boolean off(int groups) {
            return !ShareInterval.of((int) Math.rint(share * rows), rows, groups).contains(probability)
                    && Math.abs(probability - share) > WORTH_A_WORD;
        }
    }

    static ClassQuality of(Scored scored, Target.Classes target, Assessment assessment) {
        int width = target.labels().size();
        Confusion counts = Confusion.of(scored, width);
        double[] chosen = new double[scored.size()];
        boolean[] hit = new boolean[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            int truth = (int) scored.truth()[i];
            int most = 0;
            for (int k = 1; k < width; k++) {
                most = scored.output(i, k) > scored.output(i, most) ? k : most;
            }
            chosen[i] = scored.output(i, width == 2 ? target.positive() : most);
            hit[i] = truth == (width == 2 ? target.positive() : most);
        }
        List<Bin> bins = IntStream.range(0, BINS)
                .mapToObj(bin -> bin(chosen, hit, bin / (double) BINS, (bin + 1) / (double) BINS, bin == BINS - 1))
                .filter(bin -> bin.rows > 0).toList();
        return new ClassQuality(target.column(), target.labels(),
                width == 2 ? target.labels().get(target.positive()) : "",
                scores(target.labels(), counts),
                width > MATRIX ? List.of() : counts.matrix(),
                confused(target.labels(), counts), bins, bin(chosen, hit, 0.7, 0.9, false),
                assessment.calibration().map(Assessment.Calibration::after).orElse(Double.NaN), target.temperature(),
                curves(scored, target, counts));
    }

    /// The numbers of rows by true and predicted class. There may be thousands of classes, of which few are confused.
    ///
    /// @param rows      the rows of each class
    /// @param predicted the rows that are predicted as each class
    /// @param pairs     the rows of each pair of a true and a predicted class, by `truth * classes + predicted`
    private record Confusion(int[] rows, int[] predicted, Map<Long, Integer> pairs) {
        static Confusion of(Scored scored, int classes) {
            int[] rows = new int[classes];
            int[] predicted = new int[classes];
            Map<Long, Integer> pairs = new TreeMap<>();
            for (int i = 0; i < scored.size(); i++) {
                int truth = (int) scored.truth()[i];
                int found = scored.predicted(i);
                rows[truth]++;
                predicted[found]++;
                pairs.merge((long) truth * classes + found, 1, Integer::sum);
            }
            return new Confusion(rows, predicted, pairs);
        }

        int count(int truth, int found) {
            return pairs.getOrDefault((long) truth * rows.length + found, 0);
        }

        List<List<Integer>> matrix() {
            return IntStream.range(0, rows.length)
                    .mapToObj(i -> IntStream.range(0, rows.length).mapToObj(j -> count(i, j)).toList()).toList();
        }
    }

    private static List<ClassScore> scores(List<String> labels, Confusion counts) {
        return IntStream.range(0, labels.size()).mapToObj(k -> {
            int rows = counts.rows[k];
            int predicted = counts.predicted[k];
            return new ClassScore(labels.get(k), rows, predicted,
                    predicted == 0 ? Double.NaN : (double) counts.count(k, k) / predicted,
                    rows == 0 ? Double.NaN : (double) counts.count(k, k) / rows);
        }).toList();
    }

    private static List<Confused> confused(List<String> labels, Confusion counts) {
        List<Confused> pairs = new ArrayList<>();
        counts.pairs.forEach((pair, rows) -> {
            int truth = (int) (pair / labels.size());
            int found = (int) (pair % labels.size());
            if (truth != found) {
                pairs.add(new Confused(labels.get(truth), labels.get(found), rows,
                        (double) rows / counts.rows[truth]));
            }
        });
        pairs.sort(Comparator.comparingInt(Confused::rows).reversed());
        return pairs.subList(0, Math.min(PAIRS, pairs.size()));
    }

    private static Bin bin(double[] probabilities, boolean[] hit, double from, double to, boolean closed) {
        int rows = 0;
        int hits = 0;
        double sum = 0;
        for (int i = 0; i < hit.length; i++) {
            double p = probabilities[i];
            if (p >= from && (p < to || closed)) {
                rows++;
                hits += hit[i] ? 1 : 0;
                sum += p;
            }
        }
        Interval wilson = ShareInterval.of(hits, rows);
        return new Bin(from, to, rows, rows == 0 ? Double.NaN : sum / rows,
                rows == 0 ? Double.NaN : (double) hits / rows, wilson.low(), wilson.high());
    }

    private static List<Curves> curves(Scored scored, Target.Classes target, Confusion counts) {
        int width = counts.rows.length;
        int[] classes = width == 2
                ? new int[]{target.positive()}
                : IntStream.range(0, width).boxed()
                        .sorted(Comparator.comparingInt(k -> -counts.rows[k])).limit(CURVES).sorted()
                        .mapToInt(Integer::intValue).toArray();
        List<Curves> curves = new ArrayList<>();
        for (int k : classes) {
            double[] scores = IntStream.range(0, scored.size()).mapToDouble(i -> scored.output(i, k)).toArray();
            boolean[] positive = new boolean[scores.length];
            for (int i = 0; i < positive.length; i++) {
                positive[i] = (int) scored.truth()[i] == k;
            }
            Curves.of(target.labels().get(k), scores, positive).ifPresent(curves::add);
        }
        return curves;
    }

    /// Returns whether a probability of 0.8 can be trusted, as sentences without the last full stop. Of two classes, it is
    /// that of the positive class, as in the charts; of more, that of the predicted one.
    public String trust() {
        String with = "with a probability from " + Phrases.plain(around.from) + " to " + Phrases.plain(around.to)
                + (positive.isEmpty() ? " of the predicted class" : " that " + Phrases.equal(target, positive));
        if (around.rows < FEW) {
            return (around.rows == 0 ? "No row" : "Only " + Phrases.count(around.rows, "row")) + " of the "
                    + String.format(Locale.ROOT, "%,d", classes.stream().mapToInt(ClassScore::rows).sum())
                    + (around.rows < 2 ? " is " : " are ") + "predicted " + with
                    + (around.rows == 0 ? ", so that cannot be told" : ", too few to tell") + tenths();
        }
        boolean fits = around.low <= around.probability && around.probability <= around.high;
        return "Of " + Phrases.count(around.rows, "row") + " " + with
                + String.format(Locale.ROOT, " (%.2f on average), ", around.probability)
                + (positive.isEmpty() ? "" : "that is true of ")
                + String.format(Locale.ROOT, "%,d", Math.round(around.share * around.rows))
                + (positive.isEmpty() ? " are predicted right" : "") + " (" + Phrases.percent(around.share)
                + ", 95 % interval "
                + Phrases.percent(around.low) + " to " + Phrases.percent(around.high) + "): "
                + (fits
                        ? around.high - around.low > WIDE
                                ? "that agrees, as far as so few rows can tell"
                                : "such a probability can be trusted"
                        : around.share < around.probability
                                ? "such a probability is too high"
                                : "such a probability is too low")
                + tenths();
    }

    /// Returns whether probabilities of all sizes can be trusted, as sentences that follow another; empty if there is no
    /// group.
    private String tenths() {
        if (calibration.isEmpty()) {
            return "";
        }
        double all = calibration.stream().mapToInt(Bin::rows).sum();
        double mean = calibration.stream().mapToDouble(bin -> bin.rows * Math.abs(bin.probability - bin.share)).sum()
                / all;
        // the mean distance of a share from its probability, by the normal approximation
        double chance = calibration.stream().mapToDouble(
                bin -> Math.sqrt(2 / Math.PI * bin.rows * bin.probability * (1 - bin.probability))).sum() / all;
        List<Bin> wrong = calibration.stream().filter(bin -> bin.off(calibration.size())).toList();
        if (!wrong.isEmpty()) {
            return ". By tenths, probabilities differ from what happened in " + wrong.size() + " of "
                    + Phrases.count(calibration.size(), "group") + ": "
                    + Phrases.list(wrong.stream().map(bin -> "of " + Phrases.count(bin.rows, "row") + " with about "
                            + String.format(Locale.ROOT, "%.2f", bin.probability) + ", "
                            + (positive.isEmpty()
                                    ? Phrases.percent(bin.share) + " were right"
                                    : Phrases.equal(target, positive) + " in " + Phrases.percent(bin.share)))
                            .toList());
        }
        boolean off = mean > Bin.WORTH_A_WORD && mean > FAR * chance;
        return (off
                ? ". Probabilities of no size stand out, but together they do not agree with what happened"
                : ". Probabilities of all sizes agree with what happened, as far as the rows can tell")
                + String.format(Locale.ROOT,
                        ": in groups of rows with similar probabilities, they are off by %.1f percentage points on average;"
                                + " perfect ones would be off by %.1f, by chance",
                        100 * mean, 100 * chance);
    }

    /// Returns which classes are taken for which others, as a sentence; empty if no row is predicted wrong.
    public String mixed() {
        if (confused.isEmpty()) {
            return "";
        }
        List<String> pairs = confused.stream().limit(MIXED)
                .map(pair -> Phrases.count(pair.rows, "row") + " where " + Phrases.equal(target, pair.truth)
                        + (pair.rows == 1 ? " is" : " are") + " predicted as " + Phrases.value(pair.predicted) + " ("
                        + Phrases.percent(pair.share) + " of these)")
                .toList();
        return (confused.size() > MIXED ? "The most frequent mistakes: " : "The mistakes: ") + Phrases.list(pairs)
                + ".";
    }
}
