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

/// Elementwise functions, reductions and what is composed of them, over a matrix of 256 rows of 512.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OperationBenchmark {
    /// Which operation.
    @Param({"add", "mul", "div", "sqrt", "relu", "exp", "log", "tanh", "erf", "sigmoid", "fma", "where", "addRow",
            "sumRows", "sumDown", "maxRows", "softmax", "logSoftmax", "layerNorm"})
    public String operation = "";

    private Program.Session session;

    /// Builds the program.
    @Setup
    public void prepare() {
        Shape shape = Shape.of(256, 512);
        Tensor x = Tensor.input("x", shape);
        Tensor y = Tensor.input("y", shape);
        Tensor row = Tensor.input("row", Shape.of(512));
        Tensor centered = x.sub(x.mean(1).reshape(Shape.of(256, 1)));
        Tensor result = switch (operation) {
            case "add" -> x.add(y);
            case "mul" -> x.mul(y);
            case "div" -> x.div(y);
            case "sqrt" -> x.sqrt();
            case "relu" -> x.relu();
            case "exp" -> x.exp();
            case "log" -> x.log();
            case "tanh" -> x.tanh();
            case "erf" -> x.erf();
            case "sigmoid" -> x.sigmoid();
            case "fma" -> x.mul(y).add(x);
            case "where" -> x.greater(y).where(x, y);
            case "addRow" -> x.add(row);
            case "sumRows" -> x.sum(1);
            case "sumDown" -> x.sum(0);
            case "maxRows" -> x.max(1);
            case "softmax" -> x.softmax(1);
            case "logSoftmax" -> x.logSoftmax(1);
            case "layerNorm" -> centered
                    .div(centered.square().mean(1).reshape(Shape.of(256, 1)).add(1e-5).sqrt());
            default -> throw new IllegalArgumentException(operation);
        };
        session = Program.of(List.of(x, y, row), List.of(result)).start(1, 1);
        Random random = new Random(1);
        for (Tensor input : List.of(x, y, row)) {
            float[] values = Data.normal(random, input.shape().elements(), 1);
            System.arraycopy(values, 0, session.array(input), 0, values.length);
        }
    }

    /// One pass.
    @Benchmark
    public void run() {
        session.run(1);
    }
}
