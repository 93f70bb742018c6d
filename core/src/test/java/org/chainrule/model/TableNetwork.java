package org.chainrule.model;

import static org.chainrule.nn.Activation.Function.MISH;
import static org.chainrule.nn.Activation.Function.SELU;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.fan;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.heads;
import static org.chainrule.nn.Layers.identity;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.mixture;
import static org.chainrule.nn.Layers.parametric;
import static org.chainrule.nn.Layers.part;
import static org.chainrule.nn.Layers.parts;
import static org.chainrule.nn.Layers.periodic;
import static org.chainrule.nn.Layers.piecewiseLinear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.scaling;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tangentLinear;

import java.util.List;
import java.util.SplittableRandom;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Mixture;
import org.chainrule.optim.Optimizers;

/// A network with every layer for tables, and rows of three numbers, a code from 0 to 6, a flag and one of three classes.
final class TableNetwork {
    private static final List<List<Double>> EDGES = List.of(List.of(-2.0, -0.5, 0.0, 1.0), List.of(-1.0, 1.0));

    private TableNetwork() {
    }

    static Layer net(int width) {
        Layer inputs = parts(part(new int[]{0, 1, 2}, periodic(8, 0.3, 4)),
                part(new int[]{2, 0}, piecewiseLinear(EDGES, 3)),
                part(new int[]{0, 1}, piecewiseLinear(EDGES, 0)), part(3, 4, sequential(embedding(7, 4), flatten())),
                part(4, 5, identity()));
        Layer deep = sequential(inputs, scaling(), tangentLinear(width).dataDriven(), parametric(SELU), dropout(0.1),
                tangentLinear(width).dataDriven(), parametric(MISH), tangentLinear(3).zero());
        Layer shared = sequential(fan(4, true), linear(width / 2), relu(), heads(2), flatten(), tangentLinear(3));
        return mixture(Mixture.Kind.CLASSES, deep, shared).weights(List.of(0.75, 0.25)).temperature(0.9);
    }

    static Examples rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] x = new float[count][];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            x[i] = row(random);
            labels[i] = (x[i][0] > x[i][1] ? 1 : 0) + (x[i][3] > 3 ? 1 : 0);
        }
        return Examples.of(x, labels);
    }

    private static float[] row(SplittableRandom random) {
        return new float[]{(float) random.nextGaussian(), (float) random.nextGaussian(),
                (float) random.nextDouble(-3, 3),
                random.nextInt(7), random.nextInt(2)};
    }

    static Classifier fit(int width, int batch, int threads) {
        return Classifier.of(net(width)).optimizer(Optimizers.adamW(0.03, 0.01)).epochs(4).batch(batch).seed(5)
                .rates(path -> path.endsWith("bias") ? 0.1 : 1).threads(threads).fit(rows(400, 1), rows(100, 2));
    }
}
