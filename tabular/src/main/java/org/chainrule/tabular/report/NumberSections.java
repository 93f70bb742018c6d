package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.chart.Axis;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.chart.Plot;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.value.Phrases;

/// Writes how well numbers are predicted.
final class NumberSections {
    private static final int DIGITS = 3;

    private NumberSections() {
    }

    static List<Page.Section> of(NumberQuality quality, String unit) {
        return List.of(new Page.Section("Predicted and true numbers", truth(quality, unit)),
                new Page.Section("Intervals", intervals(quality)));
    }

    private static String truth(NumberQuality quality, String unit) {
        double[] predicted = numbers(quality.predicted());
        double[] truth = numbers(quality.truth());
        double[] both = DoubleStream.concat(DoubleStream.of(predicted), DoubleStream.of(truth)).toArray();
        Axis across = Axis.of("predicted " + unit, both);
        Axis up = Axis.of("true " + unit, both);
        Plot scatter = new Plot("True by predicted number", across, up).cloud(Palette.BLUE, predicted, truth, "a row")
                .guide(up.low(), up.low(), up.high(), up.high(), "perfect");
        List<NumberQuality.Bin> bins = quality.bins();
        double[] means = bins.stream().mapToDouble(NumberQuality.Bin::mean).toArray();
        double[] lows = bins.stream().mapToDouble(NumberQuality.Bin::low).toArray();
        double[] highs = bins.stream().mapToDouble(NumberQuality.Bin::high).toArray();
        double[] middle = bins.stream().mapToDouble(NumberQuality.Bin::residual).toArray();
        Axis residual = Axis.of("true - predicted", DoubleStream.concat(DoubleStream.of(lows), DoubleStream.of(highs))
                .toArray());
        Plot byPrediction = new Plot("Residuals by predicted number", Axis.of("predicted " + unit, means), residual)
                .band(Palette.BLUE, means, lows, highs, "8 of 10 rows")
                .guide(means[0], 0, means[means.length - 1], 0, "")
                .line(Palette.BLUE, false, means, middle, "mean residual");
        NumberQuality.Histogram all = quality.residuals();
        int size = all.counts().size();
        double step = (all.high() - all.low()) / size;
        double[] edges = IntStream.rangeClosed(0, size).mapToDouble(i -> all.low() + i * step).toArray();
        int most = all.counts().stream().mapToInt(Integer::intValue).max().orElse(1);
        Plot histogram = new Plot("Residuals", Axis.of("true - predicted", all.low(), all.high()),
                Axis.counts("rows", 0, most)).bars(Palette.BLUE, edges,
                        numbers(all.counts().stream()
                                .map(Integer::doubleValue).toList()),
                        all.counts().stream().map(each -> Page.count(each) + " rows")
                                .toList());
        return Markup.paragraph(bias(bins)) + Markup.row(List.of(
                scatter.figure("True number by predicted number of " + predicted.length + " rows")
                        .caption(Markup.text(predicted.length + " rows, evenly spaced if there are more.")).html(),
                byPrediction.figure("Mean residual and the range of 8 of 10 residuals by predicted number")
                        .caption("Above 0, predictions are too low; a wider band means less certain predictions.")
                        .html(),
                histogram.figure("Number of rows by residual").html()));
    }

    private static String bias(List<NumberQuality.Bin> bins) {
        NumberQuality.Bin widest = bins.getFirst();
        NumberQuality.Bin narrowest = bins.getFirst();
        for (NumberQuality.Bin bin : bins) {
            widest = bin.error() > widest.error() ? bin : widest;
            narrowest = bin.error() < narrowest.error() ? bin : narrowest;
        }
        return "Predictions " + between(widest) + " are the least certain: they are off by "
                + significant(widest.error()) + " on average. Those " + between(narrowest) + " are off by "
                + significant(narrowest.error()) + ".";
    }

    private static String between(NumberQuality.Bin bin) {
        return "from " + significant(bin.from()) + " to " + significant(bin.to());
    }

    private static String significant(double value) {
        return MeasureText.significant(value, DIGITS);
    }

    private static String intervals(NumberQuality quality) {
        StringBuilder out = new StringBuilder(Markup.paragraph(quality.trust() + "."));
        if (!Double.isNaN(quality.level())) {
            List<NumberQuality.Bin> bins = quality.bins();
            double[] means = bins.stream().mapToDouble(NumberQuality.Bin::mean).toArray();
            double[] coverage = bins.stream().mapToDouble(NumberQuality.Bin::coverage).toArray();
            Axis across = Axis.of("predicted number", means);
            Plot plot = new Plot("Coverage by predicted number", across, Axis.share("share inside the interval"))
                    .guide(across.low(), quality.level(), across.high(), quality.level(),
                            "intended: " + Phrases.percent(quality.level()))
                    .line(Palette.BLUE, false, means, coverage, "rows with similar predictions");
            for (int i = 0; i < means.length; i++) {
                plot.dot(Palette.BLUE, means[i], coverage[i], 4, Page.percent(coverage[i]) + " of "
                        + Page.count(bins.get(i).rows()) + " rows");
            }
            out.append(Markup.row(List.of(plot.figure("Share of true numbers inside their interval by predicted number")
                    .caption("Below the dashed line, intervals are too narrow for such predictions.").html())));
        }
        Grid grid = new Grid("Rows by predicted number", "lrrrr",
                List.of("Predicted", "Rows", "Mean residual", "Mean absolute error", "Inside the interval"));
        for (NumberQuality.Bin bin : quality.bins()) {
            grid.row(new ArrayList<>(List.of(significant(bin.from()) + " to " + significant(bin.to()),
                    Page.count(bin.rows()), significant(bin.residual()), significant(bin.error()),
                    Page.percent(bin.coverage()))));
        }
        out.append(grid.html());
        Grid levels = new Grid("Quantiles", "rr", List.of("Level", "Truth below it"));
        quality.quantiles().forEach(each -> levels.row(Phrases.plain(each.level()), Page.percent(each.share())));
        return out.append(levels.html()).toString();
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
