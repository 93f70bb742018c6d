package org.chainrule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Function;
import org.chainrule.ir.Graph;
import org.chainrule.ir.History;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;

/// The function that a [Program] runs, and the data it captures: the values of tensors that the outputs depend on and that
/// do not depend on an input.
///
/// @param function the function; its inputs are those of the program, then one for each captured array
/// @param captured the captured arrays
record CapturedFunction(Function function, List<float[]> captured) {
    /// Returns the function from inputs to outputs and next values.
    ///
    /// @throws ArgumentException if the outputs read an input that is not listed, or depend on one through released history
    static CapturedFunction of(List<Node> inputs, List<Node> outputs, List<Graph.Update> next) {
        return History.reading(() -> written(inputs, outputs, next));
    }

    private static CapturedFunction written(List<Node> inputs, List<Node> outputs, List<Graph.Update> next) {
        List<float[]> captured = new ArrayList<>();
        List<Node> all = new ArrayList<>(inputs);
        Set<Node> given = new HashSet<>(all);
        List<Node> roots = new ArrayList<>(outputs);
        next.forEach(update -> roots.add(update.next()));
        Set<Node> reading = reading(given, roots);
        for (Node node : Graph.topological(roots, node -> reading.contains(node)
                ? given.contains(node)
                : node.values() != null)) {
            float[] values = node.values();
            if (reading.contains(node)) {
                continue;
            }
            if (values != null) {
                requireHistory(node, inputs);
                all.add(node);
                captured.add(values);
            } else if (node.op() instanceof Op.Input(String name)) {
                throw new ArgumentException("inputs", "program: the outputs read the input " + name
                        + ", which is not among the inputs of the program; list it there");
            }
        }
        return new CapturedFunction(Function.of(new Graph(all, outputs, next)), captured);
    }

    private static void requireHistory(Node data, List<Node> inputs) {
        for (Node input : inputs) {
            if (History.released(data, input)) {
                throw new ArgumentException("outputs", "program: the outputs depend on the input " + input.type()
                        + " through " + History.refusal(data));
            }
        }
    }

    /// Returns the inputs and all nodes computed from them. Values that such a node holds from an earlier evaluation do
    /// not apply to a run, which replaces the inputs.
    private static Set<Node> reading(Set<Node> given, List<Node> roots) {
        // a node that depends on an input without data cannot have been evaluated
        if (given.stream().allMatch(node -> node.op() instanceof Op.Input && node.values() == null)) {
            return given;
        }
        Set<Node> reading = new HashSet<>(given);
        for (Node node : Graph.topological(roots, given::contains)) {
            if (node.inputs().stream().anyMatch(reading::contains)) {
                reading.add(node);
            }
        }
        return reading;
    }
}
