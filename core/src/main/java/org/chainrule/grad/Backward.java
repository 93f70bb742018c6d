package org.chainrule.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Graph;
import org.chainrule.ir.History;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;

/// Back propagation: the walk from an output to what it depends on. Values are visited in the reverse of the order in
/// which they were computed; each passes its cotangent on by its rule in [GradientRules], and where several readers send
/// cotangents to one value they are added, the last reader first. A node made before all those to differentiate by cannot
/// depend on them, so the walk ends there.
public final class Backward {
    private Backward() {
    }

    /// The gradients of an output with respect to nodes, each in the shape of its node, as nodes of the same graph.
    ///
    /// @param output the value to differentiate
    /// @param cotangent what arrives at the output, in its shape: ones for the gradient of its sum
    /// @param wrt the nodes to differentiate by; one that the output does not depend on gets zeros
    /// @throws ArgumentException if the output depends on one of them through nodes that [History] has released
    public static List<Node> gradients(Node output, Node cotangent, List<Node> wrt) {
        return History.reading(() -> walk(output, cotangent, wrt));
    }

    private static List<Node> walk(Node output, Node cotangent, List<Node> wrt) {
        long oldest = wrt.stream().mapToLong(Node::number).min().orElse(Long.MAX_VALUE);
        List<Node> order = Graph.topological(List.of(output), node -> node.number() < oldest);
        order.forEach(node -> requireHistory(node, wrt));
        Set<Node> leading = leadingTo(wrt, order);
        Map<Node, List<Node>> arrived = new HashMap<>();
        Map<Node, Node> sums = new HashMap<>();
        arrived.put(output, List.of(cotangent));
        for (Node node : order.reversed()) {
            List<Node> cotangents = arrived.remove(node);
            if (cotangents == null) {
                continue;
            }
            Node sum = Slices.sum(cotangents);
            sums.put(node, sum);
            if (node.inputs().stream().noneMatch(leading::contains)) {
                continue;
            }
            List<Node> sent = GradientRules.of(node, sum);
            for (int i = 0; i < sent.size(); i++) {
                if (sent.get(i) != null && leading.contains(node.input(i))) {
                    arrived.computeIfAbsent(node.input(i), _ -> new ArrayList<>()).add(sent.get(i));
                }
            }
        }
        return wrt.stream().map(node -> sums.getOrDefault(node, Nodes.fill(0, node.shape()))).toList();
    }

    private static void requireHistory(Node reached, List<Node> wrt) {
        if (!History.isReleased(reached)) {
            return;
        }
        for (int i = 0; i < wrt.size(); i++) {
            if (History.released(reached, wrt.get(i))) {
                throw new ArgumentException("wrt", "gradients: the gradient with respect to number " + i + " of wrt, "
                        + wrt.get(i).type() + ", goes back through " + History.refusal(reached));
            }
        }
    }

    /// The nodes through which a cotangent must pass to reach one of the goals.
    private static Set<Node> leadingTo(List<Node> goals, List<Node> order) {
        Set<Node> leading = new HashSet<>();
        leading.addAll(goals);
        for (Node node : order) {
            if (node.inputs().stream().anyMatch(leading::contains)) {
                leading.add(node);
            }
        }
        return leading;
    }
}
