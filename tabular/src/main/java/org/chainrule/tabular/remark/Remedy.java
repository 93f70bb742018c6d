package org.chainrule.tabular.remark;

import org.chainrule.tabular.value.Phrases;

/// A setting that changes how a table is read or trained on, independent of the interface through which the user makes
/// it.
public sealed interface Remedy {
    /// Returns the method of the Java API that makes the setting.
    String inJava();

    /// Reads a file that has no header line.
    record NoHeader() implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.header(false)";
        }
    }

    /// States whether day or month comes first in dates.
    record DateOrder() implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.dayFirst";
        }
    }

    /// Reads numbers with decimal commas.
    record DecimalComma() implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.decimal(',')";
        }
    }

    /// Reads a word as a missing value.
    record Missing(String word) implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.missing(" + Phrases.quoted(word) + ")";
        }
    }

    /// Reads a word as a value, although it would mean missing.
    record Keep(String word) implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.keep(" + Phrases.quoted(word) + ")";
        }
    }

    /// Treats a column as categories.
    record Categorical(String column) implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.categorical(" + Phrases.quoted(column) + ")";
        }
    }

    /// Reads a column as numbers; other words in it count as missing.
    record Numeric(String column) implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.numeric(" + Phrases.quoted(column) + ")";
        }
    }

    /// Predicts the target as a number.
    record Regression() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.task(Task.REGRESSION)";
        }
    }

    /// Predicts the target as classes.
    record Classification() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.task(Task.CLASSIFICATION)";
        }
    }

    /// Predicts each item of the lists in a column.
    record Labels(String column) implements Remedy {
        @Override
        public String inJava() {
            return "MultiTabular.labels(" + Phrases.quoted(column) + ")";
        }
    }

    /// States the order of classes.
    record ClassOrder() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.ordered";
        }
    }

    /// Learns the target itself.
    record PlainTarget() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.transformTarget(false)";
        }
    }

    /// Lets predictions leave the range of the training rows.
    record Unbounded() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.clamp(false)";
        }
    }

    /// Sets the decision threshold.
    record Threshold() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.threshold";
        }
    }

    /// Sets the learning rate.
    record LearningRate() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.learningRate";
        }
    }

    /// Sets the largest number of categories of a column.
    record Categories() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.categories";
        }
    }

    /// Ignores a column.
    record Ignore(String column) implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.ignore(" + Phrases.quoted(column) + ")";
        }
    }

    /// Keeps rows with the same value of a column on one side of the split.
    record GroupColumn() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.groupColumn";
        }
    }

    /// Measures a training by cross-validation.
    record CrossValidate() implements Remedy {
        @Override
        public String inJava() {
            return "TrainingPlan.crossValidate";
        }
    }

    /// Sets the longest time for a single row.
    record MaxLatency() implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.maxLatency";
        }
    }

    /// States the mark between values.
    record Separator() implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.separator";
        }
    }

    /// States the encoding of a file.
    record Encoding() implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.encoding";
        }
    }

    /// States which line is the header.
    record HeaderRow(int line) implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.headerRow(" + line + ")";
        }
    }

    /// States how many lines stand above the table.
    record SkipRows(int lines) implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.skipRows(" + lines + ")";
        }
    }

    /// States how many lines stand below the table.
    record SkipFooter(int lines) implements Remedy {
        @Override
        public String inJava() {
            return "TableFormat.skipFooter(" + lines + ")";
        }
    }
}
