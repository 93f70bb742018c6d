package org.chainrule.compile.run;

import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.lower.MemoryPlan;
import org.chainrule.ir.Graph;
import org.chainrule.kernel.Kernels;
import org.chainrule.rewrite.Passes;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
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
        return lowering.stages().size();
    }

    /// Which buffers a run over `n` rows needs, before anything is allocated.
    public MemoryPlan plan(int n) {
        return MemoryPlan.of(lowering, n);
    }

    /// The floats of scratch one worker needs for `n` rows.
    public int scratch(Kernels kernels, int n) {
        return Execution.scratch(lowering, kernels, n);
    }

    /// Buffers for batches of up to `n` rows.
    ///
    /// @param given for each input an array to use as it is (data shared with others, never written), or null for a
    ///     buffer of the execution's own
    public Execution start(int n, Workers workers, Kernels kernels, float[] @Nullable [] given) {
        return start(n, workers, kernels, given, Tier.wished());
    }

    /// The same, with a choice of how loops run.
    public Execution start(int n, Workers workers, Kernels kernels, float[] @Nullable [] given, Tier tier) {
        return new Execution(this, lowering, MemoryPlan.of(lowering, n), n, workers, kernels, given, PackedWeights.NONE,
                tier);
    }

    /// The same for a frozen program, whose given data never changes.
    Execution start(int n, Workers workers, Kernels kernels, float[] @Nullable [] given, PackedWeights packs) {
        return new Execution(this, lowering, MemoryPlan.of(lowering, n), n, workers, kernels, given, packs,
                Tier.wished());
    }

    /// What may be packed of data that never changes.
    PackedWeights packs(float[] @Nullable [] given) {
        return PackedWeights.of(lowering, given);
    }

    /// What the program does, stage by stage, as pseudo-code with operations and bytes.
    public String explain() {
        return new Explanation(graph, lowering).program();
    }

    /// The same for an execution that ran, with what was measured.
    String explain(int n, long runs, long[] nanos, Kernels kernels) {
        return new Explanation(graph, lowering).measured(n, runs, nanos, Roofline.measure(kernels));
    }

    /// The shape of an output.
    public Shape outputShape(int index) {
        return graph.outputs().get(index).shape();
    }
}
