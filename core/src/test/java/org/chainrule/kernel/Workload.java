package org.chainrule.kernel;

import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Reduction;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.random.Philox;

/// A fixed computation on every kernel, reduced to one hash.
public final class Workload {
    private long hash = 0xcbf29ce484222325L;

    private Workload() {
    }

    /// Prints the name of the provider and the hash of all results.
    public static void main(String[] arguments) {
        Kernels kernels = Providers.best();
        System.out.println(kernels.name() + ": " + hash(kernels));
    }

    /// Returns the hash of all results, NaN payloads aside.
    public static String hash(Kernels kernels) {
        Workload work = new Workload();
        work.elementwise(kernels);
        work.reductions(kernels);
        work.matmuls(kernels);
        return Long.toHexString(work.hash);
    }

    private void add(float... x) {
        for (int bits : Cases.bits(x)) {
            hash = (hash ^ bits) * 0x100000001b3L;
        }
    }

    private void elementwise(Kernels kernels) {
        int size = 333;
        float[] a = Cases.mixed(size, 1);
        float[] b = Cases.mixed(size, 2);
        float[] out = new float[size];
        for (UnaryFunction f : UnaryFunction.values()) {
            kernels.unary(f, a, out, 1, size);
            add(out);
        }
        for (BinaryFunction f : BinaryFunction.values()) {
            kernels.binary(f, a, b, out, 0, size);
            add(out);
            kernels.binary(f, a, 3, 1, b, 5, 0, out, 2, 200);
            kernels.binary(f, a, 5, 0, b, 3, 1, out, 202, 99);
            add(out);
        }
        kernels.fma(a, b, out, out, 0, size);
        kernels.select(a, b, out, out, 4, size);
        add(out);
        kernels.uniform(Philox.key(3, "workload"), 1, 2, out, 0, size);
        add(out);
        float[] numbers = new float[2222];
        kernels.uniform(Philox.key(4, "workload"), 3, -4, numbers, 3, 2221);
        add(numbers);
    }

    private void reductions(Kernels kernels) {
        float[] x = Cases.ordinary(9001, 3);
        float[] scratch = new float[1024];
        float[] out = new float[90];
        for (Reduction r : Reduction.values()) {
            for (int count : new int[]{1, 7, 32, 100, 4095, 9001}) {
                add(kernels.reduceRun(r, x, 0, count, scratch));
            }
            kernels.reduceRows(r, Matrix.of(x, 1, 100, 90, false), out, 0, scratch);
            add(out);
        }
    }

    private void matmuls(Kernels kernels) {
        int[][] shapes = {{1, 40, 50}, {9, 37, 41}, {33, 10, 70}, {6, 5, 4200}, {29, 75, 530}, {205, 41, 24},
                {50, 1, 20}};
        for (int[] shape : shapes) {
            for (int transposes = 0; transposes < 4; transposes++) {
                boolean transposeA = (transposes & 1) != 0;
                boolean transposeB = (transposes & 2) != 0;
                int m = shape[0];
                int n = shape[1];
                int k = shape[2];
                float[] c = new float[m * n];
                float[] scratch = new float[kernels.matmulScratch(m, n, k)];
                kernels.matmul(Matrix.of(Cases.ordinary(m * k, 4), 0, m, k, transposeA),
                        Matrix.of(Cases.ordinary(k * n, 5), 0, k, n, transposeB), Matrix.of(c, 0, m, n, false), null, 0,
                        scratch);
                add(c);
            }
        }
    }
}
