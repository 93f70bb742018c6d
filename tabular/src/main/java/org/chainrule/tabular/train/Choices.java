package org.chainrule.tabular.train;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.NumberScaling;
import org.chainrule.tabular.encode.Overrides;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.network.Approach;
import org.chainrule.tabular.network.Perceptron;
import org.chainrule.tabular.network.RealMlp;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.network.ScalingTrial;
import org.chainrule.tabular.network.TabM;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.train.Checkpoints;
import org.jspecify.annotations.Nullable;

/// All settings of a training on a table. Only [#with] writes the fields, before the copy is shared. A batch size or
/// learning rate of 0, and a dropout of -1, stand for a default that is computed later.
public final class Choices implements Cloneable {
    private static final int EPOCHS = 200;
    private static final int PATIENCE = 40;
    private static final double LATENCY = 100;
    /// Without it, a table of many columns would be left to the smallest networks.
    private static final double LATENCY_OF_COLUMN = 1.5;

    public String target;
    @Nullable
    public Task task;
    public TableFormat format = TableFormat.detected();
    public int[] hidden = {256, 128};
    public double dropout = -1;
    /// The networks to try; null for a portfolio, or for one perceptron if a setting describes a single network.
    @Nullable
    public Approach approach;
    /// Whether a setting describes a single network, such as its number of epochs.
    public boolean single;
    public int epochs = EPOCHS;
    public int patience = PATIENCE;
    public int batch;
    public double learningRate;
    public long seed;
    public int threads = Runtime.getRuntime().availableProcessors();
    /// The time limit of the training.
    public Optional<Duration> time = Optional.empty();
    /// The start of the time, by [System#nanoTime].
    public long timeStart;
    /// The number of folds; 0 or 1 for a single validation set.
    public int folds;
    /// The number of networks for each recipe and fold.
    public int ensemble = 1;
    /// The longest expected time of a portfolio for a single row, in microseconds; 0 for the default.
    public double maxLatency;
    public double testFraction = 0.2;
    public double validationFraction = 0.2;
    public Overrides overrides = Overrides.NONE;
    public Holdout holdout = new Holdout.Random();
    /// The measure that chooses, and how much each row counts.
    public Aim aim = Aim.NONE;
    @Nullable
    public String positive;
    /// The decision threshold.
    public double threshold = 0.5;
    /// Whether the threshold is chosen on the validation set.
    public boolean bestThreshold;
    /// Whether predicted numbers are clamped to the range of the training rows.
    public boolean clamp = true;
    /// The levels of the quantiles to predict; empty to predict a mean.
    public List<Double> quantiles = List.of();
    /// The labels of ordered classes in their order; empty if they are numbers.
    public List<String> order = List.of();
    /// Whether a skewed target may be transformed.
    public boolean transform = true;
    public String command = "";
    public BooleanSupplier stop = () -> false;
    @Nullable
    public Checkpoints checkpoints;

    public Choices(String target) {
        this.target = target;
    }

