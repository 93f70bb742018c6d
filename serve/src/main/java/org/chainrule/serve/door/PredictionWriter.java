package org.chainrule.serve.door;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.chainrule.error.ArgumentException;
import org.chainrule.serve.batch.Answer;
import org.chainrule.serve.host.RowInputs;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.web.Problem;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.explain.Attribution;
import org.chainrule.tabular.explain.Explainer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes predictions as JSON. A model of one target has a value for each key; one of several has an object with the values
/// by target.
///
/// @param served  the model
/// @param answers the predictions of each target
/// @param rows    the rows
/// @param options what the request asks for
record PredictionWriter(Served served, List<Answer> answers, RowInputs rows, PredictOptions options) {
    /// What is written of a target.
    private interface Writer {
        void write(Predictions predictions, int row);
    }

    /// Writes the object of a row.
    ///
    /// @param remark a remark on the row; empty if there is none
    void row(JsonGenerator out, int row, String remark) {
        out.writeStartObject();
        out.writeName("prediction");
        prediction(out, row);
        if (options.interval().isPresent()) {
            double level = options.interval().getAsDouble();
            each(out, "low", row, p -> p instanceof Predictions.Numbers,
                    (p, at) -> JsonWriting.number(out, (float) interval(p, at, level).low()));
            each(out, "high", row, p -> p instanceof Predictions.Numbers,
                    (p, at) -> JsonWriting.number(out, (float) interval(p, at, level).high()));
        }
        if (options.set().isPresent()) {
            each(out, "set", row, p -> p instanceof Predictions.Classes,
                    (p, at) -> JsonWriting.tree(out, set(p, at, options.set().getAsDouble())));
        }
        each(out, "quantiles", row, p -> p instanceof Predictions.Quantiles,
                (p, at) -> quantiles(out, p, at));
        if (options.probabilities()) {
            probabilities(out, row);
        }
        if (options.unlike()) {
            out.writeName("unlike");
            JsonWriting.tree(out, unlike(row));
        }
        if (options.explain()) {
            out.writeName("explanation");
            explanation(out, row);
        }
        if (!remark.isEmpty()) {
            out.writeName("remarks");
            JsonWriting.tree(out, List.of(remark));
        }
        out.writeEndObject();
    }

    /// Writes what is predicted for a row: a value, a list of labels, or an object with a value by target.
    void prediction(JsonGenerator out, int row) {
        if (served.list().isPresent()) {
            JsonWriting.tree(out, labels(row));
            return;
        }
        if (answers.size() == 1) {
            value(out, answers.getFirst().around(row), answers.getFirst().at(row));
            return;
        }
        out.writeStartObject();
        for (Answer answer : answers) {
            out.writeName(answer.around(row).column());
            value(out, answer.around(row), answer.at(row));
        }
        out.writeEndObject();
    }

    /// Returns the labels of a list.
    List<String> labels(int row) {
        List<String> all = new ArrayList<>();
        for (int k = 0; k < answers.size(); k++) {
            Answer answer = answers.get(k);
            if (answer.around(row) instanceof Predictions.Classes classes
                    && classes.index(answer.at(row)) == classes.labels().size() - 1) {
                all.add(served.labels().get(k));
            }
        }
        return all;
    }

    private static void value(JsonGenerator out, Predictions predictions, int row) {
        if (predictions instanceof Predictions.Classes classes) {
            out.writeString(classes.text(row));
        } else {
            String text = predictions.text(row);
            if (text.equals("NaN") || text.endsWith("Infinity")) {
                out.writeNull();
            } else {
                out.writeNumber(text);
            }
        }
    }

    /// Writes a key for the targets that have it, unless none has.
    private void each(JsonGenerator out, String key, int row, Predicate<Predictions> has, Writer writer) {
        if (answers.size() == 1) {
            Answer answer = answers.getFirst();
            if (has.test(answer.around(row))) {
                out.writeName(key);
                writer.write(answer.around(row), answer.at(row));
            }
            return;
        }
        boolean begun = false;
        for (Answer answer : answers) {
            Predictions predictions = answer.around(row);
            if (has.test(predictions)) {
                if (!begun) {
                    out.writeName(key);
                    out.writeStartObject();
                    begun = true;
                }
                out.writeName(predictions.column());
                writer.write(predictions, answer.at(row));
            }
        }
        if (begun) {
            out.writeEndObject();
        }
    }

    private void probabilities(JsonGenerator out, int row) {
        if (served.list().isPresent()) {
            out.writeName("probabilities");
            out.writeStartObject();
            for (int k = 0; k < answers.size(); k++) {
                if (answers.get(k).around(row) instanceof Predictions.Classes classes) {
                    out.writeName(served.labels().get(k));
                    JsonWriting.number(out, classes.probability(answers.get(k).at(row), classes.labels().size() - 1));
                }
            }
            out.writeEndObject();
            return;
        }
        each(out, "probabilities", row, p -> p instanceof Predictions.Classes, (p, at) -> {
            Predictions.Classes classes = (Predictions.Classes) p;
            out.writeStartObject();
            for (int k = 0; k < classes.labels().size(); k++) {
                out.writeName(classes.labels().get(k));
                JsonWriting.number(out, classes.probability(at, k));
            }
            out.writeEndObject();
        });
    }

    private static void quantiles(JsonGenerator out, Predictions predictions, int row) {
        Predictions.Quantiles quantiles = (Predictions.Quantiles) predictions;
        out.writeStartObject();
        for (int k = 0; k < quantiles.levels().size(); k++) {
            out.writeName(String.valueOf(quantiles.levels().get(k)));
            JsonWriting.number(out, (float) quantiles.value(row, k));
        }
        out.writeEndObject();
    }

    /// Returns the interval of a number.
    ///
    /// @throws Problem if the model has none at this level
    static NumberPrediction interval(Predictions predictions, int row, double level) {
        try {
            return ((Predictions.Numbers) predictions).withIntervals(level).prediction(row);
        } catch (ArgumentException e) {
            throw Problem.of(Problem.Kind.REQUEST, e);
        }
    }

    private static List<String> set(Predictions predictions, int row, double level) {
        try {
            return ((Predictions.Classes) predictions).set(row, level);
        } catch (ArgumentException e) {
            throw Problem.of(Problem.Kind.REQUEST, e);
        }
    }

    private List<String> unlike(int row) {
        return served.models().stream().flatMap(model -> model.novelty(rows.values(row)).parts(0).stream()).distinct()
                .toList();
    }

    private void explanation(JsonGenerator out, int row) {
        List<TabularModel> models = served.models();
        if (models.size() == 1) {
            explanation(out, row, 0, models.getFirst());
            return;
        }
        out.writeStartObject();
        for (int k = 0; k < models.size(); k++) {
            out.writeName(models.get(k).target().column());
            explanation(out, row, k, models.get(k));
        }
        out.writeEndObject();
    }

    private void explanation(JsonGenerator out, int row, int target, TabularModel model) {
        Map<String, @Nullable Object> values = rows.values(row);
        List<String> texts = model.schema().encodings().stream().map(each -> values.get(each.column()))
                .map(value -> value == null ? "" : value.toString()).toList();
        Attribution found = Explainer.attribution(model.schema(), model.target(), model.network(),
                rows.inputs(target, row), texts);
        JsonWriting.tree(out, found.toJson());
    }
}
