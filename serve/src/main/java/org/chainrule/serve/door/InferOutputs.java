package org.chainrule.serve.door;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.chainrule.serve.batch.Answer;
import org.chainrule.serve.host.RowInputs;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.web.Problem;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.value.Phrases;
import tools.jackson.core.JsonGenerator;

/// The output tensors of the Open Inference Protocol: `TARGET` with the prediction, `TARGET.probabilities` with those of its
/// classes, `TARGET.quantiles`, and `TARGET.low` and `TARGET.high` if the request asks for intervals.
///
/// @param served  the model
/// @param answers the predictions of each target; empty if there are no rows
/// @param rows    the rows
/// @param options what the request asks for
record InferOutputs(Served served, List<Answer> answers, RowInputs rows, PredictOptions options) {
    /// A tensor.
    ///
    /// @param width  the number of values of a row; 0 if it is a single one
    /// @param labels what the values of a row stand for; empty if it is a single one
    private record Output(String name, String type, int width, List<String> labels) {
    }

    /// Returns the descriptions of all outputs but intervals.
    static List<Map<String, Object>> described(Served served) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Target target : served.targets()) {
            for (Output output : outputs(target, false)) {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("name", output.name);
                tree.put("datatype", output.type);
                tree.put("shape", output.width == 0 ? List.of(-1) : List.of(-1, output.width));
                if (!output.labels.isEmpty()) {
                    tree.put("parameters", Map.of("labels", output.labels));
                }
                all.add(tree);
            }
        }
        return all;
    }

    private static List<Output> outputs(Target target, boolean intervals) {
        String name = target.column();
        return switch (target) {
            case Target.Classes classes -> List.of(new Output(name, "BYTES", 0, List.of()), new Output(
                    name + ".probabilities", "FP32", classes.labels().size(), classes.labels()));
            case Target.Numbers numbers when numbers.estimand() instanceof Estimand.Quantiles quantiles ->
                List.of(new Output(name, "FP32", 0, List.of()), new Output(name + ".quantiles", "FP32",
                        quantiles.levels().size(), quantiles.levels().stream().map(String::valueOf).toList()));
            case Target.Numbers _ when intervals ->
                List.of(new Output(name, "FP32", 0, List.of()), new Output(name + ".low", "FP32", 0, List.of()),
                        new Output(name + ".high", "FP32", 0, List.of()));
            case Target.Numbers _ -> List.of(new Output(name, "FP32", 0, List.of()));
        };
    }

    /// Writes the list of outputs.
    ///
    /// @param wanted the names of those to write; empty for all
    /// @throws Problem if one of them does not exist
    void write(JsonGenerator out, Set<String> wanted) {
        Set<String> names = new LinkedHashSet<>();
        out.writeStartArray();
        for (int k = 0; k < served.targets().size(); k++) {
            for (Output output : outputs(served.targets().get(k), options.interval().isPresent())) {
                names.add(output.name);
                if (wanted.isEmpty() || wanted.contains(output.name)) {
                    write(out, k, output);
                }
            }
        }
        out.writeEndArray();
        List<String> unknown = wanted.stream().filter(name -> !names.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new Problem(Problem.Kind.REQUEST, "There is no output " + Phrases.names(unknown) + "; there are "
                    + Phrases.names(List.copyOf(names)) + ".");
        }
    }

    private void write(JsonGenerator out, int target, Output output) {
        out.writeStartObject();
        out.writeName("name");
        out.writeString(output.name);
        out.writeName("datatype");
        out.writeString(output.type);
        out.writeName("shape");
        JsonWriting.tree(out, output.width == 0 ? List.of(rows.size()) : List.of(rows.size(), output.width));
        if (!output.labels.isEmpty()) {
            out.writeName("parameters");
            JsonWriting.tree(out, Map.of("labels", output.labels));
        }
        out.writeName("data");
        out.writeStartArray();
        IntConsumer row = row(out, target, output);
        for (int i = 0; i < rows.size(); i++) {
            row.accept(i);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private IntConsumer row(JsonGenerator out, int target, Output output) {
        String kind = output.name.substring(served.targets().get(target).column().length());
        return i -> {
            Answer answer = answers.get(target);
            int at = answer.at(i);
            switch (answer.around(i)) {
                case Predictions.Classes classes when output.width == 0 -> out.writeString(classes.text(at));
                case Predictions.Classes classes -> {
                    for (int c = 0; c < output.width; c++) {
                        JsonWriting.number(out, classes.probability(at, c));
                    }
                }
                case Predictions.Quantiles quantiles when output.width > 0 -> {
                    for (int q = 0; q < output.width; q++) {
                        JsonWriting.number(out, (float) quantiles.value(at, q));
                    }
                }
                case Predictions.Quantiles quantiles -> JsonWriting.number(out, Float.parseFloat(quantiles.text(at)));
                case Predictions.Numbers numbers -> JsonWriting.number(out, (float) switch (kind) {
                    case ".low" ->
                        PredictionWriter.interval(numbers, at, options.interval().getAsDouble()).low();
                    case ".high" ->
                        PredictionWriter.interval(numbers, at, options.interval().getAsDouble()).high();
                    default -> numbers.value(at);
                });
            }
        };
    }
}
