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

    /// Treats a column as categories.
    record Categorical(String column) implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.categorical(" + Phrases.quoted(column) + ")";
        }
    }

    /// Treats a column as numbers.
    record Numeric(String column) implements Remedy {
        @Override
        public String inJava() {
            return "Tabular.numeric(" + Phrases.quoted(column) + ")";
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
}
