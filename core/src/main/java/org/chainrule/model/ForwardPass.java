package org.chainrule.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.chainrule.Frozen;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Network;
import org.chainrule.train.Fitted;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A frozen network that predicts any number of rows, a block at a time, on any number of threads.
///
/// @param inputs the inputs of the network
/// @param network the network with the values of its parameters
/// @param frozen the program from rows to answers
record ForwardPass(List<Field> inputs, Network network, Frozen frozen) {
    /// The rows of a block: few enough that the output of one layer is still in the cache when the next reads it, and a
    /// multiple of the rows of every tile.
    private static final int BLOCK = 96;
    /// The largest length of an array.
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /// Builds the answers from the outputs of a network.
    @FunctionalInterface
    interface Heads {
        List<Tensor> of(Network network);
    }

    /// Receives the answers block by block.
    @FunctionalInterface
    interface Block {
        /// Receives the answers to `rows` rows, beginning with row `from`. The array is reused for the next block.
        void take(int from, int rows, float[] answers);
    }

    /// Receives several answers block by block.
    @FunctionalInterface
    private interface Blocks {
        void take(int from, int rows, float[][] answers);
    }

    /// Returns a prediction of several answers, which [#answer] separates and which share buffers. It predicts a row of zeros
    /// at once, so that the first request to a server does not pay for the preparation.
    static ForwardPass of(Fitted fitted, Heads heads) {
        Network network = fitted.network();
        ForwardPass all = new ForwardPass(fitted.inputs(), network,
                Program.of(List.copyOf(network.inputs().asMap().values()), heads.of(network)).freeze(BLOCK));
        float[][] zeros = all.inputs.stream().map(field -> new float[field.width()]).toArray(float[][]::new);
        ForwardPass first = all.answer(0);
        if (zeros.length == 1) {
            first.predict(zeros[0]);
        } else {
            first.frozen.run(1, zeros, new float[][]{new float[first.width()]});
        }
        return all;
    }

    /// Returns the prediction of one of several answers.
    ForwardPass answer(int number) {
        return new ForwardPass(inputs, network, frozen.only(frozen.outputs().get(number)));
    }

    /// Returns the shape of a row of a network with one input.
    Shape row() {
        if (inputs.size() != 1) {
            throw new ArgumentException("rows", "predict: the model takes the inputs "
                    + inputs.stream().map(Field::name).toList() + "; pass examples with each of them");
        }
        return inputs.getFirst().type().shape();
    }

    /// Returns the answers to flat rows, row by row.
    float[] predict(float[] rows) {
        int count = Rows.count("predict", rows, row());
        requireRoom(count);
        float[] answers = new float[count * width()];
        predict(rows, answers);
        return answers;
    }

    /// Writes the answers to flat rows, row by row, to the caller's array.
    void predict(float[] rows, float[] answers) {
        int features = row().elements();
        int width = width();
        int count = Rows.count("predict", rows, row());
        ArgumentException.requireNotNull("predict", "results", answers);
        if (answers.length < (long) count * width) {
            throw new ShapeException("predict", "the results do not fit into the array", count + " rows of " + width,
                    "room for " + answers.length);
        }
        for (int from = 0; from < count; from += BLOCK) {
            run(rows, from * features, Math.min(BLOCK, count - from), from, answers, from * width);
        }
    }

    /// @param first the number of the first row in messages
    private void run(float[] rows, int from, int n, int first, float[] answers, int to) {
        inputs.getFirst().check("predict", rows, from, n, first);
        try {
            frozen.run(rows, from, n, answers, to);
        } catch (ArgumentException e) {
            throw placed(e, rows, from / row().elements(), n, number -> first + number);
        }
    }

    /// Returns the answer to one row, which must be one number.
    float value(float[] row) {
        inputs.getFirst().check("predict", row, 0, 1, 0);
        try {
            return frozen.value(row);
        } catch (ArgumentException e) {
            throw placed(e, row, 0, 1, number -> number);
        }
    }

    /// Returns the answers to rows, one array per row.
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

    /// Passes the answers to rows to a receiver, a block at a time.
    void each(float[][] rows, Block block) {
        Rows.check(rows, row());
        int features = row().elements();
        float[] values = new float[Math.min(BLOCK, rows.length) * features];
        float[] answers = new float[Math.min(BLOCK, rows.length) * width()];
        for (int from = 0; from < rows.length; from += BLOCK) {
            int n = Math.min(BLOCK, rows.length - from);
            for (int i = 0; i < n; i++) {
                System.arraycopy(rows[from + i], 0, values, i * features, features);
            }
            run(values, 0, n, from, answers, 0);
            block.take(from, n, answers);
        }
    }

