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

/// The order in which nodes are computed: each after what it reads, results first and then the updates as listed, and a
/// node that overwrites a piece of state after every other reader of the old value. Where those readers themselves need
/// the new value, nothing can be overwritten and the update keeps a buffer of its own.
final class EvaluationOrder {
    private final List<Node> nodes;
    private final Map<Node, Node> homes;

    private EvaluationOrder(List<Node> nodes, Map<Node, Node> homes) {
        this.nodes = nodes;
        this.homes = homes;
    }

    /// The nodes in order.
    List<Node> nodes() {
        return nodes;
    }

    /// The state that a node's value is written over, or null.
    @Nullable
    Node home(Node node) {
        return homes.get(node);
    }

    /// Orders the nodes that the results and the next values of the updates need.
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

    /// A depth-first walk that stops when it meets a node it is still below.
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

        /// Whether all nodes could be ordered.
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

        /// A node on the circle that was found which overwrites state, and so must not.
        Node blocked(Map<Node, Node> homes) {
            for (Node node : path) {
                if (homes.containsKey(node)) {
                    return node;
                }
                if (node == met) {
                    break;
                }
            }
            throw new IllegalStateException("lowering: the graph has a circle through " + met);
        }
    }
}
