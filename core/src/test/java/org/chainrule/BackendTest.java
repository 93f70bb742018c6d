package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.compile.run.Backend;
import org.chainrule.compile.run.Executable;
import org.chainrule.compile.run.Execution;
import org.chainrule.compile.run.ExecutionPool;
import org.chainrule.eval.Reference;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Programs run on a second backend, which evaluates graphs by their definition and knows nothing of stages and
/// kernels: sessions and pools need no more than [Backend] and [Execution] promise.
class BackendTest {
    /// A backend on [Reference].
    private static final class ReferenceBackend implements Backend {
        @Override
        public Execution start(Executable program, int rows, float[] @Nullable [] given) {
            return new ReferenceExecution(program.source(), rows, given);
        }

        @Override
        public long scratch(Executable program, int rows) {
            return 0;
        }
    }

    private static final class ReferenceExecution implements Execution {
        private final Graph graph;
        private final int capacity;
        private final List<float[]> own = new ArrayList<>();
        private final List<float[]> outputs = new ArrayList<>();
        private final float[][] read;
        private final int[] from;

        ReferenceExecution(Graph graph, int capacity, float[] @Nullable [] given) {
            this.graph = graph;
            this.capacity = capacity;
            for (int i = 0; i < graph.inputs().size(); i++) {
                float[] array = given == null ? null : given[i];
                own.add(array == null ? new float[graph.inputs().get(i).shape().elements(capacity)] : array);
            }
            graph.outputs().forEach(output -> outputs.add(new float[output.shape().elements(capacity)]));
            read = own.toArray(float[][]::new);
            from = new int[read.length];
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public float[] own(int input) {
            return own.get(input);
        }

        @Override
        public void write(int input, float[] values, int start, boolean unchanged) {
            read[input] = values;
            from[input] = start;
        }

        @Override
        public void writeOwn(int input) {
            write(input, own.get(input), 0, true);
        }

        @Override
        public void run(int n) {
            List<Node> inputs = graph.inputs();
            List<double[]> values = Reference.evaluate(graph, n, IntStream.range(0, inputs.size())
                    .mapToObj(i -> IntStream.range(from[i], from[i] + inputs.get(i).shape().elements(n))
                            .mapToDouble(at -> read[i][at]).toArray())
                    .toList());
            for (int i = 0; i < values.size(); i++) {
                int update = i - outputs.size();
                narrow(values.get(i), update < 0
                        ? outputs.get(i)
                        : own.get(inputs.indexOf(graph.updates().get(update).state())));
            }
        }

        private static void narrow(double[] values, float[] to) {
            for (int i = 0; i < values.length; i++) {
                to[i] = (float) values[i];
            }
        }

        @Override
        public float[] read(int output) {
            return outputs.get(output);
        }

        @Override
        public String explain() {
            return "by definition";
        }
    }

    private final Tensor x = Tensor.input("x", Shape.batch(3));
    private final Tensor w = Tensor.input("w", Shape.of(3, 2));
    private final Tensor bias = Tensor.input("bias", Shape.of(2));
    private final Tensor probabilities = x.matmul(w).add(bias).softmax(1);

    private static float[] numbers(int count) {
        SplittableRandom random = new SplittableRandom(5);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], offset(1e-5f));
        }
    }

    @Test
    void aTrainingRunsOnAnotherBackend() {
        Tensor loss = probabilities.square().sum(1).mean();
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        updates.put(w, w.sub(loss.gradient(w)));
        updates.put(bias, bias.sub(loss.gradient(bias)));
        Program program = Program.of(List.of(x, w, bias), List.of(loss, probabilities), updates);
        Program.Session cpu = program.start(5, 2);
        Program.Session other = program.start(5, new ReferenceBackend());
        for (Program.Session session : List.of(cpu, other)) {
            session.write(w, numbers(6));
            session.write(bias, 0.5f, -0.5f);
            session.write(x, numbers(15));
            session.run(5);
            session.feed(x, numbers(20), 3);
            session.run(4);
        }
        for (Tensor tensor : List.of(loss, probabilities, w, bias)) {
            assertClose(other.read(tensor), cpu.read(tensor));
        }
        assertThat(other.read(w)).isNotEqualTo(numbers(6));
        assertThat(other.explain()).isEqualTo("by definition");
    }

    @Test
    void sessionsOfOtherProgramsShareItsArrays() {
        Program trains = Program.of(List.of(x, w, bias), List.of(),
                Map.of(w, w.mul(probabilities.sum(0).sum(0).reshape(Shape.scalar()))));
        Program predicts = Program.of(List.of(x, w, bias), List.of(probabilities));
        List<float[]> results = new ArrayList<>();
        for (Program.Session training : List.of(trains.start(2, 1), trains.start(2, new ReferenceBackend()))) {
            training.write(x, numbers(6));
            training.write(w, numbers(6));
            training.run(2);
            Program.Session predicting = predicts.start(2, training);
            predicting.write(x, numbers(6));
            predicting.run(2);
            results.add(predicting.read(probabilities));
        }
        assertClose(results.get(1), results.get(0));
    }

    @Test
    void aPoolServesExecutionsOfAnotherBackend() {
        Executable executable = Executable.of(new Graph(List.of(x.node(), w.node(), bias.node()),
                List.of(probabilities.node())));
        ExecutionPool pool = new ExecutionPool(executable, 4, new float[][]{null, new float[6], {0, 0}},
                new ReferenceBackend());
        Execution execution = pool.take(3);
        execution.write(0, numbers(9), 0, true);
        execution.run(3);
        assertThat(Arrays.copyOf(execution.read(0), 6)).containsOnly(0.5f);
        pool.giveBack(execution);
        assertThat(pool.copies()).isZero();
        assertThat(pool.take(4)).isSameAs(execution);
        assertThat(execution.own(1)).containsOnly(0f);
    }
}
