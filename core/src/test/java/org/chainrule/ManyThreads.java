package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.chainrule.compile.run.CpuBackend;
import org.chainrule.compile.run.Executable;
import org.chainrule.compile.run.Execution;
import org.chainrule.compile.run.Tier;
import org.chainrule.eval.Reference;
import org.chainrule.ir.Graph;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.thread.Workers;

/// Runs a graph on one thread and on several that share even the smallest work, with every provider and tier, over
/// batches of changing sizes.
final class ManyThreads {
    private static final int[] THREADS = {2, 3, 5, 8};
    private static final List<Tier> TIERS = List.of(Tier.ZERO, Tier.ONE, Tier.BOTH, Tier.ONE);

    private ManyThreads() {
    }

    /// Asserts that every output has the same bits on any number of threads and is close to the reference.
    ///
    /// @param batches the batch sizes; the largest is the capacity
    /// @param data the values of each input for a batch size
    /// @param tolerance the tolerance relative to the largest value of an output
    static void assertSame(Graph graph, Set<Integer> batches, IntFunction<List<double[]>> data, double tolerance) {
        int capacity = batches.stream().mapToInt(Integer::intValue).max().orElseThrow();
        Executable executable = Executable.of(graph);
        Execution one = CpuBackend.of(Providers.best(), Workers.of(1), Tier.BOTH).start(executable, capacity, null);
        List<Execution> several = new ArrayList<>();
        for (int i = 0; i < THREADS.length; i++) {
            several.add(CpuBackend.of(i % 2 == 0 ? Providers.best() : Providers.scalar(), Workers.eager(THREADS[i]),
                    TIERS.get(i)).start(executable, capacity, null));
        }
        for (int n : batches) {
            List<double[]> values = data.apply(n);
            fill(one, values);
            one.run(n);
            List<double[]> expected = Reference.evaluate(graph, n, values);
            for (int output = 0; output < expected.size(); output++) {
                assertClose(outputs(graph, one, n).get(output), expected.get(output), tolerance, n);
            }
            for (int i = 0; i < THREADS.length; i++) {
                fill(several.get(i), values);
                // the first run is timed step by step, the next one runs in waves
                for (int run = 0; run < 2; run++) {
                    several.get(i).run(n);
                    for (int output = 0; output < expected.size(); output++) {
                        assertThat(OpCasesTest.bits(outputs(graph, several.get(i), n).get(output)))
                                .as("output %d, n = %d, %d threads, run %d", output, n, THREADS[i], run)
                                .isEqualTo(OpCasesTest.bits(outputs(graph, one, n).get(output)));
                    }
                }
            }
        }
    }

    private static void fill(Execution execution, List<double[]> values) {
        for (int i = 0; i < values.size(); i++) {
            for (int j = 0; j < values.get(i).length; j++) {
                execution.own(i)[j] = (float) values.get(i)[j];
            }
        }
    }

    private static List<float[]> outputs(Graph graph, Execution execution, int n) {
        List<float[]> outputs = new ArrayList<>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            outputs.add(Arrays.copyOf(execution.read(i), graph.outputs().get(i).shape().elements(n)));
        }
        return outputs;
    }

    private static void assertClose(float[] actual, double[] expected, double tolerance, int n) {
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance * scale)) {
                assertThat((double) actual[i]).as("element %d, n = %d", i, n).isCloseTo(expected[i],
                        offset(tolerance * scale));
            }
        }
    }
}
