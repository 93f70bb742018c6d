package org.chainrule.tabular.remark;

import java.util.List;
import java.util.Locale;
import org.chainrule.tabular.value.Phrases;

/// A remark about the rows that a model is trained, tested or used on.
public sealed interface DataRemark extends Remark {
    /// Test rows that are also among the training rows.
    ///
    /// @param count the number of such rows
    /// @param rows  the number of test rows
    record Duplicates(long count, int rows) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return Phrases.count(count, "test row") + " of " + String.format(Locale.ROOT, "%,d", rows)
                    + (count == 1 ? " is" : " are") + " also among the training rows, value by value, which makes the "
                    + "test look better than new rows would; remove copies, or keep rows that belong together on one "
                    + "side (" + wording.of(new Remedy.GroupColumn()) + ")";
        }
    }

    /// A column that alone predicts the target.
    record Leakage(String column) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return "column " + Phrases.quoted(column) + " alone gives the target away; if it is not known when "
                    + "predictions are needed, leave it out (" + wording.of(new Remedy.Ignore(column)) + ")";
        }
    }

    /// Classes with a single row.
    record SingleRowClasses(List<String> classes) implements DataRemark {
        /// Creates a remark; copies the list.
        public SingleRowClasses {
            classes = List.copyOf(classes);
        }

        @Override
        public String sentence(Wording wording) {
            boolean one = classes.size() == 1;
            return (one ? "class " : "classes ") + Phrases.names(classes) + (one ? " has" : " have")
                    + " only one row, too few to learn from and to test; add rows, or remove " + (one ? "it" : "them");
        }
    }

    /// Labels that were matched without the full stop at their end.
    ///
    /// @param count   the number of rows
    /// @param target  the name of the target
    /// @param example a label as it is written
    /// @param label   the label it counts as
    record FullStops(int count, String target, String example, String label) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return Phrases.count(count, "label") + " of " + Phrases.quoted(target)
                    + (count == 1 ? " ends in a full stop and was" : " end in a full stop and were")
                    + " read without it, such as " + Phrases.quoted(example) + " as " + Phrases.quoted(label);
        }
    }

    /// Rows that were left out because they have no target.
    record MissingTarget(int count, String target) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return Phrases.count(count, "row") + " left out: the target " + Phrases.quoted(target) + " is missing";
        }
    }

    /// Rows that were left out of a comparison because only one model knows their class.
    ///
    /// @param example the class of one of them
    /// @param line    its line
    record UnknownClass(int count, String example, int line) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return Phrases.count(count, "row") + " left out: the class is not known to both models, such as "
                    + Phrases.quoted(example) + " in line " + line;
        }
    }

    /// Columns that the training table did not have.
    record NewColumns(List<String> columns) implements DataRemark {
        /// Creates a remark; copies the list.
        public NewColumns {
            columns = List.copyOf(columns);
        }

        @Override
        public String sentence(Wording wording) {
            boolean one = columns.size() == 1;
            return (one ? "column " : "columns ") + Phrases.names(columns) + (one ? " was" : " were")
                    + " not in the training table and " + (one ? "is" : "are") + " ignored";
        }
    }
}
