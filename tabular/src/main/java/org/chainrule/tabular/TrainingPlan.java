package org.chainrule.tabular;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.io.Json;
import org.chainrule.model.Model;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.SchemaChoice;
import org.chainrule.tabular.ensemble.Deadline;
import org.chainrule.tabular.ensemble.EnsembleTraining;
import org.chainrule.tabular.ensemble.Lineup;
import org.chainrule.tabular.ensemble.WorkItem;
import org.chainrule.tabular.network.Approach;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.EncodingRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.report.Report;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Checkpointing;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.Learner;
import org.chainrule.tabular.train.Stop;
import org.chainrule.tabular.train.Warnings;
import org.chainrule.train.Plan;
import org.jspecify.annotations.Nullable;

/// A training with every decision made and nothing trained: the task, the split, the encoding of each column, and the
/// network. [#fit] trains it.
public final class TrainingPlan {
    final Choices choices;
    final TrainingListener listener;
    final Rows rows;
    final TargetChoice choice;
    final Codec codec;
    private final List<Remark> columnRemarks;
    final Learner learner;
    final Recipe recipe;
    final Examples examples;
    final Lineup lineup;
    final Stop stop;
    final Deadline deadline;
    final @Nullable Checkpointing checkpointing;
    /// Created on first use, because that takes time for a large network.
    private @Nullable Plan plan;

    /// The table with the rows for training, validation and test.
    ///
    /// @param testTable the table that the test rows are in
    /// @param digest    SHA-256 of the file of the table, or empty
    record Rows(Table table, String digest, int[] train, int[] validation, Table testTable, int[] test) {
    }

    TrainingPlan(Choices choices, TrainingListener listener, TargetChoice choice, Codec codec,
            List<Remark> columnRemarks, Rows rows) {
        this.choices = choices;
        this.listener = listener;
        this.rows = rows;
        this.choice = choice;
        this.codec = codec;
        this.columnRemarks = columnRemarks;
        this.learner = new Learner(codec, rows.table, choice.far());
        this.examples = learner.examples(rows.train);
        this.lineup = Lineup.of(choices, choice, codec, rows.table, rows.train, rows.validation);
        this.recipe = lineup.main();
        this.stop = new Stop(choices.stop);
        this.deadline = choices.time.map(limit -> Deadline.after(choices.timeStart, limit)).orElse(Deadline.NONE);
        this.checkpointing = choices.checkpoints == null
                ? null
                : Checkpointing.of(choices.checkpoints, choices, rows.table, codec.target(), rows.digest);
    }

    /// @param digest SHA-256 of the file that the table comes from, or empty
    static TrainingPlan of(Choices given, TrainingListener listener, Table read, String digest) {
        Choices choices = given.resolved(read);
        Table table = choices.counted(read);
        TargetChoice choice = choices.choice(table);
        listener.target(choice);
        choices.check(table);
        choices.checkAim(choice, table);
        RowSplit test = choices.holdout.split(choice, table, choice.rows(), choices.testFraction, choices.seed);
        return of(choices, listener, choice, new Rows(table, digest, test.kept(), new int[0], table, test.held()));
    }

    /// @param kept the rows to divide into training and validation rows, and the test rows; or validation rows that are
    ///             already chosen, and the training rows without them
    static TrainingPlan of(Choices choices, TrainingListener listener, TargetChoice choice, Rows kept) {
        Table table = kept.table;
        boolean chosen = kept.validation.length > 0;
        RowSplit split = choices.holdout.split(choice, table, kept.train, chosen ? 0 : choices.validationFraction,
                ~choices.seed);
        int[] train = split.kept();
        int[] held = chosen ? kept.validation : split.held();
        int[] all = chosen ? IntStream.concat(IntStream.of(train), IntStream.of(held)).sorted().toArray() : kept.train;
        int[] fitted = choices.usesAllRows() ? all : train;
        Target target = choices.target(choice, fitted);
        SchemaChoice columns = SchemaChoice.of(table, target,
                new SchemaChoice.Rows(fitted, train, held,
                        () -> choices.holdout.statisticsFolds(choice.fit(fitted), table, fitted, choices.seed),
                        choice.far()),
                choices.overrides(), choices.scaling());
        Codec plain = new Codec(columns.schema(), target).aiming(choices.aim.balancing(target, table, fitted));
        Codec codec = choices.tried(plain, columns.table(), choice.far(), fitted, train, held);
        List<Remark> remarks = new ArrayList<>(columns.remarks());
        if (codec.target() instanceof Target.Numbers numbers && !numbers.transform().isIdentity()) {
            remarks.add(new EncodingRemark.TransformedTarget(numbers.column(), numbers.transform().words()));
        }
        return new TrainingPlan(choices, listener, choice, codec, remarks,
                new Rows(columns.table(), kept.digest, train, held, columns.table(), kept.test));
    }

