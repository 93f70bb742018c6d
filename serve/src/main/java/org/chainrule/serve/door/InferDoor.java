package org.chainrule.serve.door;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.error.Quote;
import org.chainrule.serve.batch.Answer;
import org.chainrule.serve.host.Columns;
import org.chainrule.serve.host.RowInputs;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.web.Call;
import org.chainrule.serve.web.Problem;
import org.chainrule.serve.web.Reply;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The door of the Open Inference Protocol, version 2, over REST: a tensor for each column, with an element for each row.
/// An element may be null if its value is missing.
final class InferDoor {
    private static final String EXPECTED = "an object with a list of inputs";
    private static final Set<String> TYPES = Set.of("BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16",
            "INT32", "INT64", "FP16", "FP32", "FP64", "BYTES");

    private final Served served;
    private final Call call;
    private int count = -1;

    /// A tensor of a request.
    private record Input(String name, int place, String type, List<@Nullable Object> data) {
    }

    private InferDoor(Served served, Call call) {
        this.served = served;
        this.call = call;
    }

    static Reply answer(Call call, Served served) {
        PredictDoor.requireJson(call, "");
        if (!call.header("Inference-Header-Content-Length").isEmpty()) {
            throw new Problem(Problem.Kind.REQUEST,
                    "This server does not read binary tensors; send their data as JSON.");
        }
        return new InferDoor(served, call).infer();
    }

