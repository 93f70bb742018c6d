package org.chainrule.app.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.error.Quote;
import org.chainrule.tabular.explain.Attribution;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.explain.NearestRows;

/// Explanations of a model as text.
public final class ExplanationText {
    /// The most columns that are listed.
    private static final int COLUMNS = 20;
    private static final int NEAREST_COLUMNS = 5;
    private static final int OUTPUTS = 5;
    private static final int BAR = 24;
    private static final int ARM = 14;

    private ExplanationText() {
    }

    /// Returns the importances as lines, with bars.
    public static List<String> importance(Importance importance) {
        double largest = importance.columns().stream().mapToDouble(Importance.Column::mean).max().orElse(0);
        TextTable table = new TextTable("lrrl").row("column", "importance", "spread", "");
        importance.columns().stream().limit(COLUMNS).forEach(column -> table.row(Quote.clip(column.column()),
                Format.significant(column.mean(), 3), Format.significant(column.deviation(), 2),
                "+".repeat(length(column.mean(), largest, BAR))));
        List<String> lines = new ArrayList<>(table.lines("  "));
        if (importance.columns().size() > COLUMNS) {
            lines.add("  and " + Format.count(importance.columns().size() - COLUMNS) + " more with smaller importance");
        }
        importance.groups().forEach(group -> lines.add("  " + group.sentence()));
        return lines;
    }

    private static int length(double value, double largest, int most) {
        return largest > 0 ? (int) Math.round(most * Math.max(0, value) / largest) : 0;
    }

    /// Returns the dependence on a column as lines: the mean prediction, and the accumulated effects of numbers and dates. Of
    /// many classes, those that depend most on the column are shown.
    public static List<String> dependence(Dependence dependence) {
        List<Integer> shown = IntStream.range(0, dependence.outputs().size()).boxed()
                .sorted((i, k) -> Double.compare(dependence.range(k), dependence.range(i))).limit(OUTPUTS).sorted()
                .toList();
        boolean effects = shown.size() == 1
                && dependence.points().stream().anyMatch(point -> !point.accumulated().isEmpty());
        TextTable table = new TextTable("lr" + "r".repeat(shown.size() + (effects ? 1 : 0)));
        List<String> head = new ArrayList<>(List.of(Quote.clip(dependence.column()), "rows"));
        shown.forEach(k -> head.add((dependence.classes() ? "p(" : "") + Quote.clip(dependence.outputs().get(k))
                + (dependence.classes() ? ")" : "")));
        if (effects) {
            head.add("effect");
        }
        table.row(head);
        for (Dependence.Point point : dependence.points()) {
            List<String> cells = new ArrayList<>(List.of(point.missing() ? "(missing)" : Quote.clip(point.text()),
                    Format.count(point.rows())));
            shown.forEach(k -> cells.add(number(dependence.classes(), point.mean().get(k))));
            if (effects) {
                cells.add(point.accumulated().isEmpty() ? "" : signed(point.accumulated().getFirst()));
            }
            table.row(cells);
        }
        List<String> lines = new ArrayList<>(table.lines("  "));
        if (shown.size() < dependence.outputs().size()) {
            lines.add("  and " + Format.count(dependence.outputs().size() - shown.size())
                    + " more classes that depend less on it");
        }
        return lines;
    }

    private static String number(boolean probability, double value) {
        return probability ? Format.measure("accuracy", value) : Format.significant(value, 4);
    }

    private static String signed(double value) {
        String text = Format.significant(value, 3);
        return value > 0 && !text.equals("0") ? "+" + text : text;
    }

    /// Returns where the prediction is and where the baseline is: `log-odds 4.012 (probability 0.9822), from -0.81 (0.3079)`.
    public static String level(Attribution attribution) {
        return attribution.logOdds()
                ? "the log-odds of " + Quote.clip(attribution.output()) + ": "
                        + Format.significant(attribution.value(), 4)
                        + " (probability " + number(true, attribution.predicted(attribution.value())) + "), from "
                        + Format.significant(attribution.baseline(), 4) + " ("
                        + number(true, attribution.predicted(attribution.baseline())) + ")"
                : Quote.clip(attribution.output()) + ": " + Format.plain(attribution.value()) + ", from "
                        + Format.plain(attribution.baseline());
    }

    /// Returns the amounts of the columns as lines, with bars to the left or the right.
    public static List<String> attribution(Attribution attribution) {
        double largest = attribution.columns().stream().mapToDouble(column -> Math.abs(column.amount())).max()
                .orElse(0);
        TextTable table = new TextTable("lrrrl").row("column", "value", "amount", "", "");
        attribution.columns().stream().limit(COLUMNS)
                .forEach(column -> table.row(Quote.clip(column.column()),
                        column.value().isEmpty() ? "(missing)" : Quote.clip(column.value()), signed(column.amount()),
                        "-".repeat(length(-column.amount(), largest, ARM)),
                        "|" + "+".repeat(length(column.amount(), largest, ARM))));
        List<String> lines = new ArrayList<>(table.lines("  "));
        if (attribution.columns().size() > COLUMNS) {
            lines.add("  and " + Format.count(attribution.columns().size() - COLUMNS) + " more with smaller amounts");
        }
        Optional.of(attribution.warning()).filter(warning -> !warning.isEmpty()).ifPresent(warning -> lines
                .add("  " + warning));
        return lines;
    }

    /// Returns the nearest rows as lines, with the values of the columns with the largest amounts.
    ///
    /// @param target the name of the target
    public static List<String> nearest(NearestRows nearest, Attribution attribution, String target) {
        List<String> columns = attribution.columns().stream().map(Attribution.Column::column).limit(NEAREST_COLUMNS)
                .toList();
        TextTable table = new TextTable("rrrl" + "r".repeat(columns.size()));
        List<String> head = new ArrayList<>(List.of("row", "line", "distance", Quote.clip(target)));
        columns.forEach(column -> head.add(Quote.clip(column)));
        table.row(head);
        for (NearestRows.Near near : nearest.rows()) {
            List<String> cells = new ArrayList<>(List.of(Format.count(near.row() + 1), Format.count(near.line()),
                    Format.significant(near.distance(), 3), Quote.clip(near.target())));
            columns.forEach(column -> cells.add(Quote.clip(near.values().getOrDefault(column, ""))));
            table.row(cells);
        }
        return table.lines("  ");
    }
}
