package org.chainrule.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.ensemble.SavedChoices;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Choices;

/// An immutable description of a training that goes on with a trained model and further rows. Each method returns a changed
/// copy, and [#fit] returns the new model beside its comparison with the old one.
///
/// ```java
/// Continuation.Result result = Continuation.of(Path.of("houses.safetensors")).fit(Path.of("new-houses.csv"));
/// result.comparison();
/// ```
///
/// The columns, their encodings, the target, the format and the settings are those of the model; its parameters are the
/// start. Each network of an ensemble is trained further. The rows may be new ones, or old and new ones together: the model
/// knows the rows that it was tested on, and they stay test rows. A share of the new rows is held out, too. Further new rows
/// choose the epochs, and the old parameters count as epoch 0, so no network becomes worse on them. The same model, table,
/// settings and seed produce the same model, bit for bit.
public final class Continuation {
    private static final int EPOCHS = 30;
    private static final int PATIENCE = 10;

    final TabularModel model;
    final Optional<Provenance.Parent> parent;
    /// The settings of the training of the model.
    final Choices before;
    final Choices choices;
    final TrainingListener listener;

    private Continuation(TabularModel model, Optional<Provenance.Parent> parent, Choices before, Choices choices,
            TrainingListener listener) {
        this.model = model;
        this.parent = parent;
        this.before = before;
        this.choices = choices;
        this.listener = listener;
    }

    /// The result of a training that goes on with a model.
    ///
    /// @param model       the new model
    /// @param networks    its networks with the epochs that were trained now; the best epoch of a network that stays as it
    ///                    was is 0
    /// @param seconds     the duration of the training
    /// @param interrupted whether the training was stopped before its end
    /// @param before      measures of the old model on the validation rows
    /// @param validation  measures of the new model on the validation rows
    /// @param comparison  the measures of both models on the test rows; empty if there are none
    /// @param remarks     remarks about the training
    public record Result(TabularModel model, List<Provenance.Member> networks, double seconds, boolean interrupted,
            Map<String, Double> before, Map<String, Double> validation, Optional<Comparison> comparison,
            List<Remark> remarks) {
        /// Creates a result; copies the lists and the maps.
        public Result {
            networks = List.copyOf(networks);
            before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
            validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
            remarks = List.copyOf(remarks);
        }

        /// Returns the number of epochs of all networks together.
        public int epochs() {
            return networks.stream().mapToInt(Provenance.Member::epochs).sum();
        }
    }

    /// Returns a training that goes on with a saved model. The new model keeps the name of the file and its SHA-256.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if the file is not a model trained on a table
    public static Continuation of(Path file) throws IOException {
        return of(TabularModel.load(file), Optional.of(
                new Provenance.Parent(Provenance.fileName(file.toString()), TableSource.of(file).digest())));
    }

    /// Returns a training that goes on with a model.
    public static Continuation of(TabularModel model) {
        return of(model, Optional.of(new Provenance.Parent("", "")));
    }

    private static Continuation of(TabularModel model, Optional<Provenance.Parent> parent) {
        Choices before = model.provenance().procedure()
                .map(procedure -> SavedChoices.read(procedure.settings(), "model"))
                .orElseGet(() -> new Choices(model.target().column()).with(c -> c.aim = model.provenance().aim()));
        Choices choices = before.with(c -> {
            c.epochs = EPOCHS;
            c.patience = PATIENCE;
            c.learningRate = 0;
            c.testFraction = before.testFraction > 0 ? before.testFraction : new Choices("").testFraction;
        });
        return new Continuation(model, parent, before, choices, (_, _) -> {
        });
    }

    private Continuation with(Consumer<Choices> change) {
        return new Continuation(model, parent, before, choices.with(change), listener);
    }

    /// Returns the model to go on with.
    public TabularModel model() {
        return model;
    }

    /// Sets the maximum number of epochs of each network. Defaults to 30.
    public Continuation epochs(int epochs) {
        return with(c -> c.epochs = atLeastOne("epochs", epochs));
    }

    /// Sets the number of epochs without a new best on the validation rows that end the training of a network. Defaults to
    /// 10.
    public Continuation patience(int epochs) {
        return with(c -> c.patience = atLeastOne("patience", epochs));
    }

    /// Sets the highest learning rate. Defaults to a tenth of that of a training from the start.
    public Continuation learningRate(double rate) {
        if (!(rate > 0 && Double.isFinite(rate))) {
            throw new ArgumentException("learningRate",
                    "learningRate: got " + rate + ", expected a finite number above 0");
        }
        return with(c -> c.learningRate = rate);
    }

    /// Sets the fraction of the new rows that is held out for the test; 0 holds out none. Defaults to that of the training of
    /// the model, or to 0.2 if that held out none.
    public Continuation testFraction(double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new ArgumentException("testFraction",
                    "testFraction: got " + fraction + ", expected at least 0 and less than 1");
        }
        return with(c -> c.testFraction = fraction);
    }

    /// Sets the seed of the split of the new rows, of the order of the rows and of dropout. Defaults to that of the training of
    /// the model.
    public Continuation seed(long seed) {
        return with(c -> c.seed = seed);
    }

    /// Sets the number of threads. Defaults to the number of processors. The model does not depend on it.
    public Continuation threads(int threads) {
        return with(c -> c.threads = atLeastOne("threads", threads));
    }

    /// Sets the command that started the training, which the [Provenance] of the new model records.
    public Continuation command(String command) {
        return with(c -> c.command = command);
    }

    /// Sets the listener that follows the reading of the file, each step and each epoch.
    public Continuation onEpoch(TrainingListener other) {
        return new Continuation(model, parent, before, choices, other);
    }

    /// Sets a condition that is checked before each step. Once it is true, the training ends with the best epoch of each
    /// network so far.
    public Continuation stopWhen(BooleanSupplier stop) {
        return with(c -> c.stop = stop);
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new ArgumentException(name, name + ": got " + value + ", expected at least 1");
        }
        return value;
    }

    /// Reads a CSV file in the format of the model and returns the plan of the training. Nothing is trained yet.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws ArgumentException if the file lacks a column, or has a class that the model does not know
    public ContinuationPlan prepare(Path file) throws IOException {
        return prepare(TableSource.of(file));
    }

    /// Same as [#prepare(Path)], for a table from any place.
    public ContinuationPlan prepare(TableSource source) throws IOException {
        return ContinuationPlan.of(this, model.readWithTarget(source, listener::reading), source.digest());
    }

    /// Returns the plan of a training on a table. Nothing is trained yet.
    public ContinuationPlan prepare(Table table) {
        return ContinuationPlan.of(this, table, "");
    }

    /// Trains on a CSV file and returns the new model with its comparison.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public Result fit(Path file) throws IOException {
        return prepare(file).fit();
    }

    /// Trains on a table and returns the new model with its comparison.
    ///
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public Result fit(Table table) {
        return prepare(table).fit();
    }
}
