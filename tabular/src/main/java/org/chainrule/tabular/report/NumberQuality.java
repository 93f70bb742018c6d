package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.assess.ShareInterval;
import org.chainrule.tabular.outcome.ErrorQuantiles;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// How well numbers are predicted. A residual is the true number minus the predicted one.
///
/// @param predicted the predicted numbers of at most 1500 rows
/// @param truth     their true numbers
/// @param bins      the rows in twelve groups by the predicted number
/// @param residuals the distribution of the residuals
/// @param level     the share of rows whose true number should lie in its interval; NaN if the model has no intervals
/// @param coverage  the share of rows whose true number does
/// @param width     the mean width of the intervals
/// @param quantiles the predicted quantiles and how often the truth lies below them; empty unless the model predicts
///                  quantiles
public record NumberQuality(List<Double> predicted, List<Double> truth, List<Bin> bins, Histogram residuals,
        double level, double coverage, double width, List<Level> quantiles) {
    private static final int POINTS = 1500;
    /// A multiple of three, so that thirds of the groups are thirds of the rows.
    private static final int GROUPS = 12;
    private static final int BARS = 24;
    private static final double OFF = 0.05;
    /// Fewer rows say little about their coverage.
    private static final int ENOUGH = 30;
    private static final int DIGITS = 3;
    private static final List<String> SIZES = List.of("lowest", "middle", "highest");
    private static final List<String> PREDICTIONS = List.of("low", "middling", "high");

    /// Creates a quality; copies the lists.
    public NumberQuality {
        predicted = List.copyOf(predicted);
        truth = List.copyOf(truth);
        bins = List.copyOf(bins);
        quantiles = List.copyOf(quantiles);
    }

    /// Rows with similar predictions.
    ///
    /// @param from     the smallest prediction
    /// @param to       the largest prediction
    /// @param rows     the number of rows
    /// @param mean     the mean prediction
    /// @param residual the mean residual
    /// @param low      the residual below which a tenth of them lie
    /// @param high     the residual above which a tenth of them lie
    /// @param error    the mean absolute error
    /// @param coverage the share of the rows whose true number lies in its interval; NaN if there are no intervals
    public record Bin(double from, double to, int rows, double mean, double residual, double low, double high,
            double error, double coverage) {
    }

    /// Counts in bins of equal width; the outermost ones count all beyond them, too.
    ///
    /// @param low    the lower edge of the first bin
    /// @param high   the upper edge of the last bin
    /// @param counts the counts
    /// @param below  how many in the first bin lie below its edge
    /// @param above  how many in the last bin lie above its edge
    public record Histogram(double low, double high, List<Integer> counts, int below, int above) {
        /// Creates a histogram; copies the counts.
        public Histogram {
            counts = List.copyOf(counts);
        }
    }

    /// A predicted quantile.
    ///
    /// @param level the share of rows whose true number should lie below it
    /// @param share the share of rows whose true number does
    public record Level(double level, double share) {
    }

    static NumberQuality of(Scored scored, Target.Numbers target) {
        int n = scored.size();
        double[] predicted = IntStream.range(0, n).mapToDouble(scored::number).toArray();
        double[] residual = IntStream.range(0, n).mapToDouble(i -> scored.truth()[i] - predicted[i]).toArray();
        boolean[] inside = new boolean[n];
        double level = Double.NaN;
        double width = Double.NaN;
        List<Level> levels = new ArrayList<>();
        if (target.estimand() instanceof Estimand.Quantiles(List<Double> all)) {
            for (int k = 0; k < all.size(); k++) {
                int place = k;
                levels.add(new Level(all.get(k), IntStream.range(0, n)
                        .filter(i -> scored.truth()[i] <= scored.output(i, place)).count() / (double) n));
            }
            if (all.size() > 1) {
                int last = all.size() - 1;
                level = all.getLast() - all.getFirst();
                width = IntStream.range(0, n).mapToDouble(i -> scored.output(i, last) - scored.output(i, 0)).average()
                        .orElse(Double.NaN);
                for (int i = 0; i < n; i++) {
                    inside[i] = scored.output(i, 0) <= scored.truth()[i]
                            && scored.truth()[i] <= scored.output(i, last);
                }
            }
        } else if (Double.isFinite(target.margin())) {
            level = ErrorQuantiles.USUAL;
            width = 2 * target.margin();
            for (int i = 0; i < n; i++) {
                inside[i] = Math.abs(residual[i]) <= target.margin();
            }
        }
        int[] shown = Scored.thinned(n, POINTS).toArray();
        return new NumberQuality(Arrays.stream(shown).mapToObj(i -> predicted[i]).toList(),
                Arrays.stream(shown).mapToObj(i -> scored.truth()[i]).toList(),
                bins(predicted, residual, Double.isNaN(level) ? null : inside), histogram(residual), level,
                Double.isNaN(level) ? Double.NaN : share(inside, IntStream.range(0, n).toArray()), width, levels);
    }

    private static double share(boolean[] inside, int[] rows) {
        return Arrays.stream(rows).filter(i -> inside[i]).count() / (double) rows.length;
    }

    private static List<Bin> bins(double[] predicted, double[] residual,
            boolean @Nullable [] inside) {
        int[] order = Scored.order(predicted);
        int groups = Math.min(GROUPS, Math.max(1, order.length / 5));
        List<Bin> bins = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            int[] rows = Arrays.copyOfRange(order, (int) ((long) g * order.length / groups),
                    (int) ((long) (g + 1) * order.length / groups));
            double[] sorted = Arrays.stream(rows).mapToDouble(i -> residual[i]).sorted().toArray();
            bins.add(new Bin(predicted[rows[0]], predicted[rows[rows.length - 1]], rows.length,
                    Arrays.stream(rows).mapToDouble(i -> predicted[i]).average().orElse(Double.NaN),
                    Arrays.stream(sorted).average().orElse(Double.NaN), sorted[(sorted.length - 1) / 10],
                    sorted[sorted.length - 1 - (sorted.length - 1) / 10],
                    Arrays.stream(sorted).map(Math::abs).average().orElse(Double.NaN),
                    inside == null ? Double.NaN : share(inside, rows)));
        }
        return bins;
    }

    private static Histogram histogram(double[] residual) {
        double[] sorted = residual.clone();
        Arrays.sort(sorted);
        int tail = sorted.length / 100;
        double far = Math.max(Math.abs(sorted[tail]), Math.abs(sorted[sorted.length - 1 - tail]));
        double most = far > 0 ? far : 1;
        int[] counts = new int[BARS];
        for (double value : sorted) {
            counts[(int) Math.clamp(BARS * (value + most) / (2 * most), 0, BARS - 1)]++;
        }
        return new Histogram(-most, most, Arrays.stream(counts).boxed().toList(),
                (int) Arrays.stream(sorted).filter(value -> value < -most).count(),
                (int) Arrays.stream(sorted).filter(value -> value > most).count());
    }

    /// Returns whether intervals can be trusted, as sentences without the last full stop.
    public String trust() {
        if (Double.isNaN(level)) {
            return "The model gives no intervals";
        }
        int off = off(coverage, bins.stream().mapToInt(Bin::rows).sum(), 1);
        String overall = "Overall, " + Phrases.percent(coverage)
                + " of the true numbers lie in their interval, of the intended " + Phrases.percent(level)
                + ": the intervals are " + (off < 0
                        ? "too narrow"
                        : off > 0 ? "wider than necessary" : "right on average, as far as the rows can tell")
                + ". " + (quantiles.isEmpty() ? "Each is " : "On average, they are ") + Phrases.grouped(width, DIGITS)
                + " wide";
        List<Third> thirds = thirds();
        if (thirds.isEmpty()) {
            return overall;
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            Third third = thirds.get(i);
            parts.add(Phrases.percent(third.coverage) + " of the " + SIZES.get(i) + " third ("
                    + (i == 0
                            ? "up to " + Phrases.grouped(third.to, DIGITS)
                            : i == 1
                                    ? Phrases.grouped(third.from, DIGITS) + " to "
                                            + Phrases.grouped(third.to, DIGITS)
                                    : "from " + Phrases.grouped(third.from, DIGITS))
                    + ")");
        }
        String judgement = judgement(thirds);
        return (judgement.isEmpty() ? "" : "Not for predictions of every size: they are " + judgement + ". ") + overall
                + ". By size of the prediction, they contain the truth in " + Phrases.list(parts)
                + (!judgement.isEmpty()
                        ? ""
                        : off == 0
                                ? ": as far as the rows can tell, they can be trusted for predictions of any size"
                                : ": no size stands out");
    }

    /// Returns -1 if the truth lies in too few of the intervals, 1 if in more than necessary, and 0 if the difference does not
    /// matter or may be chance.
    ///
    /// @param groups the number of groups of rows that are judged
    private int off(double share, int rows, int groups) {
        boolean chance = ShareInterval.of((int) Math.rint(share * rows), rows, groups).contains(level);
        return chance || Math.abs(share - level) <= OFF ? 0 : share < level ? -1 : 1;
    }

    /// Returns for which predictions the intervals are wrong, as words that follow "they are"; empty if for none.
    private String judgement(List<Third> thirds) {
        List<String> narrow = new ArrayList<>();
        List<String> wide = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            int off = off(thirds.get(i).coverage, thirds.get(i).rows, SIZES.size());
            if (off < 0) {
                narrow.add(PREDICTIONS.get(i));
            } else if (off > 0) {
                wide.add(PREDICTIONS.get(i));
            }
        }
        List<String> words = new ArrayList<>();
        if (!narrow.isEmpty()) {
            words.add("too narrow for " + Phrases.list(narrow) + " predictions");
        }
        if (!wide.isEmpty()) {
            words.add("wider than necessary for " + Phrases.list(wide) + (narrow.isEmpty() ? " predictions" : " ones"));
        }
        return String.join(", and ", words);
    }

    /// A third of the rows, in the order of their predictions.
    private record Third(double from, double to, int rows, double coverage) {
    }

    /// Returns thirds of the groups; empty if there are too few rows to tell them apart.
    private List<Third> thirds() {
        List<Third> thirds = new ArrayList<>();
        int size = SIZES.size();
        for (int i = 0; i < size && bins.size() >= size; i++) {
            List<Bin> some = bins.subList(i * bins.size() / size, (i + 1) * bins.size() / size);
            int rows = some.stream().mapToInt(Bin::rows).sum();
            if (rows < ENOUGH) {
                return List.of();
            }
            thirds.add(new Third(some.getFirst().from, some.getLast().to, rows,
                    some.stream().mapToDouble(bin -> bin.coverage * bin.rows).sum() / rows));
        }
        return thirds;
    }
}
