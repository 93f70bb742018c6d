package org.chainrule.app.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.DateEncoding;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.ListEncoding;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.NumberScaling;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.StatisticsEncoding;
import org.chainrule.tabular.encode.TextEncoding;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.train.Plan;

/// Descriptions of the parts of a model, shared by the reports.
public final class ModelText {
    private ModelText() {
    }

    /// Returns the prediction for a row of a table in words, beside its target if the table has it: `species = Adelie,
    /// probability 0.9812; the table has Adelie`.
    ///
    /// @param row the row, from 0
    public static String predicted(TabularModel model, Table table, int row) {
        String name = model.target().column();
        String truth = table.has(name) && !table.column(name).missing(row)
                ? "; the table has " + Quote.clip(table.column(name).text(row))
                : "";
        return Quote.clip(name) + " = " + switch (model.predict(table, row)) {
            case Predictions.Classes classes -> Quote.clip(classes.text(0)) + ", probability "
                    + Format.significant(classes.probability(0, classes.index(0)), 4);
            case Predictions.Numbers numbers -> Format.plain(numbers.value(0));
            case Predictions.Quantiles quantiles -> IntStream.range(0, quantiles.levels().size())
                    .mapToObj(k -> Format.plain(quantiles.value(0, k))).collect(Collectors.joining(", ")) + " ("
                    + task(model.target()) + ")";
        } + truth;
    }

    /// Returns a summary of the inputs: `5 inputs from 3 of 4 columns: 2 standardized numbers, ...`.
    public static String inputs(Schema schema) {
        long numbers = 0;
        boolean robust = false;
        boolean ranked = false;
        long filled = 0;
        long words = 0;
        long codes = 0;
        long inputs = 0;
        long statistics = 0;
        long lists = 0;
        long dates = 0;
        long texts = 0;
        long features = 0;
        for (Encoding encoding : schema.encodings()) {
            switch (encoding) {
                case NumberEncoding number -> {
                    numbers++;
                    robust |= number.scaling() == NumberScaling.ROBUST;
                    ranked |= !number.quantiles().isNone();
                    filled += number.indicator() ? 1 : 0;
                }
                case CategoryEncoding category -> {
                    words += isCode(category) ? 0 : 1;
                    codes += isCode(category) ? 1 : 0;
                    inputs += category.width();
                }
                case StatisticsEncoding more -> {
                    words += isCode(more.categories()) ? 0 : 1;
                    codes += isCode(more.categories()) ? 1 : 0;
                    inputs += more.categories().width();
                    statistics += more.statistics().size();
                }
                case ListEncoding _ -> lists++;
                case DateEncoding _ -> dates++;
                case TextEncoding text -> {
                    texts++;
                    features += text.features().size();
                }
            }
        }
        List<String> kinds = new ArrayList<>();
        if (numbers > 0) {
            String scaled = Format.count(numbers, robust ? "scaled number" : "standardized number");
            kinds.add((ranked ? Format.count(numbers, "number") + " as normal quantiles" : scaled)
                    + (filled > 0 ? " (" + Format.count(filled) + " with missing values filled in and flagged)" : ""));
        }
        if (words + codes > 0) {
            kinds.add((words > 0 ? Format.count(words, "text column") : "") + (words > 0 && codes > 0 ? " and " : "")
                    + (codes > 0 ? Format.count(codes, "column") + " of codes" : "") + " as "
                    + Format.count(inputs, "category input"));
        }
        if (statistics > 0) {
            kinds.add(Format.count(statistics, "statistic") + " of the target by category");
        }
        if (lists > 0) {
            kinds.add(Format.count(lists, "column") + " of lists as inputs for their items");
        }
        if (dates > 0) {
            kinds.add(Format.count(dates, "date") + " as elapsed time and cycles");
        }
        if (texts > 0) {
            kinds.add(Format.count(texts, "column") + " of free text as " + Format.count(features, "word")
                    + " and n-grams");
        }
        int total = schema.encodings().size() + schema.leftOut().size();
        return Format.count(schema.width(), "input") + " from " + Format.count(schema.encodings().size()) + " of "
                + Format.count(total, "column") + ": " + String.join(", ", kinds);
    }

