package org.chainrule.rewrite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;

/// Common subexpressions: equal operations on the same inputs become one node. Operations have no effects, random
/// numbers included, so this never changes a value.
public final class Cse {
    private Cse() {
    }

    private record Key(Op op, List<Integer> inputs) {
    }

    /// The graph with each value computed once.
    public static Graph apply(Graph graph) {
        Map<Node, Integer> numbers = new HashMap<>();
        Map<Key, Node> known = new HashMap<>();
        graph.inputs().forEach(input -> numbers.put(input, numbers.size()));
        return graph.rewrite(node -> {
            Key key = new Key(node.op(), node.inputs().stream().map(numbers::get).toList());
            Node first = known.putIfAbsent(key, node);
            if (first != null) {
                return first;
            }
            numbers.putIfAbsent(node, numbers.size());
            return node;
        });
    }
}
