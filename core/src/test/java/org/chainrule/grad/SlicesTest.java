package org.chainrule.grad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.chainrule.eval.Reference;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private static final int LENGTH = 7;
    private final Node x = Node.input("x", TensorType.f32(Shape.of(LENGTH, 2)));

    private Node slice(int start, int end, int step) {
        return Node.of(new Op.Slice(0, start, end, step), x);
    }

    /// Checks the gradient of the sum of squares of the parts: 2 x times the number of parts that contain an element.
    private void check(int[] times, Class<? extends Op> last, Node... parts) {
        Node total = Nodes.literal(0);
        for (Node part : parts) {
            total = Nodes.add(total, Nodes.sumTo(Nodes.mul(part, part), Shape.scalar()));
        }
        Node gradient = Backward.gradients(total, Nodes.literal(1), List.of(x)).getFirst();
        assertThat(gradient.op()).isInstanceOf(last);
        double[] values = new double[LENGTH * 2];
        double[] expected = new double[LENGTH * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
            expected[i] = 2 * values[i] * times[i / 2];
        }
        assertThat(Reference.evaluate(new Graph(List.of(x), List.of(gradient)), 1, List.of(values)).getFirst())
                .containsExactly(expected);
    }

    /// The square reads each part twice, so the two cotangents of a part are added before they reach x.
    @Test
    void slicesSideBySideAreJoined() {
        int[] once = {1, 1, 1, 1, 1, 1, 1};
        check(once, Op.Concat.class, slice(0, 2, 1), slice(2, 3, 1), slice(3, 7, 1));
        check(once, Op.Concat.class, slice(3, 7, 1), slice(0, 2, 1), slice(2, 3, 1));
    }

    @Test
    void gapsAreZeros() {
        check(new int[]{0, 1, 0, 0, 1, 1, 0}, Op.Concat.class, slice(4, 6, 1), slice(1, 2, 1));
        check(new int[]{0, 1, 0, 0, 0, 0, 0}, Op.Pad.class, slice(1, 2, 1));
    }

    @Test
    void slicesThatOverlapAreAdded() {
        check(new int[]{1, 1, 2, 2, 1, 0, 0}, Op.Binary.class, slice(0, 4, 1), slice(2, 5, 1));
        check(new int[]{1, 2, 1, 1, 1, 1, 1}, Op.Binary.class, slice(0, 7, 1), slice(1, 2, 1));
        check(new int[]{1, 0, 1, 1, 1, 0, 1}, Op.Binary.class, slice(0, 7, 2), slice(3, 4, 1));
    }

    /// The sum of slices equals the sum of the padded cotangents, added one after another, bit by bit.
    @Test
    void elementsAreSummedInTheOrderOfArrival() {
        SplittableRandom random = new SplittableRandom(5);
        for (int times = 0; times < 200; times++) {
            List<Node> inputs = new ArrayList<>();
            List<Node> arrived = new ArrayList<>();
            List<double[]> values = new ArrayList<>();
            double[] expected = new double[LENGTH];
            for (int i = 0; i < 1 + times % 9; i++) {
                int start = random.nextInt(LENGTH);
                int end = random.nextInt(start + 1, LENGTH + 1);
                Node part = Node.input("part", TensorType.f32(Shape.of(end - start)));
                double[] numbers = random.doubles(end - start).toArray();
                inputs.add(part);
                values.add(numbers);
                arrived.add(Node.of(new Op.Pad(0, start, LENGTH - end, 0), part));
                for (int at = start; at < end; at++) {
                    expected[at] += numbers[at - start];
                }
            }
            Graph graph = new Graph(inputs, List.of(Slices.sum(arrived)));
            assertThat(Reference.evaluate(graph, 1, values).getFirst()).containsExactly(expected);
        }
    }

    @Test
    void whatComesFromElsewhereIsAdded() {
        Node flipped = Node.of(new Op.Flip(0), x);
        check(new int[]{2, 2, 1, 1, 1, 1, 1}, Op.Binary.class, slice(0, 1, 1), slice(1, 2, 1), flipped);
        check(new int[]{2, 2, 1, 1, 1, 1, 1}, Op.Binary.class, slice(0, 1, 1), flipped, slice(1, 2, 1));
    }

    /// A recurrent network reads its input slice by slice: four times the steps mean four times the elements.
    @Test
    void theGradientOfAnUnrolledNetworkGrowsWithItsSteps() {
        for (int readers = 1; readers <= 3; readers++) {
            long few = elements(16, readers);
            assertThat(elements(64, readers)).isBetween(3 * few, 5 * few);
        }
    }

    /// Returns the number of elements computed in a gradient.
    ///
    /// @param readers the number of slices that each step reads, as the gates of a recurrent network do
    private static long elements(int steps, int readers) {
        Node series = Node.input("series", TensorType.f32(Shape.of(steps, 3)));
        Node scaled = Nodes.mul(series, 0.5);
        Node hidden = Nodes.fill(0, Shape.of(1, 3));
        for (int step = 0; step < steps; step++) {
            for (int reader = 0; reader < readers; reader++) {
                Node part = Node.of(new Op.Slice(0, step, step + 1, 1), scaled);
                hidden = Nodes.unary(UnaryFunction.TANH, Nodes.binary(BinaryFunction.ADD, hidden, part));
            }
        }
        List<Node> gradients = Backward.gradients(hidden, Nodes.fill(1, hidden.shape()), List.of(series));
        return new Graph(List.of(series), gradients).topological().stream()
                .mapToLong(node -> node.shape().elements()).sum();
    }
}
