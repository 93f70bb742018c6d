package org.chainrule.compile;

import org.chainrule.ir.Graph;
import org.chainrule.ir.Shape;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Workers;
import org.chainrule.rewrite.Passes;
import org.jspecify.annotations.Nullable;

/// A graph made ready to run: immutable, shared by any number of [Execution]s.
public final class Executable {
    private final Graph source;
    private final Graph graph;
    private final Lowering lowering;

    private Executable(Graph source, Graph graph, Lowering lowering) {
        this.source = source;
        this.graph = graph;
        this.lowering = lowering;
    }

    /// Rewrites and lowers a graph.
    public static Executable of(Graph graph) {
        Graph rewritten = Passes.apply(graph);
        return new Executable(graph, rewritten, Lowering.of(rewritten));
    }

    /// The graph as it was handed in.
    public Graph source() {
        return source;
    }

    /// The graph after all passes.
    public Graph graph() {
        return graph;
    }

    /// The number of kernel calls in one run.
    public int instructions() {
        return lowering.instructions().size();
    }

    /// The bytes a run over `n` rows needs, stated before anything is allocated.
    public Memory memory(int n, int threads, Kernels kernels) {
        MemoryPlan plan = MemoryPlan.of(lowering, n);
        long scratch = Execution.scratch(lowering, kernels, n);
        return new Memory(plan.bytes(MemoryPlan.Kind.STATE), plan.bytes(MemoryPlan.Kind.INPUT),
                plan.bytes(MemoryPlan.Kind.OUTPUT),
                plan.bytes(MemoryPlan.Kind.WORK) + plan.bytes(MemoryPlan.Kind.CONSTANT),
                (long) Float.BYTES * scratch * threads);
    }

    /// Buffers for batches of up to `n` rows.
    ///
    /// @param given for each input an array to use as it is (data shared with others, never written), or null for a
    ///     buffer of the execution's own
    public Execution start(int n, Workers workers, Kernels kernels, float[] @Nullable [] given) {
        return new Execution(lowering, MemoryPlan.of(lowering, n), n, workers, kernels, given);
    }

    /// The shape of an output.
    public Shape outputShape(int index) {
        return graph.outputs().get(index).shape();
    }
}
