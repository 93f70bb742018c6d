package org.chainrule.spark;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.data.Field;
import org.chainrule.data.RowType;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Losses;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.chainrule.spark.parallel.NetworkTraining;
import org.chainrule.tabular.TabularModel;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A multilayer perceptron that is trained over the cluster: the network, the loss and the rate of `mlp`.
///
/// @param inputs   the number of inputs of a row
/// @param outputs  the number of classes; 1 for a number
/// @param hidden   the widths of the hidden layers
/// @param batch    the number of rows of a step
/// @param weighted whether rows have weights
record ClusterNetwork(int inputs, int outputs, boolean classes, int[] hidden, int batch, boolean weighted)
        implements
            NetworkTraining {
    private static final long serialVersionUID = 1;

    private static final double RATE = 0.001;
    private static final double LINEAR_RATE = 0.01;
    private static final int RATE_BATCH = 32;
    private static final int SMALLEST_BATCH = 256;
    private static final int LARGEST_BATCH = 8192;
    private static final int STEPS = 100;
    private static final double WARMUP = 0.05;

    static ClusterNetwork of(TabularModel start, Settings settings, int batch) {
        int[] chosen = settings.hidden();
        int[] hidden = settings.type().equals("linear") ? new int[0] : chosen == null ? new int[]{256, 128} : chosen;
        return new ClusterNetwork(start.schema().width(), start.network().outputs(),
                start.target().task().isClasses(), hidden, batch, !settings.weight().isEmpty());
    }

    Layer net() {
        List<Layer> layers = new ArrayList<>();
        for (int width : hidden) {
            layers.add(Layers.linear(width));
            layers.add(Layers.relu());
            layers.add(Layers.dropout(classes ? 0.3 : 0.1));
        }
        layers.add(Layers.linear(outputs));
        return Layers.sequential(layers.toArray(Layer[]::new));
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
        return new RowType(List.of(new Field("x", TensorType.f32(Shape.of(inputs)))),
                List.of(new Field("y", classes ? TensorType.i32(Shape.scalar()) : TensorType.f32(Shape.of(outputs)))),
                weighted);
    }

    @Override
    public Step step(long rows) {
        double rate = hidden.length == 0 ? LINEAR_RATE : RATE * Math.sqrt((double) batch / RATE_BATCH);
        return Step.of(net(), classes ? Losses.crossEntropy() : Losses.squared(), Optimizers.adam(rate))
                .schedule(Schedule.warmup(WARMUP, Schedule.cosine()));
    }
}
