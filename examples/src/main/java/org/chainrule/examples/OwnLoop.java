package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.optim.Optimizers.adam;

import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;
import org.chainrule.train.Run;
import org.chainrule.train.Step;

/// A custom training loop, for tasks that a trainer does not cover.
public final class OwnLoop {
    private OwnLoop() {
    }

    static final Layer NET = sequential(linear(32), relu(), linear(3));

    static Classifier fit(Examples train) {
        // snippet: a training loop of your own
        Run run = Step.of(NET, crossEntropy(), adam(0.01)).start(train, 32, 1);
        for (int epoch = 1; epoch <= 20; epoch++) {
            for (Batch batch : train.shuffled(0, epoch).batches(32)) {
                run.step(batch);
            }
        }
        return Classifier.of(NET, train.type().inputs(), run.parameters());
        // end
    }

    /// Trains with the loop and with a trainer of the same settings; the models are the same to the last bit.
    public static void main(String[] args) {
        Samples wine = Samples.read("wine.csv", "class", 0);
        Classifier model = fit(wine.train());
        Classifier trained = Classifier.of(NET).optimizer(adam(0.01)).epochs(20).batch(32).seed(0).fit(wine.train());
        Print.line("test accuracy %.3f", wine.accuracy(model));
        float difference = model.parameter("linear/weight").sub(trained.parameter("linear/weight")).abs().max().value();
        Print.line("from the trainer's weights they differ by %s", difference);
    }
}
