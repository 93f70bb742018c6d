package org.chainrule.tabular;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.observe.Observer;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.ensemble.Deadline;
import org.chainrule.tabular.ensemble.Ensemble;
import org.chainrule.tabular.ensemble.EnsembleListener;
import org.chainrule.tabular.ensemble.EnsembleTraining;
import org.chainrule.tabular.ensemble.Familiarity;
import org.chainrule.tabular.ensemble.Replay;
import org.chainrule.tabular.ensemble.SavedChoices;
import org.chainrule.tabular.ensemble.WorkItem;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.report.Report;
import org.chainrule.tabular.report.Subject;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Appraisal;
import org.chainrule.tabular.train.Calibrator;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.HeldOut;
import org.chainrule.tabular.train.Learner;
import org.chainrule.tabular.train.NeighborBaseline;
import org.chainrule.tabular.train.SeenRows;
import org.chainrule.tabular.train.Stop;
import org.chainrule.tabular.train.TestScores;
import org.chainrule.tabular.train.Warnings;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.train.Epoch;
import org.jspecify.annotations.Nullable;

/// A run of a [TrainingPlan]: trains the model and its baselines, and measures them.
final class TrainingRun {
    /// A limit that costs less is not mentioned.
    private static final double WORTH_MENTIONING = 0.005;
    private static final String LINEAR = "linear";
    private static final String CONSTANT = "constant";
    private static final String NEIGHBORS = "neighbors";

    private final TrainingPlan plan;
    private final Choices choices;
    private final Codec codec;
    private final Table table;
    private final TrainingPlan.Rows rows;
    private final Stop stop;
    private final Replay replay;
    private final Deadline deadline;
    private final EnsembleTraining.@Nullable Elsewhere elsewhere;

    TrainingRun(TrainingPlan plan) {
        this(plan, Replay.NONE, null);
    }

    /// @param replay the course of an earlier training to repeat
    TrainingRun(TrainingPlan plan, Replay replay) {
        this(plan, replay, null);
    }

    TrainingRun(TrainingPlan plan, EnsembleTraining.Elsewhere elsewhere) {
        this(plan, Replay.NONE, elsewhere);
    }

    private TrainingRun(TrainingPlan plan, Replay replay, EnsembleTraining.@Nullable Elsewhere elsewhere) {
        this.plan = plan;
        this.replay = replay;
        this.elsewhere = elsewhere;
        this.deadline = replay.repeats() ? Deadline.NONE : plan.deadline;
        this.choices = plan.choices;
        this.codec = plan.codec;
        this.rows = plan.rows;
        this.table = rows.table();
        this.stop = plan.stop;
    }

    /// A trained model.
    ///
    /// @param held      its outputs for rows that it did not learn from
    /// @param measured  what the training measured of it already
    /// @param epochs    the number of epochs of all networks together
    /// @param bestEpoch the best epoch; 0 for several networks
    /// @param members   the networks of an ensemble; empty for a single network
    /// @param diverged  the networks of an ensemble whose training diverged
    /// @param forgone   see [Ensemble#forgone]
    private record Trained(Model model, HeldOut held, Map<String, Double> measured, int epochs, int bestEpoch,
            List<Provenance.Member> members, List<String> diverged, double forgone) {
        /// Returns what tells rows that are unlike the training rows as a whole; empty if there are too few rows.
        String familiarity(TrainingRun run) {
            int place = Familiarity.place(model);
            List<String> averaged = members.stream().filter(member -> member.weight() > 0)
                    .map(Provenance.Member::name).toList();
            Optional<WorkItem> item = run.plan.lineup.items().stream()
                    .filter(each -> place < averaged.size() && each.name().equals(averaged.get(place))).findFirst();
            return Familiarity.learn(model, place, run.codec.schema().rows(run.table),
                    item.map(WorkItem::train).orElse(run.rows.train()),
                    item.map(WorkItem::held).orElse(run.rows.validation()));
        }
    }

    Learner.Course course(String name) {
        return new Learner.Course(choices.seed, choices.threads, () -> stop.asked() || deadline.passed(),
                replay.last(name),
                plan.checkpointing == null ? null : plan.checkpointing.of(name),
                epoch -> plan.listener.epoch(name, epoch),
                (epoch, done, of) -> plan.listener.step(name, epoch, done, of), plan.listener.observer(name));
    }

