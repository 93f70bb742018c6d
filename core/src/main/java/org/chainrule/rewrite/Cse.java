package org.chainrule.rewrite;

import java.util.HashMap;
import java.util.Map;
import org.chainrule.ir.Function;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;

/// Common subexpression elimination: nodes that are the same line of a [Function] become one node. Operations have no
/// effects, random numbers included, so this never changes a value.
public final class Cse {
    private Cse() {
    }

    /// Returns the graph with each value computed once.
    public static Graph apply(Graph graph) {
        Map<Node, Integer> numbers = new HashMap<>();
        Map<Function.Line, Node> known = new HashMap<>();
        graph.inputs().forEach(input -> numbers.put(input, numbers.size()));
        return graph.rewrite(node -> {
            Function.Line line = new Function.Line(node.op(), node.inputs().stream().map(numbers::get).toList(),
                    node.type());
            Node first = known.putIfAbsent(line, node);
            if (first != null) {
                return first;
            }
            numbers.putIfAbsent(node, numbers.size());
            return node;
        });
    }
}
