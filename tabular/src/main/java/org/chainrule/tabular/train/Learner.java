package org.chainrule.tabular.train;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chainrule.data.Examples;
import org.chainrule.metric.Metric;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Dropout;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Sequential;
import org.chainrule.observe.Observer;
import org.chainrule.optim.Schedule;
import org.chainrule.tabular.network.CumulativeLoss;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.EpochMetric;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.train.Checkpoints;
import org.chainrule.train.Epoch;
import org.chainrule.train.EpochRecord;
import org.chainrule.train.Plan;
import org.chainrule.train.Trainer;
import org.jspecify.annotations.Nullable;

/// Trains networks by recipes on rows of a table.
///
/// @param codec the encodings of the columns and the target
/// @param table the table
/// @param far   the far values of the target, which are clipped in training
public record Learner(Codec codec, Table table, FarValues far) {
    /// The settings of one training that do not belong to its recipe.
    ///
    /// @param seed        the seed of all random numbers
    /// @param threads     the number of threads; the model does not depend on it
    /// @param stop        the condition that ends the training
    /// @param last        the epoch after which the training ends, if the recipe has more
    /// @param checkpoints where to save checkpoints; null for none
    /// @param onEpoch     called at the end of each epoch
    /// @param onStep      called at the end of each step
    /// @param observer    the observer of the training from within
    public record Course(long seed, int threads, BooleanSupplier stop, int last, @Nullable Checkpoints checkpoints,
            Consumer<Epoch<?>> onEpoch, Epoch.StepListener onStep, Optional<Observer> observer) {
    }

    /// How a trained network is trained further.
    ///
    /// @param epochs   the maximum number of epochs
    /// @param patience the number of epochs without a new best after which the training ends
    /// @param rate     the share of the learning rate of its recipe
    public record Tuning(int epochs, int patience, double rate) {
        private static final double WARMUP = 0.1;

        /// Returns the learning rate over the training: it rises first, because the optimizer knows no gradients yet.
        Schedule schedule() {
            Schedule shape = Schedule.warmup(WARMUP, Schedule.cosine());
            return progress -> shape.at(progress).mul(rate);
        }
    }

    /// Returns rows as examples to learn from or to validate on, with their weights.
    public Examples examples(int[] rows) {
        return codec.examples(table, rows, far);
    }

    /// Returns the plan of a training.
    public Plan plan(Recipe recipe, Examples train, Course course) {
        return switch (codec.target()) {
            case Target.Classes classes ->
                trainer(start(classes, recipe, net(recipe, train)), recipe, train, course).plan(train);
            case Target.Numbers numbers ->
                trainer(start(numbers, recipe, net(recipe, train)), recipe, train, course).plan(train);
        };
    }

    /// Trains a network and returns the model of the epoch that is best on the held-out rows.
    ///
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public Model fit(Recipe recipe, Examples train, Examples held, Course course) {
        return switch (codec.target()) {
            case Target.Classes classes ->
                choosing(trainer(start(classes, recipe, net(recipe, train)), recipe, train, course), held).fit(train,
                        held);
            case Target.Numbers numbers ->
                choosing(trainer(start(numbers, recipe, net(recipe, train)), recipe, train, course), held).fit(train,
                        held);
        };
    }

    /// A network that was trained further.
    ///
    /// @param model     the model of the best epoch
    /// @param history   the epochs
    /// @param bestEpoch the best epoch; 0 if the network stays as it was
    public record Tuned(Model model, List<EpochRecord> history, int bestEpoch) {
    }

    /// Trains a trained network further, up to the epoch that is best on the held-out rows. The network stays as it is if no
    /// epoch is better than that.
    ///
    /// @param recipe the recipe of its kind
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public Tuned tune(Model model, Recipe recipe, Tuning tuning, Examples train, Examples held, Course course) {
        Layer net = unscheduled((Layer) model.net());
        Model found = switch (codec.target()) {
            case Target.Classes classes ->
                further(start(classes, recipe, net), model, recipe, tuning, train, held, course).fit(train, held);
            case Target.Numbers numbers ->
                further(start(numbers, recipe, net), model, recipe, tuning, train, held, course).fit(train, held);
        };
        boolean higher = metric(held).map(EpochMetric::higherIsBetter).orElse(false);
        boolean better = !found.history().isEmpty()
                && Metric.better(monitored(found, recipe, held), monitored(model, recipe, held), higher);
        return better
                ? new Tuned(found, found.history(), found.bestEpoch())
                : new Tuned(model, found.history(), 0);
    }

