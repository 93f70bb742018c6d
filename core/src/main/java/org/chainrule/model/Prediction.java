package org.chainrule.model;

import java.util.List;
import java.util.Map;
import org.chainrule.Frozen;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Shape;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Network;

/// A network with its parameters as it predicts, frozen: any number of rows, a block at a time, on any number of threads.
///
/// @param row the shape of a row
/// @param frozen from rows to answers
record Prediction(Shape row, Frozen frozen) {
    /// So few rows that what one layer writes is still near when the next reads it; a multiple of the rows of all tiles.
    private static final int BLOCK = 96;
    /// The most elements of an array.
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /// What is made of the output of a network.
    @FunctionalInterface
    interface Heads {
        List<Tensor> of(Tensor output);
    }

    /// Who takes the answers to some rows.
    @FunctionalInterface
    interface Block {
        /// Takes the answers to `rows` rows, the first of which has the number `from`. The array is used again.
        void take(int from, int rows, float[] answers);
    }

    /// The first of the answers; [#answer] gives the others, which share its buffers. What a first answer has to prepare is
    /// prepared here, with a row of zeros: whoever serves a model loads it before the first request comes.
    static Prediction of(Layer net, Shape row, Map<String, Tensor> parameters, Heads heads) {
        Network network = Network.of(net, StepProgram.rows(row), parameters);
        Prediction all = new Prediction(row,
                Program.of(List.of(network.input()), heads.of(network.output())).freeze(BLOCK));
        all.answer(0).predict(new float[row.elements()]);
        return all;
    }

    /// One of several answers alone.
    Prediction answer(int number) {
        return new Prediction(row, frozen.only(frozen.outputs().get(number)));
    }

    /// The answers to flat rows, row by row.
    float[] predict(float[] rows) {
        int count = count(rows);
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
        int count = count(rows);
        if (answers.length < (long) count * width) {
            throw new ShapeException("predict", "the results do not fit into the array", count + " rows of " + width,
                    "room for " + answers.length);
        }
        for (int from = 0; from < count; from += BLOCK) {
            frozen.run(rows, from * features, Math.min(BLOCK, count - from), answers, from * width);
        }
    }

    /// The answer to one row, if it is one number.
    float value(float[] row) {
        return frozen.value(row);
    }

    /// The answers to rows, an array each.
    float[][] predict(float[][] rows) {
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
        each(rows.length, (number, out, at) -> System.arraycopy(Rows.one(rows[number], row), 0, out, at,
                row.elements()), block);
    }

    /// Hands out the answers to examples, a block at a time.
    void each(Examples examples, Block block) {
        if (!examples.row().equals(row)) {
            throw new ShapeException("evaluate", "the rows do not have the model's features", "rows " + examples.row(),
                    "model takes " + row);
        }
        each(examples.size(), examples::read, block);
    }

    private void each(int count, RowSource rows, Block block) {
        int features = row.elements();
        float[] inputs = new float[Math.min(BLOCK, count) * features];
        float[] answers = new float[Math.min(BLOCK, count) * width()];
        for (int from = 0; from < count; from += BLOCK) {
            int n = Math.min(BLOCK, count - from);
            for (int i = 0; i < n; i++) {
                rows.read(from + i, inputs, i * features);
            }
            frozen.run(inputs, 0, n, answers, 0);
            block.take(from, n, answers);
        }
    }

    private int count(float[] rows) {
        int features = row.elements();
        if (rows.length == 0 || rows.length % features != 0) {
            throw new ShapeException("predict", "the number of values is not a multiple of a row's", rows.length
                    + " values", "row " + row + " = " + features);
        }
        return rows.length / features;
    }

    private int width() {
        return frozen.outputs().getFirst().shape().elements(1);
    }

    Memory memory(int n) {
        return frozen.memory(n);
    }
}