    /// Returns a copy with test rows from another place.
    TrainingPlan test(TableSource source) throws IOException {
        Map<String, Column.Kind> kinds = new LinkedHashMap<>(codec.schema().kinds());
        kinds.put(codec.target().column(), codec.target().kind());
        return test(source.read(choices.format.foundIn(rows.table).kinds(kinds), listener::reading));
    }

    /// Returns a copy with test rows from another table.
    TrainingPlan test(Table read) {
        Table other = choices.aim.counted(read);
        int[] tests = codec.withTarget(other);
        codec.examples(other, new int[]{tests[0]});
        if (codec.target() instanceof Target.Numbers numbers) {
            numbers.truths(other, tests);
        }
        return new TrainingPlan(choices, listener, choice, codec, columnRemarks,
                new Rows(rows.table, rows.digest, rows.train, rows.validation, other, tests));
    }

    /// Returns the table.
    public Table table() {
        return rows.table.plain();
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
        return rows.train.length;
    }

    /// Returns the number of validation rows, which choose the best epoch.
    public int validationRows() {
        return rows.validation.length;
    }

    /// Returns the number of test rows.
    public int testRows() {
        return rows.test.length;
    }

    /// Returns the table of the test rows: the table of this plan, or the one that the caller passed for the test.
    public Table testTable() {
        return rows.testTable.plain();
    }

    /// Compares the model of this training with a live model on the test rows. `source` is where they come from;
    /// the live model reads it with its own format.
    ///
    /// @throws IOException if the file cannot be read
    public Comparison compare(TabularModel before, TabularModel after, TableSource source) throws IOException {
        return Comparison.of(before, before.readWithTarget(source, listener::reading), after, rows.testTable,
                rows.test);
    }

    /// Returns the report of the model of this training on its test rows, with everything that only the training knows.
    ///
    /// @param result  the result of [#fit]
    /// @param wording how remarks name their remedies
    /// @throws ArgumentException if there are no test rows
    public Report report(TabularResult result, Wording wording) {
        return new TrainingRun(this).report(result, wording);
    }

    /// Returns the kind of model, such as `mlp` or `linear`.
    public String model() {
        return choices.approach() == Approach.BEST ? "best" : recipe.name();
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
        warnings.addAll(Warnings.lists(choice, rows.table));
        warnings.addAll(Warnings.weights(choices.aim, rows.testTable));
        warnings.addAll(Warnings.of(choices.holdout, choice, codec, rows.table, rows.train, rows.validation,
                rows.testTable, rows.test));
        return warnings;
    }

    /// Returns the name of the measure that decides between models, such as `logLoss`: the metric that chooses the epoch, if
    /// one was chosen.
    public String deciding() {
        return codec.aim().deciding(codec.target()).reported();
    }

    /// Returns what the training aims at: the metric that chooses the epoch, the weights of the rows, and whether classes
    /// are balanced.
    public Aim aim() {
        return choices.aim;
    }

    /// Returns the number of networks to train; 1 unless the model is an ensemble.
    public int networks() {
        return lineup.items().size();
    }

    /// Returns the names of the networks to train, as listeners are told them.
    public List<String> networkNames() {
        return networks() > 1 ? lineup.items().stream().map(WorkItem::name).toList() : List.of(recipe.name());
    }