    private static boolean isCode(CategoryEncoding category) {
        return category.match() == CategoryEncoding.Match.NUMBER;
    }

    /// Returns the task in words: `classification`, or `regression, quantiles 0.1, 0.5 and 0.9`.
    public static String task(Target target) {
        return target.task().title() + (target instanceof Target.Numbers numbers
                && numbers.estimand() instanceof Estimand.Quantiles(List<Double> levels)
                        ? " (" + quantiles(levels) + ")"
                        : "");
    }

    /// Returns levels in words: `quantiles 0.1, 0.5, 0.9`.
    static String quantiles(List<Double> levels) {
        return (levels.size() == 1 ? "quantile " : "quantiles ")
                + levels.stream().map(Format::plain).collect(Collectors.joining(", "));
    }

    /// Returns the decision threshold of a model of two classes: `0.3125 for class "yes", chosen for the highest F1 on 480
    /// validation rows, 7 of them of this class`; empty if there are not two classes.
    public static Optional<String> threshold(TabularModel model) {
        if (!(model.target() instanceof Target.Classes classes) || classes.labels().size() != 2) {
            return Optional.empty();
        }
        return Optional.of(Format.plain(classes.threshold()) + " for class "
                + Quote.of(classes.labels().get(classes.positive())) + model.provenance().chosen()
                        .map(by -> ", chosen for the highest F1 on " + Format.count(by.rows(), "validation row") + ", "
                                + Format.count(by.positives()) + " of them of this class")
                        .orElse(classes.threshold() == 0.5 ? ", the default" : ", as requested"));
    }

    /// Returns what a training aims at: `Epoch chosen by auc; rows weighted by w; classes balanced`; empty if nothing was set.
    public static Optional<String> aim(Aim aim) {
        List<String> parts = new ArrayList<>();
        aim.metric().ifPresent(metric -> parts.add("epoch chosen by " + metric.reported()));
        if (!aim.weights().isEmpty()) {
            parts.add("rows weighted by " + Quote.clip(aim.weights()));
        }
        if (aim.balanced()) {
            parts.add("classes balanced, so that probabilities are those of equally frequent classes");
        }
        String all = String.join("; ", parts);
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(Character.toUpperCase(all.charAt(0)) + all.substring(1));
    }

    /// Returns a table of the layers with their output shapes and numbers of parameters.
    ///
    /// @param input the shape of the network's input
    public static TextTable layers(List<Plan.Row> rows, String input) {
        TextTable table = new TextTable("llr");
        table.row("layer", "output", "parameters").row("input", input, "");
        for (Plan.Row row : rows) {
            table.row(Quote.clip(row.path()), row.output().toString(),
                    row.parameters() == 0 ? "" : Format.count(row.parameters()));
        }
        return table;
    }

    /// Returns an empty table with a column for the name of a model and one for each metric.
    public static TextTable metrics(List<String> names) {
        List<String> head = new ArrayList<>(List.of(""));
        names.forEach(name -> head.add(Quote.clip(name)));
        return new TextTable("l" + "r".repeat(names.size())).row(head);
    }

    /// Returns a row of such a table. A metric without a value is shown as `-`.
    ///
    /// @param name  the name of the model
    /// @param names the names of the metrics, in the order of the columns
    public static List<String> metrics(String name, List<String> names, Map<String, Double> values) {
        List<String> cells = new ArrayList<>(List.of(name));
        names.forEach(metric -> cells.add(values.containsKey(metric)
                ? Format.measure(metric, values.getOrDefault(metric, 0.0))
                : "-"));
        return cells;
    }

    /// Returns a row of such a table with the intervals of the metrics: `0.9499 to 0.9861`.
    public static List<String> intervals(String name, List<String> names, Map<String, Interval> intervals) {
        List<String> cells = new ArrayList<>(List.of(name));
        names.forEach(metric -> cells.add(intervals.get(metric) instanceof Interval(double low, double high)
                ? Format.measure(metric, low) + " to " + Format.measure(metric, high)
                : "-"));
        return cells;
    }
}
