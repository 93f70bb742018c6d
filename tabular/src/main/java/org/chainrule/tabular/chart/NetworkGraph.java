package org.chainrule.tabular.chart;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A network as a graph, which [NetworkDrawing] draws.
///
/// @param name  the name of the network
/// @param nodes the nodes, each after those that it reads
/// @param frame the nodes of one network among several like it; empty for a single network
public record NetworkGraph(String name, List<Node> nodes, Optional<Frame> frame) {
    /// Creates a graph; copies the list.
    public NetworkGraph {
        nodes = List.copyOf(nodes);
    }

    /// A node: the input, a layer, or where values are joined.
    ///
    /// @param id         its own identifier, which others read it by
    /// @param name       its name
    /// @param shape      the shape of its output for a row, such as `[256]`; may be empty
    /// @param parameters the number of its parameters
    /// @param copies     the number of copies that stand beside each other; 1 for a single layer
    /// @param sources    the identifiers of the nodes that it reads, all of which come before it
    /// @param forward    the size of its values, such as their root mean square; NaN if it is not known
    /// @param backward   the size of the gradients of its values; NaN if it is not known
    public record Node(String id, String name, String shape, long parameters, int copies, List<String> sources,
            double forward, double backward) {
        /// Creates a node; copies the list.
        public Node {
            sources = List.copyOf(sources);
        }
    }

    /// Nodes that are drawn in a frame, as one of several networks that stand behind each other.
    ///
    /// @param label  what the frame is, such as `1 of 5 networks`
    /// @param copies the number of such networks
    /// @param nodes  the identifiers of the nodes inside
    public record Frame(String label, int copies, Set<String> nodes) {
        /// Creates a frame; copies the set.
        public Frame {
            nodes = Set.copyOf(nodes);
        }
    }
}
