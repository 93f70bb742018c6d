package org.chainrule.tabular.remark;

import org.chainrule.tabular.value.Phrases;

/// A remark about a target column of lists, such as `red;big`.
public sealed interface TargetRemark extends Remark {
    /// A column of lists whose different lists are classes.
    ///
    /// @param column  the name of the column
    /// @param example a list with several items
    record Lists(String column, String example) implements TargetRemark {
        @Override
        public String sentence(Wording wording) {
            return "the target " + Phrases.quoted(column) + " looks like lists, such as " + Phrases.quoted(example)
                    + ", and each different list is a class; to predict each of their items, use "
                    + wording.of(new Remedy.Labels(column));
        }
    }

    /// Items of lists that are not predicted.
    ///
    /// @param column the name of the column
    /// @param labels the number of labels that are predicted
    /// @param others the number of other items
    /// @param fewest the least number of rows with a label, and without it
    /// @param most   the largest number of labels
    record OtherLabels(String column, int labels, int others, int fewest, int most) implements TargetRemark {
        @Override
        public String sentence(Wording wording) {
            return "of the labels of " + Phrases.quoted(column) + ", " + Phrases.count(others, "other")
                    + (others == 1 ? " is" : " are") + " not predicted: "
                    + (labels == most
                            ? "the " + most + " most common ones are"
                            : "a label must occur in at least " + fewest + " rows and be absent from as many");
        }
    }
}
