package org.chainrule.model;

import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.gelu;
import static org.chainrule.nn.Layers.layerNorm;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.prelu;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.momentum;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.chainrule.Tensor;
import org.chainrule.compile.run.Thresholds;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.train.Trainer;
import org.chainrule.type.Shape;

/// A random network whose values have three or more axes, with examples for it: rows of `t` positions with `d` numbers each.
///
/// @param layers the layers, for messages
/// @param net the network
/// @param batch the size of a batch
/// @param classes the number of classes, or 0 for numbers
record RandomNetwork(List<String> layers, Layer net, int batch, int classes, Examples train, Examples validation) {
    private static final int CODES = 9;

    static RandomNetwork of(long seed, int[] threads) {
        SplittableRandom random = new SplittableRandom(seed);
        int places = random.nextInt(1, 7);
        int width = 4 * random.nextInt(1, 9);
        boolean codes = random.nextBoolean();
        List<String> names = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        if (codes) {
            layers.add(embedding(CODES, width));
        } else {
            layers.add((x, scope) -> x.reshape(Shape.batch(places, width)));
        }
        int blocks = random.nextInt(1, 5);
        for (int i = 0; i < blocks; i++) {
            Block block = Block.values()[random.nextInt(Block.values().length)];
            names.add(block.name());
            layers.add(wrapped(block.layer(random), random, names));
        }
        if (random.nextBoolean()) {
            names.add("mean");
            layers.add((x, scope) -> x.mean(1));
        }
        layers.add(flatten());
        int hidden = random.nextInt(1, 80);
        int classes = random.nextBoolean() ? random.nextInt(2, 6) : 0;
        layers.addAll(List.of(linear(hidden), relu(), linear(classes == 0 ? 1 : classes)));
        int batch = batch(random, threads);
        int features = codes ? places : places * width;
        int train = batch * random.nextInt(1, 3) + random.nextInt(batch);
        int held = random.nextInt(4) == 0 ? random.nextInt(1, 4097) : random.nextInt(1, 700);
        return new RandomNetwork(List.copyOf(names), sequential(layers.toArray(Layer[]::new)), batch, classes,
                examples(random, train, features, codes, classes),
                examples(random, held, features, codes, classes));
    }

    /// A batch size from 32 to 700, often a size at which the division of work among threads changes.
    private static int batch(SplittableRandom random, int[] threads) {
        List<Integer> sizes = new ArrayList<>(
                new TreeSet<>(Thresholds.batches(threads[random.nextInt(threads.length)])));
        int size = sizes.get(random.nextInt(sizes.size()));
        return random.nextBoolean() && size >= 32 && size <= 700 ? size : random.nextInt(32, 701);
    }

    private static Layer wrapped(Layer layer, SplittableRandom random, List<String> names) {
        return switch (random.nextInt(6)) {
            case 0 -> {
                names.add("recomputed");
                yield recompute(layer);
            }
            case 1 -> {
                names.add("dropout");
                yield sequential(layer, dropout(0.2));
            }
            case 2 -> {
                names.add("normalized");
                yield sequential(layer, layerNorm());
            }
            default -> layer;
        };
    }

    /// Layers from `[n, t, d]` to the same number of axes.
    private enum Block {
        LINEAR, RESIDUAL, ATTENTION, HEADS, MIXED_PLACES, BATCH_INSIDE, WINDOWS, NEIGHBOURS, JOINED, LARGEST, SPREAD;

        Layer layer(SplittableRandom random) {
            int units = 4 * random.nextInt(1, 13);
            Layer bend = List.of(relu(), tanh(), gelu(), prelu()).get(random.nextInt(4));
            return switch (this) {
                case LINEAR -> sequential(linear(units), bend);
                case RESIDUAL -> residual((x, scope) -> scope.call("out", linear(x.shape().size(-1)),
                        scope.call("in", sequential(layerNorm(), linear(units), bend), x)));
                case ATTENTION -> (x, scope) -> {
                    Tensor query = scope.call("query", linear(units), x);
                    Tensor key = scope.call("key", linear(units), x);
                    Tensor value = scope.call("value", linear(units), x);
                    return query.matmul(key.transpose()).div(4).softmax(-1).matmul(value); // [n, t, units]
                };
                case HEADS -> (x, scope) -> {
                    int places = x.shape().size(1);
                    Tensor heads = scope.call("heads", linear(units), x)
                            .reshape(Shape.batch(places, 4, units / 4)).permute(0, 2, 1, 3); // [n, 4, t, units / 4]
                    Tensor mixed = heads.matmul(heads.transpose()).softmax(-1).matmul(heads);
                    return mixed.permute(0, 2, 1, 3).reshape(Shape.batch(places, units));
                };
                case MIXED_PLACES -> (x, scope) -> scope.call("places", sequential(linear(units), bend), x.transpose())
                        .transpose();
                case BATCH_INSIDE -> (x, scope) -> scope.call("inside", sequential(linear(units), bend),
                        x.permute(1, 0, 2)).permute(1, 0, 2); // [t, n, d]
                case WINDOWS -> (x, scope) -> {
                    Tensor windows = x.pad(1, 1, 1).window(1, 3, 1); // [n, t, d, 3]
                    Tensor flat = windows.reshape(Shape.batch(x.shape().size(1), 3 * x.shape().size(2)));
                    return scope.call("filter", sequential(linear(units), bend), flat);
                };
                case NEIGHBOURS -> (x, scope) -> scope.call("both", linear(units),
                        Tensor.concat(-1, x, x.flip(1)).mul(0.7));
                case JOINED -> (x, scope) -> Tensor.concat(1, scope.call("more", linear(x.shape().size(-1)), x),
                        x.slice(1, 0, 1));
                case LARGEST -> (x, scope) -> x.sub(x.max(1).reshape(x.shape().reduced(1)));
                case SPREAD -> (x, scope) -> x.mul(scope.call("gate", linear(1), x).sigmoid());
            };
        }
    }

    private static Examples examples(SplittableRandom random, int count, int features, boolean codes, int classes) {
        float[] x = new float[count * features];
        for (int i = 0; i < x.length; i++) {
            x[i] = codes ? random.nextInt(CODES) : (float) random.nextDouble(-1, 1);
        }
        int[] labels = random.ints(count, 0, Math.max(1, classes)).toArray();
        float[] numbers = new float[count];
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
            weights[i] = (float) random.nextDouble(0.5, 2);
        }
        Examples examples = classes > 0 ? Examples.of(x, features, labels) : Examples.of(x, features, numbers);
        return random.nextBoolean() ? examples : examples.weights(weights);
    }

    /// Trains the network for two epochs.
    Model fit(long seed, int threads) {
        Trainer<? extends Model> trainer = classes > 0 ? Classifier.of(net) : Regressor.of(net);
        Trainer<? extends Model> set = trainer.epochs(2).batch(batch).seed(seed).threads(threads)
                .optimizer(seed % 3 == 0 ? momentum(0.02) : adam(1e-3));
        return (seed % 5 == 0 ? set.clip(0.5) : set).fit(train, validation);
    }
}
