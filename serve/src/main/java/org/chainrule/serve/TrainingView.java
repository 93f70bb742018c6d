package org.chainrule.serve;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.chainrule.serve.view.Board;
import org.chainrule.serve.view.Controls;
import org.chainrule.serve.view.Ending;
import org.chainrule.serve.view.ViewService;
import org.chainrule.serve.web.SharedFiles;
import org.chainrule.serve.web.Site;
import org.chainrule.tabular.Provenance;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingListener;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.outcome.EpochMeasures;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.train.Epoch;
import org.jspecify.annotations.Nullable;

/// A page that shows a training while it runs: curves, what flows through each layer, what goes wrong in words, and buttons
/// to pause and to stop. It listens on a free port of 127.0.0.1, and answers only pages that know its token. Looking changes
/// no bit of the model, and a training that nobody looks at is not measured.
///
/// ```java
/// try (TrainingView view = TrainingView.open()) {
///     System.out.println(view.address());
///     TabularResult result = view.follow(Tabular.of("species")).fit(Path.of("penguins.csv"));
/// }
/// ```
///
/// For a network of your own: `trainer.observe(view.observer("digits"))`, or shorter `trainer.view()`.
public final class TrainingView implements AutoCloseable {
    /// Milliseconds: for a page that is being opened, and for pages to get the last state.
    private static final long OPENING = 5_000;
    private static final long LAST = 1_000;
    private static final System.Logger LOG = System.getLogger(TrainingView.class.getName());

    private final Controls controls;
    private final Board board;
    private final ViewService service;
    private final Site site;
    private volatile boolean expected;

    private TrainingView(Controls controls) throws IOException {
        this.controls = controls;
        this.board = new Board(controls);
        this.service = new ViewService(board);
        this.site = Site.start("127.0.0.1", 0, routes -> routes.register(service, SharedFiles.all()));
    }

    /// Opens a view.
    ///
    /// @throws IOException if no port is free
    public static TrainingView open() throws IOException {
        return open(() -> {
        }, () -> false);
    }

    /// Opens a view of a training that is also stopped in other ways.
    ///
    /// @param onStop  called once, when a reader of the page asks to stop
    /// @param stopped whether the training was stopped in another way, which ends a pause
    /// @throws IOException if no port is free
    public static TrainingView open(Runnable onStop, BooleanSupplier stopped) throws IOException {
        return new TrainingView(new Controls(onStop, stopped));
    }

    /// Returns the address of the page, with the token that it needs.
    public URI address() {
        return URI.create(site.address() + "#" + service.token());
    }

    /// Returns whether a reader of the page has asked to stop.
    public boolean stopAsked() {
        return controls.stopAsked();
    }

    /// Returns an observer that shows one training.
    ///
    /// @param name the name of the network on the page
    public Observer observer(String name) {
        return board.observer(name);
    }

    /// Returns a training on tables that this view shows and can stop. It replaces its listener and its condition to stop.
    public Tabular follow(Tabular training) {
        return training.onEpoch(listener((_, _) -> {
        })).stopWhen(this::stopAsked);
    }

    /// Returns a listener that shows a training on tables and passes everything on to another listener.
    public TrainingListener listener(TrainingListener other) {
        return new TrainingListener() {
            private @Nullable TrainingPlan begun;

            @Override
            public void epoch(String model, Epoch<?> epoch) {
                other.epoch(model, epoch);
            }

            @Override
            public void step(String model, int epoch, int rows, int of) {
                other.step(model, epoch, rows, of);
            }

            @Override
            public void trained(String model, int done, int of) {
                other.trained(model, done, of);
            }

            @Override
            public Optional<Observer> observer(String model) {
                Observer shown = board.observer(model);
                return Optional.of(other.observer(model).map(more -> both(shown, more)).orElse(shown));
            }

            @Override
            public void begins(TrainingPlan plan) {
                begun = plan;
                TrainingView.this.begins(plan);
                other.begins(plan);
            }

            @Override
            public void ended(TabularResult result) {
                TrainingView.this.ended(result, begun);
                other.ended(result);
            }

            @Override
            public void target(TargetChoice choice) {
                other.target(choice);
            }

            @Override
            public void reading(String source, long rows, long bytes, long of) {
                other.reading(source, rows, bytes, of);
            }
        };
    }

    private static Observer both(Observer first, Observer second) {
        return new Observer() {
            @Override
            public void step(Moment moment) {
                first.step(moment);
                second.step(moment);
            }

            @Override
            public void epoch(Moment moment, double loss, Map<String, Double> validation, boolean best) {
                first.epoch(moment, loss, validation, best);
                second.epoch(moment, loss, validation, best);
            }

            @Override
            public void ended(String failure) {
                try {
                    first.ended(failure);
                } finally {
                    second.ended(failure);
                }
            }
        };
    }

    private void begins(TrainingPlan plan) {
        String metric = plan.aim().metric().isPresent() ? plan.deciding() : "";
        board.begins(new Board.Subject(plan.target().column(), plan.networkNames(), plan.deciding(), plan.constant(),
                plan.expectedSeconds(), plan.schema().names(),
                measures -> EpochMeasures.of(measures, plan.target(), metric)));
    }

    private void ended(TabularResult result, @Nullable TrainingPlan plan) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (Provenance.Member member : result.model().provenance().members()) {
            weights.put(member.name(), member.weight());
        }
        board.result(result.test(), result.baselines(), weights);
        if (plan != null && service.isOpen() && !result.test().isEmpty()) {
            try {
                board.ending(Ending.of(result.model(), plan.testTable(), plan.places().get(2)));
            } catch (RuntimeException e) {
                // what a page shows must not cost the model
                LOG.log(System.Logger.Level.WARNING, "the view cannot explain the model", e);
            }
        }
    }

    /// Declares that a page is being opened, for which [#close] then waits a few seconds if nobody has looked yet.
    public void opening() {
        expected = true;
    }

    /// Declares that the page could not be opened, so that [#close] does not wait for it.
    public void notOpened() {
        service.expectNobody();
    }

    /// Shows the end on all pages, which keep it, and stops listening.
    @Override
    public void close() {
        // an interrupt ends the waiting, but pages get the end and the site closes, which an interrupted thread cannot do
        boolean interrupted = Thread.interrupted();
        try {
            if (expected && !interrupted) {
                service.awaitReader(OPENING);
            }
        } catch (InterruptedException _) {
            interrupted = true;
        }
        board.end();
        try {
            service.awaitLast(LAST);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        site.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
