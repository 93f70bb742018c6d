package org.chainrule.model;

import java.util.List;
import java.util.Map;
import org.chainrule.Frozen;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Shape;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Network;

/// A network with its parameters as it predicts, frozen: any number of rows, a block at a time, on any number of threads.
///
/// @param row the shape of a row
/// @param network the network with the values of its parameters
/// @param frozen from rows to answers
record Prediction(Shape row, Network network, Frozen frozen) {
    /// So few rows that what one layer writes is still near when the next reads it; a multiple of the rows of all tiles.
    private static final int BLOCK = 96;

    /// What is made of the output of a network.
    @FunctionalInterface
    interface Heads {
        List<Tensor> of(Tensor output);
    }

    /// The first of the answers; [#answer] gives the others, which share its buffers. What a first answer has to prepare is
    /// prepared here, with a row of zeros: whoever serves a model loads it before the first request comes.
    static Prediction of(Layer net, Shape row, Map<String, Tensor> parameters, Heads heads) {
        Network network = Network.of(net, StepProgram.rows(row), parameters);
        Prediction all = new Prediction(row, network,
                Program.of(List.of(network.input()), heads.of(network.output())).freeze(BLOCK));
        all.answer(0).predict(new float[row.elements()]);
        return all;
    }

    /// One of several answers alone.
    Prediction answer(int number) {
        return new Prediction(row, network, frozen.only(frozen.outputs().get(number)));
    }

    /// The answers to flat rows, row by row.
    float[] predict(float[] rows) {
        float[] answers = new float[Math.multiplyExact(Rows.count("predict", rows, row), width())];
        predict(rows, answers);
        return answers;
    }

    /// The same, written to an array of the caller's.
    void predict(float[] rows, float[] answers) {
        int features = row.elements();
        int width = width();
        int count = Rows.count("predict", rows, row);
        ArgumentException.requireNotNull("predict", "results", answers);
        if (answers.length < Math.multiplyExact(count, width)) {
            throw new ShapeException("predict", "the results do not fit into the array", count + " rows of " + width,
                    "room for " + answers.length);
        }
        for (int from = 0; from < count; from += BLOCK) {
            run("predict", rows, from * features, Math.min(BLOCK, count - from), from, answers, from * width);
        }
    }

    /// @param first what the first of the rows is called
    private void run(String operation, float[] rows, int from, int n, int first, float[] answers, int to) {
        Rows.checkFinite(operation, rows, from, n, first, row.elements());
        try {
            frozen.run(rows, from, n, answers, to);
        } catch (ArgumentException e) {
            throw OutOfRange.placed(e, network, rows, from, n, number -> first + number);
        }
    }

    /// The answer to one row, if it is one number.
    float value(float[] row) {
        Rows.checkFinite("predict", row, 0, 1, 0, row.length);
        try {
            return frozen.value(row);
        } catch (ArgumentException e) {
            throw OutOfRange.placed(e, network, row, 0, 1, number -> number);
        }
    }

    /// The answers to examples, row by row.
    float[] predict(Examples examples) {
        checkRows(row, examples);
        int features = row.elements();
        int width = width();
        int count = examples.size();
        float[] block = new float[Math.min(BLOCK, count) * features];
        float[] answers = new float[Math.multiplyExact(count, width)];
        for (int from = 0; from < count; from += BLOCK) {
            int n = Math.min(BLOCK, count - from);
            for (int i = 0; i < n; i++) {
                examples.read(from + i, block, i * features);
            }
            run("evaluate", block, 0, n, from, answers, from * width);
        }
        return answers;
    }

    static void checkRows(Shape row, Examples examples) {
        if (!examples.row().equals(row)) {
            throw new ShapeException("evaluate", "the rows do not have the model's features", "rows " + examples.row(),
                    "model takes " + row);
        }
    }

    private int width() {
        return frozen.outputs().getFirst().shape().elements(1);
    }

    Memory memory(int n) {
        return frozen.memory(n);
    }
}
