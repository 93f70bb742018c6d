package org.chainrule.compile.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Constant right operands, packed once for all executions.
class PackedWeightsTest {
    private static final int IN = 30;
    private static final int OUT = 171;

    private final Node x = input("x", Shape.batch(IN));
    private final Node w = input("w", Shape.of(IN, OUT));
    private final Node bias = input("bias", Shape.of(OUT));
    private final float[] weights = numbers(IN * OUT, 1);

    private static Node input(String name, Shape shape) {
        return Node.input(name, TensorType.f32(shape));
    }

    private static float[] numbers(int size, int seed) {
        Random random = new Random(seed);
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /// Multiplies by the weights and by their transpose.
    private Executable twoProducts() {
        Node hidden = Nodes.add(Nodes.contract(false, false, x, w), Nodes.expand(bias, Shape.batch(OUT)));
        Node back = Nodes.contract(false, true, hidden, w);
        return Executable.of(new Graph(List.of(x, w, bias), List.of(back)));
    }

    private float[][] given() {
        return new float[][]{null, weights, numbers(OUT, 2)};
    }

    private int[] bits(Executable executable, Kernels kernels, PackedWeights packed, int rows) {
        Execution execution = CpuBackend.of(kernels, Workers.of(1), Tier.BOTH).with(packed).start(executable,
                rows, given());
        System.arraycopy(numbers(IN * 5, 3), 0, execution.own(0), 0, IN * rows);
        execution.run(rows);
        int[] bits = new int[rows * IN];
        Arrays.setAll(bits, i -> Float.floatToIntBits(execution.read(0)[i]));
        return bits;
    }

    @Test
    void resultsAreTheSameBeforeAndAfterInAnyBatch() {
        Executable executable = twoProducts();
        for (Kernels kernels : List.of(Providers.best(), Providers.scalar())) {
            PackedWeights packed = PackedWeights.of(executable.lowering(), given());
            for (int rows = 1; rows <= 5; rows++) {
                int[] expected = bits(executable, kernels, PackedWeights.NONE, rows);
                assertThat(bits(executable, kernels, packed, rows)).isEqualTo(expected);
            }
            packed.pack(kernels);
            for (int rows = 1; rows <= 5; rows++) {
                int[] expected = bits(executable, kernels, PackedWeights.NONE, rows);
                assertThat(bits(executable, kernels, packed, rows)).isEqualTo(expected);
            }
        }
    }

    @Test
    void eachLayoutIsPackedOnce() {
        long forward = Providers.best().packedBytes(OUT, IN);
        long back = Providers.best().packedBytes(IN, OUT);
        assertThat(forward).isBetween(4L * IN * OUT, 4L * IN * (OUT + 15));
        assertThat(PackedWeights.of(twoProducts().lowering(), given()).bytes(Providers.best()))
                .isEqualTo(forward + back);
        assertThat(PackedWeights.of(twoProducts().lowering(), given()).bytes(Providers.scalar())).isZero();
        Node twice = Nodes.contract(false, false, Nodes.contract(false, true, Nodes.contract(false, false, x, w), w),
                w);
        Executable executable = Executable.of(new Graph(List.of(x, w), List.of(twice)));
        assertThat(PackedWeights.of(executable.lowering(), given()).bytes(Providers.best())).isEqualTo(forward + back);
    }

    @Test
    void inputsAndLargeMatricesAreNotPacked() {
        assertThat(PackedWeights.of(twoProducts().lowering(), new float[][]{null, null, null}).bytes(Providers.best()))
                .isZero();
        Node turned = Nodes.contract(true, false, w, input("y", Shape.of(IN, 7)));
        Executable executable = Executable.of(new Graph(turned.inputs(), List.of(turned)));
        assertThat(
                PackedWeights.of(executable.lowering(), new float[][]{null, new float[IN * 7]}).bytes(Providers.best()))
                .isZero();
        assertThat(Providers.best().packedBytes(1024, 1025)).isZero();
        assertThat(Providers.best().packedBytes(1, Kernels.BLOCK + 1)).isZero();
    }
}
