package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.optim.Optimizers.adam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;
import org.chainrule.observe.Flow;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.chainrule.observe.Viewer;
import org.chainrule.serve.TrainingView;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingListener;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.outcome.EpochMeasures;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.train.Epoch;
import org.chainrule.train.Run;
import org.chainrule.train.Snapshot;
import org.chainrule.train.Step;
import org.chainrule.train.Trainer;

/// Looks into trainings while they run, on a page and from code, and goes back in one.
final class Views {
    private static final Layer NET = sequential(linear(8), relu(), linear(2));

    private Views() {
    }

    static void use() {
        try {
            Classifier plain = trainer().fit(corners());
            observers(plain);
            pages(plain);
            tables();
            back();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[][] points() {
        float[][] points = new float[64][];
        Arrays.setAll(points, i -> new float[]{i % 8 / 8f, i / 8 / 8f});
        return points;
    }

    private static Examples corners() {
        return Examples.of(points(), Arrays.stream(points()).mapToInt(p -> p[0] > p[1] ? 1 : 0).toArray());
    }

    private static Trainer<Classifier> trainer() {
        return Classifier.of(NET).optimizer(adam(0.01)).epochs(3).batch(16).seed(5);
    }

    private static void same(String what, Classifier model, Classifier plain) {
        check(what, Arrays.deepEquals(model.probabilities(points()), plain.probabilities(points())));
    }

    /// What an observer of a training has seen.
    private static final class Seen implements Observer {
        private final List<Float> losses = new ArrayList<>();
        private int epochs;
        private boolean ended;

        @Override
        public void step(Moment moment) {
            losses.add(moment.loss());
            if (moment.epoch() == 1 && moment.rows() == moment.of()) {
                Flow flow = moment.flow(4);
                check("what flows forward and backward", flow.rows() == 4 && Float.isFinite(flow.loss())
                        && flow.places().stream().map(Flow.Place::path).toList()
                                .equals(List.of("input", "linear", "relu", "linear2")));
                Flow.Place hidden = flow.places().get(1);
                check("a layer", hidden.value().shape().equals(hidden.gradient().shape())
                        && hidden.value().shape().size(1) == 8);
                Flow.Weights weights = flow.weights().getFirst();
                check("a parameter", weights.path().equals("linear/weight") && weights.value().shape().size(0) == 2
                        && weights.gradient().abs().max().value() > 0);
                check("a moment", moment.epochs() == 3 && Math.abs(moment.rate() - 0.01) < 1e-6
                        && moment.memory().total() > 0);
            }
        }

        @Override
        public void epoch(Moment moment, double loss, Map<String, Double> validation, boolean best) {
            epochs++;
        }

        @Override
        public void ended(String failure) {
            ended = failure.isEmpty();
        }
    }

    private static void observers(Classifier plain) {
        Seen seen = new Seen();
        same("the bits of an observed training", trainer().observe(seen).fit(corners()), plain);
        check("what an observer sees", seen.losses.size() == 12 && seen.epochs == 3 && seen.ended);
        Classifier stopped = trainer().observe(Moment::stop).fit(corners());
        check("an observer stops a training", stopped.history().size() <= 1);
    }

    private static void pages(Classifier plain) throws IOException {
        check("a viewer is found", ServiceLoader.load(Viewer.class).findFirst().isPresent());
        same("the bits of a training on a page", trainer().view().fit(corners()), plain);
        try (TrainingView view = TrainingView.open()) {
            check("the address of a page", view.address().getHost().equals("127.0.0.1")
                    && view.address().getPort() > 0 && !view.address().getFragment().isEmpty());
            same("one page of several trainings", trainer().observe(view.observer("corners")).fit(corners()), plain);
            check("nobody stops it", !view.stopAsked());
        }
    }

    /// A listener that observes each network.
    private static final class Listener implements TrainingListener {
        private final List<String> names = new ArrayList<>();
        private final AtomicInteger steps = new AtomicInteger();
        private Optional<TrainingPlan> plan = Optional.empty();
        private int ended;

        @Override
        public void epoch(String model, Epoch<?> epoch) {
            Map<String, Double> measures = EpochMeasures.of(epoch.validation(),
                    plan.map(TrainingPlan::target).orElse(null), "");
            check("measures of an epoch", measures.containsKey("logLoss") && measures.containsKey("accuracy"));
        }

        @Override
        public synchronized Optional<Observer> observer(String model) {
            names.add(model);
            return Optional.of(_ -> steps.incrementAndGet());
        }

        @Override
        public void begins(TrainingPlan begun) {
            plan = Optional.of(begun);
        }

        @Override
        public void ended(TabularResult result) {
            ended++;
        }
    }

    private static void tables() throws IOException {
        double[] x = new double[80];
        String[] kind = new String[80];
        for (int i = 0; i < x.length; i++) {
            x[i] = i * 7 % 23;
            kind[i] = x[i] > 11 ? "large" : "small";
        }
        Table table = Table.of("sizes", NumberColumn.of("x", x), TextColumn.of("kind", kind));
        Tabular sizes = Tabular.of("kind").hidden(4).epochs(3).seed(2);
        Listener listener = new Listener();
        TabularResult plain = sizes.fit(table);
        TabularResult watched = sizes.onEpoch(listener).fit(table);
        check("what a listener is told", listener.names.contains("mlp") && listener.steps.get() > 0
                && listener.ended == 1);
        try (TrainingView view = TrainingView.open(() -> {
        }, () -> false)) {
            int steps = listener.steps.get();
            TabularResult shown = sizes.onEpoch(view.listener(listener)).fit(table);
            check("what it is told beside a page", listener.steps.get() == 2 * steps && listener.ended == 2);
            TabularResult followed = view.follow(sizes).fit(table);
            check("the bits of trainings that are looked at", List.of(watched, shown, followed).stream()
                    .allMatch(result -> result.model().predict(table).prediction(3)
                            .equals(plain.model().predict(table).prediction(3))));
        }
    }

    private static void back() {
        Examples rows = corners();
        Run run = Step.of(NET, crossEntropy(), adam(0.01)).start(rows, 16, 1);
        Iterator<Batch> batches = rows.shuffled(0, 1).batches(16).iterator();
        run.step(batches.next());
        Snapshot snapshot = run.snapshot();
        Batch second = batches.next();
        run.step(second);
        float[] after = run.parameter("linear/weight").values();
        run.restore(snapshot);
        check("a run that was set back", run.steps() == 1 && snapshot.steps() == 1 && snapshot.bytes() > 0
                && !Arrays.equals(run.parameter("linear/weight").values(), after));
        run.step(second);
        check("and goes on to the same bits", Arrays.equals(run.parameter("linear/weight").values(), after));
    }
}
