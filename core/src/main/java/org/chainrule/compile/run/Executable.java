package org.chainrule.compile.run;

import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.lower.MemoryPlan;
import org.chainrule.ir.Graph;
import org.chainrule.rewrite.Passes;

/// A graph that is ready to run: rewritten and lowered. It is immutable, and any number of [Execution]s share it.
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

    /// Returns the graph that this was made from.
    public Graph source() {
        return source;
    }

    /// Returns the graph after all passes.
    public Graph graph() {
        return graph;
    }

    /// Returns the stages of the graph.
    Lowering lowering() {
        return lowering;
    }

    /// Plans the buffers of a run over `n` rows. Nothing is allocated.
    public MemoryPlan plan(int n) {
        return MemoryPlan.of(lowering, n);
    }

    /// Describes the program stage by stage, as pseudo-code with operations and bytes.
    public String explain() {
        return new Explanation(graph, lowering).program();
    }
}
