package org.chainrule.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.io.Json;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.chainrule.tabular.assess.Folds;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.SchemaChoice;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Appraisal;
import org.chainrule.tabular.train.Calibrator;
import org.chainrule.tabular.train.Checkpointing;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.NeighborBaseline;
import org.chainrule.tabular.train.Stop;
import org.chainrule.tabular.train.TestScores;
import org.chainrule.tabular.train.Warnings;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.train.Plan;
import org.chainrule.train.Trainer;
import org.jspecify.annotations.Nullable;

/// A training with every decision made and nothing trained: the task, the split, the encoding of each column, and the
/// network. [#fit] trains it.
public final class TrainingPlan {
    private static final String LINEAR = "linear";
    private static final String CONSTANT = "constant";
    private static final String NEIGHBORS = "neighbors";

    final Choices choices;
    final TrainingListener listener;
    private final Rows rows;
    private final Table table;
    private final TargetChoice choice;
    private final Codec codec;
    private final List<Remark> columnRemarks;
    private final int[] train;
    private final int[] validation;
    private final Table testTable;
    private final int[] test;
    private final Examples examples;
    private final Stop stop;
    private final @Nullable Checkpointing checkpointing;
    /// Created on first use, because that takes time for a large network.
    private @Nullable Plan plan;

    /// The table with the rows for training, validation and test.
    ///
    /// @param testTable the table that the test rows are in
    /// @param digest    SHA-256 of the file of the table, or empty
    private record Rows(Table table, String digest, int[] train, int[] validation, Table testTable, int[] test) {
    }

    private TrainingPlan(Choices choices, TrainingListener listener, TargetChoice choice, Codec codec,
            List<Remark> columnRemarks, Rows rows) {
        this.choices = choices;
        this.listener = listener;
        this.rows = rows;
        this.table = rows.table;
        this.choice = choice;
        this.codec = codec;
        this.columnRemarks = columnRemarks;
        this.train = rows.train;
        this.validation = rows.validation;
        this.testTable = rows.testTable;
        this.test = rows.test;
        this.examples = codec.examples(table, train, choice.far());
        this.stop = new Stop(choices.stop);
        this.checkpointing = choices.checkpoints == null
                ? null
                : Checkpointing.of(choices.checkpoints, choices, table, codec.target(), rows.digest);
    }

    /// @param digest SHA-256 of the file that the table comes from, or empty
    static TrainingPlan of(Choices given, TrainingListener listener, Table table, String digest) {
        Choices choices = given.resolved(table);
        boolean written = choices.overrides.declares(choices.target);
        TargetChoice choice = choices.task == null
                ? TargetChoice.of(table, choices.target, written)
                : TargetChoice.of(table, choices.target, choices.task, written);
        listener.target(choice);
        choices.check(table);
        RowSplit test = choices.holdout.split(choice, table, choice.rows(), choices.testFraction, choices.seed);
        return of(choices, listener, choice, new Rows(table, digest, test.kept(), new int[0], table, test.held()));
    }

    /// Returns the plan of one fold of a cross-validation: a training with the same settings on some rows of the table,
    /// tested on others.
    TrainingPlan fold(Folds fold, Choices settings, TrainingListener follower) {
        return of(settings, follower, choice, new Rows(table, "", fold.train(), new int[0], table, fold.test()));
    }

    /// @param kept the rows to divide into training and validation rows, and the test rows
    private static TrainingPlan of(Choices choices, TrainingListener listener, TargetChoice choice, Rows kept) {
        Table table = kept.table;
        RowSplit validation = choices.holdout.split(choice, table, kept.train, choices.validationFraction,
                ~choices.seed);
        int[] train = validation.kept();
        Target target = choices.target(choice, train);
        SchemaChoice columns = SchemaChoice.of(table, target, train, validation.held(), choices.overrides());
        return new TrainingPlan(choices, listener, choice, new Codec(columns.schema(), target), columns.remarks(),
                new Rows(table, kept.digest, train, validation.held(), table, kept.test));
    }

    /// Returns a copy with test rows from another file.
    TrainingPlan test(Path file) throws IOException {
        Map<String, Column.Kind> kinds = new LinkedHashMap<>(codec.schema().kinds());
        kinds.put(codec.target().column(), codec.target().kind());
        return test(Tables.read(file, choices.format.foundIn(table).kinds(kinds), listener::reading));
    }

    /// Returns a copy with test rows from another table.
    TrainingPlan test(Table other) {
        int[] tests = codec.withTarget(other);
        codec.examples(other, new int[]{tests[0]});
        return new TrainingPlan(choices, listener, choice, codec, columnRemarks,
                new Rows(table, rows.digest, train, validation, other, tests));
    }