    /// Returns a changed copy. The copy is a clone, so that no field can be forgotten.
    public Choices with(Consumer<Choices> change) {
        try {
            Choices copy = (Choices) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /// Sets the task, with the levels of quantiles and the order of classes.
    public void task(Task other, List<Double> levels, List<String> labels) {
        task = other;
        quantiles = levels;
        order = labels;
    }

    /// Holds rows out in another way.
    ///
    /// @throws ArgumentException if a time column and a group column are set
    public void holdOut(Holdout other) {
        if (!(holdout instanceof Holdout.Random) && holdout.getClass() != other.getClass()) {
            throw new ArgumentException("groupColumn",
                    "a time column and a group column exclude each other: rows are held out by one of them; "
                            + "choose one");
        }
        holdout = other;
    }

    /// Returns the task of the target, which the settings choose or the column suggests.
    public TargetChoice choice(Table table) {
        boolean written = overrides.declares(target);
        return task == null
                ? TargetChoice.of(table, target, written)
                : TargetChoice.of(table, target, task, written, order);
    }

    /// Returns a copy in which each list of names is replaced by the columns of the table that it names.
    public Choices resolved(Table table) {
        return with(c -> c.overrides = c.overrides.resolved(table));
    }

    /// Checks that the table has the named columns, and that the target has no second role.
    public void check(Table table) {
        overrides.check(table, target);
        String split = switch (holdout) {
            case Holdout.Random _ -> "";
            case Holdout.Latest(String column) -> column;
            case Holdout.Groups(String column) -> column;
        };
        if (!split.isEmpty() && table.column(split).name().equals(target)) {
            throw new ArgumentException("column", "the rows cannot be split by the target " + Phrases.quoted(target)
                    + "; choose another column");
        }
    }

    /// Returns the table without the rows of weight 0.
    ///
    /// @throws ArgumentException if the table lacks the column of the weights, or a weight is missing or wrong
    public Table counted(Table table) {
        if (aim.weights().isEmpty()) {
            return table;
        }
        if (table.column(aim.weights()).name().equals(target)) {
            throw new ArgumentException("weights", "the target " + Phrases.quoted(target)
                    + " cannot be the weight of the rows; choose another column");
        }
        return aim.counted(table);
    }

    /// Checks that the measure that chooses and the balance of classes fit the target.
    public void checkAim(TargetChoice choice, Table table) {
        if (aim.balanced() && !choice.task().isClasses()) {
            throw new ArgumentException("balanced", "the target " + Phrases.quoted(target)
                    + " is predicted as a number, but only classes can be balanced; leave it out");
        }
        aim.metric().ifPresent(criterion -> criterion.check(fit(choice, choice.rows()), table, choice.rows()));
    }

    /// Returns the column settings; the column that groups the split, and that of the weights, are no features.
    public Overrides overrides() {
        Overrides weighted = aim.weights().isEmpty() ? overrides : overrides.weighted(aim.weights());
        return holdout instanceof Holdout.Groups(String column) && !overrides.ignored().contains(column)
                ? weighted.grouped(column)
                : weighted;
    }

    /// Returns the networks to try.
    ///
    /// @throws ArgumentException if a setting describes a single network, but a portfolio is chosen, or a network whose
    ///     recipe makes that setting
    public Approach approach() {
        if (approach == Approach.BEST && single) {
            throw new ArgumentException("best",
                    "best: epochs, batch, learning rate, patience, dropout and hidden layers"
                            + " describe a single network; leave them out, or choose the kind of network");
        }
        if ((approach == Approach.REALMLP || approach == Approach.TABM)
                && (batch > 0 || learningRate > 0 || dropout >= 0 || patience != PATIENCE)) {
            throw new ArgumentException("batch", (approach == Approach.TABM ? "tabM" : "realMlp")
                    + ": the recipe has its own batch size, learning rate,"
                    + " dropout and patience; leave them out, or call quick() or hidden() for a network that has them");
        }
        Approach chosen = approach;
        return chosen != null ? chosen : single ? Approach.PERCEPTRON : Approach.BEST;
    }

    /// Returns the longest expected time of a portfolio for a single row, in microseconds.
    public double latency(Schema schema) {
        return maxLatency > 0 ? maxLatency : Math.max(LATENCY, LATENCY_OF_COLUMN * schema.encodings().size());
    }

    public boolean linear() {
        return approach() == Approach.PERCEPTRON && hidden.length == 0;
    }

    /// Returns the recipe of the network; of the first network of a portfolio.
    public Recipe recipe() {
        boolean own = epochs != EPOCHS;
        return switch (approach()) {
            case PERCEPTRON -> perceptron(IntStream.of(hidden).boxed().toList());
            case REALMLP, BEST -> own ? RealMlp.published().epochs(epochs) : RealMlp.published();
            case TABM -> own ? TabM.published().epochs(epochs) : TabM.published();
        };
    }

    /// Returns whether all rows outside the test teach some network of an ensemble, so that the encodings may be learned
    /// from all of them.
    public boolean usesAllRows() {
        return (folds > 1 || approach() == Approach.BEST) && !(holdout instanceof Holdout.Latest);
    }

    /// Returns how numbers are scaled.
    public NumberScaling scaling() {
        return approach() == Approach.PERCEPTRON ? NumberScaling.STANDARD : NumberScaling.ROBUST;
    }

    /// Returns a codec with what trials on the validation rows decide: a transform of the target, and whether numbers
    /// become normal quantiles. The latter is only for a perceptron with hidden layers, since other networks learn factors
    /// or bins of their inputs.
    ///
    /// @param plain    the codec without transforms
    /// @param far      the far values of the target
    /// @param fitted   the rows that the encodings were learned from
    /// @param training the rows that the trials learn from
    public Codec tried(Codec plain, Table table, FarValues far, int[] fitted, int[] training, int[] validation) {
        Target learned = transform
                ? TargetTrial.chosen(plain, table, far, training, validation)
                : plain.target();
        Schema schema = approach() == Approach.PERCEPTRON && !linear()
                ? new ScalingTrial(learned, table, far, training, validation).chosen(plain.schema(), fitted)
                : plain.schema();
        return new Codec(schema, learned).aiming(plain.aim());
    }

    /// Returns the recipe of the linear model, which is also the baseline.
    public Recipe linearRecipe() {
        return perceptron(List.of());
    }

    private Recipe perceptron(List<Integer> units) {
        return new Perceptron(units, dropout, epochs, patience, batch, learningRate);
    }

    /// Returns the target with its decision threshold.
    ///
    /// @throws ArgumentException if a threshold was set, but the target does not have two classes
    public Target target(TargetChoice choice, int[] train) {
        int place = choice.positive(positive);
        boolean decides = bestThreshold || threshold != 0.5;
        return switch (fit(choice, train)) {
            case Target.Classes classes when classes.labels().size() == 2 ->
                classes.deciding(place, threshold);
            case Target target when decides -> throw new ArgumentException("threshold", "the target "
                    + Phrases.quoted(target.column())
                    + (target instanceof Target.Classes classes
                            ? " has " + Phrases.count(classes.labels().size(), "class")
                            : " is predicted as a number")
                    + ", but a decision threshold requires two classes; leave it out");
            // later rows may leave the range, as a trend does
            case Target.Numbers numbers when clamp && !(holdout instanceof Holdout.Latest) ->
                choice.clamped(numbers, train);
            case Target target -> target;
        };
    }

    private Target fit(TargetChoice choice, int[] train) {
        Target target = choice.fit(train);
        return target instanceof Target.Numbers numbers && !quantiles.isEmpty()
                ? numbers.estimating(new Estimand.Quantiles(quantiles))
                : target;
    }
}
