package org.chainrule.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Shape;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Network;

/// A network with its parameters as it predicts: any number of threads may ask at once, each on its own thread; a fixed
/// number of sets of buffers serves them all, and who finds none free waits for the next.
final class Prediction {
    private static final int BLOCK = 256;

    private final Shape row;
    private final Network network;
    private final Program program;
    private final Tensor output;
    private final Pool single = new Pool(1);
    private final Pool blocks = new Pool(BLOCK);

    Prediction(Layer net, Shape row, Map<String, Tensor> parameters, UnaryOperator<Tensor> finish) {
        this.row = row;
        this.network = Network.of(net, StepProgram.rows(row), parameters);
        this.output = finish.apply(network.output());
        this.program = Program.of(List.of(network.input()), List.of(output));
    }

    /// The network's answers to flat rows, row by row.
    float[] predict(float[] rows) {
        int features = row.elements();
        if (rows.length == 0 || rows.length % features != 0) {
            throw new ShapeException("predict", "the number of values is not a multiple of a row's", rows.length
                    + " values", "row " + row + " = " + features);
        }
        return predict((row, out, at) -> System.arraycopy(rows, row * features, out, at, features),
                rows.length / features);
    }

    /// The network's answers to examples, row by row.
    float[] predict(Examples examples) {
        if (!examples.row().equals(row)) {
            throw new ShapeException("evaluate", "the rows do not have the model's features", "rows " + examples.row(),
                    "model takes " + row);
        }
        return predict(examples::read, examples.size());
    }

    private float[] predict(RowSource rows, int count) {
        int features = row.elements();
        int width = output.shape().size(-1);
        float[] answers = new float[Math.multiplyExact(count, width)];
        Pool pool = count == 1 ? single : blocks;
        Program.Session session = pool.take();
        try {
            for (int from = 0; from < count; from += BLOCK) {
                int block = Math.min(BLOCK, count - from);
                float[] x = session.array(network.input());
                for (int i = 0; i < block; i++) {
                    rows.read(from + i, x, i * features);
                }
                session.run(block);
                System.arraycopy(session.array(output), 0, answers, from * width, block * width);
            }
        } finally {
            pool.giveBack(session);
        }
        return answers;
    }

    int width() {
        return output.shape().size(-1);
    }

    Memory memory(int n) {
        return program.memory(n);
    }

    /// Sets of buffers, made when first needed, at most two for each processor.
    private final class Pool {
        private final int capacity;
        private final Semaphore free = new Semaphore(2 * Runtime.getRuntime().availableProcessors());
        private final ConcurrentLinkedQueue<Program.Session> sessions = new ConcurrentLinkedQueue<>();

        Pool(int capacity) {
            this.capacity = capacity;
        }

        Program.Session take() {
            free.acquireUninterruptibly();
            Program.Session session = sessions.poll();
            return session == null ? program.start(capacity, 1) : session;
        }

        void giveBack(Program.Session session) {
            sessions.add(session);
            free.release();
        }
    }
}
