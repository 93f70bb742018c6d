package org.chainrule.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.type.TensorType;

/// A graph as a value: its nodes as numbered lines. Two functions are equal if they compute the same in the same order,
/// regardless of the nodes they were made from.
///
/// @param inputs the number of input lines; they come first, in the caller's order
/// @param lines the nodes, each after those it reads
/// @param outputs the numbers of the output lines
/// @param updates pieces of state with their next values, in order
public record Function(int inputs, List<Line> lines, List<Integer> outputs, List<Update> updates) {
    /// One node: its operation, the numbers of the lines it reads, and its type.
    public record Line(Op op, List<Integer> reads, TensorType type) {
        public Line {
            reads = List.copyOf(reads);
        }
    }

    /// A piece of state and its value at the end of a run, both as line numbers.
    public record Update(int state, int next) {
    }

    private static final Op DATA = new Op.Input("data");

    public Function {
        lines = List.copyOf(lines);
        outputs = List.copyOf(outputs);
        updates = List.copyOf(updates);
    }

    /// Returns the function of a graph. An input node that has an operation becomes an input named `data`.
    ///
    /// @throws IllegalArgumentException if the graph has regions to recompute, which lines cannot express
    public static Function of(Graph graph) {
        if (!graph.regions().isEmpty()) {
            throw new IllegalArgumentException(
                    "function: the graph has regions; make the function before Recomputing.find");
        }
        Map<Node, Integer> numbers = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (Node input : graph.inputs()) {
            numbers.put(input, lines.size());
            lines.add(new Line(input.op() instanceof Op.Input ? input.op() : DATA, List.of(), input.type()));
        }
        for (Node node : graph.topological()) {
            if (!numbers.containsKey(node)) {
                numbers.put(node, lines.size());
                lines.add(new Line(node.op(), numbers(node.inputs(), numbers), node.type()));
            }
        }
        return new Function(graph.inputs().size(), lines, numbers(graph.outputs(), numbers), graph.updates().stream()
                .map(update -> new Update(number(update.state(), numbers), number(update.next(), numbers))).toList());
    }

    /// Returns the graph of this function. Its nodes are new and hold no data and no history.
    public Graph graph() {
        List<Node> nodes = new ArrayList<>();
        for (Line line : lines) {
            nodes.add(line.op() instanceof Op.Input(String name)
                    ? Node.input(name, line.type())
                    : Node.of(line.op(), line.reads().stream().map(nodes::get).toList()));
        }
        return new Graph(nodes.subList(0, inputs), outputs.stream().map(nodes::get).toList(), updates.stream()
                .map(update -> new Graph.Update(nodes.get(update.state()), nodes.get(update.next()))).toList());
    }

    private static List<Integer> numbers(List<Node> nodes, Map<Node, Integer> numbers) {
        return nodes.stream().map(node -> number(node, numbers)).toList();
    }

    private static int number(Node node, Map<Node, Integer> numbers) {
        Integer number = numbers.get(node);
        if (number == null) {
            throw new IllegalArgumentException("function: " + node + " is not in the graph");
        }
        return number;
    }
}
