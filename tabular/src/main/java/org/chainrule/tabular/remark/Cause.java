package org.chainrule.tabular.remark;

import java.util.List;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.value.Phrases;

/// The most likely cause of a training that learned nothing.
public sealed interface Cause {
    /// Returns the cause and what may help, as the end of a sentence.
    ///
    /// @param wording how to name a setting
    String advice(Wording wording);

    /// A value of the target among the test rows that is far from all others.
    ///
    /// @param target  the name of the target
    /// @param example the value, as text
    /// @param where   its place, such as `line 7`
    record FarValue(String target, String example, String where) implements Cause {
        @Override
        public String advice(Wording wording) {
            return "the value " + example + " of " + Phrases.quoted(target) + " in " + where
                    + " outweighs all other test rows; if it is an error, correct it";
        }
    }

    /// Classes of the test rows that no training row has.
    record NewClasses(List<String> classes) implements Cause {
        /// Creates a cause; copies the list.
        public NewClasses {
            classes = List.copyOf(classes);
        }

        @Override
        public String advice(Wording wording) {
            return "no training row has the " + (classes.size() == 1 ? "class " : "classes ") + Phrases.names(classes)
                    + " of the test rows";
        }
    }

    /// Test rows that all have the same target.
    ///
    /// @param target the name of the target
    /// @param value  its value in all test rows, as text
    record SameTarget(String target, String value) implements Cause {
        @Override
        public String advice(Wording wording) {
            return Phrases.quoted(target) + " is " + Phrases.quoted(value)
                    + " in all test rows, so other test rows may show more";
        }
    }

    /// A class with very few training rows.
    ///
    /// @param label the class
    /// @param rows  the number of its training rows
    record RareClass(String label, int rows) implements Cause {
        @Override
        public String advice(Wording wording) {
            return "only " + Phrases.count(rows, "training row") + (rows == 1 ? " has" : " have") + " class "
                    + Phrases.quoted(label) + ", so add rows with it";
        }
    }

    /// The learning rate that the caller set.
    record LearningRate(double rate) implements Cause {
        @Override
        public String advice(Wording wording) {
            return "the learning rate " + Decimal.spell(rate) + " was set ("
                    + wording.of(new Remedy.LearningRate()) + "); the default may help";
        }
    }

    /// A training that ended while the model was still getting better.
    record TooFewEpochs(int epochs) implements Cause {
        @Override
        public String advice(Wording wording) {
            return "the last of " + Phrases.count(epochs, "epoch") + " was the best, so more epochs may help";
        }
    }

    /// A training with very few rows.
    record FewRows(int rows) implements Cause {
        @Override
        public String advice(Wording wording) {
            return Phrases.count(rows, "training row") + (rows == 1 ? " is" : " are")
                    + " few, so more rows may help";
        }
    }

    /// Columns that were left out, at least as many as were used.
    record LeftOutColumns(List<String> columns) implements Cause {
        /// Creates a cause; copies the list.
        public LeftOutColumns {
            columns = List.copyOf(columns);
        }

        @Override
        public String advice(Wording wording) {
            boolean one = columns.size() == 1;
            return (one ? "column " : "columns ") + Phrases.names(columns) + (one ? " is" : " are")
                    + " left out, for the reasons above; in another form " + (one ? "it" : "they") + " may help";
        }
    }

    /// Numbers that were taken for classes.
    ///
    /// @param target the name of the target
    record NumbersAsClasses(String target) implements Cause {
        @Override
        public String advice(Wording wording) {
            return "if the numbers in " + Phrases.quoted(target) + " are amounts rather than names, predict numbers ("
                    + wording.of(new Remedy.Regression()) + ")";
        }
    }

    /// No cause is more likely than that the columns do not determine the target.
    record OtherColumns() implements Cause {
        @Override
        public String advice(Wording wording) {
            return "other columns may help";
        }
    }
}
