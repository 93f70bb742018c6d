package org.chainrule.spark.parallel;

import java.io.IOException;
import java.util.Arrays;
import org.chainrule.spark.parallel.exchange.TreeSum;
import org.chainrule.train.Gradients;
import org.chainrule.train.Run;
import org.chainrule.train.Snapshot;

/// Steps that each shard takes by itself, from the same network, and whose results are averaged: parameters, the state of
/// the network and that of the optimizer (local SGD, Stich 2019).
final class LocalRound implements Round {
    private final Run run;
    private final TreeSum sums;
    private final float factor;

    LocalRound(Run run, WorkerTraining.Group group) {
        this.run = run;
        this.sums = group.sum(1 + run.snapshot().values().length);
        this.factor = 1f / group.tree().root().high();
    }

    @Override
    public double take(int steps, Batches batches) throws IOException {
        Snapshot start = run.snapshot();
        float[] mean = sums.sum((shard, into) -> {
            run.restore(start);
            double[] loss = {0};
            for (int i = 0; i < steps; i++) {
                if (!batches.next(shard, batch -> {
                    Gradients gradients = run.gradients(batch, shard);
                    run.apply(gradients);
                    loss[0] += gradients.loss();
                })) {
                    loss[0] = Double.NaN;
                }
            }
            float[] values = run.snapshot().values();
            into[0] = (float) (loss[0] * factor);
            for (int i = 0; i < values.length; i++) {
                into[1 + i] = values[i] * factor;
            }
        });
        run.restore(run.snapshot().with(Arrays.copyOfRange(mean, 1, mean.length)));
        return Float.isFinite(mean[0]) ? mean[0] : Double.NaN;
    }
}
