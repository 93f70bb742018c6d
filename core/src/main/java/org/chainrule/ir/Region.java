package org.chainrule.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A part of a graph whose values are not kept for the backward pass but computed again there.
///
/// @param input the value it begins with, which is kept
/// @param result the value it ends with, which is kept
/// @param cotangent what arrives at the result on the way back: nothing is computed again before
/// @param inner the nodes between input and result
public record Region(Node input, Node result, Node cotangent, Set<Node> inner) {
    public Region {
        inner = Set.copyOf(inner);
    }

    /// The nodes at which it touches the rest of the graph.
    List<Node> ends() {
        return List.of(input, result, cotangent);
    }

    /// The region after a rewrite; what is no longer in the graph is no longer in the region.
    public Region renamed(Map<Node, Node> changed) {
        Node first = now(changed, input);
        Node last = now(changed, result);
        Set<Node> renamed = new HashSet<>();
        for (Node node : inner) {
            Node now = changed.get(node);
            if (now != null && now != first && now != last && !(now.op() instanceof Op.Leaf)) {
                renamed.add(now);
            }
        }
        return new Region(first, last, now(changed, cotangent), renamed);
    }

    private static Node now(Map<Node, Node> changed, Node node) {
        return Objects.requireNonNullElse(changed.get(node), node);
    }
}
