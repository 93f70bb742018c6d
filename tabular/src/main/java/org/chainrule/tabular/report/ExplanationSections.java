package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.chainrule.tabular.chart.Axis;
import org.chainrule.tabular.chart.Bars;
import org.chainrule.tabular.chart.Figure;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.chart.Plot;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.value.MeasureWords;
import org.chainrule.tabular.value.Phrases;

/// Writes what the model relies on.
final class ExplanationSections {
    private static final int BARS = 15;
    private static final int DIGITS = 3;
    /// The room beside the lowest end of a spread, as a share of the width.
    private static final double BESIDE = 0.01;
    /// A change of less than this share of the range of a chart is hardly seen.
    private static final double SEEN = 0.1;

    private ExplanationSections() {
    }

    static List<Page.Section> of(Report report) {
        Map<String, Integer> distinct = new HashMap<>();
        report.data().columns().forEach(column -> distinct.put(column.name(), column.distinct()));
        return List.of(new Page.Section("Importance", importance(report.explanation(), report.results().rows())),
                new Page.Section("Dependence", dependence(report.explanation(), distinct)));
    }

    /// @param rows the number of rows of the report
    static String importance(Reliance explanation, int rows) {
        Importance all = explanation.importance();
        List<Importance.Column> first = all.columns().subList(0, Math.min(BARS, all.columns().size()));
        double[] numbers = first.stream().flatMapToDouble(
                each -> DoubleStream.of(0, each.mean() - each.deviation(), each.mean() + each.deviation())).toArray();
        String measure = MeasureWords.named(all.metric());
        Axis whole = Axis.of("how much worse the " + measure + " gets", numbers);
        // a bar that reaches a little below 0 does not take the room of a tick
        double least = Arrays.stream(numbers).min().orElse(0);
        Axis axis = new Axis(whole.title(), Math.max(whole.low(), least + BESIDE * (least - whole.high())),
                whole.high(),
                whole.step());
        Bars bars = Bars.bars("Importance of each column", least < 0 ? axis : whole);
        for (Importance.Column each : first) {
            bars.line(Palette.BLUE, each.column(), each.mean(), each.mean() - each.deviation(),
                    each.mean() + each.deviation(), Phrases.grouped(each.mean(), DIGITS));
        }
        StringBuilder out = new StringBuilder(
                Markup.paragraph("If the values of a column are shuffled among the rows, they"
                        + " tell the model nothing any more. The worse its predictions get, the more it relies on the column. A bar"
                        + " shows by how much the " + measure + " gets worse; without shuffling, it is "
                        + Page.measure(all.metric(), all.score())
                        + " on these rows. Each column was shuffled " + Phrases.count(all.repeats(), "time")
                        + " on " + (all.rows() < rows
                                ? String.format(Locale.ROOT, "%,d of the %,d rows, drawn at random", all.rows(), rows)
                                : Phrases.count(all.rows(), "row"))
                        + (all.repeats() < all.planned()
                                ? ", not " + all.planned() + " times as planned, because the time limit was over"
                                : "")
                        + "; the line at the end of a bar is the spread (one standard"
                        + " deviation to each side)."));
        explanation.others(explanation.leading()).forEach(sentence -> out.append(Markup.paragraph(sentence)));
        if (!all.unmeasured().isEmpty()) {
            out.append(Markup.paragraph("The time limit left none to measure "
                    + Phrases.count(all.unmeasured().size(), "other column") + ": "
                    + Phrases.names(all.unmeasured()) + "."));
        }
        out.append(Markup.list(explanation.masked().stream()
                .map(group -> group.sentence()
                        + explanation.rank(group).map(rank -> ", which would rank " + rank).orElse(""))
                .toList()));
        if (all.columns().size() > BARS) {
            Grid grid = new Grid("All columns", "lrr", List.of("Column", "Importance", "Spread"));
            all.columns().stream().skip(BARS).forEach(each -> grid.row(Markup.name(each.column()),
                    Phrases.grouped(each.mean(), DIGITS), Phrases.grouped(each.deviation(), 2)));
            out.append("<details><summary>The other columns</summary>\n").append(grid.html()).append("</details>\n");
        }
        return Markup.row(List.of(bars.figure("Importance: " + Markup.text(String.join("; ",
                first.stream().map(each -> each.column() + " " + Phrases.grouped(each.mean(), DIGITS))
                        .toList())))
                .html(), Markup.side(out.toString())));
    }

