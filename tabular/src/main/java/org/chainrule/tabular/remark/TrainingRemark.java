package org.chainrule.tabular.remark;

import org.chainrule.tabular.value.MeasureWords;
import org.chainrule.tabular.value.Phrases;

/// A remark about the result of a training.
public sealed interface TrainingRemark extends Remark {
    /// The model is no better than the constant baseline.
    ///
    /// @param measure the measure that shows it, such as `logLoss`
    /// @param cause   the most likely cause
    record NothingLearned(String measure, Cause cause) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the model has learned nothing that helps on the test rows: by " + MeasureWords.named(measure)
                    + " it is no better than the constant; " + cause.advice(wording);
        }
    }

    /// The measures on the test rows say little, because one value outweighs all others.
    ///
    /// @param cause the value
    record Outweighed(Cause.FarValue cause) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the measures on the test rows say little: " + cause.advice(wording);
        }
    }

    /// The decision threshold was chosen on a handful of positive rows.
    ///
    /// @param threshold the threshold
    /// @param positive  the positive class
    /// @param positives the number of validation rows of this class
    record FewPositives(double threshold, String positive, int positives) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            String rows = Phrases.count(positives, "validation row") + " of class " + Phrases.quoted(positive);
            return positives == 0
                    ? "the decision threshold stays 0.5, because no validation row has class "
                            + Phrases.quoted(positive) + "; add rows with it, or set the threshold ("
                            + wording.of(new Remedy.Threshold()) + ")"
                    : "the decision threshold " + Phrases.plain(threshold) + " was chosen on only " + rows
                            + ", too few to be reliable; add such rows, or set the threshold ("
                            + wording.of(new Remedy.Threshold()) + ")";
        }
    }

    /// The metric that should choose the epoch is not defined on the held-out rows.
    ///
    /// @param metric   the metric, such as `auc`
    /// @param networks the number of networks whose epoch the loss chose instead
    /// @param of       the number of networks
    record MetricUndefined(String metric, int networks, int of) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return (of == 1 ? "" : "for " + networks + " of " + Phrases.count(of, "network") + ", ")
                    + MeasureWords.named(metric)
                    + " is not defined on the validation rows, because they lack a class or have a single value of the "
                    + "target; the loss chose the epoch instead";
        }
    }

    /// Networks that were trained further did not become better.
    ///
    /// @param stay the number of networks that stay as they were
    /// @param of   the number of networks
    record NotImproved(int stay, int of) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return (of == 1
                    ? "the network stays as it was"
                    : stay == of
                            ? "all networks stay as they were"
                            : stay + " of " + Phrases.count(of, "network")
                                    + (stay == 1 ? " stays as it was" : " stay as they were"))
                    + ", because no epoch was better on the validation rows";
        }
    }

    /// Better networks were left out, because they take too long for a single row.
    ///
    /// @param microseconds the longest time for a row
    /// @param forgone      the share of the error on the rows held out that they would save
    record Forgone(double microseconds, double forgone) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "to predict a single row in about " + Phrases.rounded(microseconds)
                    + " microseconds, networks were left out that would lower the error on the rows held out by "
                    + Phrases.rounded(100 * forgone) + " %; allow more time ("
                    + wording.of(new Remedy.MaxLatency()) + ")";
        }
    }

    /// There are so few test rows that the measures say little.
    ///
    /// @param rows    the number of test rows
    /// @param measure a measure, such as `accuracy`
    /// @param low     the lower end of its 95 % interval
    /// @param high    the upper end
    record FewTestRows(int rows, String measure, double low, double high) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return Phrases.count(rows, "test row") + (rows == 1 ? " is" : " are") + " too few to tell whether "
                    + MeasureWords.named(measure)
                    + " is " + Phrases.rounded(low) + " or " + Phrases.rounded(high)
                    + "; for a surer estimate, cross-validate (" + wording.of(new Remedy.CrossValidate()) + ")";
        }
    }

    /// The linear model is better than the network.
    ///
    /// @param measure the measure that shows it
    record LinearAhead(String measure) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the linear model is ahead on the test rows by " + MeasureWords.named(measure)
                    + "; it, or a smaller network, may serve better here";
        }
    }

    /// The nearest training rows predict better than the model.
    ///
    /// @param measure the measure that shows it
    record NeighborsAhead(String measure) implements TrainingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the nearest training rows are ahead on the test rows by " + MeasureWords.named(measure)
                    + "; more epochs, or a larger network, may serve better here";
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
            return "the linear baseline was not measured, because the time was over or the training was stopped";
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
