package org.chainrule.tabular;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.FormatException;

/// The column to predict, with what a model has to know to turn its outputs back into values of that column.
public sealed interface Target {
    /// The name of the column.
    String column();

    /// Whether classes or numbers are predicted.
    Task task();

    /// What the column held in training.
    Column.Kind kind();

    /// The target as a tree for [org.chainrule.io.Json], with a format version.
    Map<String, Object> toJson();

    /// Classes: output k of the network is the class `labels.get(k)`.
    ///
    /// @param column the name of the column
    /// @param kind   what the column held in training
    /// @param labels the classes, numbers by size and words by `String.compareTo`
    record Classes(String column, Column.Kind kind, List<String> labels) implements Target {
        /// Classes with their labels.
        public Classes {
            labels = List.copyOf(labels);
        }

        @Override
        public Task task() {
            return Task.CLASSIFICATION;
        }

        /// The class of each of the given rows; -1 where the value is missing or was not in the training table.
        public int[] classes(Table table, int[] rows) {
            Map<String, Integer> index = new LinkedHashMap<>();
            labels.forEach(label -> index.put(label, index.size()));
            Column values = table.column(column);
            int[] classes = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                classes[i] = index.getOrDefault(values.text(rows[i]), -1);
            }
            return classes;
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = Target.json(this);
            json.put("kind", kind == Column.Kind.NUMBER ? "number" : "text");
            json.put("labels", labels);
            return json;
        }
    }

    /// Numbers: the network predicts `(y - mean) / deviation`.
    ///
    /// @param column    the name of the column
    /// @param mean      mean of the training rows
    /// @param deviation population standard deviation of the training rows; 1 when it is 0
    record Numbers(String column, double mean, double deviation) implements Target {
        @Override
        public Task task() {
            return Task.REGRESSION;
        }

        @Override
        public Column.Kind kind() {
            return Column.Kind.NUMBER;
        }

        /// What the network should predict for each of the given rows; NaN where the value is missing.
        public float[] standardized(Table table, int[] rows) {
            NumberColumn values = TargetChoice.numbers(table, column);
            float[] standardized = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                standardized[i] = (float) ((values.value(rows[i]) - mean) / deviation);
            }
            return standardized;
        }

        /// The value of the column for an output of the network.
        public double restore(double output) {
            return mean + deviation * output;
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = Target.json(this);
            json.put("mean", mean);
            json.put("deviation", deviation);
            return json;
        }
    }

    private static Map<String, Object> json(Target target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("task", target.task().word());
        json.put("column", target.column());
        return json;
    }

    /// The target from its tree; `source` is the file it came from. Throws [FormatException] when the tree is not one
    /// that [#toJson()] makes, or is of a newer version.
    static Target fromJson(Object tree, String source) {
        Fields fields = Fields.of(tree, source, "target").version(1);
        String column = fields.text("column");
        String task = fields.text("task");
        if (task.equals(Task.CLASSIFICATION.word())) {
            List<String> labels = fields.texts("labels");
            if (labels.size() < 2 || labels.stream().distinct().count() < labels.size()) {
                throw fields.refuse(labels.size() < 2 ? "has fewer than two labels" : "has a label twice");
            }
            String kind = fields.text("kind");
            return new Classes(column, kind.equals("number") ? Column.Kind.NUMBER : Column.Kind.TEXT, labels);
        }
        if (task.equals(Task.REGRESSION.word())) {
            double deviation = fields.number("deviation");
            if (!(deviation > 0)) {
                throw fields.refuse("should have a positive \"deviation\"");
            }
            return new Numbers(column, fields.number("mean"), deviation);
        }
        throw fields.refuse("has the unknown task " + Phrases.quoted(task));
    }
}
