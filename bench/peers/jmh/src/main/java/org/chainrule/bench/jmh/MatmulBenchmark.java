package org.chainrule.bench.jmh;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.bench.Data;
import org.chainrule.type.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Products of matrices, `m x k x n`, with operands as they are stored or transposed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatmulBenchmark {
    /// Sizes.
    @Param({"32x784x256", "128x784x256", "128x128x10", "1024x784x256", "1024x1024x1024"})
    public String shape = "";

    /// Which operand is transposed.
    @Param({"none", "a", "b"})
    public String transposed = "";

    /// Threads of the program.
    @Param({"1", "2"})
    public int threads;

    private Program.Session session;

    /// Builds the program.
    @Setup
    public void prepare() {
        String[] sizes = shape.split("x", -1);
        int m = Integer.parseInt(sizes[0]);
        int k = Integer.parseInt(sizes[1]);
        int n = Integer.parseInt(sizes[2]);
        Tensor a = Tensor.input("a", transposed.equals("a") ? Shape.of(k, m) : Shape.of(m, k));
        Tensor b = Tensor.input("b", transposed.equals("b") ? Shape.of(n, k) : Shape.of(k, n));
        Tensor c = (transposed.equals("a") ? a.transpose() : a).matmul(transposed.equals("b") ? b.transpose() : b);
        session = Program.of(List.of(a, b), List.of(c)).start(1, threads);
        Random random = new Random(1);
        for (Tensor input : List.of(a, b)) {
            float[] values = Data.normal(random, input.shape().elements(), 1);
            System.arraycopy(values, 0, session.array(input), 0, values.length);
        }
    }

    /// One product.
    @Benchmark
    public void run() {
        session.run(1);
    }
}
