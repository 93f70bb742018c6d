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

/// How a network is to be trained on a table: an immutable description, each method returns a changed copy, and
/// [#fit] returns a model with a report.
///
/// ```java
/// TabularModel species = Tabular.train(Path.of("penguins.csv"), "species");
///
/// TabularResult result = Tabular.of("species").hidden(64, 32).epochs(50).seed(7).fit(Path.of("penguins.csv"));
/// result.test().get("accuracy");
/// ```
///
/// Some rows are held out for the test before anything is learned; some of the others choose the best epoch. The same
/// table, choices and seed give the same model to the last bit.
public final class Tabular {
    private static final TrainingListener SILENT = (_, _) -> {
    };

    private final Choices choices;
    private final TrainingListener listener;

    private Tabular(Choices choices, TrainingListener listener) {
        this.choices = choices;
        this.listener = listener;
    }

    /// A training that learns to predict the target column from all others.
    public static Tabular of(String target) {
        return new Tabular(new Choices(target), SILENT);
    }

    /// Trains on a CSV file with a header, with the defaults.
    ///
    /// @throws IOException if the file cannot be read
    public static TabularModel train(Path file, String target) throws IOException {
        return of(target).fit(file).model();
    }

    private Tabular with(Consumer<Choices> change) {
        return new Tabular(choices.with(change), listener);
    }

    /// Predicts classes or numbers, whichever is asked for; decided from the target unless said.
    public Tabular task(Task task) {
        return with(c -> c.task = task);
    }

    /// Leaves these columns out.
    public Tabular ignore(String... columns) {
        return with(c -> c.overrides = c.overrides.ignore(columns));
    }

    /// Takes these columns as categories, whatever they seem to hold: numbers that are codes, such as postcodes.
    public Tabular categorical(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.TEXT, columns));
    }

    /// Takes these columns as numbers, whatever they seem to hold; words in them count as missing values.
    public Tabular numeric(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.NUMBER, columns));
    }

    /// Takes these columns as dates, whatever they seem to hold; words in them count as missing values.
    public Tabular date(String... columns) {
        return with(c -> c.overrides = c.overrides.kind(Column.Kind.DATE, columns));
    }

    /// How files are read, where that is not to be found out; kept in the model, so that files to predict are read alike.
    public Tabular format(TableFormat format) {
        return with(c -> c.format = format);
    }

    /// Which of two classes is the one to find: the [decision threshold][#threshold] and F1 are about it. The last of
    /// the two in sorted order unless said, such as `yes` of `no` and `yes`, but `+` of `+` and `-`.
    public Tabular positive(String label) {
        return with(c -> c.positive = label);
    }

    /// Predicts the positive class of two where its probability is at least this; 0.5 unless said. It is kept in the
    /// model.
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

    /// Chooses the decision threshold after the training: the one with the highest F1 of the positive class on the
    /// validation rows.
    public Tabular bestF1Threshold() {
        return with(c -> c.bestThreshold = true);
    }

    /// A linear model: linear regression, or softmax regression for classes.
    public Tabular linear() {
        return with(c -> c.hidden = new int[0]);
    }

    /// A multilayer perceptron with ReLU between its layers; 256 and 128 hidden units unless said.
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

    /// The share of hidden values left out at random in each step; 0.3 for classes and 0.1 for numbers unless
    /// said.
    public Tabular dropout(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new ArgumentException("dropout",
                    "dropout: got " + rate + ", expected at least 0 and less than 1");
        }
        return with(c -> c.dropout = rate);
    }

    /// How often every training row is seen, at most; 200 unless said.
    public Tabular epochs(int epochs) {
        return with(c -> c.epochs = atLeastOne("epochs", epochs));
    }

    /// Epochs without a new best on the validation rows after which the training ends; 40 unless said.
    public Tabular patience(int epochs) {
        return with(c -> c.patience = atLeastOne("patience", epochs));
    }

    /// How many rows a step takes; 32 to 1024 by the number of training rows unless said.
    public Tabular batch(int rows) {
        return with(c -> c.batch = atLeastOne("batch", rows));
    }

    /// The size of the steps of Adam; 0.001 unless said, 0.01 for a linear model.
    public Tabular learningRate(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new ArgumentException("learningRate",
                    "learningRate: got " + rate + ", expected a finite number above 0");
        }
        return with(c -> c.learningRate = rate);
    }

    /// What all random numbers follow from: which rows are held out, first parameters, the order of the rows, dropout;
    /// 0 unless said.
    public Tabular seed(long seed) {
        return with(c -> c.seed = seed);
    }

    /// How many threads take part; as many as there are processors unless said. The model does not depend on it.
    public Tabular threads(int threads) {
        return with(c -> c.threads = atLeastOne("threads", threads));
    }

    /// The share of rows held out for the test, 0 for none; 0.2 unless said, none when a table of test rows is given.
    public Tabular testFraction(double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new ArgumentException("testFraction",
                    "testFraction: got " + fraction + ", expected at least 0 and less than 1");
        }
        return with(c -> c.testFraction = fraction);
    }

    /// Holds out the latest rows by this column of dates or numbers, for the test and for choosing the epoch, instead of
    /// rows drawn at random: as good as the model would have been in time. Rows without a time train.
    public Tabular timeColumn(String column) {
        return with(c -> c.drawing = drawing(c, new Holdout.Latest(column)));
    }

    /// Holds out whole groups of rows that have the same value in this column, such as all rows of a customer, so that no
    /// group stands on both sides. The column itself is not learned from.
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

    /// The command that asked for the training, noted in the model's [Provenance].
    public Tabular command(String command) {
        return with(c -> c.command = command);
    }

    /// Whom to tell of what is read, of each step and of each epoch.
    public Tabular onEpoch(TrainingListener listener) {
        return new Tabular(choices, listener);
    }

    /// A question asked before each step; once it is answered with yes, training ends and the best epoch so far counts. What
    /// would take longer than a moment to measure then is left out and said.
    public Tabular stopWhen(BooleanSupplier stop) {
        return with(c -> c.stop = stop);
    }

    /// Saves the training in a folder, so that it can be killed at any moment and go on later to the same model, to the last
    /// bit. The folder has one of its own for each model that is trained: `mlp`, and `linear` for the one to compare with. A
    /// checkpoint of another table, or of other choices, is refused, saying what differs; see [Checkpoints].
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

    /// Reads a CSV file and decides everything, without training yet.
    ///
    /// @throws IOException if the file cannot be read
    public TrainingPlan prepare(Path file) throws IOException {
        Table table = Tables.read(file, choices.format.kinds(choices.overrides.kinds()), listener::reading);
        return TrainingPlan.of(choices, listener, table, Provenance.digest(file));
    }

    /// As [#prepare(Path)], with the test rows in a file of their own.
    ///
    /// @throws IOException if a file cannot be read
    public TrainingPlan prepare(Path file, Path test) throws IOException {
        return testFraction(0).prepare(file).test(test);
    }

    /// Decides everything about a table, without training yet.
    public TrainingPlan prepare(Table table) {
        return TrainingPlan.of(choices, listener, table, "");
    }

    /// As [#prepare(Table)], with the test rows in a table of their own.
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
