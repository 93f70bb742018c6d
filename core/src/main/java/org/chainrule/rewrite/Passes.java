package org.chainrule.rewrite;

import java.util.List;
import java.util.function.UnaryOperator;
import org.chainrule.ir.Graph;

/// The passes that every graph goes through before it is lowered, in order. The order determines the bits: the same
/// graph always becomes the same operations, whichever executor runs it.
public final class Passes {
    private static final List<UnaryOperator<Graph>> ALL = List.of(Recomputing::find, Simplify::apply, Cse::apply,
            ExplicitFma::apply, Cse::apply, Recomputing::apply);

    private Passes() {
    }

    /// Returns the graph after all passes.
    public static Graph apply(Graph graph) {
        Graph current = graph;
        for (UnaryOperator<Graph> pass : ALL) {
            current = pass.apply(current);
        }
        return current;
    }

    /// Returns the passes in order, for tests that check each.
    public static List<UnaryOperator<Graph>> all() {
        return ALL;
    }
}