    /// Returns the table.
    public Table table() {
        return table;
    }

    /// Returns the task that was chosen for the target, with the reason.
    public TargetChoice choice() {
        return choice;
    }

    /// Returns the encodings of the columns.
    public Schema schema() {
        return codec.schema();
    }

    /// Returns remarks on how the values of the columns become inputs, such as values that were merged.
    public List<Remark> columnRemarks() {
        return columnRemarks;
    }

    /// Returns the target.
    public Target target() {
        return codec.target();
    }

    /// Returns the number of training rows.
    public int trainingRows() {
        return train.length;
    }

    /// Returns the number of validation rows, which choose the best epoch.
    public int validationRows() {
        return validation.length;
    }

    /// Returns the number of test rows.
    public int testRows() {
        return test.length;
    }

    /// Returns the table of the test rows: the table of this plan, or the one that the caller passed for the test.
    public Table testTable() {
        return testTable;
    }

    /// Compares the model of this training with a live model on the test rows. `file` is the file that they come from;
    /// the live model reads it with its own format.
    ///
    /// @throws IOException if the file cannot be read
    public Comparison compare(TabularModel before, TabularModel after, Path file) throws IOException {
        return Comparison.of(before, before.readWithTarget(file, listener::reading), after, testTable, test);
    }

    /// Returns the kind of model: `mlp` or `linear`.
    public String model() {
        return choices.linear() ? LINEAR : "mlp";
    }

    /// Returns how the held-out rows were chosen, such as `drawn at random class by class`.
    public String drawn() {
        return choices.holdout.words(choice.task());
    }

    /// Returns a remark for everything that makes results look better than they are: test rows that are also training
    /// rows, columns that give the target away, and classes too small to test. It also reports numbers that are one
    /// class although they are written differently, and test rows that are unlike the training rows.
    public List<Remark> warnings() {
        List<Remark> warnings = new ArrayList<>(choice.remarks());
        warnings.addAll(Warnings.of(choices.holdout, choice, codec, table, train, validation, testTable, test));
        return warnings;
    }

    /// Returns the maximum number of epochs.
    public int epochs() {
        return choices.epochs;
    }

    /// Returns the number of epochs without a new best after which the training ends.
    public int patience() {
        return choices.patience;
    }

    /// Returns the batch size in rows.
    public int batch() {
        return Math.min(choices.batch(train.length), train.length);
    }

    /// Returns the learning rate.
    public double learningRate() {
        return choices.learningRate(choices.linear(), train.length);
    }

    /// Returns the seed of all random numbers.
    public long seed() {
        return choices.seed;
    }

    /// Returns the number of threads.
    public int threads() {
        return choices.threads;
    }

    /// Returns a lower bound of the size of the model file in bytes: its parameters and the description of its columns.
    public long leastFileSize() {
        return plan().parameters() * Float.BYTES + Json.write(codec.schema().toJson()).length();
    }

    /// Returns a summary of the network: each layer with its parameters and memory.
    public Plan plan() {
        Plan known = plan;
        if (known == null) {
            known = planned();
            plan = known;
        }
        return known;
    }

    private Plan planned() {
        return switch (codec.target()) {
            case Target.Classes _ -> trainer(Classifier.of(net(choices.linear())), choices.linear()).plan(examples);
            case Target.Numbers _ -> trainer(Regressor.of(net(choices.linear())), choices.linear()).plan(examples);
        };
    }

    private org.chainrule.nn.Layer net(boolean linear) {
        return choices.net(linear, codec.target(), codec.outputs());
    }

    private <M> Trainer<M> trainer(Trainer<M> start, boolean linear) {
        String name = linear ? LINEAR : model();
        // a linear model has one minimum: large steps reach it fast, and the steps must then shrink to settle there
        Schedule schedule = Schedule.cosine();
        Trainer<M> trainer = start.optimizer(Optimizers.adam(choices.learningRate(linear, train.length)))
                .epochs(choices.epochs)
                .batch(choices.batch(train.length)).patience(choices.patience).seed(choices.seed)
                .threads(choices.threads).schedule(schedule).monitor("loss")
                .onEpoch(epoch -> listener.epoch(name, epoch))
                .onStep((epoch, rows, of) -> listener.step(name, epoch, rows, of))
                .stopWhen(stop::asked);
        return checkpointing == null ? trainer : trainer.checkpoints(checkpointing.of(name));
    }

    private Model train(boolean linear, Examples held) {
        return switch (codec.target()) {
            case Target.Classes _ -> trainer(Classifier.of(net(linear)), linear).fit(examples, held);
            case Target.Numbers _ -> trainer(Regressor.of(net(linear)), linear).fit(examples, held);
        };
    }

