package org.chainrule.tabular.remark;

/// Something about a table, a training or a prediction that its user should know.
public sealed interface Remark permits ReadingRemark, ColumnRemark, DataRemark, TrainingRemark {
    /// Returns the remark as a sentence without a full stop, with what to do about it in Java.
    default String sentence() {
        return sentence(Wording.JAVA);
    }

    /// Returns the remark as a sentence without a full stop.
    ///
    /// @param wording how to name what to do about it
    String sentence(Wording wording);
}
