package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.tabular.chart.Axis;
import org.chainrule.tabular.chart.Bars;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.value.Phrases;

/// Writes where the model errs.
final class ErrorSections {
    private static final int DIGITS = 3;

    private ErrorSections() {
    }

    /// @param unit the unit of errors of numbers
    static List<Page.Section> of(ErrorAnalysis errors, boolean classes, String unit) {
        return List.of(new Page.Section("Where it errs", where(errors, classes, unit)),
                new Page.Section("Suspicious labels", suspects(errors, classes)));
    }

    private static String where(ErrorAnalysis errors, boolean classes, String unit) {
        StringBuilder out = new StringBuilder(Markup.paragraph(errors.sentence(classes) + "."));
        errors.limits().forEach(limit -> out.append(Markup.paragraph(limit.sentence() + ".")));
        List<String> parts = new ArrayList<>();
        if (!errors.slices().isEmpty()) {
            String what = classes ? "share of wrong predictions" : "mean absolute error of " + unit;
            double[] range = errors.slices().stream().mapToDouble(ErrorAnalysis.Slice::error).toArray();
            double[] all = Arrays.copyOf(range, range.length + 2);
            all[range.length] = errors.overall();
            Bars bars = Bars.bars("Groups with errors above average", Axis.of(what, all));
            bars.line(Palette.QUIET, "all rows", errors.overall(), Double.NaN, Double.NaN,
                    words(errors.overall(), classes));
            StringBuilder text = new StringBuilder();
            for (ErrorAnalysis.Slice slice : errors.slices()) {
                bars.line(slice.clear() ? Palette.ORANGE : Palette.BLUE,
                        slice.label(), slice.error(), Double.NaN, Double.NaN,
                        words(slice.error(), classes) + ", " + Page.count(slice.rows()) + " rows");
                text.append(Markup.clip(slice.name())).append(' ').append(words(slice.error(), classes)).append("; ");
            }
            parts.add(bars.figure("Error by group: " + text)
                    .caption(
                            "The clearest differences from all rows come first, which need not be the largest. Orange: more"
                                    + " than chance explains (three standard errors). Blue: may be chance.")
                    .html());
        }
        parts.add(rows(errors.worst(), errors.columns(), classes ? "The rows most wrong" : "The largest errors",
                classes ? "Probability of the truth" : "True - predicted", classes));
        return out.append(Markup.row(parts)).toString();
    }

    private static String words(double error, boolean classes) {
        return classes ? Page.percent(error) : Phrases.grouped(error, DIGITS);
    }

    private static String suspects(ErrorAnalysis errors, boolean classes) {
        if (errors.suspects().isEmpty()) {
            return Markup.paragraph(classes
                    ? "No row of the report has a label that is likely to be wrong."
                    : "No row of the report has a number that is likely to be wrong.");
        }
        boolean one = errors.doubtful() == 1;
        // what the model gets wrong looks the same as a wrong label, so that both tables begin with the same rows
        List<ErrorAnalysis.Row> others = errors.suspects().stream()
                .filter(row -> !classes || errors.worst().stream().noneMatch(worst -> worst.line() == row.line()))
                .toList();
        int above = errors.suspects().size() - others.size();
        String why = classes
                ? " may have a wrong label: the model expects another class there, and is as sure of it as it usually is of"
                        + " rows of that class. That is no proof, because the model errs too: it predicts "
                        + Phrases.count(Math.round(errors.overall() * errors.rows()), "row") + " wrong. Check "
                        + (one ? "the label." : "the labels.")
                : (one ? " has a number" : " have numbers")
                        + " unusually far from the prediction, compared with rows that have similar predictions."
                        + " Check whether " + (one ? "it is" : "they are") + " right.";
        String where = above == 0
                ? errors.doubtful() > others.size() ? " The table has the first " + others.size() + "." : ""
                : (above == errors.doubtful()
                        ? one ? " It is" : " They are"
                        : " The first " + above + (above == 1 ? " is" : " are"))
                        + " in the table of the rows most wrong"
                        + (others.isEmpty()
                                ? "."
                                : ", and the next " + (others.size() == 1 ? "one" : others.size()) + " here.");
        return Markup.paragraph(Phrases.count(errors.doubtful(), "row") + why + where)
                + rows(others, errors.columns(), above == 0 ? "The most suspicious rows" : "Other suspicious rows",
                        classes ? "Margin" : "Times the usual error", false)
                + (classes && !others.isEmpty()
                        ? "<p class=\"quiet\">The margin is the probability of the predicted class minus that of the label."
                                + "</p>\n"
                        : "");
    }

    private static String rows(List<ErrorAnalysis.Row> rows, List<String> columns, String title, String score,
            boolean share) {
        List<String> head = new ArrayList<>(List.of("Line", "In the table", "Predicted", score));
        columns.forEach(column -> head.add(Markup.name(column)));
        Grid grid = new Grid(title, "rllr" + "l".repeat(columns.size()), head);
        for (ErrorAnalysis.Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(Page.count(row.line()), Markup.name(row.truth()),
                    Markup.name(row.predicted()),
                    share ? Page.percent(row.score()) : Phrases.grouped(row.score(), DIGITS)));
            row.values().forEach(value -> cells.add(value.isEmpty() ? "\u2013" : Markup.name(value)));
            grid.row(cells);
        }
        return grid.html();
    }
}
