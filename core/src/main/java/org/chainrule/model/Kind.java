package org.chainrule.model;

import org.chainrule.train.Fitted;

/// A kind of model, by the word that stands for it in a file.
enum Kind {
    /// Of a [Classifier].
    CLASSIFICATION("classification"),
    /// Of a [Regressor].
    REGRESSION("regression"),
    /// Of a [MultiLabelClassifier].
    LABELS("multi-label classification"),
    /// Of a [NetModel].
    NET("named outputs");

    final String word;

    Kind(String word) {
        this.word = word;
    }

    /// The kind of a word; classification if there is none of it, which the file is then found not to be.
    static Kind of(String word) {
        for (Kind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return CLASSIFICATION;
    }

    Model model(Fitted fitted) {
        return switch (this) {
            case CLASSIFICATION -> new Classifier(fitted);
            case REGRESSION -> new Regressor(fitted);
            case LABELS -> new MultiLabelClassifier(fitted);
            case NET -> new NetModel(fitted);
        };
    }
}
