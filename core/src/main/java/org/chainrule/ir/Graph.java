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

/// A computation: values handed in, values asked for, and pieces of state replaced at the end.
///
/// A graph exists only while something is compiled or evaluated; nothing global holds nodes.
///
/// @param inputs the nodes that get data, in the order of the caller; a node with an operation may stand here too,
///     whose value is then handed in instead of computed
/// @param outputs the nodes asked for
/// @param updates pieces of state with their next value, applied in this order after every reader of the old value
/// @param regions parts that are to be computed again for the backward pass
public record Graph(List<Node> inputs, List<Node> outputs, List<Update> updates, List<Region> regions) {
    /// A piece of state (one of the inputs) and the value it takes at the end of a run.
    public record Update(Node state, Node next) {
    }

    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        updates = List.copyOf(updates);
        regions = List.copyOf(regions);
    }

    /// A graph with nothing to compute again.
    public Graph(List<Node> inputs, List<Node> outputs, List<Update> updates) {
        this(inputs, outputs, updates, List.of());
    }

    /// A graph without state.
    public Graph(List<Node> inputs, List<Node> outputs) {
        this(inputs, outputs, List.of());
    }

    /// The nodes from which everything is computed: outputs, then next values of the state.
    public List<Node> roots() {
        List<Node> roots = new ArrayList<>(outputs);
        updates.forEach(update -> roots.add(update.next()));
        return roots;
    }

    /// All nodes, each after those it reads; inputs without a reader are left out.
    public List<Node> topological() {
        return topological(roots(), inputs);
    }

    /// All nodes that the roots need, each after those it reads; the walk stops at the given boundary, which is
    /// included.
    public static List<Node> topological(List<Node> roots, List<Node> boundary) {
        Set<Node> stop = new HashSet<>();
        stop.addAll(boundary);
        return topological(roots, stop::contains);
    }

    /// The same with a boundary that a rule draws.
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

    /// The graph with each node replaced by what the function makes of it, given the node with its inputs already
    /// replaced. Inputs stay.
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
