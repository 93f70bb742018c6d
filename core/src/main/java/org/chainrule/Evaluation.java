package org.chainrule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.compile.Executable;
import org.chainrule.compile.Execution;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Workers;
import org.chainrule.type.TensorType;

/// Gives tensors their values when someone asks. Executables are kept by the structure of the graph, so asking for the
/// same computation on other data does not lower it again; the least recently used of more than [#CAPACITY] is dropped.
final class Evaluation {
    private static final int CAPACITY = 256;
    private static final Map<List<Line>, Executable> KNOWN = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Line>, Executable> eldest) {
            return size() > CAPACITY;
        }
    };

    /// One node in a graph's structure: its operation (none for data), what it reads by number, its type.
    private record Line(Op op, List<Integer> inputs, TensorType type) {
    }

    private static final Op DATA = new Op.Input("data");

    private Evaluation() {
    }

    /// Computes a value from the data it reads.
    static float[] evaluate(Node asked) {
        List<float[]> given = new ArrayList<>();
        List<Line> structure = new ArrayList<>();
        Map<Node, Integer> numbers = new HashMap<>();
        for (Node node : Graph.topological(List.of(asked), node -> node.values() != null)) {
            numbers.put(node, numbers.size());
            float[] values = node.values();
            if (values != null) {
                given.add(values);
                structure.add(new Line(DATA, List.of(), node.type()));
            } else if (node.op() instanceof Op.Input(String name)) {
                throw new ArgumentException("tensor", "value: the input " + name
                        + " has no data, run the computation through a Program");
            } else {
                structure.add(new Line(node.op(), node.inputs().stream().map(numbers::get).toList(), node.type()));
            }
        }
        Executable executable;
        synchronized (KNOWN) {
            executable = KNOWN.computeIfAbsent(structure, lines -> Executable.of(graph(lines)));
        }
        Execution execution = executable.start(1, Workers.of(1), Kernels.warming(), given.toArray(float[][]::new));
        execution.run(1);
        return execution.output(0);
    }

    /// The computation with nodes of its own: the one that is kept must not keep the data of the one that was asked for.
    private static Graph graph(List<Line> structure) {
        List<Node> inputs = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        for (Line line : structure) {
            boolean data = line.op().equals(DATA);
            Node node = data
                    ? Node.input("data", line.type())
                    : Node.of(line.op(), line.inputs().stream().map(nodes::get).toList());
            nodes.add(node);
            if (data) {
                inputs.add(node);
            }
        }
        return new Graph(inputs, List.of(nodes.getLast()));
    }
}
