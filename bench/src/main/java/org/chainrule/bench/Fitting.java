package org.chainrule.bench;

import static org.chainrule.optim.Optimizers.adam;

import java.util.function.BooleanSupplier;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.model.Regressor;
import org.chainrule.train.Trainer;

/// Training with `fit`, as a user runs it. Each [#repeat] is one call of `fit`, which trains a new model. A listener after
/// each step asks, on the caller's thread, whether to continue.
final class Fitting implements Peer.Task {
    /// More epochs than a run of the benchmark reaches, because the clock ends the training.
    private static final int EPOCHS = 10_000_000;

    private final Trainer<?> trainer;
    private final Examples examples;
    private double loss = Double.NaN;

    private Fitting(Trainer<?> trainer, Examples examples) {
        this.trainer = trainer;
        this.examples = examples;
    }

    /// Prepares the training of a network.
    static Fitting of(Net net, int batch, int threads) {
        Data data = Data.of(net);
        Trainer<?> trainer = net.classes()
                ? Classifier.of(Chainrule.layer(net))
                : Regressor.of(Chainrule.layer(net));
        return new Fitting(trainer.optimizer(adam(Net.RATE)).epochs(EPOCHS).batch(batch).seed(1).threads(threads),
                Chainrule.examples(net, data));
    }

    @Override
    public void step() {
        repeat(() -> false);
    }

    @Override
    public void repeat(BooleanSupplier more) {
        boolean[] ended = {false};
        trainer.onStep((epoch, rows, of) -> ended[0] = ended[0] || !more.getAsBoolean())
                .onEpoch(epoch -> loss = epoch.loss())
                .stopWhen(() -> ended[0])
                .fit(examples);
    }

    @Override
    public float loss() {
        return (float) loss;
    }
}
