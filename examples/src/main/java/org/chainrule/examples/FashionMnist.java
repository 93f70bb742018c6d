package org.chainrule.examples;

import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.io.Idx;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.optim.Schedule;
import org.chainrule.train.Trainer;

/// A ReLU network 256-128-100 for Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): 70,000 images of clothes in ten classes.
///
/// Arguments: the folder with the four idx files, then seeds. The folder defaults to `images/fashion-mnist` in the folder named
/// by the system property `chainrule.data`.
public final class FashionMnist {
    private static final int HELD_OUT = 5000;

    private FashionMnist() {
    }

    /// Reads images as rows of 784 numbers from 0 to 1.
    static Examples read(Path folder, String name) throws IOException {
        Idx images = Idx.read(folder.resolve(name + "-images-idx3-ubyte.gz"));
        Idx labels = Idx.read(folder.resolve(name + "-labels-idx1-ubyte.gz"));
        return Examples.of(images.unit(), images.width(), labels.ints());
    }

    // snippet: a classifier of images
    static Layer net() {
        return sequential(
                linear(256).weights(Inits.heUniform()), relu(), dropout(0.2),
                linear(128).weights(Inits.heUniform()), relu(), dropout(0.1),
                linear(100).weights(Inits.heUniform()), relu(),
                linear(10));
    }

    static Trainer<Classifier> trainer(int epochs, long seed) {
        return Classifier.of(net()).optimizer(adam(1e-3)).schedule(Schedule.cosine()).batch(128).epochs(epochs)
                .seed(seed);
    }
    // end

    /// Trains with 5,000 training images held out to choose the epoch, then measures the model once on the official test images.
    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0
                ? Path.of(args[0])
                : Path.of(System.getProperty("chainrule.data", ".."), "images", "fashion-mnist");
        Examples all = read(folder, "train");
        Examples test = read(folder, "t10k");
        long[] seeds = args.length > 1
                ? IntStream.range(1, args.length).mapToLong(i -> Long.parseLong(args[i])).toArray()
                : new long[]{0};
        int epochs = Integer.getInteger("epochs", 25);
        double sum = 0;
        for (long seed : seeds) {
            int[] order = Draws.of(seed, "held out").permutation(all.size());
            Examples held = all.rows(IntStream.of(order).limit(HELD_OUT).toArray());
            Examples train = all.rows(IntStream.of(order).skip(HELD_OUT).toArray());
            Trainer<Classifier> trainer = trainer(epochs, seed);
            Print.line("seed %d: %,d images to train on, %,d held out, %,d to test", seed, train.size(), held.size(),
                    test.size());
            IO.print(trainer.plan(train));
            Classifier model = trainer.onEpoch(epoch -> Print.line("epoch %2d  loss %.4f  held out %.4f  %.0f s",
                    epoch.number(), epoch.loss(), epoch.validation("accuracy"), epoch.seconds())).fit(train, held);
            double accuracy = model.evaluate(test).getOrDefault("accuracy", Double.NaN);
            Print.line("seed %d: test accuracy %.4f with the parameters of epoch %d", seed, accuracy,
                    model.bestEpoch());
            sum += accuracy;
        }
        Print.line("mean test accuracy %.4f over %d seeds", sum / seeds.length, seeds.length);
    }
}
