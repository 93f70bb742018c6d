package org.chainrule.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.Task;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Holdout;
import org.chainrule.train.Checkpoints;

/// An immutable description of a training on a table. Each setting returns a changed copy; [#fit] trains and returns the
/// model with a report.
///
/// ```java
/// TabularModel species = Tabular.train(Path.of("penguins.csv"), "species");
///
/// TabularResult result = Tabular.of("species").hidden(64, 32).epochs(50).seed(7).fit(Path.of("penguins.csv"));
/// result.test().get("accuracy");
/// ```
///
/// Two sets of rows are held out before anything is learned: the test set, and the validation set, which chooses the best
/// epoch. The same table, settings and seed give the same model to the last bit.
public final class Tabular {
    private static final TrainingListener SILENT = (_, _) -> {
    };

    private final Choices choices;
    private final TrainingListener listener;

    private Tabular(Choices choices, TrainingListener listener) {
        this.choices = choices;
        this.listener = listener;
    }

    /// Returns a training that learns to predict the target column from all other columns.
    public static Tabular of(String target) {
        return new Tabular(new Choices(target), SILENT);
    }

    /// Trains on a CSV file with the default settings and returns the model.
    ///
    /// @throws IOException if the file cannot be read
    public static TabularModel train(Path file, String target) throws IOException {
        return of(target).fit(file).model();
    }

    private Tabular with(Consumer<Choices> change) {
        return new Tabular(choices.with(change), listener);
    }

    /// Sets whether classes or numbers are predicted; defaults to what [org.chainrule.tabular.encode.TargetChoice] decides from the target.
    public Tabular task(Task task) {
        return with(c -> c.task = task);
    }

    /// Leaves these columns out of the inputs.
    public Tabular ignore(String... columns) {
        return with(c -> c.overrides = c.overrides.ignore(columns));
    }

