package org.chainrule.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// A computation: its inputs, its outputs, and the state that is replaced at the end.
///
/// A graph exists only during compilation or evaluation; no global structure holds nodes.
///
/// @param inputs the nodes that receive data, in the caller's order; an input may have an operation, whose value is
///     then provided and not computed
/// @param outputs the results
/// @param updates pieces of state with their next values, applied in this order after every reader of the old value
/// @param regions parts to recompute for the backward pass
public record Graph(List<Node> inputs, List<Node> outputs, List<Update> updates, List<Region> regions) {
    /// A piece of state (one of the inputs) and its value at the end of a run.
    public record Update(Node state, Node next) {
    }

    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        updates = List.copyOf(updates);
        regions = List.copyOf(regions);
    }

    /// Creates a graph without regions.
    public Graph(List<Node> inputs, List<Node> outputs, List<Update> updates) {
        this(inputs, outputs, updates, List.of());
    }

    /// Creates a graph without state and regions.
    public Graph(List<Node> inputs, List<Node> outputs) {
        this(inputs, outputs, List.of());
    }

    /// Returns the nodes from which all others are reached: the outputs, then the next values of the state.
    public List<Node> roots() {
        List<Node> roots = new ArrayList<>(outputs);
        updates.forEach(update -> roots.add(update.next()));
        return roots;
    }

    /// Returns all nodes, each after those it reads, without inputs that have no reader.
    public List<Node> topological() {
        return topological(roots(), inputs);
    }

    /// Returns all nodes that the roots need, each after those it reads. The walk stops at the boundary nodes, which
    /// are included.
    public static List<Node> topological(List<Node> roots, List<Node> boundary) {
        Set<Node> stop = new HashSet<>();
        stop.addAll(boundary);
        return topological(roots, stop::contains);
    }

    /// Returns all nodes that the roots need, each after those it reads. The walk stops at nodes that match the
    /// predicate, which are included.
    public static List<Node> topological(List<Node> roots, Predicate<Node> stop) {
        Set<Node> entered = new HashSet<>();
        Set<Node> finished = new HashSet<>();
        List<Node> order = new ArrayList<>();
        Deque<Node> stack = new ArrayDeque<>();
        for (Node root : roots) {
            stack.push(root);
            while (!stack.isEmpty()) {
                Node node = stack.peek();
                if (entered.add(node) && !stop.test(node)) {
                    List<Node> inputs = node.inputs();
                    for (int i = inputs.size() - 1; i >= 0; i--) {
                        if (!entered.contains(inputs.get(i))) {
                            stack.push(inputs.get(i));
                        }
                    }
                    if (stack.peek() != node) {
                        continue;
                    }
                }
                stack.pop();
                if (finished.add(node)) {
                    order.add(node);
                }
            }
        }
        return order;
    }

    /// Returns the graph with each node replaced by the result of a rule. The rule receives the node with its inputs
    /// already replaced. Graph inputs stay.
    public Graph rewrite(Function<Node, Node> rule) {
        Map<Node, Node> changed = new HashMap<>();
        inputs.forEach(input -> changed.put(input, input));
        List<Node> roots = roots();
        regions.forEach(region -> roots.addAll(region.ends()));
        for (Node node : topological(roots, inputs)) {
            if (!changed.containsKey(node)) {
                List<Node> read = node.inputs().stream().map(changed::get).toList();
                boolean same = true;
                for (int i = 0; i < read.size(); i++) {
                    same &= read.get(i) == node.input(i);
                }
                Node current = same || node.op() instanceof Op.Input ? node : Node.of(node.op(), read);
                changed.put(node, rule.apply(current));
            }
        }
        return new Graph(inputs, outputs.stream().map(changed::get).toList(), updates.stream()
                .map(update -> new Update(update.state(), Objects.requireNonNull(changed.get(update.next()))))
                .toList(), regions.stream().map(region -> region.renamed(changed)).toList());
    }
}
