package org.chainrule.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes a graph down as text, one value a line:
///
/// ```
/// %0 = x                         f32[n, 784]
/// %1 = linear/weight             f32[784, 10]
/// %2 = matmul %0 %1              f32[n, 10]
/// return %2
/// ```
public final class Printer {
    private Printer() {
    }

    /// The text of a graph.
    public static String print(Graph graph) {
        Map<Node, Integer> numbers = new HashMap<>();
        StringBuilder text = new StringBuilder();
        for (Node node : graph.topological()) {
            numbers.put(node, numbers.size());
            String line = "%" + numbers.get(node) + " = " + describe(node.op()) + names(node.inputs(), numbers);
            text.append(String.format(Locale.ROOT, "%-40s %s%n", line, node.type()));
        }
        for (Graph.Update update : graph.updates()) {
            text.append("update ").append(TypeRules.name(update.state().op())).append(" <-")
                    .append(names(List.of(update.next()), numbers)).append(System.lineSeparator());
        }
        return text.append("return").append(names(graph.outputs(), numbers)).append(System.lineSeparator()).toString();
    }

    private static String names(List<Node> nodes, Map<Node, Integer> numbers) {
        return nodes.stream().map(node -> " %" + numbers.get(node)).collect(Collectors.joining());
    }

    private static String describe(Op op) {
        String attributes = op.toString();
        int open = attributes.indexOf('[');
        boolean plain = op instanceof Op.Leaf || op instanceof Op.Unary || op instanceof Op.Binary
                || attributes.endsWith("[]");
        return TypeRules.name(op) + (plain ? "" : attributes.substring(open));
    }
}
