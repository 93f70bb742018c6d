package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.List;
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
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.value.MeasureWords;
import org.chainrule.tabular.value.Phrases;

/// Writes what the model relies on.
final class ExplanationSections {
    private static final int BARS = 15;
    private static final int DIGITS = 3;

    private ExplanationSections() {
    }

    static List<Page.Section> of(Report report) {
        return List.of(new Page.Section("Importance", importance(report.explanation())),
                new Page.Section("Dependence", dependence(report.explanation())));
    }

    static String importance(Reliance explanation) {
        Importance all = explanation.importance();
        List<Importance.Column> first = all.columns().subList(0, Math.min(BARS, all.columns().size()));
        double[] numbers = first.stream()
                .flatMapToDouble(each -> DoubleStream.of(0, each.mean(), each.mean() + each.deviation()))
                .toArray();
        String measure = MeasureWords.named(all.metric());
        Bars bars = Bars.bars("Importance of each column",
                Axis.of("how much worse the " + measure + " gets", numbers));
        for (Importance.Column each : first) {
            bars.line(Palette.BLUE, each.column(), each.mean(), each.mean() - each.deviation(),
                    each.mean() + each.deviation(), MeasureText.significant(each.mean(), DIGITS));
        }
        StringBuilder out = new StringBuilder(
                Markup.paragraph("If the values of a column are shuffled among the rows, they"
                        + " tell the model nothing any more. The worse its predictions get, the more it relies on the column. A bar"
                        + " shows by how much the " + measure + " gets worse; without shuffling, it is "
                        + MeasureText.of(all.metric(), all.score())
                        + ". Each column of " + Phrases.count(all.rows(), "row") + " was shuffled "
                        + Phrases.count(all.repeats(), "time")
                        + (all.repeats() < all.planned()
                                ? ", not " + all.planned() + " times as planned, because the time limit was over"
                                : "")
                        + "; the line at the end of a bar is the spread (one standard"
                        + " deviation to each side)."));
        List<String> unclear = all.columns().stream().filter(each -> !Reliance.matters(each))
                .map(Importance.Column::column).toList();
        if (unclear.size() == all.columns().size()) {
            out.append(Markup.paragraph("No column clearly matters: the importance of each is within chance."));
        } else if (!unclear.isEmpty()) {
            out.append(Markup.paragraph(Phrases.names(unclear) + (unclear.size() == 1
                    ? " does not clearly matter: its importance is within chance."
                    : " do not clearly matter: their importance is within chance.")));
        }
        if (!all.unmeasured().isEmpty()) {
            out.append(Markup.paragraph("The time limit left none to measure "
                    + Phrases.count(all.unmeasured().size(), "other column") + ": "
                    + Phrases.names(all.unmeasured()) + "."));
        }
        out.append(Markup.list(all.groups().stream().map(Importance.Group::sentence).toList()));
        if (all.columns().size() > BARS) {
            Grid grid = new Grid("All columns", "lrr", List.of("Column", "Importance", "Spread"));
            all.columns().stream().skip(BARS).forEach(each -> grid.row(Markup.name(each.column()),
                    MeasureText.significant(each.mean(), DIGITS), MeasureText.significant(each.deviation(), 2)));
            out.append("<details><summary>The other columns</summary>\n").append(grid.html()).append("</details>\n");
        }
        return Markup.row(List.of(bars.figure("Importance: " + Markup.text(String.join("; ",
                first.stream().map(each -> each.column() + " " + MeasureText.significant(each.mean(), DIGITS))
                        .toList())))
                .html(), Markup.side(out.toString())));
    }

    static String dependence(Reliance explanation) {
        if (explanation.leading().isEmpty()) {
            return "<p>No column clearly matters, so there is nothing to show.</p>\n";
        }
        List<String> figures = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        for (Dependence each : explanation.dependences()) {
            figures.add(chart(each).html());
            String sentence = each.sentence();
            sentences.add(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + (each.flat()
                    ? ", on average; it matters together with other columns"
                    : ""));
        }
        return Markup.list(sentences) + Markup.row(figures) + notDrawn(explanation)
                + "<p class=\"quiet\">Partial dependence is the mean prediction if every row had the value. That includes"
                + " combinations which do not occur. Accumulated local effects avoid these, because they change each row"
                + " only to a neighboring value: where both lines differ, trust this one.</p>\n";
    }

    /// Returns which columns have no chart and why.
    private static String notDrawn(Reliance explanation) {
        return (explanation.late().isEmpty()
                ? ""
                : Markup.paragraph("The time limit left none to draw " + Phrases.names(explanation.late()) + "."))
                + (explanation.others().isEmpty()
                        ? ""
                        : Markup.paragraph("Not drawn, because "
                                + (explanation.others().size() == 1 ? "it matters" : "they matter") + " less: "
                                + Phrases.names(explanation.others()) + "."));
    }

    private static Figure chart(Dependence each) {
        int k = each.strongest();
        String what = each.classes()
                ? "probability that " + each.target() + " is " + each.outputs().get(k)
                : "predicted " + each.outputs().get(k);
        List<Dependence.Point> present = each.points().stream().filter(point -> !point.missing()).toList();
        boolean ordered = each.kind() == Dependence.Kind.NUMBER;
        return ordered ? lines(each, present, what, k) : bars(each, what, k);
    }

    private static Figure lines(Dependence each, List<Dependence.Point> points, String what, int k) {
        double[] xs = points.stream().mapToDouble(Dependence.Point::value).toArray();
        double[] means = points.stream().mapToDouble(point -> point.mean().get(k)).toArray();
        double[] effects = points.stream().mapToDouble(point -> point.accumulated().get(k) + each.overall().get(k))
                .toArray();
        double[] range = DoubleStream
                .concat(DoubleStream.of(means), DoubleStream.of(effects)).toArray();
        return new Plot(Markup.clip(each.column()), Axis.of(each.column(), xs), Axis.of(what, range))
                .line(Palette.BLUE, false, xs, means, "partial dependence")
                .line(Palette.ORANGE, true, xs, effects, "accumulated local effects")
                .figure(Markup.text(what + " " + each.directions().get(k).words()));
    }

    private static Figure bars(Dependence each, String what, int k) {
        double[] range = DoubleStream.concat(DoubleStream.of(each.overall().get(k)),
                each.points().stream().mapToDouble(point -> point.mean().get(k))).toArray();
        Bars bars = Bars.dots(Markup.clip(each.column()), Axis.of(what, range));
        each.points().stream().limit(BARS).forEach(point -> bars.line(Palette.BLUE,
                point.missing() ? "(missing)" : point.text(),
                point.mean().get(k), Double.NaN, Double.NaN,
                MeasureText.significant(point.mean().get(k), DIGITS)));
        return bars.figure(Markup.text(what + " " + each.directions().get(k).words()));
    }
}
