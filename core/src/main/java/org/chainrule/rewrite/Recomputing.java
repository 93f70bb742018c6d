package org.chainrule.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.ir.Op.Recomputation;
import org.chainrule.ir.Region;
import org.jspecify.annotations.Nullable;

/// Recomputation for the backward pass: parts of a graph are computed again where the backward pass needs them, instead
/// of kept in memory (Chen et al., Training deep nets with sublinear memory cost, 2016).
///
/// [#find] removes the notes that request it and records them as regions, so that all other passes see the graph
/// without notes and produce the same bits. At the end, [#apply] copies the inner nodes of each region for the readers
/// of the backward pass: the readers that the cotangent of the region's result does not depend on. The copies wait for
/// the cotangent, because a value computed too early would be kept after all. Random numbers are a function of their
/// position, so a dropout mask drawn again is the same mask.
public final class Recomputing {
    private Recomputing() {
    }

    /// Returns the graph without notes, with the regions they describe. A region inside another one is merged into it,
    /// and a region without a backward pass is dropped.
    public static Graph find(Graph graph) {
        List<Node> order = graph.topological();
        Map<Node, Region> found = new HashMap<>();
        List<Region> regions = new ArrayList<>();
        for (Node node : order) {
            if (says(node, Recomputation.COTANGENT) && says(node.input(1), Recomputation.RESULT)
                    && !found.containsKey(node.input(1))) {
                Node result = node.input(1).input(0);
                Node input = node.input(1).input(1);
                Region region = new Region(input, result, node.input(0), between(input, result));
                found.put(node.input(1), region);
                regions.add(region);
            }
        }
        List<Region> outermost = regions.stream().filter(region -> regions.stream()
                .noneMatch(other -> other.inner().size() > region.inner().size()
                        && (other.inner().contains(region.result()) || other.result() == region.result())))
                .toList();
        return new Graph(graph.inputs(), graph.outputs(), graph.updates(), outermost)
                .rewrite(node -> node.op() instanceof Op.Recompute ? node.input(0) : node);
    }

    /// Returns the graph in which the regions are computed again.
    public static Graph apply(Graph graph) {
        Set<Node> inputs = new HashSet<>(graph.inputs());
        Graph current = graph;
        while (!current.regions().isEmpty()) {
            current = again(current, inputs, current.regions().getFirst());
        }
        return current;
    }

    private static Graph again(Graph graph, Set<Node> inputs, Region region) {
        List<Node> order = graph.topological();
        List<Region> others = graph.regions().subList(1, graph.regions().size());
        Node moment = moment(region.cotangent(), order, inputs);
        if (moment == null) {
            return new Graph(graph.inputs(), graph.outputs(), graph.updates(), others);
        }
        Set<Node> inner = filled(region.inner(), order);
        Set<Node> early = new HashSet<>(Graph.topological(List.of(moment), inputs::contains));
        Second second = new Second(moment, inputs);
        Map<Node, Node> changed = new HashMap<>();
        for (Node node : order) {
            boolean late = !inner.contains(node) && !early.contains(node);
            if (inner.contains(node)) {
                second.write(node);
            }
            changed.put(node, inputs.contains(node)
                    ? node
                    : rebuilt(node, node.inputs().stream()
                            .map(read -> late && inner.contains(read) ? second.of(read) : of(changed, read)).toList()));
        }
        return new Graph(graph.inputs(), graph.outputs().stream().map(changed::get).toList(), graph.updates().stream()
                .map(update -> new Graph.Update(update.state(), of(changed, update.next()))).toList(),
                others.stream().map(other -> other.renamed(changed)).toList());
    }

    private static Node of(Map<Node, Node> map, Node node) {
        return Objects.requireNonNull(map.get(node));
    }

    private static Node rebuilt(Node node, List<Node> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) != node.input(i)) {
                return Node.of(node.op(), inputs);
            }
        }
        return node;
    }

    /// Returns the computed value after which a cotangent is known, or null if it is known from the beginning. If a
    /// pass has merged the cotangent into another value, it is known no earlier than the values it is computed from.
    private static @Nullable Node moment(Node cotangent, List<Node> order, Set<Node> inputs) {
        Set<Node> present = new HashSet<>(order);
        for (Node node : Graph.topological(List.of(cotangent), inputs::contains).reversed()) {
            boolean view = node.op() instanceof Op.Expand || node.op() instanceof Op.Reshape;
            boolean given = node.op() instanceof Op.Leaf || inputs.contains(node);
            if (present.contains(node) && !view && !given) {
                return node;
            }
        }
        return null;
    }

    /// Returns the nodes together with nodes that passes have inserted between them.
    private static Set<Node> filled(Set<Node> inner, List<Node> order) {
        Set<Node> below = new HashSet<>();
        for (Node node : order) {
            if (inner.contains(node) || node.inputs().stream().anyMatch(below::contains)) {
                below.add(node);
            }
        }
        Set<Node> above = new HashSet<>(inner);
        for (Node node : order.reversed()) {
            if (above.contains(node)) {
                above.addAll(node.inputs());
            }
        }
        above.retainAll(below);
        return above;
    }

    private static boolean says(Node node, Recomputation note) {
        return node.op() instanceof Op.Recompute(Recomputation said) && said == note;
    }

    /// Returns the nodes on the way to the result that depend on the input or on random numbers.
    private static Set<Node> between(Node input, Node result) {
        Set<Node> inner = new HashSet<>();
        for (Node node : Graph.topological(List.of(result), List.of(input))) {
            boolean depends = node.op() instanceof Op.Random
                    || node.inputs().stream().anyMatch(read -> read == input || inner.contains(read));
            if (node != input && node != result && depends) {
                inner.add(node);
            }
        }
        return inner;
    }

    /// The second computation of a region's inner nodes.
    private static final class Second {
        private final Node moment;
        private final Set<Node> inputs;
        private final Map<Node, Node> again = new HashMap<>();
        private final Map<Node, Node> waiting = new HashMap<>();

        Second(Node moment, Set<Node> inputs) {
            this.moment = moment;
            this.inputs = inputs;
        }

        void write(Node node) {
            List<Node> read = node.inputs().stream().map(input -> again.containsKey(input)
                    ? of(input)
                    : isParameter(input) && !(node.op() instanceof Op.Random) ? input : waiting(input)).toList();
            again.put(node, Node.of(node.op(), read));
        }

        Node of(Node node) {
            return Recomputing.of(again, node);
        }

        private boolean isParameter(Node node) {
            return node.op() instanceof Op.Input && !node.shape().hasBatch();
        }

        /// Returns the same value, read only after the moment. A view is copied, so that its reader still sees a view.
        private Node waiting(Node node) {
            Node known = waiting.get(node);
            if (known != null) {
                return known;
            }
            boolean view = (node.op() instanceof Op.Expand || node.op() instanceof Op.Reshape)
                    && !inputs.contains(node);
            boolean fixed = node.op() instanceof Op.Literal || node.op() instanceof Op.BatchSize;
            Node made = view
                    ? rebuilt(node, List.of(waiting(node.input(0))))
                    : fixed ? node : Node.of(new Op.Recompute(Recomputation.AGAIN), node, moment);
            waiting.put(node, made);
            return made;
        }
    }
}