    /// Returns the measures of the constant baseline on the validation rows, in the units of the target.
    public Map<String, Double> constant() {
        return codec.measure(codec.constant(rows.table, rows.train), rows.table, rows.validation);
    }

    /// Returns the expected time of the training in seconds, an estimate that is right within a factor of about two.
    public double expectedSeconds() {
        double seconds = lineup.seconds(codec, choices.threads);
        return choices.time.map(limit -> Math.min(seconds, limit.toMillis() * 1e-3)).orElse(seconds);
    }

    /// Returns the kind of network that the settings and the summary of one network describe, such as `realmlp`.
    public String kind() {
        return recipe.name();
    }

    /// Returns the kinds of networks of a portfolio, such as `realmlp` and `mlp`; the kind of the network otherwise.
    public List<String> kinds() {
        return lineup.kinds();
    }

    /// Returns the number of folds of an ensemble; 1 if all networks have the same validation rows.
    public int folds() {
        return lineup.folds();
    }

    /// Returns the maximum number of epochs of a network.
    public int epochs() {
        return recipe.epochs();
    }

    /// Returns the number of epochs without a new best after which the training ends.
    public int patience() {
        return choices.patience;
    }

    /// Returns the batch size in rows.
    public int batch() {
        return Math.min(recipe.batch(rows.train.length), rows.train.length);
    }

    /// Returns the learning rate.
    public double learningRate() {
        return recipe.learningRate(choice.task(), rows.train.length);
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
            known = learner.plan(recipe, examples, new TrainingRun(this).course(model()));
            plan = known;
        }
        return known;
    }

    /// Trains the model and the linear baseline, and measures both on the test rows.
    ///
    /// @throws DivergedException if the loss of the model stops being a finite number
    /// @throws ArgumentException if the folder holds checkpoints and the training is not set to resume
    /// @throws org.chainrule.error.FormatException if it is set to resume from checkpoints of another training
    public TabularResult fit() {
        return fit(true);
    }

    /// Trains the model as [#fit] does, with its networks trained elsewhere, such as on other machines: the same model, bit
    /// for bit. A single network, and the linear baseline, are trained here all the same.
    ///
    /// @param parallel the number of networks trained at a time, each asked for by a thread of its own; at least 1
    /// @param trained  returns what [#network] returns for a place in [#networkNames()] and an equal plan
    public TabularResult fit(int parallel, IntFunction<Model> trained) {
        checkFolds();
        return new TrainingRun(this, new EnsembleTraining.Elsewhere(parallel, trained)).fit(true);
    }

    /// Trains one of the networks, for [#fit(int, IntFunction)].
    ///
    /// @param place the place of the network in [#networkNames()]
    /// @throws DivergedException if the loss stops being a finite number
    public Model network(int place) {
        return new TrainingRun(this).train(lineup.items().get(place));
    }

    /// Returns the training rows as a network reads them, for a training of the caller's own.
    public Examples examples() {
        return examples;
    }

    /// Returns the training rows in the order of [#examples()], then the validation rows of [#table()], then the test rows.
    public List<int[]> places() {
        return List.of(rows.train.clone(), rows.validation.clone(), rows.test.clone());
    }

    /// Returns the model of a network that the caller trained on [#examples()]. It is calibrated on the validation rows
    /// and measured on the test rows as that of [#fit] is, but it cannot be reproduced, because its settings are unknown.
    ///
    /// @param network a classifier with an output for each class of the target, or a regressor with the outputs of the target
    /// @throws ArgumentException if the network does not fit the columns and the target
    public TabularModel model(Model network) {
        return new TrainingRun(this).model(network);
    }

    /// Checks that each fold of an ensemble can hold out each class.
    ///
    /// @throws ArgumentException named `folds` if a class has fewer rows than there are folds, unless whole groups or the
    ///     latest rows are held out
    public void checkFolds() {
        if (choices.folds > 1) {
            int[] pool = IntStream.concat(IntStream.of(rows.train), IntStream.of(rows.validation)).toArray();
            choices.holdout.checkClasses(choice, rows.table, pool, choices.folds);
        }
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
        checkFolds();
        return new TrainingRun(this).fit(compares);
    }
}
