package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.binaryCrossEntropy;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.sgd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.data.RowType;
import org.chainrule.error.FormatException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.MultiLabelClassifier;
import org.chainrule.model.NetModel;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.nn.Scope;
import org.chainrule.train.Gradients;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Uses nets with several inputs and outputs, parts of models, and custom training loops.
final class Nets {
    private static final int ROWS = 240;

    private Nets() {
    }

    static void use() {
        try {
            siamese();
            factorization();
            twoOutputs();
            autoencoder();
            labels();
            loops();
            shared();
            tuned();
            ownState();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[][] points() {
        float[] normal = Draws.of(1, "points").normal(2 * ROWS);
        float[][] points = new float[ROWS][];
        Arrays.setAll(points, i -> new float[]{normal[2 * i], normal[2 * i + 1]});
        return points;
    }

    private static Examples quadrants() {
        float[][] points = points();
        return Examples.of(points,
                Arrays.stream(points).mapToInt(p -> (p[0] > 0 ? 1 : 0) + (p[1] > 0 ? 2 : 0)).toArray());
    }

    /// Two inputs through one branch. Pairs of the same sign belong together.
    private static void siamese() {
        Layer branch = sequential(linear(8), relu(), linear(2));
        Net net = (in, scope) -> {
            Tensor left = scope.call("branch", branch, in.get("left"));
            Tensor right = scope.call("branch", branch, in.get("right"));
            return Tensors.of("distance", left.sub(right).square().sum(-1).add(1e-6).sqrt());
        };
        Objective contrastive = (outputs, targets, progress) -> {
            Tensor distance = outputs.get("distance");
            Tensor missing = distance.neg().add(1).relu();
            return targets.get("same").where(distance.square(), missing.square());
        };
        float[][] left = points();
        float[][] right = new float[ROWS][];
        boolean[] same = new boolean[ROWS];
        for (int i = 0; i < ROWS; i++) {
            right[i] = left[(i * 7 + 3) % ROWS];
            same[i] = left[i][0] > 0 == right[i][0] > 0;
        }
        Examples pairs = Examples.named().input("left", left).input("right", right).target("same", same);
        NetModel model = NetModel.of(net, contrastive).optimizer(adam(0.02)).epochs(60).seed(0).fit(pairs);
        float[] distances = model.predict(pairs).get("distance").values();
        int good = 0;
        for (int i = 0; i < ROWS; i++) {
            good += distances[i] < 0.5 == same[i] ? 1 : 0;
        }
        check("pairs told apart", good > 0.85 * ROWS);
        check("tensors by name", model.predict(Tensors.of("left", Tensor.of(left), "right", Tensor.of(right)))
                .get("distance").at(5) == distances[5]);
        check("one branch", model.parameters().size() == 4);
    }

    /// Two inputs of whole numbers.
    private static void factorization() throws IOException {
        Net net = (in, scope) -> {
            Tensor u = scope.call("users", embedding(20, 2), in.get("user"));
            Tensor f = scope.call("films", embedding(12, 2), in.get("film"));
            return Tensors.of("rating", u.mul(f).sumKeeping(-1));
        };
        int[] user = new int[ROWS];
        int[] film = new int[ROWS];
        float[] rating = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            user[i] = i % 20;
            film[i] = i / 20;
            rating[i] = (user[i] - 10) / 10f * (film[i] - 6) / 6f;
        }
        Examples ratings = Examples.named().input("user", user).input("film", film).target("rating", rating);
        Regressor model = Regressor.of(net).optimizer(adam(0.05)).epochs(60).seed(0).fit(ratings);
        check("ratings", model.measure(ratings, Metrics.r2()) > 0.95);
        Path file = Files.createTempFile("consumer", ".safetensors");
        model.save(file);
        Regressor loaded = Regressor.load(net, file);
        check("inputs by name and type", loaded.inputs().equals(model.inputs())
                && Arrays.deepEquals(loaded.predict(ratings), model.predict(ratings)));
        Files.delete(file);
    }

    private static void twoOutputs() {
        Net net = (in, scope) -> {
            Tensor h = scope.call("trunk", sequential(linear(16), batchNorm(), relu()), in.get("x"));
            return Tensors.of("price", scope.call("price", linear(1), h), "sold", scope.call("sold", linear(1), h));
        };
        Objective both = Objective.sum(Objective.on("price", squared()),
                Objective.on("sold", binaryCrossEntropy()).times(0.3));
        float[][] x = points();
        float[] price = new float[ROWS];
        boolean[] sold = new boolean[ROWS];
        for (int i = 0; i < ROWS; i++) {
            price[i] = x[i][0] - x[i][1];
            sold[i] = x[i][0] > x[i][1];
        }
        Examples houses = Examples.named().input("x", x).target("price", price).target("sold", sold);
        NetModel model = NetModel.of(net, both).optimizer(adam(0.02)).epochs(40).seed(0).monitor("price.rmse")
                .fit(houses, houses);
        Map<String, Double> measures = model.evaluate(houses, both);
        check("two outputs", measures.get("price.r2") > 0.95 && measures.get("sold.hammingLoss") < 0.1
                && measures.containsKey("loss"));
        check("one of the measures", model.measure(houses, "price", Metrics.r2()) == measures.get("price.r2"));
        check("a trace of one output", model.trace(houses.rows(0), "price").of().equals("price"));
        check("shapes of outputs", model.outputShapes().get("sold").equals(Shape.of(1)));
    }

    /// An autoencoder whose halves become models, and several numeric targets.
    private static void autoencoder() {
        Layer pack = named("encoder", sequential(linear(8), relu(), linear(2)));
        Layer unpack = named("decoder", sequential(linear(8), relu(), linear(2)));
        Examples rows = Examples.of(points()).targetFrom("y", "x");
        Regressor whole = Regressor.of(sequential(pack, unpack)).optimizer(adam(0.02)).epochs(60).seed(0).fit(rows);
        check("what comes back", whole.measure(rows, Metrics.r2()) > 0.9);
        Regressor encoder = Regressor.of(pack, whole.inputs(), whole.parameters());
        Field code = new Field("code", TensorType.f32(Shape.of(2)));
        Regressor decoder = Regressor.of(unpack, List.of(code), whole.parameters());
        float[] row = {0.5f, -1};
        check("the halves", Arrays.equals(decoder.predictAll(encoder.predictAll(row)), whole.predictAll(row)));
        check("a part by its path", whole.under("encoder").keySet().contains("linear/weight"));
    }

    private static void labels() throws IOException {
        float[][] x = points();
        boolean[][] holds = new boolean[ROWS][];
        Arrays.setAll(holds, i -> new boolean[]{x[i][0] > 0, x[i][1] > 0.5});
        Examples rows = Examples.named().input("x", x).target("y", holds);
        MultiLabelClassifier model = MultiLabelClassifier.of(linear(2)).optimizer(adam(0.05)).epochs(60).seed(0)
                .fit(rows);
        check("labels", model.evaluate(rows).get("hammingLoss") < 0.05
                && Arrays.equals(model.predict(2, 2), new boolean[]{true, true})
                && Arrays.equals(model.predict(new float[]{2, -2}, 0.99), new boolean[]{true, false}));
        Path file = Files.createTempFile("consumer", ".safetensors");
        model.save(file);
        check("labels from a file", Model.load(file) instanceof MultiLabelClassifier loaded
                && Arrays.equals(loaded.probabilities(x[0]), model.probabilities(x[0])));
        Files.delete(file);
    }

    private static void loops() {
        Examples train = quadrants();
        Layer net = sequential(linear(16), relu(), linear(4));
        Run run = Step.of(net, crossEntropy(), adam(0.01)).start(train, 32, 1);
        for (int epoch = 1; epoch <= 20; epoch++) {
            for (Batch batch : train.shuffled(0, epoch).batches(32)) {
                run.step(batch);
            }
        }
        Classifier model = Classifier.of(net, train.type().inputs(), run.parameters());
        Classifier same = Classifier.of(net).optimizer(adam(0.01)).epochs(20).batch(32).seed(0).fit(train);
        check("a loop of one's own", Arrays.deepEquals(model.probabilities(points()), same.probabilities(points())));

        Step step = Step.of(net, crossEntropy(), sgd(0.1));
        Run small = step.start(train, 8, 1);
        List<Gradients> parts = new ArrayList<>();
        for (Batch batch : train.shuffled(0, 1).batches(8)) {
            parts.add(small.gradients(batch));
            if (parts.size() == 3) {
                small.apply(Gradients.mean(parts));
                parts.clear();
            }
        }
        Run large = step.start(train, 24, 1);
        for (Batch batch : train.shuffled(0, 1).batches(24)) {
            large.step(batch);
        }
        check("accumulated gradients", small.steps() == large.steps() && small.parameter("linear/weight")
                .sub(large.parameter("linear/weight")).abs().max().value() < 1e-5);
    }

    /// Two runs that share a batch, as processes do: each computes the gradients of a part, and both take the same step.
    private static void shared() {
        Step step = Step.of(sequential(linear(16), relu(), linear(4)), crossEntropy(), sgd(0.1));
        RowType type = quadrants().type();
        Batch left = Batch.of(type, 2, List.of(new float[]{1, 1, -1, 1}), List.of(new float[]{0, 1}), null);
        Batch right = Batch.of(type, 2, List.of(new float[]{-1, -1, 1, -1}), List.of(new float[]{2, 3}), null);
        Run one = step.start(quadrants(), 2, 1);
        Run other = step.start(quadrants(), 2, 1);
        Gradients both = Gradients.mean(List.of(one.gradients(left, 0), other.gradients(right, 1)));
        one.apply(both);
        other.apply(both);
        float[] values = one.snapshot().values();
        check("a shared step", Arrays.equals(values, other.snapshot().values()));
        one.restore(one.snapshot().with(new float[values.length]));
        check("values from elsewhere", one.steps() == 1 && one.parameter("linear/weight").abs().max().value() == 0);
    }

    private static void tuned() {
        Layer trunk = named("trunk", sequential(linear(16), relu()));
        Classifier first = Classifier.of(sequential(trunk, named("head", linear(4)))).epochs(10).seed(0)
                .fit(quadrants());
        float[][] x = points();
        Examples signs = Examples.of(x, Arrays.stream(x).mapToInt(p -> p[0] * p[1] > 0 ? 1 : 0).toArray());
        Metric sure = Metric.ofRows("sure", true, (probabilities, label) -> {
            double own = probabilities[(int) label[0]];
            return own > 0.9 ? 1 : 0;
        });
        Classifier tuned = Classifier.of(sequential(trunk, named("head", linear(2))))
                .from(first.parameters(), path -> path.startsWith("trunk/"))
                .freeze(path -> path.startsWith("trunk/")).optimizer(adam(0.05)).epochs(30).seed(0).metrics(sure)
                .monitor(sure).fit(signs, signs);
        check("a frozen trunk", Arrays.equals(tuned.parameter("trunk/linear/weight").values(),
                first.parameter("trunk/linear/weight").values()));
        check("a metric of one's own", tuned.measure(signs, sure) == tuned.history().get(tuned.bestEpoch() - 1)
                .validation("sure"));
    }

    /// A custom layer with state: the mean of the inputs so far.
    record Centered() implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            Tensor mean = scope.state("mean", x.shape().tail(1), Inits.zeros());
            if (scope.training()) {
                scope.update("mean", mean.mul(0.9).add(x.mean(0).mul(0.1)));
            }
            return x.sub(mean);
        }
    }

    private static void ownState() throws IOException {
        Examples rows = quadrants();
        Classifier model = Classifier.of(sequential(new Centered(), linear(4))).epochs(2).seed(0).fit(rows);
        check("state", model.parameter("centered/mean").at(0) != 0);
        Path file = Files.createTempFile("consumer", ".safetensors");
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        Map<String, Layer> layers = Map.of("centered", new Centered());
        check("own layers by name", Arrays.equals(Classifier.load(file, layers).logits(1, 2), model.logits(1, 2))
                && Model.load(new ByteArrayInputStream(bytes), "stream", layers) instanceof Classifier);
        try {
            Classifier.load(new ByteArrayInputStream(bytes));
            check("own layers without their names", false);
        } catch (FormatException e) {
            check("the hint", e.getMessage().contains("where layers maps 'centered' to that layer"));
        }
        Files.delete(file);
    }
}
