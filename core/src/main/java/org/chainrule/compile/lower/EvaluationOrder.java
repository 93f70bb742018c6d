package org.chainrule.compile.lower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.jspecify.annotations.Nullable;

/// The order in which nodes are computed. A node comes after the nodes it reads, results come before updates, and
/// updates come in the order of the list. A node that overwrites state comes after all other readers of the old value;
/// if one of those readers needs the new value too, the node does not overwrite the state and has a buffer of its own.
final class EvaluationOrder {
    private final List<Node> nodes;
    private final Map<Node, Node> homes;

    private EvaluationOrder(List<Node> nodes, Map<Node, Node> homes) {
        this.nodes = nodes;
        this.homes = homes;
    }

    /// Returns the nodes in order.
    List<Node> nodes() {
        return nodes;
    }

    /// Returns the state that the value of a node overwrites, or null.
    @Nullable
    Node home(Node node) {
        return homes.get(node);
    }

    /// Orders the nodes that the results and the next values of the updates need.
    ///
    /// @param next the node that computes the next value of each update
    /// @param reads returns the nodes that must be computed before a node
    /// @param isInput whether the value of a node is given
    static EvaluationOrder of(List<Node> results, List<Graph.Update> updates, List<Node> next,
            Function<Node, List<Node>> reads, Predicate<Node> isInput) {
        List<Node> roots = new ArrayList<>(results);
        roots.addAll(next);
        Map<Node, List<Node>> readers = readers(roots, reads, isInput);
        Map<Node, Node> homes = new HashMap<>();
        for (int i = 0; i < next.size(); i++) {
            Node state = updates.get(i).state();
            if (overwrites(next.get(i), state, reads)) {
                homes.putIfAbsent(next.get(i), state);
            }
        }
        while (true) {
            Walk walk = new Walk(reads, isInput, node -> others(node, homes.get(node), readers));
            if (walk.visit(roots)) {
                return new EvaluationOrder(walk.order, homes);
            }
            homes.remove(walk.blocked(homes));
        }
    }

    private static List<Node> others(Node node, @Nullable Node state, Map<Node, List<Node>> readers) {
        return state == null
                ? List.of()
                : readers.getOrDefault(state, List.of()).stream()
                        .filter(reader -> reader != node).toList();
    }

    private static boolean overwrites(Node node, Node state, Function<Node, List<Node>> reads) {
        if (!Instruction.isElementwise(node.op()) || !node.shape().equals(state.shape())) {
            return false;
        }
        List<Node> read = reads.apply(node);
        for (int i = 0; i < node.inputs().size(); i++) {
            if (read.get(i) == state && node.input(i).op() instanceof Op.Expand) {
                return false;
            }
        }
        return true;
    }

    private static Map<Node, List<Node>> readers(List<Node> roots, Function<Node, List<Node>> reads,
            Predicate<Node> isInput) {
        Walk walk = new Walk(reads, isInput, _ -> List.of());
        walk.visit(roots);
        Map<Node, List<Node>> readers = new HashMap<>();
        for (Node node : walk.order) {
            reads.apply(node).forEach(read -> readers.computeIfAbsent(read, _ -> new ArrayList<>()).add(node));
        }
        return readers;
    }

    /// A depth-first walk that stops at a cycle.
    private static final class Walk {
        private enum State {
            OPEN, DONE
        }

        private final Function<Node, List<Node>> reads;
        private final Predicate<Node> isInput;
        private final Function<Node, List<Node>> before;
        private final Map<Node, State> states = new HashMap<>();
        private final Deque<Node> path = new ArrayDeque<>();
        private final List<Node> order = new ArrayList<>();
        private @Nullable Node met;

        Walk(Function<Node, List<Node>> reads, Predicate<Node> isInput, Function<Node, List<Node>> before) {
            this.reads = reads;
            this.isInput = isInput;
            this.before = before;
        }

        /// Orders the nodes below some roots and returns false if they have a cycle.
        boolean visit(List<Node> roots) {
            Deque<Deque<Node>> pending = new ArrayDeque<>();
            pending.push(new ArrayDeque<>(roots));
            while (!pending.isEmpty()) {
                Node node = pending.peek().poll();
                if (node == null) {
                    pending.pop();
                    if (!path.isEmpty()) {
                        Node finished = path.pop();
                        states.put(finished, State.DONE);
                        order.add(finished);
                    }
                } else if (states.get(node) == State.OPEN) {
                    met = node;
                    return false;
                } else if (states.get(node) == null && !isInput.test(node)) {
                    states.put(node, State.OPEN);
                    path.push(node);
                    Deque<Node> needed = new ArrayDeque<>(reads.apply(node));
                    needed.addAll(before.apply(node));
                    pending.push(needed);
                }
            }
            return true;
        }

        /// Returns a node of the cycle that overwrites state. It must not, since that is what closed the cycle.
        Node blocked(Map<Node, Node> homes) {
            for (Node node : path) {
                if (homes.containsKey(node)) {
                    return node;
                }
                if (node == met) {
                    break;
                }
            }
            throw new IllegalStateException("lowering: the graph has a cycle through " + met);
        }
    }
}
