package org.chainrule.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.network.Approach;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Holdout;
import org.chainrule.train.Checkpoints;

/// An immutable description of a training on a table. Each method returns a changed copy, and [#fit] returns the
/// trained model with a report.
///
/// ```java
/// TabularModel species = Tabular.train(Path.of("penguins.csv"), "species");
///
/// TabularResult result = Tabular.of("species").hidden(64, 32).epochs(50).seed(7).fit(Path.of("penguins.csv"));
/// result.test().get("accuracy");
/// ```
///
/// The training holds out some rows for the test before it learns anything, and validates each epoch on some of the
/// others to find the best one. The same table, settings and seed produce the same model, bit for bit.
public final class Tabular {
    private static final TrainingListener SILENT = (_, _) -> {
    };

    final Choices choices;
    final TrainingListener listener;

    private Tabular(Choices choices, TrainingListener listener) {
        this.choices = choices;
        this.listener = listener;
    }

    /// Returns a training that learns to predict the target column from all other columns.
    public static Tabular of(String target) {
        return new Tabular(new Choices(target), SILENT);
    }

    /// Trains on a CSV file with a header, with default settings, and returns the model.
    ///
    /// @throws IOException if the file cannot be read
    public static TabularModel train(Path file, String target) throws IOException {
        return of(target).fit(file).model();
    }

    private Tabular with(Consumer<Choices> change) {
        return new Tabular(choices.with(change), listener);
    }

    private Tabular single(Consumer<Choices> change) {
        return with(change.andThen(c -> c.single = true));
    }

    /// Sets the task. Defaults to classification or regression, as the target column suggests. Replaces [#quantiles],
    /// [#counts] and [#ordered].
    public Tabular task(Task task) {
        return with(c -> c.task(task, List.of(), List.of()));
    }

    /// Selects a regression that predicts quantiles instead of the mean ([Estimand.Quantiles]). Its measures are `pinball`,
    /// the mean pinball loss of the quantiles; `coverage`, the share of rows whose number is not outside the first and the
    /// last; `intervalWidth`, the mean distance between these; and `rmse` and `mae` of the median if it is among them.
    ///
    /// @param levels the levels in increasing order, between 0 and 1, such as 0.1, 0.5 and 0.9
    /// @throws ArgumentException if there are no levels, or they are not increasing numbers between 0 and 1
    public Tabular quantiles(double... levels) {
        List<Double> list = new Estimand.Quantiles(DoubleStream.of(levels).boxed().toList()).levels();
        return with(c -> c.task(Task.REGRESSION, list, List.of()));
    }

    /// Selects a Poisson regression: the target is a count, such as a number of visits, and the model predicts its mean, which
    /// is above 0 ([Estimand.Counts]). Its measures are `poissonDeviance`, `rmse` and `mae`.
    public Tabular counts() {
        return task(Task.COUNTS);
    }

    /// Selects classes in an order, such as grades: a prediction far from the true class costs more in training than one
    /// near to it. Further measures are `rankError`, the mean distance of the ranks of the predicted and the true class, and
    /// `kappa`, their agreement with quadratic weights.
    ///
    /// @param labels all labels in their order; none for numbers, which are in ascending order
    public Tabular ordered(String... labels) {
        return with(c -> c.task(Task.ORDERED, List.of(), List.of(labels)));
    }

    /// Ignores these columns. A name that no column has and that contains commas is a list of names, here and in the
    /// other methods that name columns: `ignore("a,b")` ignores two columns, unless one is called `a,b`.
    public Tabular ignore(String... columns) {
        return with(c -> c.overrides = c.overrides.ignore(columns));
    }

