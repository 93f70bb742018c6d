package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.chart.Axis;
import org.chainrule.tabular.chart.Figure;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.chart.Plot;
import org.chainrule.tabular.value.Phrases;

/// Writes how well numbers are predicted.
final class NumberSections {
    private static final int DIGITS = 3;
    private static final String RESIDUAL = "true - predicted";

    private NumberSections() {
    }

    /// @param limits the ends of the target that many rows have exactly
    static List<Page.Section> of(NumberQuality quality, List<ErrorAnalysis.Limited> limits, String unit) {
        return List.of(new Page.Section("Predicted and true numbers", truth(quality, limits, unit)),
                new Page.Section("Intervals", intervals(quality, unit)));
    }

    private static String truth(NumberQuality quality, List<ErrorAnalysis.Limited> limits, String unit) {
        double[] predicted = numbers(quality.predicted());
        double[] truth = numbers(quality.truth());
        double[] both = DoubleStream.concat(DoubleStream.of(predicted), DoubleStream.of(truth)).toArray();
        Axis across = Axis.of("predicted " + unit, both);
        Axis up = Axis.of("true " + unit, both);
        Plot scatter = new Plot("True by predicted number", across, up).cloud(Palette.BLUE, predicted, truth, "a row")
                .guide(up.low(), up.low(), up.high(), up.high(), "perfect predictions");
        StringBuilder notes = new StringBuilder(Markup.paragraph(bias(quality.bins())));
        for (ErrorAnalysis.Limited limited : limits) {
            double value = limited.value();
            scatter.line(Palette.RED, true, new double[]{across.low(), across.high()}, new double[]{value, value},
                    "the " + (limited.largest() ? "largest" : "smallest") + " number in the table");
            notes.append(Markup.paragraph(Phrases.count(limited.all(), "row") + " of the table have exactly "
                    + Phrases.plain(value) + ", where the red line is: probably a "
                    + (limited.largest() ? "cap" : "limit") + ", as explained under \"Where it errs\"."));
        }
        List<NumberQuality.Bin> bins = quality.bins();
        double[] means = bins.stream().mapToDouble(NumberQuality.Bin::mean).toArray();
        double[] lows = bins.stream().mapToDouble(NumberQuality.Bin::low).toArray();
        double[] highs = bins.stream().mapToDouble(NumberQuality.Bin::high).toArray();
        double[] middle = bins.stream().mapToDouble(NumberQuality.Bin::residual).toArray();
        Axis residual = Axis.of(RESIDUAL, DoubleStream.concat(DoubleStream.of(lows), DoubleStream.of(highs))
                .toArray());
        Plot byPrediction = new Plot("Errors by predicted number", Axis.of("predicted " + unit, means), residual)
                .band(Palette.BLUE, means, lows, highs, "8 of 10 rows")
                .guide(means[0], 0, means[means.length - 1], 0, "")
                .line(Palette.BLUE, false, means, middle, "mean");
        return notes + Markup.row(List.of(
                scatter.figure("True number by predicted number of " + predicted.length + " rows")
                        .caption(Page.count(predicted.length) + " rows. Above the line of perfect predictions, the true"
                                + " number is larger than the predicted one.")
                        .html(),
                byPrediction.figure("Mean error and the range of 8 of 10 errors by predicted number")
                        .caption("Above 0, predictions are too low. Where the band is wider, predictions are less"
                                + " certain.")
                        .html(),
                histogram(quality.residuals())));
    }

