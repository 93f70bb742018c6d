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

    private static String importance(Reliance explanation) {
        Importance all = explanation.importance();
        List<Importance.Column> first = all.columns().subList(0, Math.min(BARS, all.columns().size()));
        double[] numbers = first.stream()
                .flatMapToDouble(each -> DoubleStream.of(0, each.mean(), each.mean() + each.deviation()))
                .toArray();
        Bars bars = Bars.bars("Importance of each column",
                Axis.of("how much worse " + all.metric() + " gets", numbers));
        for (Importance.Column each : first) {
            bars.line(Palette.BLUE, each.column(), each.mean(), each.mean() - each.deviation(),
                    each.mean() + each.deviation(), MeasureText.significant(each.mean(), DIGITS));
        }
        long none = all.columns().stream().filter(each -> !Reliance.matters(each)).count();
        StringBuilder out = new StringBuilder(Markup.paragraph("The values of one column are shuffled among "
                + Phrases.count(all.rows(), "row") + ", so that they tell nothing any more: how much worse does "
                + all.metric() + " get? It is " + MeasureText.of(all.metric(), all.score())
                + " with the values as they are. Lines show the spread of " + Phrases.count(all.repeats(), "shuffle")
                + "."));
        out.append(Markup.row(List.of(bars.figure("Importance: " + Markup.text(String.join("; ",
                first.stream().map(each -> each.column() + " " + MeasureText.significant(each.mean(), DIGITS))
                        .toList())))
                .html())));
        if (none > 0) {
            out.append(Markup.paragraph(Phrases.count(none, "column") + " of " + all.columns().size()
                    + (none == 1 ? " does" : " do") + " not clearly matter: their importance is within chance."));
        }
        out.append(Markup.list(all.groups().stream().map(Importance.Group::sentence).toList()));
        if (all.columns().size() > BARS) {
            Grid grid = new Grid("All columns", "lrr", List.of("Column", "Importance", "Spread"));
            all.columns().stream().skip(BARS).forEach(each -> grid.row(Markup.name(each.column()),
                    MeasureText.significant(each.mean(), DIGITS), MeasureText.significant(each.deviation(), 2)));
            out.append("<details><summary>The other columns</summary>\n").append(grid.html()).append("</details>\n");
        }
        return out.toString();
    }

    private static String dependence(Reliance explanation) {
        if (explanation.dependences().isEmpty()) {
            return "<p>No column clearly matters, so there is nothing to show.</p>\n";
        }
        List<String> figures = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        for (Dependence each : explanation.dependences()) {
            figures.add(chart(each).html());
            String sentence = each.sentence();
            sentences.add(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1));
        }
        return Markup.list(sentences) + Markup.row(figures)
                + "<p class=\"quiet\">Partial dependence is the mean prediction if all rows had the value. Accumulated"
                + " local effects, shifted to the mean prediction, change each row only between neighboring values: trust"
                + " them more where columns belong together.</p>\n";
    }

    private static Figure chart(Dependence each) {
        int k = each.strongest();
        String what = each.classes() ? "probability of " + each.outputs().get(k) : "predicted " + each.outputs().get(k);
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
                .figure(Markup.text(what + " " + each.directions().get(k)));
    }

    private static Figure bars(Dependence each, String what, int k) {
        double[] range = DoubleStream.concat(DoubleStream.of(each.overall().get(k)),
                each.points().stream().mapToDouble(point -> point.mean().get(k))).toArray();
        Bars bars = Bars.dots(Markup.clip(each.column()), Axis.of(what, range));
        each.points().stream().limit(BARS).forEach(point -> bars.line(Palette.BLUE,
                point.missing() ? "(missing)" : point.text(),
                point.mean().get(k), Double.NaN, Double.NaN,
                MeasureText.significant(point.mean().get(k), DIGITS)));
        return bars.figure(Markup.text(what + " " + each.directions().get(k)));
    }
}