    /// Treats these columns as categories, whatever they seem to hold; use it for numbers that are codes, such as
    /// postcodes.
    public Tabular categorical(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.TEXT, columns));
    }

    /// Sets the largest number of categories of a column; the rarest of more values are merged. By default, a column
    /// keeps up to 255 values, and up to 4,096 if that helps on the validation rows. A column with statistics of the target
    /// keeps only values of at least 20 training rows.
    ///
    /// @param most the number; at least 2
    public Tabular categories(int most) {
        require(most >= 2, "categories", most, "at least 2");
        return with(c -> c.overrides = c.overrides.categories(most));
    }

    /// Treats these columns as numbers, whatever they seem to hold; words in them count as missing values.
    public Tabular numeric(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.NUMBER, columns));
    }

    /// Treats these columns as dates, whatever they seem to hold; words in them count as missing values.
    public Tabular date(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.DATE, columns));
    }

    /// Reads these columns as sentences: their words, pairs of words and n-grams of characters become inputs, at most
    /// 1,000 for each column. By default, a column of sentences is used if its words help on the validation rows.
    public Tabular text(String... columns) {
        return with(c -> c.overrides = c.overrides.text(columns));
    }

    /// Sets how files are read where detection would be wrong. The model keeps the format and reads files to predict
    /// alike.
    public Tabular format(TableFormat format) {
        return with(c -> c.format = format);
    }

    /// Sets the positive class of a binary target, to which the [decision threshold][#threshold] and F1 apply. Defaults
    /// to the last of the two labels in sorted order, such as `yes` of `no` and `yes`; of `+` and `-` it is `+`.
    public Tabular positive(String label) {
        return with(c -> c.positive = label);
    }

    /// Sets the decision threshold of a binary target: the model predicts the positive class if its probability is at
    /// least this. Defaults to 0.5. The model keeps the threshold.
    public Tabular threshold(double probability) {
        require(probability > 0 && probability < 1, "threshold", probability, "a number between 0 and 1");
        return with(c -> {
            c.threshold = probability;
            c.bestThreshold = false;
        });
    }

    /// Chooses the decision threshold after the training: the one with the highest F1 of the positive class on the
    /// validation set.
    public Tabular bestF1Threshold() {
        return with(c -> c.bestThreshold = true);
    }

    /// Sets the metric that chooses the epoch on the validation rows and the weights in an ensemble; defaults to the loss.
    /// The test reports it, and it decides whether a model [is better][Comparison]. If it is not defined on the validation
    /// rows, as `auc` for rows of a single class, the loss chooses, with a remark.
    ///
    /// @param name a [Criterion] that fits the target, such as `auc`, `f1`, `rmse` or, for quantiles, `pinball`
    /// @throws ArgumentException if there is no such metric
    public Tabular metric(String name) {
        return with(c -> c.aim = c.aim.metric(Criterion.of(name)));
    }

    /// Weighs the rows by a column of numbers of at least 0, which is then no feature: a row of weight 2 counts as two rows
    /// in the loss and in all measures, and one of weight 0 is left out. [TabularModel#evaluate] weighs rows by the
    /// column if the table has it; predictions do not need it.
    public Tabular weights(String column) {
        return with(c -> c.aim = c.aim.weights(column));
    }

    /// Balances the classes: each has the same total weight in training, `n / (K n[c])` for each row of a class with
    /// `n[c]` of n rows, times the weight of the row. The probabilities are then those of equally frequent classes; measures
    /// remain those of the rows as they are, and `balancedAccuracy` decides whether a model [is better][Comparison].
    public Tabular balanced() {
        return with(c -> c.aim = c.aim.balanced(true));
    }

    /// Sets whether predicted numbers are clamped to the range of the target in the training rows. Defaults to true,
    /// except with a [time column][#timeColumn], because later rows may leave the range.
    public Tabular clamp(boolean clamp) {
        return with(c -> c.clamp = clamp);
    }

    /// Sets whether the network may learn the logarithm or a power of a skewed numeric target, if that predicts the
    /// validation rows better. Predictions are means of the target itself in any case. Defaults to true.
    public Tabular transformTarget(boolean transform) {
        return with(c -> c.transform = transform);
    }

    /// Selects a linear model: linear regression for numbers, softmax regression for classes.
    public Tabular linear() {
        return with(c -> {
            c.approach = Approach.PERCEPTRON;
            c.hidden = new int[0];
        });
    }

    /// Selects a single multilayer perceptron, which trains in seconds. It is also what a setting of one network selects,
    /// such as [#epochs] or [#batch], if no other kind is chosen.
    public Tabular quick() {
        return with(c -> c.approach = Approach.PERCEPTRON);
    }

    /// Selects a RealMLP: a network with learned factors of its inputs, trained for 256 epochs with a learning rate in
    /// waves (Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024). Numbers are scaled by median and
    /// quartiles.
    public Tabular realMlp() {
        return with(c -> c.approach = Approach.REALMLP);
    }

    /// Selects a TabM: 16 networks that share most of their weights and read piecewise-linear embeddings of the numbers
    /// (Gorishniy, Kotelnikov and Babenko, "TabM", 2024).
    public Tabular tabM() {
        return with(c -> c.approach = Approach.TABM);
    }

    /// Selects the best of a portfolio, the default: RealMLPs, a TabM for many rows, a linear model and a multilayer
    /// perceptron, averaged with weights that suit the rows that they held out. How many are trained depends on the size of
    /// the table, and on the [time][#time] if it is set.
    public Tabular best() {
        return with(c -> c.approach = Approach.BEST);
    }

    /// Selects a multilayer perceptron with ReLU between its layers. Defaults to 256 and 128 hidden units.
    ///
    /// @param units the width of each hidden layer; at least one layer
    public Tabular hidden(int... units) {
        require(units.length > 0, "hidden", "no widths",
                "at least one; call linear() for a model without hidden layers");
        for (int width : units) {
            atLeastOne("hidden", width);
        }
        return single(c -> c.hidden = units.clone());
    }

    /// Sets the dropout rate: the fraction of hidden values dropped at random in each step. Defaults to 0.3 for classes
    /// and 0.1 for numbers.
    public Tabular dropout(double rate) {
        require(rate >= 0 && rate < 1, "dropout", rate, "at least 0 and less than 1");
        return single(c -> c.dropout = rate);
    }

    /// Sets the maximum number of epochs. Defaults to 200.
    public Tabular epochs(int epochs) {
        return single(c -> c.epochs = atLeastOne("epochs", epochs));
    }

    /// Sets the number of epochs without a new best on the validation set that end the training. Defaults to 40.
    public Tabular patience(int epochs) {
        return single(c -> c.patience = atLeastOne("patience", epochs));
    }

    /// Sets the batch size in rows. Defaults to a size from 32 to 1024 that grows with the number of training rows.
    public Tabular batch(int rows) {
        return single(c -> c.batch = atLeastOne("batch", rows));
    }

    /// Sets the learning rate of Adam. Defaults to 0.01 for a linear model. For a network it defaults to 0.001 at a
    /// batch of 32 rows and grows with the square root of the batch size.
    public Tabular learningRate(double rate) {
        require(rate > 0 && Double.isFinite(rate), "learningRate", rate, "a finite number above 0");
        return single(c -> c.learningRate = rate);
    }

    /// Trains an ensemble of this number of networks, which differ by their seeds, and averages their predictions: their
    /// probabilities, or their numbers. Defaults to a single network. With [#folds], each fold has that many.
    public Tabular ensemble(int networks) {
        return with(c -> c.ensemble = atLeastOne("ensemble", networks));
    }

    /// Divides the rows outside the test into this number of folds, and trains a network for each fold on the rows of
    /// the others (bagging by cross-validation). The model averages the networks. Each row is predicted by the networks
    /// that did not learn from it; these predictions are the validation. With a [time column][#timeColumn], as
    /// many networks, which differ by their seeds, hold out the latest rows, because a fold would be predicted from later rows.
    ///
    /// @param folds the number of folds; at least 2
    public Tabular folds(int folds) {
        require(folds >= 2, "folds", folds, "at least 2");
        return with(c -> c.folds = folds);
    }

    /// Limits the time from this call until the model is ready. Networks that have not begun by then are left out, and one
    /// that is being trained counts with its best epoch so far. Defaults to no limit. How many networks [#best] trains
    /// depends on the limit; which of them are part of the model then depends on the speed of the machine, and the
    /// [Provenance] lists them.
    ///
    /// @param limit the time, above 0
    public Tabular time(Duration limit) {
        require(limit.isPositive(), "time", limit, "more than 0");
        long start = System.nanoTime();
        return with(c -> {
            c.time = Optional.of(limit);
            c.timeStart = start;
        });
    }

    /// Sets the longest expected time of a [portfolio][#best] for a single row, in microseconds. Defaults to 100, or to 1.5 for
    /// each column that the model reads if that is more. The time is an estimate from the sizes of the networks, so that the
    /// model does not depend on the machine.
    public Tabular maxLatency(double microseconds) {
        require(microseconds > 0, "maxLatency", microseconds, "more than 0 microseconds");
        return with(c -> c.maxLatency = microseconds);
    }

    /// Sets the seed of all random numbers: the split, the parameters, the order of rows and dropout. Defaults to 0.
    public Tabular seed(long seed) {
        return with(c -> c.seed = seed);
    }

    /// Sets the number of threads. Defaults to the number of processors. The model does not depend on it.
    public Tabular threads(int threads) {
        return with(c -> c.threads = atLeastOne("threads", threads));
    }

    /// Sets the fraction of rows held out for the test; 0 holds out none. Defaults to 0.2, or to 0 if the caller passes
    /// test rows separately.
    public Tabular testFraction(double fraction) {
        require(fraction >= 0 && fraction < 1, "testFraction", fraction, "at least 0 and less than 1");
        return with(c -> c.testFraction = fraction);
    }

    /// Holds out the latest rows by this column of dates or numbers, for the test and for validation. The measures then
    /// show how the model would have done on later data. Rows without a time are training rows.
    public Tabular timeColumn(String column) {
        return with(c -> c.holdOut(new Holdout.Latest(column)));
    }

    /// Holds out whole groups: rows with the same value in this column, such as all rows of a customer, stay on the
    /// same side of the split. The model does not read the column.
    public Tabular groupColumn(String column) {
        return with(c -> c.holdOut(new Holdout.Groups(column)));
    }

    /// Sets the command that started the training, which the model's [Provenance] records.
    public Tabular command(String command) {
        return with(c -> c.command = command);
    }

    /// Sets the listener that follows the reading of files, each step and each epoch.
    public Tabular onEpoch(TrainingListener listener) {
        return new Tabular(choices, listener);
    }

    /// Sets a condition that is checked before each step. Once it is true, the training ends with the best epoch so
    /// far. It then skips, with a remark, any measurement that would take longer than a moment.
    public Tabular stopWhen(BooleanSupplier stop) {
        return with(c -> c.stop = stop);
    }

    /// Saves checkpoints of the training in a folder. A training killed at any moment can resume later and produces the
    /// same model, bit for bit. The folder holds one folder for each trained model: `mlp`, and `linear` for the
    /// baseline. The training refuses a checkpoint of another table or of other settings and reports the difference;
    /// see [Checkpoints].
    public Tabular checkpoints(Checkpoints checkpoints) {
        ArgumentException.requireNotNull("checkpoints", "checkpoints", checkpoints);
        return with(c -> c.checkpoints = checkpoints);
    }

    private static int atLeastOne(String name, int value) {
        require(value >= 1, name, value, "at least 1");
        return value;
    }

    private static void require(boolean holds, String name, Object got, String expected) {
        if (!holds) {
            throw new ArgumentException(name, name + ": got " + got + ", expected " + expected);
        }
    }

    /// Reads a CSV file and returns the plan of its training. Nothing is trained yet.
    ///
    /// @throws IOException if the file cannot be read
    public TrainingPlan prepare(Path file) throws IOException {
        return prepare(TableSource.of(file));
    }

    /// Same as [#prepare(Path)], for a table from any place.
    public TrainingPlan prepare(TableSource source) throws IOException {
        Table table = source.read(choices.format.kinds(choices.overrides.possibleKinds()), listener::reading);
        return TrainingPlan.of(choices, listener, table, source.digest());
    }

    /// Same as [#prepare(Path)], with the test rows in a separate file.
    public TrainingPlan prepare(Path file, Path test) throws IOException {
        return prepare(TableSource.of(file), TableSource.of(test));
    }

    /// Same as [#prepare(TableSource)], with the test rows elsewhere.
    public TrainingPlan prepare(TableSource source, TableSource test) throws IOException {
        return testFraction(0).prepare(source).test(test);
    }

    /// Returns the plan of a training on a table. Nothing is trained yet.
    public TrainingPlan prepare(Table table) {
        return TrainingPlan.of(choices, listener, table, "");
    }

    /// Same as [#prepare(Table)], with the test rows in a separate table.
    public TrainingPlan prepare(Table table, Table test) {
        return testFraction(0).prepare(table).test(test);
    }

    /// Trains on a CSV file with a header and returns the model with a report.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public TabularResult fit(Path file) throws IOException {
        return prepare(file).fit();
    }

    /// Finds the rows of a CSV file whose label is probably wrong, by five folds unless [#folds] sets their number. Use
    /// [#ensemble] for surer predictions.
    ///
    /// @throws IOException if the file cannot be read
    public Audit audit(Path file) throws IOException {
        return audit(TableSource.of(file));
    }

    /// Same as [#audit(Path)], for a table from any place.
    public Audit audit(TableSource source) throws IOException {
        return Audit.of(new Tabular(Audit.settings(choices), listener).prepare(source));
    }

    /// Same as [#audit(Path)], for a table.
    public Audit audit(Table table) {
        return Audit.of(new Tabular(Audit.settings(choices), listener).prepare(table));
    }

    /// Same as [#fit(Path)], for a table.
    public TabularResult fit(Table table) {
        return prepare(table).fit();
    }

    /// Same as [#fit(Path)], for a table, with the test rows in another.
    public TabularResult fit(Table table, Table test) {
        return prepare(table, test).fit();
    }
}
