package org.chainrule.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A part of a graph whose values are not kept for the backward pass but computed again.
///
/// @param input the value at its beginning, which is kept
/// @param result the value at its end, which is kept
/// @param cotangent the cotangent of the result; the values are computed again only after it is known
/// @param inner the nodes between input and result
public record Region(Node input, Node result, Node cotangent, Set<Node> inner) {
    public Region {
        inner = Set.copyOf(inner);
    }

    /// Returns the nodes that connect it to the rest of the graph.
    List<Node> ends() {
        return List.of(input, result, cotangent);
    }

    /// Returns the region after a rewrite, without nodes that are no longer in the graph.
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
