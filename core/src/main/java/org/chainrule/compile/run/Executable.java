package org.chainrule.compile.run;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.lower.MemoryPlan;
import org.chainrule.ir.Function;
import org.chainrule.ir.Graph;
import org.chainrule.rewrite.Passes;
import org.jspecify.annotations.Nullable;

/// A graph that is ready to run: rewritten and lowered. It is immutable, and any number of [Execution]s share it.
public final class Executable {
    /// The most lines of the functions that are known. An executable takes about a kilobyte for each.
    private static final int LINES = 1 << 14;
    /// The executables of functions, the least recently used first.
    private static final Map<Function, Shared> KNOWN = new LinkedHashMap<>(16, 0.75f, true);
    private static int lines;

    /// The executable of a function, made by the first thread that asks while others wait.
    private static final class Shared {
        private @Nullable Executable made;

        synchronized Executable of(Function function) {
            Executable known = made == null ? Executable.of(function.graph()) : made;
            made = known;
            return known;
        }
    }

    private final Graph source;
    private final Graph graph;
    private final Lowering lowering;

    private Executable(Graph source, Graph graph, Lowering lowering) {
        this.source = source;
        this.graph = graph;
        this.lowering = lowering;
    }

    /// Returns the executable of a function. Equal functions share one, so the same network is not lowered again for each fold
    /// of a table. Functions that were not used lately are forgotten.
    public static Executable of(Function function) {
        return shared(function).of(function);
    }

    private static Shared shared(Function function) {
        synchronized (KNOWN) {
            Shared known = KNOWN.get(function);
            if (known != null) {
                return known;
            }
            Shared made = new Shared();
            KNOWN.put(function, made);
            lines += function.lines().size();
            Iterator<Function> oldest = KNOWN.keySet().iterator();
            while (lines > LINES && KNOWN.size() > 1) {
                lines -= oldest.next().lines().size();
                oldest.remove();
            }
            return made;
        }
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
