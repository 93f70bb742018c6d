package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.eval.Reference;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.testing.Fixtures;

/// Runs tensors on given data: in float64 by the Reference, and in float32 as a program.
public final class ReferenceRun {
    private ReferenceRun() {
    }

    /// Returns the values of tensors in float64.
    ///
    /// @param data the values of each input
    /// @param n the batch size
    public static List<double[]> doubles(List<Tensor> outputs, Map<Tensor, double[]> data, int n) {
        Map<Node, double[]> values = new HashMap<>();
        for (Node node : Graph.topological(outputs.stream().map(Tensor::node).toList(), List.of())) {
            float[] floats = node.values();
            if (floats != null) {
                values.put(node, widened(floats));
            }
        }
        data.forEach((tensor, doubles) -> values.put(tensor.node(), doubles));
        List<Node> inputs = new ArrayList<>(values.keySet());
        Graph graph = new Graph(inputs, outputs.stream().map(Tensor::node).toList());
        return Reference.evaluate(graph, n, inputs.stream().map(values::get).toList());
    }

    /// Returns the values of tensors in float32.
    public static List<float[]> floats(List<Tensor> outputs, Map<Tensor, double[]> data, int n) {
        Program program = Program.of(List.copyOf(data.keySet()), outputs);
        Program.Session session = program.start(n, 2);
        data.forEach((tensor, values) -> System.arraycopy(narrowed(values), 0, session.array(tensor), 0,
                values.length));
        session.run(n);
        return outputs.stream().map(output -> session.value(output, n).values()).toList();
    }

    /// Asserts that tensors have the values of fixtures: within 1e-9 in float64 and 1e-4 in float32, relative to the
    /// norm.
    public static void assertClose(Fixtures fixtures, Map<String, Tensor> expected, Map<Tensor, double[]> data,
            int n) {
        assertThat(expected).isNotEmpty();
        List<String> names = List.copyOf(expected.keySet());
        List<Tensor> outputs = names.stream().map(expected::get).toList();
        List<double[]> wide = doubles(outputs, data, n);
        List<float[]> narrow = floats(outputs, data, n);
        for (int i = 0; i < names.size(); i++) {
            fixtures.assertClose(names.get(i), wide.get(i), 1e-9);
            fixtures.assertClose(names.get(i), narrow.get(i), 1e-4);
        }
    }

    private static double[] widened(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private static float[] narrowed(double[] doubles) {
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) doubles[i];
        }
        return floats;
    }
}
