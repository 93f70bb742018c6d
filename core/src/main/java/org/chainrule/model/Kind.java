package org.chainrule.model;

import org.chainrule.train.Fitted;

/// A kind of model, with the word that identifies it in a file.
enum Kind {
    /// The kind of a [Classifier].
    CLASSIFICATION("classification"),
    /// The kind of a [Regressor].
    REGRESSION("regression"),
    /// The kind of a [MultiLabelClassifier].
    LABELS("multi-label classification"),
    /// The kind of a [NetModel].
    NET("named outputs");

    final String word;

    Kind(String word) {
        this.word = word;
    }

    /// Returns the kind of a word. An unknown word returns classification, and reading the file then reports the word.
    static Kind of(String word) {
        for (Kind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return CLASSIFICATION;
    }

    /// Returns the kind of a model.
    static Kind of(Model model) {
        return switch (model) {
            case Classifier _ -> CLASSIFICATION;
            case Regressor _ -> REGRESSION;
            case MultiLabelClassifier _ -> LABELS;
            case NetModel _ -> NET;
        };
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
