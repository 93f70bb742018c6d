package org.chainrule.tabular.remark;

/// A fact about a table, a training or a prediction that its user should know.
public sealed interface Remark
        permits ReadingRemark, ColumnRemark, EncodingRemark, DataRemark, NoveltyRemark, TargetRemark,
        TrainingRemark {
    /// Returns the remark as a sentence without a full stop, with its remedy as a method of the Java API.
    default String sentence() {
        return sentence(Wording.JAVA);
    }

    /// Returns the remark as a sentence without a full stop.
    ///
    /// @param wording how to name the remedy
    String sentence(Wording wording);
}