    /// @param distinct the number of different values of columns in the whole table
    static String dependence(Reliance explanation, Map<String, Integer> distinct) {
        if (explanation.leading().isEmpty()) {
            return "<p>No column clearly matters, so there is nothing to show.</p>\n";
        }
        List<String> figures = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        for (Dependence each : explanation.dependences()) {
            figures.add(chart(each).caption(caption(each, distinct.getOrDefault(each.column(), 0))).html());
            String sentence = each.sentence();
            sentences.add(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + (each.flat()
                    ? ", on average; it matters together with other columns"
                    : ""));
        }
        boolean lines = explanation.dependences().stream().anyMatch(ExplanationSections::isLine);
        return Markup.list(sentences) + Markup.row(figures) + notDrawn(explanation)
                + "<p class=\"quiet\">" + (lines
                        ? "Where a chart has lines, its sentence describes the solid one, the accumulated local effects: each row"
                                + " is changed to a neighboring value only. Trust it where both lines differ. "
                        : "")
                + "Partial dependence" + (lines ? ", the dashed lines and the dots," : "")
                + " is the mean prediction if all rows had the value, with combinations which do not occur.</p>\n";
    }

    private static boolean isLine(Dependence each) {
        return each.kind() == Dependence.Kind.NUMBER;
    }

    /// Returns what to know of a chart.
    ///
    /// @param distinct the number of different values in the whole table; 0 if it is not known
    private static String caption(Dependence each, int distinct) {
        if (isLine(each)) {
            return isOpposite(each)
                    ? "In part, the dashed line goes the other way, because of combinations which do not occur: trust the"
                            + " solid one."
                    : "";
        }
        if (each.kind() == Dependence.Kind.DATE) {
            return "";
        }
        if (each.kind() == Dependence.Kind.PART) {
            return "Of the most frequent ones, those with the largest effect; the most frequent comes first.";
        }
        int drawn = (int) each.points().stream().filter(point -> !point.missing()).limit(BARS).count();
        return "The most frequent value comes first."
                + (distinct > drawn
                        ? " " + (distinct - drawn) + (distinct - drawn == 1 ? " rarer one is" : " rarer ones are")
                                + " not drawn."
                        : "");
    }

    /// Returns whether partial dependence rises where accumulated local effects fall or the other way, by what can be seen.
    private static boolean isOpposite(Dependence each) {
        int k = each.strongest();
        List<Dependence.Point> points = each.points().stream().filter(point -> !point.missing()).toList();
        double opposite = 0;
        for (int i = 1; i < points.size(); i++) {
            double effect = points.get(i).accumulated().get(k) - points.get(i - 1).accumulated().get(k);
            double partial = points.get(i).mean().get(k) - points.get(i - 1).mean().get(k);
            opposite += effect * partial < 0 ? Math.min(Math.abs(effect), Math.abs(partial)) : 0;
        }
        return opposite > SEEN * each.range(k);
    }

    /// Returns which columns have no chart and why.
    private static String notDrawn(Reliance explanation) {
        return (explanation.late().isEmpty()
                ? ""
                : Markup.paragraph("The time limit left none to draw " + Phrases.names(explanation.late()) + "."))
                + (explanation.others().isEmpty()
                        ? ""
                        : Markup.paragraph("The other columns matter less or not clearly and are not drawn."));
    }

    private static Figure chart(Dependence each) {
        int k = each.strongest();
        String what = each.classes()
                ? "probability that " + each.target() + " is " + each.outputs().get(k)
                : "predicted " + each.outputs().get(k);
        List<Dependence.Point> present = each.points().stream().filter(point -> !point.missing()).toList();
        return isLine(each) ? lines(each, present, what, k) : bars(each, what, k);
    }

    private static Figure lines(Dependence each, List<Dependence.Point> points, String what, int k) {
        double[] xs = points.stream().mapToDouble(Dependence.Point::value).toArray();
        double[] means = points.stream().mapToDouble(point -> point.mean().get(k)).toArray();
        double[] effects = points.stream().mapToDouble(point -> point.accumulated().get(k) + each.overall().get(k))
                // effects add up past the ends of what a probability can be
                .map(effect -> each.classes() ? Math.clamp(effect, 0, 1) : effect).toArray();
        double[] range = DoubleStream
                .concat(DoubleStream.of(means), DoubleStream.of(effects)).toArray();
        return new Plot(Markup.clip(each.column()), Axis.of(each.column(), xs), Axis.of(what, range))
                .line(Palette.ORANGE, true, xs, means, "partial dependence")
                .line(Palette.BLUE, false, xs, effects, "accumulated local effects")
                .figure(Markup.text(what + " " + each.directions().get(k).words()));
    }

    private static Figure bars(Dependence each, String what, int k) {
        double[] range = DoubleStream.concat(DoubleStream.of(each.overall().get(k)),
                each.points().stream().mapToDouble(point -> point.mean().get(k))).toArray();
        Bars bars = Bars.dots(Markup.clip(each.column()), Axis.of(what, range));
        each.points().stream().limit(BARS).forEach(point -> bars.line(Palette.BLUE,
                point.missing() ? "(missing)" : point.text(),
                point.mean().get(k), Double.NaN, Double.NaN,
                Phrases.grouped(point.mean().get(k), DIGITS)));
        return bars.figure(Markup.text(what + " " + each.directions().get(k).words()));
    }
}