    /// Trains the model and the linear baseline, and measures both on the test rows.
    ///
    /// @throws DivergedException if the loss of the model stops being a finite number
    /// @throws ArgumentException if the folder holds checkpoints and the training is not set to resume
    /// @throws org.chainrule.error.FormatException if it is set to resume from checkpoints of another training
    public TabularResult fit() {
        return fit(true);
    }

    /// Measures this training by [CrossValidation], without keeping a model.
    ///
    /// @param folds   the number of folds, at least 2
    /// @param repeats how many times to divide the rows into folds, each time with another seed; at least 1
    /// @throws ArgumentException named `folds` if there are too few rows, rows of a class, groups or times for the folds
    /// @throws DivergedException if the loss of a model stops being a finite number
    public CrossValidation crossValidate(int folds, int repeats) {
        return CrossValidation.of(this, folds, repeats);
    }

    /// @param compares whether the model is compared with baselines
    TabularResult fit(boolean compares) {
        if (checkpointing != null) {
            checkpointing.check(List.of(model(), LINEAR));
        }
        // work that needs no network comes first, so that little remains once the training is stopped
        Codec.Constant constant = codec.constant(table, train);
        List<Remark> remarks = new ArrayList<>(codec.target() instanceof Target.Classes classes
                ? classes.remarks(testTable, test)
                : List.of());
        long start = System.nanoTime();
        Examples held = codec.examples(table, validation, choice.far());
        Model network = train(choices.linear(), held);
        double seconds = (System.nanoTime() - start) * 1e-9;
        boolean interrupted = stop.asked();
        Codec decided = codec;
        Map<String, Double> validated = reached(network);
        Map<String, Double> tested = Map.of();
        Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
        Assessment assessment = Assessment.NONE;
        try {
            decided = decided(network);
            validated = decided.measure(network, table, validation);
            if (test.length > 0) {
                tested = decided.measure(network, testTable, test);
                baselines.put(CONSTANT, codec.measure(constant, testTable, test));
                assessment = compares
                        ? TestScores.assess(decided, network, testTable, test, choices)
                        : Assessment.NONE;
            }
        } catch (Stop.LateException _) {
            remarks.addAll(Warnings.undecided(decided.target(), choices.bestThreshold));
        }
        if (compares && test.length > 0 && !choices.linear() && !interrupted) {
            linear(held, baselines, remarks);
        }
        if (compares && test.length > 0 && !stop.asked()) {
            Optional<NeighborBaseline> near = NeighborBaseline.of(codec, table, train, validation, testTable, test);
            near.ifPresent(found -> baselines.put(NEIGHBORS, found.measures()));
            assessment = assessment.withNeighbors(near.map(NeighborBaseline::neighbors).orElse(0));
        }
        Appraisal appraisal = new Appraisal(choices, choice, codec, table, train, testTable, test);
        remarks.addAll(appraisal.remarks(Comparison.deciding(codec.target().task()), tested, baselines,
                network.bestEpoch(), network.history().size()));
        Optional<Provenance.ChosenThreshold> chosen = choices.bestThreshold && !decided.equals(codec)
                ? Provenance.chosen(decided.target(), table, validation)
                : Optional.empty();
        remarks.addAll(Warnings.few(decided.target(), chosen.map(Provenance.ChosenThreshold::positives), test.length,
                assessment));
        Map<String, Map<String, Double>> results = Provenance.results(validated, tested, assessment, baselines);
        TabularModel model = new TabularModel(codec.schema(), decided.target(), network,
                Provenance.of(this, rows.digest, choices.command, results, chosen), choices.format.foundIn(table));
        return new TabularResult(model, network.history().size(), seconds, interrupted, validated, tested, baselines,
                constant.words(), remarks, assessment);
    }

    /// Trains and measures the linear baseline. A stopped one is named as such, because more training would have
    /// improved it.
    private void linear(Examples held, Map<String, Map<String, Double>> baselines, List<Remark> remarks) {
        try {
            Model linear = train(true, held);
            int epochs = linear.history().size();
            String name = stop.asked() ? LINEAR + ", stopped after " + Phrases.count(epochs, "epoch") : LINEAR;
            if (epochs > 0) {
                baselines.put(name, decided(linear).measure(linear, testTable, test));
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
        if (network.bestEpoch() > 0) {
            measures.putAll(codec.inUnits(network.history().get(network.bestEpoch() - 1).validation()));
            measures.remove("loss");
        }
        return measures;
    }

    /// Returns the codec with what the validation rows decide.
    private Codec decided(Model network) {
        return Calibrator.decided(codec.until(stop), network, table, validation, choices.bestThreshold);
    }
}
