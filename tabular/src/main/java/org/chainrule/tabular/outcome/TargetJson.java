package org.chainrule.tabular.outcome;

import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;

/// Reads targets from the trees that [Target#toJson] writes, of every version.
final class TargetJson {
    private TargetJson() {
    }

    /// Returns the target that a tree describes.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @throws org.chainrule.error.FormatException if the tree is not a target, or its format is newer
    static Target read(Object tree, String source) {
        JsonFields fields = JsonFields.of(tree, source, "target").version(Target.FORMAT);
        String column = fields.text("column");
        String task = fields.text("task");
        boolean ordered = task.equals(Task.ORDERED.word());
        if (ordered || task.equals(Task.CLASSIFICATION.word())) {
            List<String> labels = fields.texts("labels");
            if (labels.size() < 2 || labels.stream().distinct().count() < labels.size()) {
                throw fields.refuse(labels.size() < 2 ? "has fewer than two labels" : "has a label twice");
            }
            String kind = fields.text("kind");
            boolean written = fields.number("format") >= 3 && fields.flag("written");
            double temperature = fields.keys().contains("temperature") ? fields.number("temperature") : 1;
            if (!(temperature > 0)) {
                throw fields.refuse("should have a positive \"temperature\"");
            }
            return decision(fields,
                    new Target.Classes(column, kind.equals("number") ? Column.Kind.NUMBER : Column.Kind.TEXT,
                            labels, 1, 0.5, written, temperature, ErrorQuantiles.fromJson(fields, "errors"),
                            ordered));
        }
        boolean counts = task.equals(Task.COUNTS.word());
        if (counts || task.equals(Task.REGRESSION.word())) {
            double deviation = fields.number("deviation");
            if (!(deviation > 0)) {
                throw fields.refuse("should have a positive \"deviation\"");
            }
            boolean clamped = fields.keys().contains("low");
            double low = clamped ? fields.number("low") : Double.NEGATIVE_INFINITY;
            double high = clamped ? fields.number("high") : Double.POSITIVE_INFINITY;
            if (low > high) {
                throw fields.refuse("has a \"low\" above its \"high\"");
            }
            ErrorQuantiles errors = fields.number("format") < 4
                    ? margin(fields)
                    : ErrorQuantiles.fromJson(fields, "errors");
            return new Target.Numbers(column, fields.number("mean"), deviation, errors, TargetTransform.read(fields),
                    low,
                    high, counts ? new Estimand.Counts() : estimand(fields));
        }
        throw fields.refuse("has the unknown task " + Phrases.quoted(task));
    }

    private static Estimand estimand(JsonFields fields) {
        if (!fields.keys().contains("quantiles")) {
            return new Estimand.Mean();
        }
        try {
            return new Estimand.Quantiles(fields.numbers("quantiles"));
        } catch (ArgumentException _) {
            throw fields.refuse("should have increasing numbers between 0 and 1 as \"quantiles\"");
        }
    }

    /// Returns the only quantile that files before format 4 hold.
    private static ErrorQuantiles margin(JsonFields fields) {
        if (!fields.keys().contains("margin")) {
            return ErrorQuantiles.NONE;
        }
        double margin = fields.number("margin");
        if (margin < 0) {
            throw fields.refuse("has a negative \"margin\"");
        }
        return new ErrorQuantiles(List.of(ErrorQuantiles.USUAL), List.of(margin));
    }

    private static Target.Classes decision(JsonFields fields, Target.Classes classes) {
        if (classes.labels().size() > 2 || fields.number("format") < 2) {
            return classes;
        }
        int positive = classes.labels().indexOf(fields.text("positive"));
        double threshold = fields.number("threshold");
        if (positive < 0 || !(threshold > 0 && threshold < 1)) {
            throw fields.refuse(positive < 0
                    ? "should have one of its labels as \"positive\""
                    : "should have a number between 0 and 1 as \"threshold\"");
        }
        return classes.deciding(positive, threshold);
    }
}
