package org.chainrule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.chainrule.compile.run.CpuBackend;
import org.chainrule.compile.run.Executable;
import org.chainrule.compile.run.Execution;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Function;
import org.chainrule.ir.Graph;
import org.chainrule.ir.History;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.thread.Workers;

/// Lazy evaluation of tensors.
///
/// An evaluation starts from the nodes whose values are known and keeps only the requested values. Other values are not
/// kept, so that fusion can eliminate them. If new nodes make a later evaluation compute some of them again, that
/// evaluation keeps them. So a loop that requests one value per step takes the same time for every step, whichever
/// value it requests.
final class EagerEvaluation {
    /// One evaluation: the nodes it starts from, the nodes it computes, in order, and the nodes whose values it keeps.
    private record Plan(List<Node> started, List<Node> computed, List<Node> kept, Function function) {
    }

    private EagerEvaluation() {
    }

    /// Computes the values of nodes together, from the data they depend on, and stores the values in the nodes.
    static void evaluate(List<Node> requested) {
        Plan plan = History.reading(() -> plan(requested));
        if (plan.kept.isEmpty()) {
            return;
        }
        Executable executable = Executable.of(plan.function);
        float[][] given = plan.started.stream().map(node -> Objects.requireNonNull(node.values()))
                .toArray(float[][]::new);
        Execution execution = CpuBackend.of(Workers.of(1)).start(executable, 1, given);
        execution.run(1);
        for (int i = 0; i < plan.kept.size(); i++) {
            plan.kept.get(i).remember(execution.read(i));
        }
        plan.computed.forEach(Node::markComputed);
        History.note(plan.started, plan.computed, plan.kept);
    }

    private static Plan plan(List<Node> requested) {
        List<Node> started = new ArrayList<>();
        List<Node> computed = new ArrayList<>();
        Set<Node> known = new HashSet<>();
        for (Node node : Graph.topological(requested, node -> isKnown(node, known))) {
            if (known.contains(node)) {
                started.add(node);
            } else if (node.op() instanceof Op.Input(String name)) {
                throw new ArgumentException("tensor", "value: the input " + name
                        + " has no data; run the computation through a Program");
            } else {
                computed.add(node);
            }
        }
        List<Node> kept = kept(requested, computed, known);
        return new Plan(started, computed, kept, Function.of(new Graph(started, kept)));
    }

    /// Returns whether a node has values. Each node is asked once, because another thread may store values during the
    /// walk.
    private static boolean isKnown(Node node, Set<Node> known) {
        return node.values() != null && known.add(node);
    }

    /// Returns the requested nodes, then the nodes that are computed again for new readers.
    private static List<Node> kept(List<Node> requested, List<Node> computed, Set<Node> known) {
        Set<Node> kept = new HashSet<>();
        List<Node> order = new ArrayList<>();
        for (Node node : requested) {
            if (!known.contains(node) && kept.add(node)) {
                order.add(node);
            }
        }
        Set<Node> wanted = new HashSet<>();
        for (Node node : computed.reversed()) {
            boolean view = isView(node);
            if (wanted.contains(node) && !view && !(node.op() instanceof Op.Leaf) && kept.add(node)) {
                order.add(node);
            }
            boolean through = view && wanted.contains(node) && !kept.contains(node);
            for (Node input : node.inputs()) {
                if (!known.contains(input) && input.computed() && (through || !node.computed())) {
                    wanted.add(input);
                }
            }
        }
        return order;
    }

    /// Returns whether a node only presents the values of its input in another way, which costs no work.
    private static boolean isView(Node node) {
        return node.op() instanceof Op.Expand || node.op() instanceof Op.Reshape || node.op() instanceof Op.Permute;
    }
}
