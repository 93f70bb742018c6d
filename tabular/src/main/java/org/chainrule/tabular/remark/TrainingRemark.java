package org.chainrule.tabular.remark;

/// A remark about the result of a training.
public sealed interface TrainingRemark extends Remark {
    /// The model is no better than the constant baseline.
    ///
    /// @param measure the measure that shows it, such as `logLoss`
    record NothingLearned(String measure) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the model has learned nothing that helps on the test rows: by " + measure
                    + " it is no better than the constant; a smaller learning rate or other columns may help";
        }
    }

    /// The linear model is better than the network.
    ///
    /// @param measure the measure that shows it
    record LinearAhead(String measure) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the linear model is ahead on the test rows by " + measure
                    + "; it, or a smaller network, may serve better here";
        }
    }

    /// The training of the linear model failed.
    ///
    /// @param reason the message of the failure
    record LinearFailed(String reason) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the linear baseline could not be trained: " + reason;
        }
    }

    /// The training was stopped before the linear model was measured.
    record LinearNotMeasured() implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the linear baseline was stopped before it could be measured";
        }
    }

    /// The training was stopped before the interval around predictions was measured.
    record NoInterval() implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the model has no interval around its predictions: the training was stopped before it was "
                    + "measured";
        }
    }

    /// The training was stopped before a decision threshold was chosen.
    record NoThreshold() implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the decision threshold stays 0.5: the training was stopped before a better one was found";
        }
    }
}