    private Model train(Recipe recipe) {
        return plan.learner.fit(recipe, plan.examples, plan.learner.examples(rows.validation()),
                course(recipe.name()));
    }

    /// Returns the network of an ensemble, trained alone.
    Model train(WorkItem item) {
        Learner.Course course = course(item.name());
        return plan.learner.fit(item.recipe(), plan.learner.examples(item.train()),
                plan.learner.examples(item.held()), new Learner.Course(item.seed(), choices.threads, course.stop(),
                        course.last(), null, course.onEpoch(), course.onStep(), course.observer()));
    }

    /// @param compares whether the model is compared with baselines
    TabularResult fit(boolean compares) {
        if (plan.checkpointing != null) {
            List<String> names = new ArrayList<>(plan.lineup.items().stream().map(WorkItem::name).toList());
            names.add(LINEAR);
            plan.checkpointing.check(names);
        }
        plan.listener.begins(plan);
        int[] test = rows.test();
        // work that needs no network comes first, so that little remains once the training is stopped
        Codec.Constant constant = codec.constant(table, rows.train());
        List<Remark> remarks = new ArrayList<>(codec.target() instanceof Target.Classes classes
                ? classes.remarks(rows.testTable(), test)
                : List.of());
        remarks.addAll(undefined());
        String seen = seen();
        long start = System.nanoTime();
        Trained trained = plan.lineup.items().size() > 1 ? ensemble() : network();
        Model network = trained.model;
        double seconds = (System.nanoTime() - start) * 1e-9;
        boolean interrupted = stop.asked();
        Codec decided = codec;
        Map<String, Double> validated = trained.measured;
        Map<String, Double> tested = Map.of();
        Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
        Assessment assessment = Assessment.NONE;
        try {
            decided = decided(trained.held);
            validated = trained.members.isEmpty()
                    ? decided.measure(network, table, rows.validation())
                    : decided.measure(trained.held, table);
            if (test.length > 0) {
                tested = decided.measure(network, rows.testTable(), test);
                baselines.put(CONSTANT, codec.measure(constant, rows.testTable(), test));
                assessment = compares
                        ? TestScores.assess(decided, network, rows.testTable(), test, choices)
                        : Assessment.NONE;
            }
        } catch (Stop.LateException _) {
            remarks.addAll(Warnings.undecided(decided.target(), choices.bestThreshold));
        }
        if (compares && test.length > 0 && !choices.linear() && !interrupted) {
            linear(baselines, remarks);
        }
        if (compares && test.length > 0 && !stop.asked()) {
            Optional<NeighborBaseline> near = NeighborBaseline.of(codec, table, rows.train(), rows.validation(),
                    rows.testTable(), test);
            near.ifPresent(found -> baselines.put(NEIGHBORS, found.measures()));
            assessment = assessment.withNeighbors(near.map(NeighborBaseline::neighbors).orElse(0));
        }
        Appraisal appraisal = new Appraisal(choices, plan.choice, codec, table, rows.train(), rows.testTable(), test);
        remarks.addAll(appraisal.remarks(plan.deciding(), tested, baselines,
                trained.bestEpoch, trained.epochs));
        if (trained.forgone > WORTH_MENTIONING) {
            remarks.add(new TrainingRemark.Forgone(choices.latency(codec.schema()), trained.forgone));
        }
        Optional<Provenance.ChosenThreshold> chosen = choices.bestThreshold && !decided.equals(codec)
                ? Provenance.chosen(decided.target(), table, trained.held.rows())
                : Optional.empty();
        remarks.addAll(Warnings.few(decided.target(), chosen.map(Provenance.ChosenThreshold::positives), test.length,
                assessment));
        Map<String, Map<String, Double>> results = Provenance.results(validated, tested, assessment, baselines);
        TabularModel model = new TabularModel(codec.schema(), decided.target(), network,
                Provenance.of(plan, results, chosen, trained.members, procedure(trained, interrupted),
                        seen),
                choices.format.foundIn(table), trained.familiarity(this));
        TabularResult result = new TabularResult(model, trained.epochs, seconds, interrupted, validated, tested,
                baselines, constant.words(), remarks, assessment);
        plan.listener.ended(result);
        return result;
    }

