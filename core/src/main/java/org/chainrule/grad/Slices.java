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

/// Sums of cotangents, in the order in which they arrive. Those of slices that do not overlap, one after the other, are
/// joined instead of each brought to the size of the whole and added: a value read slice by slice, as by the steps of a
/// recurrent network, then costs as much as its elements and not as much again for every slice. Values are equal; an
/// element that is `-0` stays so, where a sum with the zeros of the other slices is `0`.
final class Slices {
    private Slices() {
    }

    /// The sum of cotangents of one shape.
    static Node sum(List<Node> arrived) {
        List<Node> terms = new ArrayList<>();
        List<Node> run = new ArrayList<>();
        NavigableMap<Integer, Integer> taken = new TreeMap<>();
        for (Node cotangent : arrived) {
            if (!continues(run, taken, cotangent)) {
                flush(run, taken, terms);
            }
            run.add(cotangent);
            if (cotangent.op() instanceof Op.Pad pad) {
                taken.put(pad.before(), end(cotangent, pad));
            }
        }
        flush(run, taken, terms);
        return terms.stream().reduce(Nodes::add).orElseThrow();
    }

    private static boolean continues(List<Node> run, NavigableMap<Integer, Integer> taken, Node next) {
        if (run.isEmpty() || !(next.op() instanceof Op.Pad pad) || !(run.getFirst().op() instanceof Op.Pad first)
                || pad.axis() != first.axis() || pad.interior() > 0 || first.interior() > 0) {
            return false;
        }
        Map.Entry<Integer, Integer> below = taken.lowerEntry(end(next, pad));
        return below == null || below.getValue() <= pad.before();
    }

    private static void flush(List<Node> run, NavigableMap<Integer, Integer> taken, List<Node> terms) {
        if (run.size() > 1) {
            terms.add(joined(run));
        } else {
            terms.addAll(run);
        }
        run.clear();
        taken.clear();
    }

    /// Slices put side by side, each with the zeros between it and the one before.
    private static Node joined(List<Node> run) {
        List<Node> sorted = new ArrayList<>(run);
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
            reached = end(node, pad);
        }
        return Node.of(new Op.Concat(axis), parts);
    }

    private static Op.Pad pad(Node node) {
        return (Op.Pad) node.op();
    }

    /// Where what was padded ends in the whole.
    private static int end(Node node, Op.Pad pad) {
        return node.shape().size(pad.axis()) - pad.after();
    }
}
