package org.chainrule.tabular.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.value.Phrases;

/// What made the prediction of a row: how much each column moved it away from the prediction of a baseline, by integrated
/// gradients (Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", 2017). The gradients of the network
/// along the straight line from the inputs of the baseline to those of the row are averaged, multiplied by the difference of
/// the inputs, and added up by column.
///
/// The amounts add up to `value - baseline`. Of classes they are log-odds, `ln(p / (1 - p))`, of one class after calibration;
/// of several networks that are averaged, those of the averaged probability. Of numbers they have the unit of the target.
/// They explain the model, not the world.
///
/// @param output    the class that is explained, or the name of the target
/// @param scale     the scale of the amounts: `log-odds`, or `target` for the unit of the target
/// @param value     the prediction for the row on that scale
/// @param baseline  the prediction for the baseline on that scale
/// @param reference the baseline in words
/// @param columns   the columns that the model reads, those with the largest amounts first
/// @param steps     the number of points on the line
/// @param gap       the sum of the amounts minus `value - baseline`: the error of the numerical integral
/// @param complete  whether the gap is at most a thousandth of `value - baseline`, or below the precision of float32: a
///                  hundred-thousandth of the absolute amounts
public record Attribution(String output, String scale, double value, double baseline, String reference,
        List<Column> columns, int steps, double gap, boolean complete) {
    /// The scale of classes.
    public static final String LOG_ODDS = "log-odds";
    /// The scale of numbers.
    public static final String TARGET = "target";

    /// Creates an attribution; copies the list.
    public Attribution {
        columns = List.copyOf(columns);
    }

    /// The part of a column in the prediction.
    ///
    /// @param column the name of the column
    /// @param value  the value of the row, as the table writes it; empty if it is missing
    /// @param amount how much the column moved the prediction
    public record Column(String column, String value, double amount) {
        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("column", column);
            json.put("value", value);
            json.put("amount", amount);
            return json;
        }
    }

    /// Returns whether the amounts are log-odds of a class.
    public boolean logOdds() {
        return scale.equals(LOG_ODDS);
    }

    /// Returns a number on the scale as it is predicted: the probability of log-odds, and any other number unchanged.
    public double predicted(double amount) {
        return logOdds() ? 1 / (1 + StrictMath.exp(-amount)) : amount;
    }

    /// Returns a sentence without a full stop about the sum of the amounts, if it is not what it should be; otherwise an empty
    /// one.
    public String warning() {
        return complete
                ? ""
                : "the amounts add up to " + Phrases.rounded(value - baseline + gap) + " instead of "
                        + Phrases.rounded(value - baseline) + " after " + Phrases.count(steps, "step")
                        + ", so small ones are uncertain";
    }

    /// Returns the attribution as a tree for [org.chainrule.io.Json].
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("output", output);
        json.put("scale", scale);
        json.put("value", value);
        json.put("baseline", baseline);
        json.put("reference", reference);
        json.put("columns", columns.stream().map(Column::toJson).toList());
        json.put("steps", steps);
        json.put("gap", gap);
        json.put("complete", complete);
        return json;
    }
}
