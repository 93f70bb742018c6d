package org.chainrule.model;

import java.util.List;
import java.util.Map;
import org.chainrule.Frozen;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Network;
import org.chainrule.type.Shape;

/// A network with its parameters as it predicts, frozen: any number of rows, a block at a time, on any number of threads.
///
/// @param row the shape of a row
/// @param network the network with the values of its parameters
/// @param frozen from rows to answers
record Prediction(Shape row, Network network, Frozen frozen) {
    /// So few rows that what one layer writes is still near when the next reads it; a multiple of the rows of all tiles.
    private static final int BLOCK = 96;
    /// The most elements of an array.
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /// What is made of the output of a network.
    @FunctionalInterface
    interface Heads {
        List<Tensor> of(Tensor output);
    }

    /// Receives the answers block by block.
    @FunctionalInterface
    interface Block {
        /// Takes the answers to `rows` rows, the first of which has the number `from`. The array is reused for the next block.
        void take(int from, int rows, float[] answers);
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
        int count = Rows.count("predict", rows, row);
        if ((long) count * width() > LONGEST) {
            throw new ShapeException("predict", "the results do not fit into one array", count + " rows of " + width(),
                    "at most " + LONGEST / width() + " rows at once; hand them in in parts");
        }
        float[] answers = new float[count * width()];
        predict(rows, answers);
        return answers;
    }

    /// The same, written to an array of the caller's.
    void predict(float[] rows, float[] answers) {
        int features = row.elements();
        int width = width();
        int count = Rows.count("predict", rows, row);
        ArgumentException.requireNotNull("predict", "results", answers);
        if (answers.length < (long) count * width) {
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

    /// The answers to rows, an array each.
    float[][] predict(float[][] rows) {
        ArgumentException.requireNotNull("predict", "rows", rows);
        int width = width();
        float[][] answers = new float[rows.length][width];
        each(rows, (from, count, block) -> {
            for (int i = 0; i < count; i++) {
                System.arraycopy(block, i * width, answers[from + i], 0, width);
            }
        });
        return answers;
    }

    /// Hands out the answers to rows, a block at a time.
    void each(float[][] rows, Block block) {
        Rows.check(rows, row);
        each("predict", rows.length, (number, out, at) -> System.arraycopy(rows[number], 0, out, at, row.elements()),
                block);
    }

    /// Hands out the answers to examples, a block at a time.
    void each(Examples examples, Block block) {
        checkRows(row, examples);
        each("evaluate", examples.size(), examples::read, block);
    }

    private void each(String operation, int count, RowSource rows, Block block) {
        int features = row.elements();
        float[] inputs = new float[Math.min(BLOCK, count) * features];
        float[] answers = new float[Math.min(BLOCK, count) * width()];
        for (int from = 0; from < count; from += BLOCK) {
            int n = Math.min(BLOCK, count - from);
            for (int i = 0; i < n; i++) {
                rows.read(from + i, inputs, i * features);
            }
            run(operation, inputs, 0, n, from, answers, 0);
            block.take(from, n, answers);
        }
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
