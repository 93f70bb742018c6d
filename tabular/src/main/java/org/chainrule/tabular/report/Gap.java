package org.chainrule.tabular.report;

/// How much better a model is on rows of its training than on others.
///
/// @param verdict whether it overfits, as the beginning of an answer
/// @param words   the comparison, as a sentence without the full stop
record Gap(Verdict verdict, String words) {
    /// Why the difference matters if chance does not explain it.
    static final String LEARNED = ": the model also learned details of the training rows that do not carry over";
    /// A smaller reduction of the error is of no practical concern.
    private static final double LITTLE = 0.1;
    private static final double MUCH = 1 / 3.0;

    /// Whether a model overfits.
    enum Verdict {
        /// The error on rows of the training is not lower, or chance explains that it is.
        NO("Not noticeably. "),
        /// It is lower by less than a tenth.
        LITTLE("Hardly. "),
        /// It is lower by less than a third.
        SOME("Somewhat. "),
        /// It is lower by a third or more.
        MUCH("Clearly. ");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /// Returns the answer in a word.
        String words() {
            return words;
        }
    }

    /// Judges a reduction of the error that chance does not explain.
    ///
    /// @param lower the share by which the error is lower on rows of the training
    static Verdict judged(double lower) {
        return lower <= 0
                ? Verdict.NO
                : lower < LITTLE ? Verdict.LITTLE : lower < MUCH ? Verdict.SOME : Verdict.MUCH;
    }
}
