package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.chainrule.tabular.chart.Axis;
import org.chainrule.tabular.chart.Bars;
import org.chainrule.tabular.chart.Figure;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.outcome.Measures;
import org.chainrule.tabular.value.MeasureWords;
import org.chainrule.tabular.value.Phrases;

/// Writes how good the model is, beside baselines.
final class ResultSection {
    private static final int CHARTS = 6;

    private ResultSection() {
    }

    static String of(TestResults results) {
        StringBuilder out = new StringBuilder();
        List<String> head = new ArrayList<>(List.of(""));
        results.names().forEach(name -> head.add("<span title=\"" + Markup.text(MeasureWords.meaning(name)) + "\">"
                + Markup.clip(MeasureWords.named(name)) + "</span>"));
        Grid grid = new Grid("Measures", "l" + "r".repeat(results.names().size()), head);
        for (TestResults.Entry entry : results.entries()) {
            grid.row(cells(results, entry));
            if (!entry.intervals().isEmpty()) {
                List<String> cells = new ArrayList<>(List.of("\u2003" + "95 % interval"));
                results.names().forEach(
                        name -> cells.add(entry.intervals().get(name) instanceof Interval(double low, double high)
                                ? Page.measure(name, low) + " to " + Page.measure(name, high)
                                : "\u2013"));
                grid.row(cells);
            }
        }
        List<String> parts = new ArrayList<>(results.names().stream()
                .filter(name -> Double.isFinite(results.model().measures().getOrDefault(name, Double.NaN)))
                .limit(CHARTS).map(name -> chart(results, name).html()).toList());
        parts.add(grid.html());
        out.append(Markup.row(parts));
        out.append("<p class=\"quiet\">").append(Markup.text((results.resamples() > 0
                ? "The intervals, which are lines in the charts, hold 95 % of the values that a measure takes in "
                        + results.resamples()
                        + " random samples of these rows (bootstrap). "
                : "")
                + (results.unit().isEmpty() ? "" : "Errors are in units of " + Phrases.quoted(results.unit()) + ". ")
                + "Models are compared by " + MeasureWords.named(results.deciding()) + "."
                + (results.missing().isEmpty() ? "" : " " + results.missing()))).append("</p>\n");
        Map<String, String> meanings = new LinkedHashMap<>();
        results.names().forEach(name -> meanings.put(MeasureWords.named(name), MeasureWords.meaning(name)));
        meanings.values().removeIf(String::isEmpty);
        out.append(Page.terms(meanings));
        return out.toString();
    }

    private static List<String> cells(TestResults results, TestResults.Entry entry) {
        boolean own = entry.role() == TestResults.Role.MODEL;
        List<String> cells = new ArrayList<>(List.of(own
                ? "<strong>" + Markup.clip(entry.name()) + "</strong>"
                : (entry.role() == TestResults.Role.BASELINE ? "baseline: " : "") + Markup.clip(entry.name())));
        results.names().forEach(name -> cells.add(entry.measures().containsKey(name)
                ? Page.measure(name, entry.measures().getOrDefault(name, 0.0))
                : "\u2013"));
        return cells;
    }

    private static Figure chart(TestResults results, String name) {
        List<TestResults.Entry> entries = results.entries().stream()
                .filter(entry -> (entry.role() == TestResults.Role.MODEL || entry.role() == TestResults.Role.BASELINE)
                        && entry.measures().containsKey(name))
                .toList();
        double[] numbers = entries.stream().flatMapToDouble(entry -> DoubleStream.concat(
                DoubleStream.of(entry.measures().getOrDefault(name, Double.NaN)),
                entry.intervals().get(name) instanceof Interval(double low, double high)
                        ? DoubleStream.of(low, high)
                        : DoubleStream.empty()))
                .toArray();
        String words = MeasureWords.named(name);
        String better = Measures.isError(name) ? "lower is better" : "higher is better";
        Bars bars = Bars.dots(Markup.clip(words), Axis.of(words + " (" + better + ")", numbers));
        StringBuilder text = new StringBuilder(Markup.clip(words) + ", " + better + ": ");
        for (TestResults.Entry entry : entries) {
            double value = entry.measures().getOrDefault(name, Double.NaN);
            Interval interval = entry.intervals().get(name);
            boolean own = entry.role() == TestResults.Role.MODEL;
            bars.line(own ? Palette.BLUE : Palette.QUIET, entry.name(), value,
                    interval == null ? Double.NaN : interval.low(), interval == null ? Double.NaN : interval.high(),
                    Page.measure(name, value));
            text.append(Markup.clip(entry.name())).append(' ').append(Page.measure(name, value)).append("; ");
        }
        return bars.figure(text.toString());
    }
}
