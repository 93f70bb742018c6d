package org.chainrule;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.text.DecimalFormat;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Breaks every rule for library code, so that [ArchitectureTest] can check that its rules work.
final class Forbidden {
    private Forbidden() {
    }

    static void print(RuntimeException e) {
        System.out.println("out");
        System.err.println("err");
        e.printStackTrace();
    }

    static ThreadLocal<float[]> threadLocal() {
        return ThreadLocal.withInitial(() -> new float[1]);
    }

    static Object deserialize(byte[] bytes) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    static Object reflect(Object object) throws ReflectiveOperationException {
        return object.getClass().getMethod("toString").invoke(object);
    }

    static double compute(double x) {
        return Math.exp(x) + Math.tanh(x) + Math.sqrt(x) + StrictMath.log(x);
    }

    @SuppressWarnings("StringCaseLocaleUsage")
    static String followTheLocale(double x) {
        return String.format("%.1f", x) + "%d".formatted(1) + "A".toLowerCase() + new DecimalFormat("0.0").format(x)
                + String.format(Locale.ROOT, "%.1f", x);
    }

    /// A use of the Vector API in a place where only the kernels may use it.
    static final class InKernel {
        private InKernel() {
        }

        static String compute(FloatVector v) {
            float sum = v.lanewise(VectorOperators.EXP).reduceLanes(VectorOperators.ADD);
            return String.format(Locale.ROOT, "%s", sum);
        }
    }
}
