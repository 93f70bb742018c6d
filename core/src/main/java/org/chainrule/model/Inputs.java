package org.chainrule.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Network;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Checked rows for a model with any inputs, in one array per input.
///
/// @param values flat rows of each input, in the model's order; the arrays may be longer than needed
/// @param rows the number of rows
record Inputs(List<float[]> values, int rows) {
    /// Flat rows for a model with one input.
    static Inputs of(String operation, Model model, float[] flat) {
        Shape row = model.row();
        int count = Rows.count(operation, flat, row);
        if (count == 0) {
            throw new ArgumentException("rows", operation + ": got no rows, expected at least one");
        }
        return checked(operation, model.inputs(), List.of(flat), count);
    }

    /// All rows of examples.
    static Inputs of(String operation, Model model, Examples examples) {
        ArgumentException.requireNotNull(operation, "examples", examples);
        requireFields(operation, model.inputs(), examples);
        Batch batch = examples.batch();
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < model.inputs().size(); i++) {
            values.add(batch.input(i));
        }
        return checked(operation, model.inputs(), values, batch.size());
    }

    /// Tensors by the names of the inputs, all with the same number of rows.
    static Inputs of(String operation, Model model, Tensors tensors) {
        ArgumentException.requireNotNull(operation, "inputs", tensors);
        Map<String, Tensor> byName = tensors.asMap();
        List<float[]> values = new ArrayList<>();
        int rows = -1;
        for (Field field : model.inputs()) {
            Tensor value = byName.get(field.name());
            TensorType type = value == null || value.shape().rank() == 0 ? null : value.type();
            int count = type == null ? 0 : type.shape().size(0);
            if (value == null || type == null || byName.size() != model.inputs().size()
                    || !type.equals(field.batch().withShape(field.batch().shape().bind(count)))
                    || rows >= 0 && count != rows) {
                throw new ShapeException(operation, "needs the model's inputs, all with the same number of rows",
                        "given " + types(byName), "model takes "
                                + model.inputs().stream().map(input -> input.name() + " " + input.batch()).toList());
            }
            rows = count;
            values.add(value.values());
        }
        return checked(operation, model.inputs(), values, rows);
    }

    private static List<String> types(Map<String, Tensor> tensors) {
        return tensors.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue().type()).toList();
    }

    /// @throws ShapeException if the examples do not have the inputs
    static void requireFields(String operation, List<Field> inputs, Examples examples) {
        if (!examples.type().inputs().equals(inputs)) {
            throw new ShapeException(operation, "the examples do not have the model's inputs",
                    "examples " + examples.type().inputs(), "model takes " + inputs);
        }
    }

    private static Inputs checked(String operation, List<Field> fields, List<float[]> values, int rows) {
        for (int i = 0; i < values.size(); i++) {
            fields.get(i).check(operation, values.get(i), 0, rows, 0);
        }
        return new Inputs(values, rows);
    }

    /// Returns a copy of a block of the rows.
    float[][] block(List<Field> fields, int from, int count) {
        float[][] block = new float[values.size()][];
        for (int i = 0; i < block.length; i++) {
            int width = fields.get(i).width();
            block[i] = Arrays.copyOfRange(values.get(i), from * width, (from + count) * width);
        }
        return block;
    }

    /// Runs a network on all rows at once and returns the values of the given tensors.
    List<Tensor> run(Network network, List<Tensor> places) {
        List<Tensor> inputs = List.copyOf(network.inputs().asMap().values());
        Program.Session session = Program.of(inputs, places).start(rows, 1);
        for (int i = 0; i < inputs.size(); i++) {
            session.feed(inputs.get(i), values.get(i), 0);
        }
        try {
            session.run(rows);
        } catch (ArgumentException e) {
            throw network.located(e, values.toArray(float[][]::new), 0, rows, number -> number);
        }
        return places.stream().map(place -> session.value(place, rows)).toList();
    }
}
