package org.chainrule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.type.DType;
import org.chainrule.type.TensorType;

/// One row of the table that drives every test of an operation.
///
/// @param name the feature that the row tests
/// @param op the operation
/// @param inputs the operands
/// @param n the batch size
/// @param tolerance the allowed difference between float32 and float64, relative to the largest value
record OpCase(String name, Op op, List<Operand> inputs, int n, double tolerance) {
    /// An operand: its type, the range of its values, and whether it has a gradient.
    record Operand(TensorType type, double low, double high, boolean differentiable) {
    }

    /// Returns values of the operands, which depend on the seed only and are exact in float32. They are spaced evenly
    /// over the range in random order, so that no finite difference crosses a tie or a kink, and are whole where the
    /// type requires it.
    List<double[]> values(long seed) {
        List<double[]> all = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (Operand operand : inputs) {
            int count = operand.type().shape().elements(n);
            List<Integer> places = new ArrayList<>(IntStream.range(0, count).boxed().toList());
            Collections.shuffle(places, new Random(random.nextLong()));
            double[] values = new double[count];
            double shift = 0.25 + 0.5 * all.size() / inputs.size();
            for (int i = 0; i < count; i++) {
                double share = (places.get(i) + shift) / count;
                double value = operand.low() + (operand.high() - operand.low()) * share;
                values[i] = operand.type().dtype() == DType.F32 ? (float) value : Math.floor(value);
            }
            all.add(values);
        }
        return all;
    }

    /// Returns the operation applied to inputs for the operands.
    Graph graph() {
        List<Node> places = new ArrayList<>();
        for (Operand operand : inputs) {
            places.add(Node.input("x" + places.size(), operand.type()));
        }
        Node y = op instanceof Op.Input ? places.getFirst() : Node.of(op, places);
        return new Graph(places, List.of(y));
    }

    @Override
    public String toString() {
        return name;
    }
}
