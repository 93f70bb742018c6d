package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.fan;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.gelu;
import static org.chainrule.nn.Layers.heads;
import static org.chainrule.nn.Layers.identity;
import static org.chainrule.nn.Layers.layerNorm;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.mixture;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.parametric;
import static org.chainrule.nn.Layers.part;
import static org.chainrule.nn.Layers.parts;
import static org.chainrule.nn.Layers.periodic;
import static org.chainrule.nn.Layers.piecewiseLinear;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.scaling;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tangentLinear;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.adamW;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.RowSource;
import org.chainrule.error.DivergedException;
import org.chainrule.error.FormatException;
import org.chainrule.io.SafeFile;
import org.chainrule.io.Safetensors;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.metric.Scores;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.model.Trace;
import org.chainrule.nn.Activation;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Mixture;
import org.chainrule.nn.Scope;
import org.chainrule.optim.Schedule;
import org.chainrule.train.Plan;
import org.chainrule.train.Trainer;

/// Describes networks, trains, saves and loads them, predicts, and inspects them.
final class Networks {
    private static final int ROWS = 240;

    private Networks() {
    }

    /// A custom layer.
    record Residual(Layer inner) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return x.add(scope.call("inner", inner, x));
        }
    }

    static void use() {
        try {
            classifier();
            recomputed();
            regressor();
            ownParts();
            tables();
            deviations();
            diverged();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Points in the plane, and whether each is in the central circle.
    private static float[][] points() {
        float[] normal = Draws.of(1, "points").normal(2 * ROWS);
        float[][] points = new float[ROWS][];
        Arrays.setAll(points, i -> new float[]{normal[2 * i], normal[2 * i + 1]});
        return points;
    }

    private static int[] inside(float[][] points) {
        return Arrays.stream(points).mapToInt(p -> p[0] * p[0] + p[1] * p[1] < 1.2 ? 1 : 0).toArray();
    }

    private static void classifier() throws IOException {
        float[][] points = points();
        int[] labels = inside(points);
        Examples all = Examples.of(points, labels);
        int[] order = Draws.of(0, "order").permutation(ROWS);
        Examples train = all.rows(Arrays.copyOf(order, 180));
        Examples held = all.rows(Arrays.copyOfRange(order, 180, ROWS));
        Layer net = sequential(linear(16).weights(Inits.heUniform()), relu(), dropout(0.1), linear(2));
        List<Integer> seen = new ArrayList<>();
        int[] steps = {0};
        Trainer<Classifier> trainer = Classifier.of(net).optimizer(adamW(0.01)).schedule(Schedule.cosine(0.1))
                .epochs(40).batch(20).seed(7).threads(2).clip(5).patience(20).onEpoch(epoch -> {
                    seen.add(epoch.number());
                    if (epoch.number() == 35) {
                        epoch.stop();
                    }
                }).onStep((_, rows, of) -> steps[0] += rows == of ? 1 : 0);
        Plan plan = trainer.plan(train);
        check("the plan", plan.parameters() == 2 * 16 + 16 + 16 * 2 + 2
                && plan.training().total() > plan.forward().total());
        Classifier model = trainer.fit(train, held);
        check("the epochs", seen.size() == model.history().size() && seen.size() <= 35 && steps[0] == seen.size());
        RowSource source = (row, out, at) -> System.arraycopy(points[row], 0, out, at, 2);
        check("rows made when they are read",
                model.evaluate(Examples.of(source, 2, labels)).equals(model.evaluate(all)));
        check("the accuracy", model.evaluate(held).get("accuracy") > 0.8);
        Scores scores = Scores.of(Metrics.usual(2, labels), Metric.Kind.ofClasses(2));
        for (int i = 0; i < ROWS; i++) {
            scores.add(model.probabilities(points[i]), new float[]{labels[i]}, 1);
        }
        check("metrics row by row", scores.values().equals(model.evaluate(all)));
        float[] center = {0, 0};
        check("a prediction", model.predict(center) == 1 && model.probabilities(center)[1] > 0.5
                && model.logits(center)[1] > model.logits(center)[0]);
        float[] results = new float[3];
        model.probabilitiesAll(center, results);
        check("probabilities in an array", results[1] == model.probabilities(center)[1] && results[2] == 0);
        check("many predictions", model.predict(points)[3] == model.predict(points[3])
                && Arrays.equals(model.probabilities(points)[3], model.probabilities(points[3]))
                && model.oneHot(points)[3][model.predict(points[3])] == 1);
        check("a hidden vector", model.hidden("relu", center).shape().size(1) == 16);
        Trace trace = model.trace(center, 1);
        check("a trace", trace.of().equals("loss") && trace.steps().getFirst().path().equals("input")
                && trace.parameters().keySet().equals(model.parameters().keySet()));

        Path file = Files.createTempFile("consumer", ".safetensors");
        model.save(file, Map.of("author", "consumer"));
        Classifier loaded = Classifier.load(file);
        check("a model loaded", Arrays.deepEquals(loaded.probabilities(points), model.probabilities(points))
                && loaded.metadata().get("author").equals("consumer") && loaded.bestEpoch() == model.bestEpoch());
        Safetensors content = Safetensors.read(file);
        check("the file's format", content.tensors().keySet().equals(model.parameters().keySet())
                && content.hasChecksum() && Safetensors.readMetadata(file).equals(content.metadata()));
        SafeFile.check(file, Files.size(file));
        check("a file to replace", Model.isModel(file) && !SafeFile.isStream(file)
                && Arrays.equals(content.withChecksum().bytes(), Files.readAllBytes(file)));
        try {
            Regressor.load(file);
            check("a model of another kind is refused", false);
        } catch (FormatException e) {
            check("a whole file", e.whole());
        }
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        Files.delete(file);
        // The build compares these bits, which must not depend on how the program was started.
        System.out.println("consumer model: " + Long.toHexString(crc.getValue()));
    }

    /// Recomputation gives the same values and needs less memory.
    private static void recomputed() {
        float[][] points = points();
        Examples train = Examples.of(points, inside(points));
        Layer block = sequential(linear(16), gelu(), dropout(0.1), linear(16), gelu());
        Trainer<Classifier> plain = Classifier.of(sequential(block, block, linear(2))).epochs(2).batch(20).seed(7);
        Trainer<Classifier> again = Classifier.of(sequential(recompute(block), recompute(block), linear(2))).epochs(2)
                .batch(20).seed(7);
        check("memory saved", again.plan(train).training().total() < plain.plan(train).training().total());
        check("the same bits", Arrays.deepEquals(again.fit(train).probabilities(points),
                plain.fit(train).probabilities(points)));
    }

    private static void regressor() {
        float[][] x = points();
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            y[i] = 3 * x[i][0] - 2 * x[i][1] + 0.5f;
        }
        Regressor line = Regressor.of(linear(1)).optimizer(adam(0.05)).epochs(60).seed(0).fit(Examples.of(x, y));
        Tensor w = line.parameter("linear/weight");
        check("linear regression", Math.abs(w.at(0, 0) - 3) < 0.01 && Math.abs(line.predict(0, 0) - 0.5) < 0.01
                && line.evaluate(Examples.of(x, y)).get("r2") > 0.999);
        Metric within = Metric.ofRows("within", true,
                (prediction, target) -> Math.abs(prediction[0] - target[0]) < 0.1 ? 1 : 0);
        Scores scores = Scores.of(List.of(Metrics.rmse(), Metrics.mae(), Metrics.r2()), Metric.Kind.ofNumbers(1));
        Metric.Score score = within.start(Metric.Kind.ofNumbers(1));
        for (int i = 0; i < ROWS; i++) {
            scores.add(line.predictAll(x[i]), new float[]{y[i]}, 1);
            score.add(line.predictAll(x[i]), new float[]{y[i]}, 1);
        }
        check("errors row by row", scores.values().equals(line.evaluate(Examples.of(x, y))));
        check("a metric of one's own", score.value() == 1);
        float[] results = new float[2];
        line.predictAll(new float[]{0, 0, 1, 1}, results);
        check("numbers in an array", results[0] == line.predict(0, 0) && results[1] == line.predict(1, 1));
    }

    /// A mean and a standard deviation for one column with a custom loss, which is then the only measure.
    private static void deviations() {
        float[][] x = points();
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            y[i] = 3 * x[i][0];
        }
        Loss normal = (out, target) -> {
            Tensor log = out.slice(1, 1, 2);
            return target.sub(out.slice(1, 0, 1)).div(log.exp()).square().mul(0.5).add(log).sum(1);
        };
        Examples rows = Examples.of(x, y);
        Regressor model = Regressor.of(linear(2)).loss(normal).epochs(5).patience(2).fit(rows, rows);
        check("the loss alone", model.evaluate(rows, normal).keySet().equals(Set.of("loss"))
                && model.history().getFirst().validation().keySet().equals(Set.of("loss")));
        check("no rows", model.predict(new float[0][]).length == 0);
    }

    /// The message if a row makes training diverge.
    private static void diverged() {
        RowSource source = (row, out, at) -> out[at] = row == 3 ? Float.NaN : row;
        try {
            Regressor.of(linear(1)).fit(Examples.of(source, 1, new float[ROWS]));
            check("a training on what is not a number", false);
        } catch (DivergedException e) {
            check("the guilty row", e.origin() == DivergedException.Origin.ROW && e.row().getAsInt() == 3
                    && e.where().equals("input") && e.fact().equals("row 3 of the examples had NaN in column 0")
                    && e.saying("stopped").getMessage().equals("stopped") && e.epoch() == 1 && e.step() >= 1);
        }
    }

    /// Layers for tables, with a learning rate for each kind of parameter, and the mean of two such networks.
    private static void tables() throws IOException {
        float[][] points = points();
        Examples rows = Examples.of(points, inside(points));
        Layer net = sequential(parts(part(0, 1, periodic(8, 0.2, 4)), part(new int[]{1}, identity())), scaling(),
                tangentLinear(32).dataDriven(), parametric(Activation.Function.MISH), tangentLinear(2).zero());
        List<Classifier> members = new ArrayList<>();
        Map<String, Tensor> values = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            Classifier member = Classifier.of(net).optimizer(adam(0.03)).epochs(20).seed(i)
                    .rates(path -> path.endsWith("/factor") ? 6 : path.endsWith("bias") ? 0.1 : 1).fit(rows);
            String prefix = i + "/";
            member.parameters().forEach((path, value) -> values.put(prefix + path, value));
            members.add(member);
        }
        Classifier both = Classifier.of(mixture(Mixture.Kind.CLASSES, net, net).temperature(0.9), rows.type().inputs(),
                values);
        check("layers for tables", members.getFirst().evaluate(rows).get("accuracy") > 0.9
                && both.evaluate(rows).get("accuracy") > 0.9 && both.parameters().containsKey("1/scaling/factor"));
        Path file = Files.createTempFile("consumer", ".safetensors");
        both.save(file);
        check("a mixture loaded",
                Arrays.deepEquals(Classifier.load(file).probabilities(points), both.probabilities(points)));
        Files.delete(file);
        Layer shared = sequential(piecewiseLinear(List.of(List.of(-1.0, 0.0, 1.0), List.of(-0.5, 0.5)), 4),
                fan(3, false), linear(8), relu(), heads(2), flatten(), linear(2));
        check("members that share weights", Classifier.of(shared).epochs(40).optimizer(adam(0.02)).seed(0).fit(rows)
                .evaluate(rows).get("accuracy") > 0.85);
    }

    private static void ownParts() throws IOException {
        float[][] x = points();
        Loss absolute = (prediction, target) -> prediction.sub(target).abs().mean(-1);
        Layer net = sequential(linear(8), layerNorm(), new Residual(named("bend", sequential(linear(8), tanh()))),
                linear(1));
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            y[i] = Math.abs(x[i][0]);
        }
        Examples rows = Examples.of(x, y);
        Regressor model = Regressor.of(net).loss(absolute).epochs(5).seed(0).fit(rows);
        Regressor same = Regressor.of(net).loss(Losses.absolute()).epochs(5).seed(0).fit(rows);
        check("a loss of one's own", Arrays.deepEquals(model.predict(x), same.predict(x)));
        check("a path", model.parameters().containsKey("residual/inner/linear/weight"));
        Path file = Files.createTempFile("consumer", ".safetensors");
        model.save(file);
        check("own layers loaded", Arrays.deepEquals(Regressor.load(net, file).predict(x), model.predict(x)));
        Files.delete(file);
    }
}