    private static String histogram(NumberQuality.Histogram all) {
        int size = all.counts().size();
        double step = (all.high() - all.low()) / size;
        double[] edges = IntStream.rangeClosed(0, size).mapToDouble(i -> all.low() + i * step).toArray();
        int most = all.counts().stream().mapToInt(Integer::intValue).max().orElse(1);
        List<String> labels = IntStream.range(0, size)
                .mapToObj(i -> Phrases.count(all.counts().get(i), "row") + (i == 0 && all.below() > 0
                        ? " below " + significant(edges[1])
                        : i == size - 1 && all.above() > 0
                                ? " above " + significant(edges[i])
                                : " from " + significant(edges[i]) + " to " + significant(edges[i + 1])))
                .toList();
        Plot histogram = new Plot("Number of rows by error", Axis.of(RESIDUAL, all.low(), all.high()),
                Axis.counts("rows", 0, most)).bars(Palette.BLUE, edges,
                        numbers(all.counts().stream().map(Integer::doubleValue).toList()), labels);
        // the outermost bars count all rows beyond them
        if (all.below() > 0) {
            histogram.note(edges[0], all.counts().getFirst(), "and less");
        }
        if (all.above() > 0) {
            histogram.note(edges[size], all.counts().getLast(), "and more");
        }
        return histogram.figure("Number of rows by error").caption(all.below() + all.above() == 0
                ? ""
                : "The bars at both ends also count the " + Phrases.count(all.below() + all.above(), "row")
                        + " with errors beyond them.")
                .html();
    }

    private static String bias(List<NumberQuality.Bin> bins) {
        NumberQuality.Bin widest = bins.getFirst();
        NumberQuality.Bin narrowest = bins.getFirst();
        for (NumberQuality.Bin bin : bins) {
            widest = bin.error() > widest.error() ? bin : widest;
            narrowest = bin.error() < narrowest.error() ? bin : narrowest;
        }
        return bins.size() < 2
                ? "Predictions are off by " + significant(widest.error()) + " on average."
                : "Errors are largest for predictions " + between(widest) + ", which are off by "
                        + significant(widest.error()) + " on average, and smallest for those " + between(narrowest)
                        + ", which are off by " + significant(narrowest.error()) + ".";
    }

    private static String between(NumberQuality.Bin bin) {
        return "from " + significant(bin.from()) + " to " + significant(bin.to());
    }

    private static String significant(double value) {
        return Phrases.grouped(value, DIGITS);
    }

    private static String intervals(NumberQuality quality, String unit) {
        StringBuilder out = new StringBuilder(Markup.paragraph(quality.trust() + "."));
        List<String> parts = new ArrayList<>();
        boolean covers = !Double.isNaN(quality.level());
        if (covers) {
            parts.add(coverage(quality, unit).html());
        }
        List<String> head = new ArrayList<>(List.of("Predicted", "Rows", "Mean true - predicted",
                "Mean absolute error"));
        if (covers) {
            head.add("Inside the interval");
        }
        Grid grid = new Grid("Rows by predicted number", "lrrr" + (covers ? "r" : ""), head);
        for (NumberQuality.Bin bin : quality.bins()) {
            List<String> cells = new ArrayList<>(List.of(significant(bin.from()) + Page.TO + significant(bin.to()),
                    Page.count(bin.rows()), significant(bin.residual()), significant(bin.error())));
            if (covers) {
                cells.add(Page.percent(bin.coverage()));
            }
            grid.row(cells);
        }
        parts.add(grid.html());
        Grid levels = new Grid("Quantiles", "rr", List.of("Level", "Truth below it"));
        quality.quantiles().forEach(each -> levels.row(Phrases.plain(each.level()), Page.percent(each.share())));
        return out.append(Markup.row(parts)).append(levels.html()).toString();
    }

    private static Figure coverage(NumberQuality quality, String unit) {
        List<NumberQuality.Bin> bins = quality.bins();
        double[] means = bins.stream().mapToDouble(NumberQuality.Bin::mean).toArray();
        double[] coverage = bins.stream().mapToDouble(NumberQuality.Bin::coverage).toArray();
        Axis across = Axis.of("predicted " + unit, means);
        Plot plot = new Plot("Rows inside their interval", across, Axis.share("share of the rows"))
                .guide(across.low(), quality.level(), across.high(), quality.level(),
                        "intended: " + Phrases.percent(quality.level()))
                .line(Palette.BLUE, false, means, coverage, "rows with similar predictions");
        for (int i = 0; i < means.length; i++) {
            plot.dot(Palette.BLUE, means[i], coverage[i], 4, Page.percent(coverage[i]) + " of "
                    + Phrases.count(bins.get(i).rows(), "row"));
        }
        return plot.figure("Share of true numbers inside their interval by predicted number")
                .caption(
                        "Below the dashed line, fewer true numbers lie in their intervals than intended; above it, more."
                                + " Where there are few rows, the difference may be chance.");
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
