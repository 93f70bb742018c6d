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

    /// Test rows that are nearly equal to training rows.
    ///
    /// @param count the number of such rows
    /// @param rows  the number of test rows
    record NearDuplicates(long count, int rows) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return Phrases.count(count, "test row") + " of " + String.format(Locale.ROOT, "%,d", rows)
                    + (count == 1 ? " is" : " are") + " nearly equal to a training row, as if one thing were measured "
                    + "several times, which makes the test look better than new rows would; keep rows that belong "
                    + "together on one side (" + wording.of(new Remedy.GroupColumn()) + ")";
        }
    }

    /// Columns whose values are distributed differently in the test rows.
    ///
    /// @param columns the columns, those with the largest shift first
    /// @param index   the population stability index of the first
    record Shift(List<String> columns, double index) implements DataRemark {
        /// Creates a remark; copies the list.
        public Shift {
            columns = List.copyOf(columns);
        }

        @Override
        public String sentence(Wording wording) {
            boolean one = columns.size() == 1;
            return (one ? "column " : "columns ") + Phrases.names(columns) + (one ? " is" : " are")
                    + " distributed differently in the test rows (population stability index "
                    + (one ? "" : "up to ") + Phrases.about(index) + "; above 0.25 is a large shift); the measures are "
                    + "those of such rows, so train again when more of them are known";
        }
    }

    /// Rows of the test of a model may be learned from, because the model does not keep them.
    ///
    /// @param version the release that trained the model
    record UnknownRows(String version) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return "the model was trained by Chainrule " + version
                    + ", which did not keep the rows of the test, so all rows "
                    + "count as new: if the model has seen some of them, the comparison favors the old model or the new one; "
                    + "pass only rows that the model has not seen";
        }
    }

    /// Most rows of a table were seen by a model that a training goes on with.
    ///
    /// @param fresh the number of new rows
    /// @param rows  the number of rows with a target
    /// @param group the column of the groups that count as a whole; empty if rows stand for themselves
    record FewNewRows(int fresh, int rows, String group) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return (fresh == 0 ? "none" : "only " + fresh) + " of " + Phrases.count(rows, "row")
                    + (fresh == 1 ? " is" : " are")
                    + (group.isEmpty() ? "" : " of a " + Phrases.quoted(group) + " that is")
                    + " new to the model, too few to test on and to choose the epochs by; "
                    + "add new rows";
        }
    }

    /// Rows that count equally, because their table lacks the column of the weights.
    ///
    /// @param source the table
    /// @param column the column of the weights in training
    record NoWeights(String source, String column) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return source + " has no column " + Phrases.quoted(column)
                    + ", so its rows count equally, not by weights as "
                    + "in training";
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

    /// Values of a numeric target that are far from all others.
    ///
    /// @param target  the name of the target
    /// @param count   the number of such values
    /// @param example the farthest, as text
    /// @param where   its place, such as `line 7`
    /// @param times   what it is times the median; 0 if it is better compared by its distance from the median
    /// @param gap     how many times as far from the median it is as any other value
    /// @param clipped the value that it counts as in training, as text; empty if it is not in the training table
    record FarTarget(String target, int count, String example, String where, double times, double gap,
            String clipped) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            String values = count == 1
                    ? "the value " + example + " in " + where
                    : Phrases.count(count, "value") + " are far from all others, such as " + example + " in " + where
                            + ", which";
            return "the target " + Phrases.quoted(target) + ": " + values + " is "
                    + (times != 0
                            ? Phrases.about(times) + " times the median"
                            : Phrases.about(gap) + " times as far from the median as any other")
                    + "; if it is an error, correct it"
                    + (clipped.isEmpty() ? "" : " (in training it counts as " + clipped + ")");
        }
    }

    /// Classes that are in one part of the rows and not in another.
    ///
    /// @param classes the classes
    /// @param share   the share of the rows in the first part that have one of them, from 0 to 1
    /// @param part    the part that has them
    /// @param without the part that does not
    record OneSidedClasses(List<String> classes, double share, Part part, Part without) implements DataRemark {
        /// A part of the rows.
        public enum Part {
            /// The rows that the model learns from.
            TRAINING,
            /// The rows that choose the best epoch.
            VALIDATION,
            /// The rows that measure the model.
            TEST;

            private String rows() {
                return name().toLowerCase(Locale.ROOT) + " rows";
            }
        }

        /// Creates a remark; copies the list.
        public OneSidedClasses {
            classes = List.copyOf(classes);
        }

        @Override
        public String sentence(Wording wording) {
            boolean one = classes.size() == 1;
            return (one ? "class " : "classes ") + Phrases.names(classes) + (one ? " is" : " are together") + " in "
                    + Phrases.percent(share) + " of the " + part.rows() + " and in none of the " + without.rows()
                    + (without == Part.TRAINING
                            ? ", so the model cannot learn " + (one ? "it" : "them") + "; add training rows with "
                            : ", which therefore do not test " + (one ? "it" : "them") + "; add " + without.rows()
                                    + " with ")
                    + (one ? "it" : "them") + ", or split the rows in another way";
        }
    }

    /// Classes with very few rows in each fold of a cross-validation.
    ///
    /// @param classes the classes
    /// @param most    the largest number of rows of one of them in a fold
    record FewInFolds(List<String> classes, int most) implements DataRemark {
        /// Creates a remark; copies the list.
        public FewInFolds {
            classes = List.copyOf(classes);
        }

        @Override
        public String sentence(Wording wording) {
            boolean one = classes.size() == 1;
            return (one ? "class " : "classes ") + Phrases.names(classes) + (one ? " has" : " have") + " at most "
                    + Phrases.count(most, "row") + " in a fold, too few to measure how well "
                    + (one ? "it is" : "they are")
                    + " predicted; use fewer folds, or add rows";
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

    /// Predicted numbers that were set to the nearest end of the range of the target in the training rows.
    ///
    /// @param rows the number of all predictions
    record Clamped(int count, int rows, String target, double low, double high) implements DataRemark {
        @Override
        public String sentence(Wording wording) {
            return Phrases.count(count, "prediction") + String.format(Locale.ROOT, " of %,d ", rows)
                    + "lay outside the range of " + Phrases.quoted(target)
                    + " in training and " + (count == 1 ? "was" : "were") + " set to its nearest end, "
                    + Phrases.plain(low) + " or " + Phrases.plain(high) + "; to allow them, train with "
                    + wording.of(new Remedy.Unbounded());
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
