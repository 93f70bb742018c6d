package org.chainrule.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chainrule.type.TensorType;

/// Checks the invariants of a graph after a pass: every type follows from the rules, every input is declared, every
/// update keeps the type of its state.
public final class Verify {
    private Verify() {
    }

    /// Returns the graph if it is valid.
    ///
    /// @throws IllegalStateException if a node is not; the message names the first such node
    public static Graph check(Graph graph) {
        Set<Node> inputs = new HashSet<>();
        inputs.addAll(graph.inputs());
        for (Node node : graph.topological()) {
            if (inputs.contains(node)) {
                continue;
            }
            if (node.op() instanceof Op.Input) {
                throw new IllegalStateException("verify: " + node + " is read but not among the inputs");
            }
            List<TensorType> types = node.inputs().stream().map(Node::type).toList();
            TensorType expected = TypeRules.infer(node.op(), types);
            if (!expected.equals(node.type())) {
                throw new IllegalStateException("verify: " + node + " reads " + types + ", expected " + expected);
            }
        }
        for (Graph.Update update : graph.updates()) {
            if (!inputs.contains(update.state()) || !update.state().type().equals(update.next().type())) {
                throw new IllegalStateException("verify: " + update.next().type() + " cannot replace the state "
                        + update.state());
            }
        }
        return graph;
    }
}
