package org.chainrule.tabular.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Mixture;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.train.Learner;
import org.chainrule.tabular.train.Stop;

/// The training of a trained model on further rows: each of its networks is trained from its parameters, with a small learning
/// rate, and stays as it is if no epoch is better on the held-out rows. The weights of the average stay.
///
/// All networks learn from the same rows and have the same held-out rows, whichever folds they had.
public final class FineTuning {
    private final Learner learner;
    private final List<Model> networks;
    private final List<Double> weights;
    private final List<String> names;
    private final Control control;

    /// What a training obeys.
    ///
    /// @param epochs   the maximum number of epochs
    /// @param patience the number of epochs without a new best after which the training of a network ends
    /// @param batch    the batch size that was set for the model; 0 for the default
    /// @param rate     the learning rate; 0 for a share of that of the recipe
    /// @param own      the learning rate that was set for the model; 0 for the default
    /// @param seed     the seed of the order of the rows and of dropout
    /// @param threads  the number of threads; the model does not depend on it
    public record Control(int epochs, int patience, int batch, double rate, double own, long seed, int threads) {
        /// The learning rate of the recipe is divided by this number.
        private static final double SHARE = 10;

        /// Returns the recipe of a network.
        public Recipe recipe(Model network) {
            return Recipe.of((Layer) network.net(), batch, own);
        }

        /// Returns the highest learning rate of a network.
        ///
        /// @param rows the number of training rows
        public double rate(Learner learner, Model network, int rows) {
            return rate > 0 ? rate : full(learner, network, rows) / SHARE;
        }

        private double full(Learner learner, Model network, int rows) {
            return recipe(network).learningRate(learner.codec().target().task(), rows);
        }

        private Learner.Tuning tuning(Learner learner, Model network, int rows) {
            return new Learner.Tuning(epochs, patience, rate(learner, network, rows) / full(learner, network, rows));
        }
    }

    /// Creates a training.
    ///
    /// @param names the names of the networks of the model
    public FineTuning(Learner learner, Model model, List<String> names, Control control) {
        this.learner = learner;
        this.networks = networks(model);
        this.weights = model.net() instanceof Mixture mixture ? mixture.weights() : List.of(1.0);
        this.names = List.copyOf(names);
        this.control = control;
    }

    /// Returns the networks that a model averages, or its only one.
    public static List<Model> networks(Model model) {
        return model.net() instanceof Mixture mixture
                ? IntStream.range(0, mixture.members().size()).mapToObj(i -> member(model, mixture, i)).toList()
                : List.of(model);
    }

    private static Model member(Model model, Mixture mixture, int i) {
        Layer net = mixture.members().get(i);
        String name = Integer.toString(i);
        return model instanceof Classifier
                ? Classifier.of(net, model.inputs(), model.under(name))
                : Regressor.of(net, model.inputs(), model.under(name));
    }

    /// Trains the networks, as many at a time as there are threads. A network that stays as it is has the best epoch 0.
    ///
    /// @param train the rows to learn from
    /// @param held  the rows that choose the epochs
    /// @throws org.chainrule.error.DivergedException if the loss of a network stops being a finite number
    public Ensemble fit(int[] train, int[] held, Stop stop, EnsembleListener listener) {
        int parallel = Math.clamp(networks.size(), 1, control.threads);
        List<Model> models = new ArrayList<>();
        List<Ensemble.Part> parts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(parallel, work -> {
            Thread thread = new Thread(work, "tuning");
            thread.setDaemon(true);
            return thread;
        })) {
            List<Future<Learner.Tuned>> futures = IntStream.range(0, networks.size())
                    .mapToObj(i -> pool.submit(() -> tuned(i, control.threads / parallel, train, held, stop, listener)))
                    .toList();
            for (int i = 0; i < futures.size(); i++) {
                Learner.Tuned tuned = got(futures.get(i));
                models.add(tuned.model());
                parts.add(new Ensemble.Part(names.get(i), tuned.history(), tuned.bestEpoch(), weights.get(i)));
                if (networks.size() > 1 && !stop.asked()) {
                    listener.trained(names.get(i), i + 1, networks.size());
                }
            }
        }
        Model all = Blend.of(models, weights);
        return new Ensemble(all, learner.codec().heldOut(all, learner.table(), held), parts, List.of(), 0);
    }

    private Learner.Tuned tuned(int place, int threads, int[] train, int[] held, Stop stop, EnsembleListener listener) {
        Model network = networks.get(place);
        String name = names.get(place);
        Examples rows = learner.examples(train);
        return learner.tune(network, control.recipe(network), control.tuning(learner, network, train.length), rows,
                learner.examples(held),
                // networks learn from the same rows, in an order of their own
                new Learner.Course(control.seed + place, threads, stop::asked, Integer.MAX_VALUE, null,
                        epoch -> listener.epoch(name, epoch),
                        (epoch, done, of) -> listener.step(name, epoch, done, of), listener.observer(name)));
    }

    private static <T> T got(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw EnsembleTraining.rethrown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while networks were trained", e);
        }
    }
}