    /// Returns whether a network reads the inputs of a schema and returns the outputs for a target.
    static boolean fits(Schema schema, Target target, Model network) {
        boolean answers = switch (target) {
            case Target.Classes classes ->
                network instanceof Classifier && network.outputs() == classes.labels().size();
            case Target.Numbers numbers ->
                network instanceof Regressor && network.outputs() == numbers.estimand().outputs();
        };
        return answers && schema.fits(target) && IntStream.of(network.row().sizes(1)).sum() == schema.width()
                && network.row().rank() == 1;
    }

    /// Returns the model of a network that was trained elsewhere on the examples of the plan.
    TabularModel model(Model network) {
        if (!fits(codec.schema(), codec.target(), network)) {
            throw new ArgumentException("network",
                    "model: the network has " + Phrases.count(network.row().elements(), "input") + " and "
                            + Phrases.count(network.outputs(), "output") + ", but the rows have "
                            + Phrases.count(codec.schema().width(), "input") + " and the target "
                            + Phrases.quoted(codec.target().column()) + " needs " + (codec.target().task().isClasses()
                                    ? "a classifier of " + Phrases.count(codec.outputs(), "class")
                                    : "a regressor of " + Phrases.count(codec.outputs(), "number")));
        }
        int[] test = rows.test();
        Trained trained = new Trained(network, codec.heldOut(network, table, rows.validation()), Map.of(), 0, 0,
                List.of(), List.of(), 0);
        Codec decided = decided(trained.held);
        Map<String, Map<String, Double>> baselines = test.length == 0
                ? Map.of()
                : Map.of(CONSTANT, codec.measure(codec.constant(table, rows.train()), rows.testTable(), test));
        Map<String, Map<String, Double>> results = Provenance.results(
                decided.measure(network, table, rows.validation()),
                test.length == 0 ? Map.of() : decided.measure(network, rows.testTable(), test), Assessment.NONE,
                baselines);
        return new TabularModel(codec.schema(), decided.target(), network, Provenance.own(plan, results, seen()),
                choices.format.foundIn(table), trained.familiarity(this));
    }

    /// Returns the report of the model of this training, as [TrainingPlan#report].
    Report report(TabularResult result, Wording wording) {
        if (rows.test().length == 0) {
            throw new ArgumentException("report",
                    "report: the training held out no test rows; set testFraction above 0");
        }
        List<Remark> remarks = new ArrayList<>(rows.table().reading().remarks());
        remarks.addAll(plan.columnRemarks());
        remarks.addAll(plan.warnings());
        remarks.addAll(result.remarks());
        Subject.Notes notes = new Subject.Notes(plan.table(), rows.testTable() == rows.table() ? plan.drawn() : "",
                plan.choice.sentence(wording),
                remarks, result.seconds(), plan.plan().training().total(),
                choices.time.map(limit -> OptionalDouble.of(limit.toMillis() / 1e3)).orElse(OptionalDouble.empty()),
                result.test(), result.baselines(), result.constant(), codec.constant(table, rows.train()).predicted(),
                result.assessment());
        return Report.of(result.model().provenance().subject(result.model()),
                plan.testTable().select("it is no test row", rows.test()), Optional.of(notes), wording);
    }

    /// Returns the digests of the rows that count as seen.
    private String seen() {
        return SeenRows.of(codec, choices.holdout, table,
                IntStream.concat(IntStream.of(rows.train()), IntStream.of(rows.validation())).toArray(),
                rows.testTable(), rows.test()).text();
    }

    /// Returns a remark if the chosen metric cannot choose the epoch of some network.
    private List<Remark> undefined() {
        List<WorkItem> items = plan.lineup.items();
        int count = (int) items.stream().filter(item -> !plan.learner.measures(item.held())).count();
        return count == 0
                ? List.of()
                : List.of(new TrainingRemark.MetricUndefined(plan.deciding(), count, items.size()));
    }

