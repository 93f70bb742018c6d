package org.chainrule.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.io.JsonObject;

/// The progress of a [Training], apart from the state of its run. Everything but the values of the best epoch can be
/// written as JSON, with numbers as text, so that they are exact and may be NaN or infinite.
final class TrainingProgress {
    /// The current epoch, from 1, and the number of its steps so far.
    int epoch = 1;
    int inEpoch;
    /// The weighted sum of the losses of the rows in this epoch so far, and the sum of the weights.
    double total;
    double weight;
    final List<EpochRecord> history = new ArrayList<>();
    double bestValue = Double.NaN;
    double bestLoss = Double.NaN;
    int bestEpoch;
    /// The values of the best epoch so far; empty before the first epoch has ended, or without a validation set.
    Map<String, Tensor> best = new LinkedHashMap<>();
    boolean finished;
    /// The seconds of the training before it was interrupted, and the time when it resumed.
    private double before;
    private final long started = System.nanoTime();

    void nextEpoch() {
        epoch++;
        inEpoch = 0;
        total = 0;
        weight = 0;
    }

    /// Returns the seconds of the training so far.
    double seconds() {
        return before + (System.nanoTime() - started) * 1e-9;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", (long) epoch);
        json.put("inEpoch", (long) inEpoch);
        json.put("total", Double.toString(total));
        json.put("weight", Double.toString(weight));
        json.put("bestValue", Double.toString(bestValue));
        json.put("bestLoss", Double.toString(bestLoss));
        json.put("bestEpoch", (long) bestEpoch);
        json.put("finished", finished);
        json.put("seconds", Double.toString(seconds()));
        json.put("history", history.stream().map(TrainingProgress::line).toList());
        return json;
    }

    private static Map<String, Object> line(EpochRecord record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("loss", Double.toString(record.loss()));
        Map<String, Object> validation = new LinkedHashMap<>();
        record.validation().forEach((name, value) -> validation.put(name, Double.toString(value)));
        line.put("validation", validation);
        line.put("seconds", Double.toString(record.seconds()));
        return line;
    }

    /// Sets the progress to a saved one.
    ///
    /// @param values the values of the best epoch
    /// @throws org.chainrule.error.FormatException if the tree does not have the form of [#toJson]
    void put(JsonObject json, Map<String, Tensor> values) {
        epoch = json.count("epoch");
        inEpoch = json.count("inEpoch");
        total = json.number("total");
        weight = json.number("weight");
        bestValue = json.number("bestValue");
        bestLoss = json.number("bestLoss");
        bestEpoch = json.count("bestEpoch");
        finished = json.truth("finished");
        before = json.number("seconds");
        history.clear();
        for (Object entry : json.list("history")) {
            JsonObject line = JsonObject.of(entry, json.source());
            Map<String, Double> validation = new LinkedHashMap<>();
            JsonObject measures = line.inner("validation");
            measures.fields().keySet().forEach(name -> validation.put(String.valueOf(name),
                    measures.number(String.valueOf(name))));
            history.add(new EpochRecord(history.size() + 1, line.number("loss"), validation, line.number("seconds")));
        }
        best = values;
    }
}
