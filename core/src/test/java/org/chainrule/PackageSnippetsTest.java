package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ShapeException;
import org.chainrule.io.Npy;
import org.chainrule.io.Safetensors;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code in the documentation of the packages: each region is a snippet there.
class PackageSnippetsTest {
    @Test
    void gradients() {
        // @start region="gradients"
        Tensor w = Tensor.of(1, -2);
        Tensor loss = w.square().sum();
        Tensor gradient = loss.gradient(w); // nothing is computed yet
        float[] slope = gradient.values(); // [2, -4]
        // @end
        assertThat(slope).isEqualTo(new float[]{2, -4});
    }

    @Test
    void programs() {
        // @start region="programs"
        Tensor x = Tensor.input("x", Shape.batch(2));
        Tensor w = Tensor.input("w", Shape.of(2, 1));
        Tensor loss = x.matmul(w).sub(1).square().mean();
        Tensor next = w.sub(loss.gradient(w).mul(0.1));
        Program step = Program.of(List.of(x, w), List.of(loss), Map.of(w, next));

        Program.Session session = step.start(64, 1); // up to 64 rows, one thread
        session.write(x, 1, 0, 0, 1); // two rows
        session.write(w, 0, 0);
        session.run(2); // w becomes its next value
        float[] learned = session.read(w); // [0.1, 0.1]
        // @end
        assertThat(learned).isEqualTo(new float[]{0.1f, 0.1f});
    }

    @Test
    void services() {
        Tensor x = Tensor.input("x", Shape.batch(2));
        Tensor w = Tensor.input("w", Shape.of(2, 1));
        Tensor weights = Tensor.of(new float[][]{{1}, {2}});
        // @start region="services"
        Program program = Program.of(List.of(x, w), List.of(x.matmul(w)));
        Frozen frozen = program.freeze(256, Map.of(w, weights)); // up to 256 rows per call
        float score = frozen.value(3, 4); // from any thread
        // @end
        assertThat(score).isEqualTo(11);
    }

    @Test
    void errors() {
        String rule = "";
        // @start region="errors"
        Tensor images = Tensor.input("images", Shape.of(32, 784));
        Tensor weights = Tensor.input("weights", Shape.of(512, 10));
        try {
            images.matmul(weights);
        } catch (ShapeException e) {
            // matmul: inner sizes differ: lhs [32, 784] axis 1 = 784, rhs [512, 10] axis 0 = 512
            rule = e.rule(); // inner sizes differ
        }
        // @end
        assertThat(rule).isEqualTo("inner sizes differ");
        assertThatThrownBy(() -> images.matmul(weights)).hasMessage(
                "matmul: inner sizes differ: lhs [32, 784] axis 1 = 784, rhs [512, 10] axis 0 = 512");
    }

    @Test
    void types() {
        // @start region="types"
        Shape images = Shape.batch(28, 28); // [n, 28, 28]
        Shape fixed = images.bind(32); // [32, 28, 28]
        TensorType labels = new TensorType(DType.I32, Shape.batch()); // i32[n]
        // @end
        assertThat(images).hasToString("[n, 28, 28]");
        assertThat(fixed).hasToString("[32, 28, 28]");
        assertThat(labels).hasToString("i32[n]");
    }

    @Test
    void files(@TempDir Path folder) throws IOException {
        // @start region="files"
        Path file = folder.resolve("weights.safetensors");
        Safetensors.Array weights = Safetensors.Array.of(new float[]{1, 2, 3, 4}, 2, 2);
        new Safetensors(Map.of("author", "me"), Map.of("dense/weight", weights)).write(file);

        Safetensors read = Safetensors.read(file);
        float[] values = read.tensors().get("dense/weight").values();
        Npy.of(values, 2, 2).write(folder.resolve("weights.npy")); // for NumPy
        // @end
        assertThat(read.metadata()).isEqualTo(Map.of("author", "me"));
        assertThat(Npy.read(folder.resolve("weights.npy")).values()).isEqualTo(new float[]{1, 2, 3, 4});
    }

    @Test
    void optimizers() {
        // @start region="optimizers"
        Optimizer optimizer = Optimizers.adamW(1e-3).decayMatricesOnly();
        Schedule schedule = Schedule.warmup(0.05, Schedule.cosine());
        float factor = schedule.at(Tensor.scalar(0.025)).value(); // 0.5: halfway through the warmup
        // @end
        assertThat(optimizer.describe()).isEqualTo("adamW(lr 0.001, decay 0.01 of matrices)");
        assertThat(factor).isEqualTo(0.5f);
    }
}
