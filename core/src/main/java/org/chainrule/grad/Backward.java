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

/// Backpropagation: the walk from an output back to the nodes it depends on. It visits values in the reverse order of
/// their computation. Each value passes its cotangent to its inputs by its rule in [GradientRules]. Several cotangents of
/// one value are added, that of its last reader first. A node older than all nodes to differentiate by cannot depend on
/// them, so the walk ends there.
public final class Backward {
    private Backward() {
    }

    /// Returns the gradients of an output with respect to nodes, each in the shape of its node, as nodes of the same
    /// graph.
    ///
    /// @param output the value to differentiate
    /// @param cotangent the cotangent of the output, in its shape: ones for the gradient of its sum
    /// @param wrt the nodes to differentiate by; the gradient is 0 for nodes that the output does not depend on
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
                        + wrt.get(i).type() + ", passes through " + History.refusal(reached));
            }
        }
    }

    /// Returns the nodes through which a cotangent must pass to reach one of the goals.
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
