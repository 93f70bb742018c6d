package org.chainrule.grad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;

/// Sums of cotangents in order of arrival. Cotangents of slices that do not overlap are joined, which avoids padding
/// each to the full size and adding them. A value that is read slice by slice, as by the steps of a recurrent network,
/// then costs one pass over its elements and not one per slice. Values are equal, except that an element `-0` stays
/// `-0`, whereas its sum with the zeros of the other slices would be `0`.
final class Slices {
    private final List<Node> terms = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    private Slices() {
    }

    /// Slices of one axis that do not overlap.
    ///
    /// @param ends the end of each slice, keyed by its beginning
    private record Layer(List<Node> slices, NavigableMap<Integer, Integer> ends) {
        boolean overlaps(Node cotangent) {
            Map.Entry<Integer, Integer> below = ends.lowerEntry(end(cotangent));
            return below != null && below.getValue() > pad(cotangent).before();
        }

        void add(Node cotangent) {
            slices.add(cotangent);
            ends.put(pad(cotangent).before(), end(cotangent));
        }
    }

    /// Returns the sum of cotangents of one shape.
    static Node sum(List<Node> arrived) {
        Slices slices = new Slices();
        arrived.forEach(slices::add);
        slices.flush();
        return slices.terms.stream().reduce(Nodes::add).orElseThrow();
    }

    private void add(Node cotangent) {
        if (!(cotangent.op() instanceof Op.Pad pad) || pad.interior() > 0) {
            flush();
            terms.add(cotangent);
            return;
        }
        if (!layers.isEmpty() && pad(layers.getFirst().slices.getFirst()).axis() != pad.axis()) {
            flush();
        }
        // above every layer that it overlaps, so that each element is summed in order of arrival
        int layer = layers.size();
        while (layer > 0 && !layers.get(layer - 1).overlaps(cotangent)) {
            layer--;
        }
        if (layer == layers.size()) {
            layers.add(new Layer(new ArrayList<>(), new TreeMap<>()));
        }
        layers.get(layer).add(cotangent);
    }

    private void flush() {
        for (Layer layer : layers) {
            terms.add(layer.slices.size() > 1 ? joined(layer.slices) : layer.slices.getFirst());
        }
        layers.clear();
    }

    /// Returns slices joined side by side, each preceded by the zeros between it and the previous one.
    private static Node joined(List<Node> slices) {
        List<Node> sorted = new ArrayList<>(slices);
        sorted.sort(Comparator.comparingInt(node -> pad(node).before()));
        int axis = pad(sorted.getFirst()).axis();
        List<Node> parts = new ArrayList<>();
        int reached = 0;
        for (Node node : sorted) {
            Op.Pad pad = pad(node);
            int after = node == sorted.getLast() ? pad.after() : 0;
            Op.Pad gap = new Op.Pad(axis, pad.before() - reached, after, 0);
            boolean fits = gap.before() == 0 && after == 0;
            parts.add(fits ? node.input(0) : Node.of(gap, node.input(0)));
            reached = end(node);
        }
        return Node.of(new Op.Concat(axis), parts);
    }

    private static Op.Pad pad(Node node) {
        return (Op.Pad) node.op();
    }

    /// Returns the end, in the whole, of the slice that was padded.
    private static int end(Node node) {
        return node.shape().size(pad(node).axis()) - pad(node).after();
    }
}
