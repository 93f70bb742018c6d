package org.chainrule.spark.parallel;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.chainrule.Tensor;
import org.chainrule.spark.parallel.exchange.TreeSum;
import org.chainrule.train.Gradients;
import org.chainrule.train.Run;
import org.chainrule.type.Shape;

/// Steps along the mean of the gradients of all shards.
final class GradientRound implements Round {
    private final Run run;
    private final Map<String, Shape> shapes;
    private final TreeSum sums;
    private final float factor;

    /// @param trained the shape of each trained parameter, by path
    GradientRound(Run run, Map<String, Shape> trained, WorkerTraining.Group group) {
        this.run = run;
        this.shapes = trained;
        int length = 1 + trained.values().stream().mapToInt(Shape::elements).sum();
        this.sums = group.sum(length);
        this.factor = 1f / group.tree().root().high();
    }

    @Override
    public double take(int steps, Batches batches) throws IOException {
        double losses = 0;
        for (int i = 0; i < steps; i++) {
            float[] mean = sums.sum((shard, into) -> {
                if (!batches.next(shard, batch -> fill(run.gradients(batch, shard), into))) {
                    Arrays.fill(into, Float.NaN);
                }
            });
            if (!Float.isFinite(mean[0])) {
                return Double.NaN;
            }
            losses += mean[0];
            run.apply(gradients(mean));
        }
        return losses;
    }

    private void fill(Gradients gradients, float[] into) {
        into[0] = (float) gradients.loss() * factor;
        int at = 1;
        for (String path : shapes.keySet()) {
            for (float value : Objects.requireNonNull(gradients.byPath().get(path)).values()) {
                into[at++] = value * factor;
            }
        }
    }

    private Gradients gradients(float[] mean) {
        Map<String, Tensor> byPath = new LinkedHashMap<>();
        int at = 1;
        for (Map.Entry<String, Shape> parameter : shapes.entrySet()) {
            int end = at + parameter.getValue().elements();
            byPath.put(parameter.getKey(), Tensor.of(Arrays.copyOfRange(mean, at, end), parameter.getValue()));
            at = end;
        }
        return new Gradients(mean[0], byPath);
    }
}
