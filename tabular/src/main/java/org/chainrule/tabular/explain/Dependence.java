package org.chainrule.tabular.explain;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.tabular.value.Phrases;

/// How the prediction depends on a column, averaged over rows.
///
/// Partial dependence (Friedman, "Greedy function approximation: a gradient boosting machine", 2001) is the mean prediction
/// over all rows with the column set to a value. It includes rows that cannot exist, such as a small house with ten rooms.
/// Accumulated local effects (Apley and Zhu, "Visualizing the effects of predictor variables in black box supervised
/// learning models", 2020) move each row only between the neighboring values of the grid and add up the mean changes; their
/// mean over the rows is 0. Trust them more where columns are correlated.
///
/// @param column     the name of the column
/// @param kind       what the points are
/// @param rows       the number of rows that predictions are averaged over
/// @param target     the name of the target
/// @param outputs    what is predicted: the labels of the classes, of two only the positive one; or the name of the target
/// @param classes    whether predictions are probabilities; otherwise they have the unit of the target
/// @param overall    the mean prediction of the rows as they are, for each output
/// @param points     the values of the column: numbers and dates ascending, others by the number of their rows; a missing
///                   value comes last
/// @param directions how each prediction depends on the column
public record Dependence(String column, Kind kind, int rows, String target, List<String> outputs, boolean classes,
        List<Double> overall, List<Point> points, List<Direction> directions) {
    /// What the points of a column are.
    public enum Kind {
        /// Numbers: quantiles of those of the rows.
        NUMBER,
        /// Dates: quantiles of those of the rows.
        DATE,
        /// The most frequent values.
        CATEGORY,
        /// Items of a list or words of a text: the prediction if each row had it, beside its other items or words. Of
        /// the most frequent ones, those with the largest effect.
        PART
    }

    /// Creates a dependence; copies the lists.
    public Dependence {
        outputs = List.copyOf(outputs);
        overall = List.copyOf(overall);
        points = List.copyOf(points);
        directions = List.copyOf(directions);
    }

    /// A value of the column.
    ///
    /// @param text        the value in words; empty if it is missing
    /// @param value       the number, or the seconds since 1970-01-01T00:00 of the date; NaN if it is neither or missing
    /// @param rows        the number of rows with this value or item; of numbers and dates, those above the point before it and
    ///                    up to this one
    /// @param mean        the partial dependence, for each output
    /// @param accumulated the accumulated local effects, for each output; empty unless the value is a number or a date
    public record Point(String text, double value, int rows, List<Double> mean, List<Double> accumulated) {
        /// Creates a point; copies the lists.
        public Point {
            mean = List.copyOf(mean);
            accumulated = List.copyOf(accumulated);
        }

        /// Returns whether this is the point of missing values.
        public boolean missing() {
            return text.isEmpty();
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("missing", missing());
            if (!missing()) {
                json.put("text", text);
            }
            if (!Double.isNaN(value)) {
                json.put("value", value);
            }
            json.put("rows", rows);
            json.put("mean", mean);
            if (!accumulated.isEmpty()) {
                json.put("accumulated", accumulated);
            }
            return json;
        }
    }

    /// Returns the place of the output that depends most on the column: the one with the widest [range][#range].
    public int strongest() {
        int best = 0;
        for (int k = 1; k < outputs.size(); k++) {
            best = range(k) > range(best) ? k : best;
        }
        return best;
    }

    /// Returns the difference of the largest and the smallest accumulated effect, of columns without them of the largest and
    /// the smallest mean prediction; 0 if there are no points. The point of missing values does not count.
    ///
    /// @param output the place of the output
    public double range(int output) {
        DoubleSummaryStatistics values = points.stream().filter(point -> !point.missing())
                .mapToDouble(point -> (point.accumulated.isEmpty() ? point.mean : point.accumulated).get(output))
                .summaryStatistics();
        return values.getCount() == 0 ? 0 : values.getMax() - values.getMin();
    }

    /// Returns whether the [strongest][#strongest] output hardly changes with the column.
    public boolean flat() {
        return directions.get(strongest()).flat();
    }

    /// Returns what an output predicts, in words: `the probability that "species" is "Adelie"`, `"price"`.
    ///
    /// @param output the place of the output
    public String subject(int output) {
        return classes
                ? "the probability that " + Phrases.equal(target, outputs.get(output))
                : Phrases.quoted(outputs.get(output));
    }

    /// Returns the dependence of the [strongest][#strongest] output as a sentence without a full stop: `the probability
    /// that "species" is "Adelie" falls with "bill_length_mm"`.
    public String sentence() {
        int k = strongest();
        return subject(k) + " " + directions.get(k).words();
    }

    /// Returns the dependence as a tree for [org.chainrule.io.Json].
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("column", column);
        json.put("kind", kind.name().toLowerCase(Locale.ROOT));
        json.put("rows", rows);
        json.put("target", target);
        json.put("outputs", outputs);
        json.put("scale", classes ? "probability" : "target");
        json.put("overall", overall);
        json.put("points", points.stream().map(Point::toJson).toList());
        json.put("directions", directions.stream().map(Direction::words).toList());
        json.put("sentence", sentence());
        return json;
    }
}