    /// Returns the description of a model.
    static Map<String, Object> metadata(Served served, List<String> versions) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", served.name());
        tree.put("versions", versions);
        tree.put("platform", "chainrule");
        tree.put("inputs", served.columns().stream().map(column -> {
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("name", column.column());
            input.put("datatype", Columns.isNumber(column) ? "FP64" : "BYTES");
            input.put("shape", List.of(-1));
            return input;
        }).toList());
        tree.put("outputs", InferOutputs.described(served));
        return tree;
    }

    private Reply infer() {
        if (!(JsonReading.tree(call.body(), EXPECTED) instanceof Map<?, ?> body)) {
            throw wrong("The body is not an object; send " + EXPECTED + ".");
        }
        if (!(body.get("inputs") instanceof List<?> list)) {
            throw wrong(
                    "The key inputs holds " + JsonReading.kind(body.get("inputs")) + "; send a list of tensors, one "
                            + "for each column.");
        }
        Object id = body.get("id");
        if (id != null && !(id instanceof String)) {
            throw wrong("The key id holds " + JsonReading.kind(id) + "; send a text.");
        }
        PredictOptions options = PredictOptions.of(params(body), served);
        if (options.explain() || options.unlike()) {
            throw wrong("The parameters explain and unlike are for the address /models/NAME/predict; leave them out.");
        }
        Collection<Input> inputs = inputs(list);
        RowInputs rows = new RowInputs(served, false, call.large());
        fill(rows, inputs);
        List<Answer> answers = rows.size() == 0 ? List.of() : served.predict(rows);
        InferOutputs outputs = new InferOutputs(served, answers, rows, options);
        Set<String> wanted = wanted(body);
        return Reply.json(JsonWriting.bytes(out -> {
            out.writeStartObject();
            out.writeName("model_name");
            out.writeString(served.name());
            out.writeName("model_version");
            out.writeString(served.version());
            if (id != null) {
                out.writeName("id");
                JsonWriting.tree(out, id);
            }
            out.writeName("outputs");
            outputs.write(out, wanted);
            out.writeEndObject();
        })).rows(rows.size());
    }

    private Map<String, String> params(Map<?, ?> body) {
        Map<String, String> all = new LinkedHashMap<>(call.query());
        switch (body.get("parameters")) {
            case null -> {
            }
            case Map<?, ?> params -> params.forEach((name, value) -> {
                // the protocol has parameters of its own, such as binary_data_output, which are not for the model
                if (value != null && PredictOptions.isName(String.valueOf(name))) {
                    all.put(String.valueOf(name), value.toString());
                }
            });
            default -> throw wrong("The key parameters is no object; send the parameters by name.");
        }
        return all;
    }

    private Collection<Input> inputs(List<?> list) {
        Map<String, Input> inputs = new LinkedHashMap<>();
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> tensor) || !(tensor.get("name") instanceof String name)) {
                throw wrong("Tensor " + (inputs.size() + 1)
                        + " of inputs has no name; send an object with name, shape, datatype and data.");
            }
            if (inputs.put(name, input(name, tensor)) != null) {
                throw wrong("The tensor " + Quote.of(name) + " is given twice; give it once.");
            }
        }
        List<String> absent = served.names().stream().filter(column -> !inputs.containsKey(column)).toList();
        if (!absent.isEmpty()) {
            throw new Problem(Problem.Kind.VALUE, "The inputs lack " + Phrases.names(absent)
                    + ", which the model reads; there are " + (inputs.isEmpty()
                            ? "none"
                            : Phrases.names(List.copyOf(inputs.keySet())))
                    + ".");
        }
        return inputs.values();
    }

    private Input input(String name, Map<?, ?> tensor) {
        String quoted = Quote.of(name);
        if (!(tensor.get("datatype") instanceof String type) || !TYPES.contains(type)) {
            throw wrong("The tensor " + quoted + " has no datatype of the protocol; give one, such as "
                    + (served.place(name) >= 0 && !Columns.isNumber(served.columns().get(served.place(name)))
                            ? "BYTES"
                            : "FP64")
                    + ".");
        }
        if (!(tensor.get("data") instanceof List<?> data)) {
            throw wrong("The tensor " + quoted + " has no list of data; send its elements, one for each row.");
        }
        List<@Nullable Object> flat = new ArrayList<>();
        flatten(data, flat);
        int rows = rows(quoted, tensor.get("shape"), flat.size());
        if (count >= 0 && rows != count) {
            throw wrong("The tensor " + quoted + " has " + Phrases.count(rows, "row") + ", but the first has " + count
                    + "; give all the same number.");
        }
        count = rows;
        return new Input(name, served.place(name), type, flat);
    }

    private static void flatten(List<?> data, List<@Nullable Object> out) {
        for (Object each : data) {
            if (each instanceof List<?> inner) {
                flatten(inner, out);
            } else {
                out.add(each);
            }
        }
    }

    /// Returns the number of rows that a shape states: `[rows]` or `[rows, 1]`.
    private static int rows(String quoted, @Nullable Object shape, int size) {
        if (shape instanceof List<?> sizes && !sizes.isEmpty() && sizes.size() <= 2
                && sizes.getFirst() instanceof JsonReading.Digits rows
                && rows.text().equals(Integer.toString(size))
                && (sizes.size() == 1 || String.valueOf(sizes.get(1)).equals("1"))) {
            return size;
        }
        throw wrong("The tensor " + quoted + " has " + Phrases.count(size, "element") + "; give the shape [" + size
                + "], one element for each row.");
    }

    private void fill(RowInputs rows, Collection<Input> inputs) {
        Records records = new Records(served, rows);
        for (int row = 0; row < count; row++) {
            rows.begin();
            for (Input input : inputs) {
                if (input.place < 0) {
                    continue;
                }
                Object value = input.data.get(row);
                boolean fits = switch (input.type) {
                    case "BYTES" -> value instanceof String;
                    case "BOOL" -> value instanceof Boolean;
                    default -> value instanceof JsonReading.Digits;
                };
                if (value != null && !fits) {
                    throw rows.refused(input.place, "has the datatype " + input.type + ", but got "
                            + JsonReading.kind(value) + "; send an element of this type, or null if it is missing");
                }
                records.set(input.place, value);
            }
            rows.end();
        }
    }

    /// Returns the names of the outputs that the request asks for; empty if it asks for all.
    private Set<String> wanted(Map<?, ?> body) {
        return switch (body.get("outputs")) {
            case null -> Set.of();
            case List<?> list -> {
                Set<String> names = new LinkedHashSet<>();
                for (Object each : list) {
                    if (!(each instanceof Map<?, ?> output) || !(output.get("name") instanceof String name)) {
                        throw wrong("An output that the request asks for has no name; send an object with a name.");
                    }
                    names.add(name);
                }
                yield names;
            }
            default ->
                throw wrong("The key outputs is no list; send the outputs that you want as objects with a name.");
        };
    }

    private static Problem wrong(String sentence) {
        return new Problem(Problem.Kind.REQUEST, sentence);
    }
}