    /// Treats these columns as categories, whatever they hold: for numbers that are codes, such as postcodes.
    public Tabular categorical(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.TEXT, columns));
    }

    /// Treats these columns as numbers, whatever they hold; words in them count as missing values.
    public Tabular numeric(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.NUMBER, columns));
    }

    /// Treats these columns as dates, whatever they hold; words in them count as missing values.
    public Tabular date(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.DATE, columns));
    }

    /// Sets how files are written, which overrides detection. The model keeps the format and reads later files in the same way.
    public Tabular format(TableFormat format) {
        return with(c -> c.format = format);
    }

    /// Sets which of two classes is the positive one, to which the [decision threshold][#threshold] and F1 refer. Defaults
    /// to the last in sorted order, such as `yes` of `no` and `yes`, but to `+` of `+` and `-`.
    public Tabular positive(String label) {
        return with(c -> c.positive = label);
    }

    /// Sets the decision threshold: the positive class of two is predicted where its probability is at least this. Defaults
    /// to 0.5. The model keeps it.
    public Tabular threshold(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new ArgumentException("threshold",
                    "threshold: got " + probability + ", expected a number between 0 and 1");
        }
        return with(c -> {
            c.threshold = probability;
            c.bestThreshold = false;
        });
    }

    /// Chooses the decision threshold after the training: the threshold with the highest F1 of the positive class on the
    /// validation set.
    public Tabular bestF1Threshold() {
        return with(c -> c.bestThreshold = true);
    }

    /// Trains a linear model: linear regression, or softmax regression for classes.
    public Tabular linear() {
        return with(c -> c.hidden = new int[0]);
    }

    /// Trains a multilayer perceptron with ReLU between its layers; defaults to 256 and 128 hidden units.
    ///
    /// @param units the width of each hidden layer, at least one
    public Tabular hidden(int... units) {
        if (units.length == 0) {
            throw new ArgumentException("hidden",
                    "hidden: got no layer, expected at least one; linear() has none");
        }
        for (int width : units) {
            atLeastOne("hidden", width);
        }
        return with(c -> c.hidden = units.clone());
    }

    /// Sets the share of hidden values that each step drops at random; defaults to 0.3 for classes and 0.1 for numbers.
    public Tabular dropout(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new ArgumentException("dropout",
                    "dropout: got " + rate + ", expected at least 0 and less than 1");
        }
        return with(c -> c.dropout = rate);
    }

    /// Sets the maximum number of epochs; defaults to 200.
    public Tabular epochs(int epochs) {
        return with(c -> c.epochs = atLeastOne("epochs", epochs));
    }

    /// Sets the number of epochs without a new best on the validation set after which the training ends; defaults to 40.
    public Tabular patience(int epochs) {
        return with(c -> c.patience = atLeastOne("patience", epochs));
    }

    /// Sets the batch size; defaults to 32 to 1024, depending on the number of training rows.
    public Tabular batch(int rows) {
        return with(c -> c.batch = atLeastOne("batch", rows));
    }

    /// Sets the learning rate of Adam; defaults to 0.001 at a batch size of 32, growing with its square root, and to 0.01 for a
    /// linear model.
    public Tabular learningRate(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new ArgumentException("learningRate",
                    "learningRate: got " + rate + ", expected a finite number above 0");
        }
        return with(c -> c.learningRate = rate);
    }

    /// Sets the seed of all random numbers: the rows held out, the first parameters, the order of the rows, dropout. Defaults
    /// to 0.
    public Tabular seed(long seed) {
        return with(c -> c.seed = seed);
    }

    /// Sets the number of threads; defaults to the number of processors. The model does not depend on it.
    public Tabular threads(int threads) {
        return with(c -> c.threads = atLeastOne("threads", threads));
    }

    /// Sets the share of rows in the test set, 0 for none; defaults to 0.2, and to 0 if the caller passes test rows.
    public Tabular testFraction(double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new ArgumentException("testFraction",
                    "testFraction: got " + fraction + ", expected at least 0 and less than 1");
        }
        return with(c -> c.testFraction = fraction);
    }

    /// Holds out the latest rows by this column of dates or numbers, instead of random rows, both for the test and for the
    /// validation set. The test then measures how well the model predicts later rows. Rows without a time are training
    /// rows.
    public Tabular timeColumn(String column) {
        return with(c -> c.drawing = drawing(c, new Holdout.Latest(column)));
    }

    /// Holds out whole groups of rows that have the same value in this column, such as all rows of a customer, so that no
    /// group is on both sides of the split. The column itself is left out of the inputs.
    public Tabular groupColumn(String column) {
        return with(c -> c.drawing = drawing(c, new Holdout.Groups(column)));
    }

    private static Holdout drawing(Choices choices, Holdout drawing) {
        if (!(choices.drawing instanceof Holdout.Random) && choices.drawing.getClass() != drawing.getClass()) {
            throw new ArgumentException("groupColumn",
                    "a time column and a group column exclude each other: rows are held out by one of them; "
                            + "choose one");
        }
        return drawing;
    }

    /// Sets the command line that started the training, which the model's [Provenance] records.
    public Tabular command(String command) {
        return with(c -> c.command = command);
    }

    /// Sets the listener that is told of reading, of each step and of each epoch.
    public Tabular onEpoch(TrainingListener listener) {
        return new Tabular(choices, listener);
    }

    /// Sets a question that is asked before each step. Once the answer is yes, the training ends with the best epoch so far.
    /// Measures that would take longer than a moment are then left out, and a remark says so.
    public Tabular stopWhen(BooleanSupplier stop) {
        return with(c -> c.stop = stop);
    }

    /// Saves checkpoints in a folder, so that a training that is killed at any moment resumes to the same model, to the last
    /// bit. The folder has a subfolder for each model that is trained: `mlp`, and `linear` for the baseline. A checkpoint of
    /// another table or of other settings is refused with what differs; see [Checkpoints].
    public Tabular checkpoints(Checkpoints checkpoints) {
        ArgumentException.requireNotNull("checkpoints", "checkpoints", checkpoints);
        return with(c -> c.checkpoints = checkpoints);
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new ArgumentException(name, name + ": got " + value + ", expected at least 1");
        }
        return value;
    }

    /// Reads a CSV file and returns the plan of its training. Nothing is trained yet.
    ///
    /// @throws IOException if the file cannot be read
    public TrainingPlan prepare(Path file) throws IOException {
        Table table = Tables.read(file, choices.format.kinds(choices.overrides.kinds()), listener::reading);
        return TrainingPlan.of(choices, listener, table, Provenance.digest(file));
    }

    /// As [#prepare(Path)], with the test rows in a separate file.
    ///
    /// @throws IOException if a file cannot be read
    public TrainingPlan prepare(Path file, Path test) throws IOException {
        return testFraction(0).prepare(file).test(test);
    }

    /// Returns the plan of a training on a table. Nothing is trained yet.
    public TrainingPlan prepare(Table table) {
        return TrainingPlan.of(choices, listener, table, "");
    }

    /// As [#prepare(Table)], with the test rows in a separate table.
    public TrainingPlan prepare(Table table, Table test) {
        return testFraction(0).prepare(table).test(test);
    }

    /// Trains on a CSV file with a header.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public TabularResult fit(Path file) throws IOException {
        return prepare(file).fit();
    }

    /// Trains on a table.
    ///
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public TabularResult fit(Table table) {
        return prepare(table).fit();
    }

    /// Trains on a table and tests on another.
    ///
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public TabularResult fit(Table table, Table test) {
        return prepare(table, test).fit();
    }
}