    /// Returns the answers to examples, one array per example.
    float[][] predict(Examples examples) {
        ArgumentException.requireNotNull("predict", "examples", examples);
        int width = width();
        float[][] answers = new float[examples.size()][width];
        each(examples, (from, count, block) -> {
            for (int i = 0; i < count; i++) {
                System.arraycopy(block, i * width, answers[from + i], 0, width);
            }
        });
        return answers;
    }

    /// Passes the answers to examples to a receiver, a block at a time.
    ///
    /// @throws ShapeException if the examples do not have the model's inputs
    void each(Examples examples, Block block) {
        eachOf(examples, (from, count, answers) -> block.take(from, count, answers[0]));
    }

    private void eachOf(Examples examples, Blocks blocks) {
        Inputs.requireFields("predict", inputs, examples);
        float[][] answers = room(Math.min(BLOCK, examples.size()));
        for (Batch batch : examples.inOrder().batches(BLOCK)) {
            float[][] values = new float[inputs.size()][];
            for (int i = 0; i < values.length; i++) {
                values[i] = batch.input(i);
                inputs.get(i).check("predict", values[i], 0, batch.size(), batch.row(0));
            }
            try {
                frozen.run(batch.size(), values, answers);
            } catch (ArgumentException e) {
                throw network.located(e, values, 0, batch.size(), batch::row);
            }
            blocks.take(batch.row(0), batch.size(), answers);
        }
    }

    /// Returns all answers to examples, each as a tensor `[rows, ..]`.
    List<Tensor> outputs(Examples examples) {
        ArgumentException.requireNotNull("predict", "examples", examples);
        requireRoom(examples.size());
        float[][] all = room(examples.size());
        eachOf(examples, (from, count, answers) -> copy(answers, all, from, count));
        return tensors(all, examples.size());
    }

    /// Returns all answers to rows, each as a tensor `[rows, ..]`.
    List<Tensor> outputs(Inputs rows) {
        requireRoom(rows.rows());
        float[][] all = room(rows.rows());
        float[][] answers = room(Math.min(BLOCK, rows.rows()));
        for (int from = 0; from < rows.rows(); from += BLOCK) {
            int first = from;
            int count = Math.min(BLOCK, rows.rows() - from);
            float[][] values = rows.block(inputs, from, count);
            try {
                frozen.run(count, values, answers);
            } catch (ArgumentException e) {
                throw network.located(e, values, 0, count, number -> first + number);
            }
            copy(answers, all, from, count);
        }
        return tensors(all, rows.rows());
    }

    private float[][] room(int rows) {
        return frozen.outputs().stream().map(output -> new float[output.shape().elements(rows)])
                .toArray(float[][]::new);
    }

    private void requireRoom(int rows) {
        for (Tensor output : frozen.outputs()) {
            int width = output.shape().elements(1);
            if ((long) rows * width > LONGEST) {
                throw new ShapeException("predict", "the results do not fit into one array",
                        rows + " rows of " + width,
                        "at most " + LONGEST / width + " rows at once; predict them in parts");
            }
        }
    }

    private void copy(float[][] block, float[][] all, int from, int count) {
        for (int i = 0; i < all.length; i++) {
            int width = frozen.outputs().get(i).shape().elements(1);
            System.arraycopy(block[i], 0, all[i], from * width, count * width);
        }
    }

    private List<Tensor> tensors(float[][] all, int rows) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            TensorType type = frozen.outputs().get(i).type();
            Tensor tensor = Tensor.of(all[i], type.shape().bind(rows));
            tensors.add(type.dtype() == DType.F32 ? tensor : tensor.cast(type.dtype()).detach());
        }
        return tensors;
    }

    private ArgumentException placed(ArgumentException error, float[] rows, int first, int count,
            IntUnaryOperator number) {
        return network.located(error, new float[][]{rows}, first, count, number);
    }

    /// Returns the shape of a row of each output of the network, by name.
    Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        network.outputs().asMap().forEach((name, output) -> shapes.put(name, output.shape().tail(1)));
        return Collections.unmodifiableMap(shapes);
    }

    /// Returns the number of values in the first answer to a row.
    int width() {
        return frozen.outputs().getFirst().shape().elements(1);
    }

    Memory memory(int n) {
        return frozen.memory(n);
    }
}