    /// Returns what it takes to repeat the training.
    private Provenance.Procedure procedure(Trained trained, boolean interrupted) {
        List<Provenance.Member> members = trained.members;
        List<String> leftOut = plan.lineup.items().stream().map(WorkItem::name)
                .filter(name -> !members.isEmpty() && members.stream().noneMatch(member -> member.name().equals(name)))
                .toList();
        return new Provenance.Procedure(SavedChoices.write(choices), leftOut, trained.diverged, interrupted);
    }

    /// Trains an ensemble and returns its outputs for the rows that its networks held out.
    HeldOut heldOut() {
        return ensemble().held;
    }

    private Trained network() {
        Model model = train(plan.recipe);
        if (model.history().isEmpty() && !stop.asked()) {
            throw Deadline.tooShort();
        }
        return new Trained(model, codec.until(stop).heldOut(model, table, rows.validation()), reached(model),
                model.history().size(), model.bestEpoch(), List.of(), List.of(), 0);
    }

    private Trained ensemble() {
        Ensemble ensemble = new EnsembleTraining(plan.learner, plan.lineup,
                new EnsembleTraining.Control(choices.threads, stop, deadline, rows.test().length,
                        choices.latency(codec.schema()), plan.checkpointing, replay, elsewhere),
                inTurn(plan.listener))
                .fit();
        List<Provenance.Member> members = ensemble.parts().stream().map(part -> Provenance.Member.of(part.name(),
                part.history(), part.bestEpoch(), part.weight())).toList();
        return new Trained(ensemble.model(), ensemble.held(), Map.of(),
                members.stream().mapToInt(Provenance.Member::epochs).sum(), 0, members, ensemble.diverged(),
                ensemble.forgone());
    }

    /// Returns a listener that lets one thread at a time call the caller's listener.
    static EnsembleListener inTurn(TrainingListener listener) {
        Object turn = new Object();
        return new EnsembleListener() {
            @Override
            public void epoch(String name, Epoch<?> epoch) {
                synchronized (turn) {
                    listener.epoch(name, epoch);
                }
            }

            @Override
            public void step(String name, int epoch, int done, int of) {
                synchronized (turn) {
                    listener.step(name, epoch, done, of);
                }
            }

            @Override
            public Optional<Observer> observer(String name) {
                return listener.observer(name);
            }

            @Override
            public void trained(String name, int done, int of) {
                synchronized (turn) {
                    listener.trained(name, done, of);
                }
            }
        };
    }

    /// Trains and measures the linear baseline. A stopped one is named as such, because more training would have
    /// improved it.
    private void linear(Map<String, Map<String, Double>> baselines, List<Remark> remarks) {
        try {
            Model linear = train(choices.linearRecipe());
            int epochs = linear.history().size();
            boolean stopped = stop.asked() || deadline.passed();
            String name = stopped ? LINEAR + ", stopped after " + Phrases.count(epochs, "epoch") : LINEAR;
            if (epochs > 0) {
                Codec decided = decided(codec.until(stop).heldOut(linear, table, rows.validation()));
                baselines.put(name, decided.measure(linear, rows.testTable(), rows.test()));
                return;
            }
        } catch (DivergedException e) {
            remarks.add(new TrainingRemark.LinearFailed(String.valueOf(e.getMessage())));
            return;
        } catch (Stop.LateException _) {
            // the remark below reports it
        }
        remarks.add(new TrainingRemark.LinearNotMeasured());
    }

    /// Returns the measures of the best epoch, as the training computed them.
    private Map<String, Double> reached(Model network) {
        Map<String, Double> measures = new LinkedHashMap<>();
        // a network that learned something else than the target was not measured in its units
        boolean inUnits = !(codec.target() instanceof Target.Numbers numbers)
                || numbers.isMean() && numbers.transform().isIdentity();
        // and the training counts rows of balanced classes by other weights than the measures do
        if (network.bestEpoch() > 0 && inUnits && codec.aim().more().isEmpty()) {
            measures.putAll(codec.inUnits(network.history().get(network.bestEpoch() - 1).validation()));
            measures.remove("loss");
        }
        return measures;
    }

    /// Returns the codec with what the held-out rows decide.
    Codec decided(HeldOut held) {
        return Calibrator.decided(codec.until(replay.stopped() ? Stop.REPEATED : stop), held, table,
                choices.bestThreshold);
    }
}
