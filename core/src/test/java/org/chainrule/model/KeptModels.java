package org.chainrule.model;

import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.celu;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.elu;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.gelu;
import static org.chainrule.nn.Layers.geluTanh;
import static org.chainrule.nn.Layers.hardSigmoid;
import static org.chainrule.nn.Layers.hardSwish;
import static org.chainrule.nn.Layers.layerNorm;
import static org.chainrule.nn.Layers.leakyRelu;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.logSoftmax;
import static org.chainrule.nn.Layers.mish;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.prelu;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.selu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.sigmoid;
import static org.chainrule.nn.Layers.silu;
import static org.chainrule.nn.Layers.softmax;
import static org.chainrule.nn.Layers.softplus;
import static org.chainrule.nn.Layers.softsign;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.nn.Layers.thresholds;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.nn.Scope;
import org.chainrule.type.Shape;

/// The models, by name, for which the tests keep a file of each format version. Together they cover every layer and every
/// initializer of the catalogue, rows with several axes, rows of whole numbers, several outputs, labels and custom layers.
final class KeptModels {
    /// A custom layer. A model with it is loaded with `load(net, file)`.
    record Doubled(Layer inner) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return scope.call("inner", inner, x).mul(2);
        }
    }

    /// The network of the model `own`.
    static final Layer OWN = sequential(new Doubled(linear(4)), tanh(), linear(3));

    /// The net of the model `net`, which has two outputs.
    static final Net NET = (in, scope) -> {
        Tensor hidden = scope.call("trunk", sequential(linear(4), tanh()), in.get("x"));
        Tensor difference = scope.call("difference", linear(1), hidden);
        return Tensors.of("difference", difference, "larger", difference.greater(Tensor.scalar(0)));
    };

    private KeptModels() {
    }

    /// The trainer of each model.
    static Map<String, Supplier<Model>> all() {
        Map<String, Supplier<Model>> all = new HashMap<>(Map.of(
                "classifier", () -> classifier(sequential(linear(4), relu(), linear(3)), Samples.rings(60, 1)),
                "regressor", () -> regressor(sequential(linear(4), tanh(), linear(1)), Samples.plane(60, 2)),
                "several", () -> regressor(sequential(linear(5), gelu(), linear(3)), random(60, 4, 3)),
                "layers", () -> classifier(layers(), words(60)),
                "image", () -> classifier(sequential(flatten(), linear(4), relu(), linear(2)), images(40)),
                "activations", () -> regressor(activations(), random(60, 3, 1)),
                "starts", () -> regressor(starts(), random(60, 3, 1)),
                "own", () -> classifier(OWN, Samples.rings(60, 1))));
        all.put("codes", () -> regressor(sequential(embedding(7, 4), flatten(), linear(1)), codes(60)));
        all.put("thresholds", () -> regressor(sequential(linear(4), tanh(), linear(1).withoutBias(), thresholds(3)),
                random(60, 3, 3)));
        all.put("tables", () -> classifier(TableNetwork.net(6), TableNetwork.rows(60, 1)));
        all.put("labels", () -> MultiLabelClassifier.of(sequential(batchNorm(), linear(4), relu(), linear(2)))
                .epochs(5).batch(16).seed(1).fit(random(60, 4, 2).withoutTargets().target("y", labels(60))));
        all.put("net", () -> NetModel.of(NET, Objective.on("difference", "y", Losses.squared())).epochs(5).batch(16)
                .seed(1).fit(random(60, 3, 1)));
        return all;
    }

    private static Model classifier(Layer net, Examples examples) {
        return Classifier.of(net).epochs(5).batch(16).seed(1).fit(examples);
    }

    private static Model regressor(Layer net, Examples examples) {
        return Regressor.of(net).epochs(5).batch(16).seed(2).fit(examples);
    }

    private static Layer layers() {
        return sequential(embedding(7, 4), residual(sequential(layerNorm(), linear(4), gelu(), dropout(0.2))),
                flatten(),
                recompute(sequential(linear(6), prelu())), named("head", linear(3).withoutBias()));
    }

    /// Some of them would leave a narrow network without gradient, so each has a separate linear layer.
    private static Layer activations() {
        List<Layer> functions = List.of(sigmoid(), tanh(), relu(), leakyRelu(), leakyRelu(0.2), elu(), selu(),
                celu(1.5), gelu(), geluTanh(), silu(), mish(), softplus(), softsign(), hardSigmoid(), hardSwish(),
                softmax(), logSoftmax(), prelu());
        Layer[] net = new Layer[2 * functions.size() + 1];
        for (int i = 0; i < functions.size(); i++) {
            net[2 * i] = linear(4);
            net[2 * i + 1] = residual(functions.get(i));
        }
        net[net.length - 1] = linear(1);
        return sequential(net);
    }

    private static Layer starts() {
        return sequential(linear(4).weights(Inits.uniform(-0.5, 0.5)).biases(Inits.constant(0.1)), tanh(),
                linear(4).weights(Inits.normal(0.3)).biases(Inits.ones()), tanh(),
                linear(4).weights(Inits.xavierUniform()).biases(Inits.zeros()), tanh(),
                linear(4).weights(Inits.xavierNormal()), tanh(), linear(4).weights(Inits.heUniform()), tanh(),
                linear(4).weights(Inits.heNormal()), tanh(), linear(4).weights(Inits.leCunNormal()), tanh(),
                linear(4).weights(Inits.orthogonal()), tanh(), linear(1).weights(Inits.orthogonal(0.5)));
    }

    private static Examples words(int count) {
        SplittableRandom random = new SplittableRandom(3);
        float[][] x = new float[count][5];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < x[i].length; j++) {
                x[i][j] = random.nextInt(7);
            }
            labels[i] = (int) x[i][0] % 3;
        }
        return Examples.of(x, labels);
    }

    private static Examples codes(int count) {
        SplittableRandom random = new SplittableRandom(7);
        int[][] codes = new int[count][3];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < codes[i].length; j++) {
                codes[i][j] = random.nextInt(7);
            }
            y[i] = codes[i][0] - codes[i][1];
        }
        return Examples.named().input("codes", codes).target("y", y);
    }

    private static boolean[][] labels(int count) {
        boolean[][] labels = new boolean[count][];
        for (int i = 0; i < count; i++) {
            labels[i] = new boolean[]{i % 2 == 0, i % 3 == 0};
        }
        return labels;
    }

    private static Examples images(int count) {
        SplittableRandom random = new SplittableRandom(4);
        float[] x = new float[count * 12];
        int[] labels = new int[count];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble();
        }
        for (int i = 0; i < count; i++) {
            labels[i] = x[12 * i] > 0.5 ? 1 : 0;
        }
        return Examples.of(x, Shape.of(3, 4), labels);
    }

    private static Examples random(int count, int width, int outputs) {
        SplittableRandom random = new SplittableRandom(5);
        float[][] x = new float[count][width];
        float[][] y = new float[count][outputs];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < width; j++) {
                x[i][j] = (float) random.nextDouble(-1, 1);
            }
            for (int j = 0; j < outputs; j++) {
                y[i][j] = x[i][j % width] - 2 * x[i][(j + 1) % width];
            }
        }
        return Examples.of(x, y);
    }
}