    /// Returns a network with the same dropout throughout: files do not keep schedules, and none begins again.
    private static Layer unscheduled(Layer net) {
        return net instanceof Sequential(List<Layer> layers)
                ? new Sequential(layers.stream()
                        .map(layer -> layer instanceof Dropout dropout ? new Dropout(dropout.rate()) : layer).toList())
                : net;
    }

    private <M> Trainer<M> further(Trainer<M> start, Model model, Recipe recipe, Tuning tuning, Examples train,
            Examples held, Course course) {
        return choosing(trainer(start, recipe, train, course), held).from(model.parameters())
                .epochs(tuning.epochs).patience(tuning.patience).schedule(tuning.schedule());
    }

    /// Returns the measure that chooses the epoch.
    private double monitored(Model model, Recipe recipe, Examples held) {
        return metric(held).map(metric -> model.measure(held, metric))
                .orElseGet(() -> recipe.measure(model, held, loss(codec.target()), codec.target().task()));
    }

    /// Returns the loss of a target.
    private static Loss loss(Target target) {
        return switch (target) {
            case Target.Classes classes -> classes.ordered() ? new CumulativeLoss() : Losses.crossEntropy();
            case Target.Numbers numbers -> switch (numbers.estimand()) {
                case Estimand.Mean _ -> Losses.squared();
                case Estimand.Counts _ -> Losses.poisson();
                case Estimand.Quantiles(List<Double> levels) ->
                    Losses.quantiles(levels.stream().mapToDouble(level -> level).toArray());
            };
        };
    }

    private static Trainer<Classifier> start(Target.Classes classes, Recipe recipe, Layer net) {
        return Classifier.of(net).loss(recipe.loss(loss(classes)));
    }

    private static Trainer<Regressor> start(Target.Numbers numbers, Recipe recipe, Layer net) {
        return Regressor.of(net).loss(recipe.loss(loss(numbers)));
    }

    /// Returns the trainer with the metric of the aim, which chooses the epoch if it is defined on the held-out rows.
    private <M> Trainer<M> choosing(Trainer<M> trainer, Examples held) {
        return metric(held).map(metric -> trainer.metrics(metric).monitor(metric)).orElse(trainer);
    }

    private Optional<EpochMetric> metric(Examples held) {
        return metric().filter(metric -> metric.isDefined(held, codec.outputs()));
    }

    private Optional<EpochMetric> metric() {
        Aim aim = codec.aim();
        return aim.metric().map(
                criterion -> new EpochMetric(criterion, codec.target(), aim.classes(), aim.weighs(table)));
    }

    /// Returns whether the metric of the aim is defined on held-out rows; true if there is none. Otherwise the loss chooses
    /// the epoch.
    public boolean measures(int[] held) {
        return metric().map(metric -> metric.isDefined(examples(held), codec.outputs())).orElse(true);
    }

    /// Returns the untrained network of a recipe.
    ///
    /// @param train the rows to learn from
    public Layer net(Recipe recipe, Examples train) {
        return recipe.net(codec.schema(), train, codec.target().task(), codec.outputs());
    }

    private <M> Trainer<M> trainer(Trainer<M> start, Recipe recipe, Examples train, Course course) {
        Trainer<M> trainer = recipe.settings(start, codec.target().task(), train.size()).seed(course.seed)
                .threads(course.threads).onEpoch(course.onEpoch).onStep(course.onStep)
                .onEpoch(epoch -> {
                    if (epoch.number() >= course.last) {
                        epoch.stop();
                    }
                }).stopWhen(course.stop);
        if (train.weighted()) {
            // so that rare heavy rows keep their share, whichever batches they are in
            trainer = trainer.meanWeight(meanWeight(train));
        }
        if (course.observer.isPresent()) {
            trainer = trainer.observe(course.observer.get());
        }
        return course.checkpoints == null ? trainer : trainer.checkpoints(course.checkpoints);
    }

    private static double meanWeight(Examples train) {
        double sum = 0;
        for (int row = 0; row < train.size(); row++) {
            sum += train.weight(row);
        }
        return sum / train.size();
    }
}
