package org.chainrule.spark;

import java.util.List;
import org.chainrule.data.Field;
import org.chainrule.data.RowType;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Sequential;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.chainrule.spark.parallel.NetworkTraining;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// The network of an `mlp` or `linear` model, trained over the cluster with the rate of its kind and a larger batch.
///
/// @param start    a model with the encodings and the network, whose parameters are not used
/// @param batch    the number of rows of a step
/// @param weighted whether rows have weights
record ClusterNetwork(ModelHandle start, int batch, boolean weighted) implements NetworkTraining {
    private static final long serialVersionUID = 1;

    private static final double RATE = 0.001;
    private static final double LINEAR_RATE = 0.01;
    private static final int RATE_BATCH = 32;
    private static final int SMALLEST_BATCH = 256;
    private static final int LARGEST_BATCH = 8192;
    private static final int STEPS = 100;
    private static final double WARMUP = 0.05;

    Layer net() {
        return (Layer) start.model().network().net();
    }

    boolean classes() {
        return start.model().target().task().isClasses();
    }

    private boolean linear() {
        return !(net() instanceof Sequential(List<Layer> layers)) || layers.size() == 1;
    }

    /// Returns the batch size: small for few rows, so that an epoch has enough steps.
    static int batch(long rows) {
        int size = SMALLEST_BATCH;
        while (size < LARGEST_BATCH && rows >= 2L * size * STEPS) {
            size *= 2;
        }
        return size;
    }

    @Override
    public RowType type() {
        TensorType input = TensorType.f32(Shape.of(start.model().schema().width()));
        TensorType target = classes()
                ? TensorType.i32(Shape.scalar())
                : TensorType.f32(Shape.of(start.model().network().outputs()));
        return new RowType(List.of(new Field("x", input)), List.of(new Field("y", target)), weighted);
    }

    @Override
    public Step step(long rows) {
        double rate = linear() ? LINEAR_RATE : RATE * Math.sqrt((double) batch / RATE_BATCH);
        return Step.of(net(), classes() ? Losses.crossEntropy() : Losses.squared(), Optimizers.adam(rate))
                .schedule(Schedule.warmup(WARMUP, Schedule.cosine()));
    }
}
