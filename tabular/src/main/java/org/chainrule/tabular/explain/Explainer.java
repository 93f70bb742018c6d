package org.chainrule.tabular.explain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Model;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.value.Phrases;

/// Explains a model on the rows of a table. Immutable and safe to share between threads; each method computes its
/// explanation anew.
///
/// ```java
/// Explainer explainer = model.explain(model.readWithTarget(Path.of("test.csv")));
/// Importance importance = explainer.importance();
/// Dependence age = explainer.dependence("age");
/// ```
///
/// Importance is best measured on rows that the model did not learn from. Explanations use all processors, and have the same
/// bits on any number of them.
public final class Explainer {
    private static final int ROWS = 2000;
    private static final int REPEATS = 5;
    private static final int SECONDS = 10;
    /// Of the rows of an importance with a time limit, one in this many is shuffled first.
    private static final int FIRST = 8;
    /// The dependences that share the time.
    private static final int DEPENDENCES = 10;
    /// Fewer rows have no typical mean.
    private static final int FEW_ROWS = 30;
    /// A row of zeros in words.
    private static final String ZEROS = "the mean of the training rows, with no category";

    private final ExplainedModel model;
    private final Table table;
    private final int rows;
    private final int repeats;
    private final double seconds;
    private final long seed;
    private final Optional<Duration> limit;

    private Explainer(ExplainedModel model, Table table, int rows, int repeats, double seconds, long seed,
            Optional<Duration> limit) {
        this.model = model;
        this.table = table;
        this.rows = rows;
        this.repeats = repeats;
        this.seconds = seconds;
        this.seed = seed;
        this.limit = limit;
    }

    /// Returns an explainer with the usual settings: at most 2,000 rows, 5 repeats, 10 seconds and the seed 0.
    ///
    /// @param schema the encodings of the columns
    /// @param target the target
    /// @param model  the network
    /// @param aim    the measure that decides, and the weights of rows
    /// @param table  the rows; they need the target for the importance only
    /// @throws ArgumentException if the table lacks a column that the model reads, or has no rows
    public static Explainer of(Schema schema, Target target, Model model, Aim aim, Table table) {
        schema.asNewRows(table);
        if (table.size() == 0) {
            throw new ArgumentException("table", table.source() + " has no rows to explain the model on; add some");
        }
        return new Explainer(new ExplainedModel(new Codec(schema, target).aiming(aim), model), table, ROWS, REPEATS,
                SECONDS, 0, Optional.empty());
    }

    /// Returns a copy that averages over at most this many rows, drawn by the seed.
    ///
    /// @throws ArgumentException if the number is below 1
    public Explainer rows(int most) {
        return new Explainer(model, table, atLeastOne("rows", most), repeats, seconds, seed, limit);
    }

    /// Returns a copy that shuffles each column this many times for its importance.
    ///
    /// @throws ArgumentException if the number is below 1
    public Explainer repeats(int count) {
        return new Explainer(model, table, rows, atLeastOne("repeats", count), seconds, seed, limit);
    }

    private static int atLeastOne(String what, int count) {
        if (count < 1) {
            throw new ArgumentException(what, "explain: " + what + " is " + count + ", expected at least 1");
        }
        return count;
    }

    /// Returns a copy that plans an importance, ten dependences, or an attribution for about this time on two processors.
    /// Large networks are explained on fewer rows, but not on fewer than 100, which may take longer. The number of rows
    /// depends on the network and the time only, never on the speed of the machine, so explanations can be repeated.
    ///
    /// @throws ArgumentException if the time is not positive
    public Explainer within(Duration time) {
        return new Explainer(model, table, rows, repeats, positive(time).toMillis() / 1000.0, seed, limit);
    }

    private static Duration positive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new ArgumentException("time", "explain: the time is " + time + ", expected more than 0");
        }
        return time;
    }

    /// Returns a copy whose importance ends when this time has passed on the clock. It then has fewer repeats, an eighth of
    /// the rows, or no number for some columns. The clock decides nothing else: the numbers are those that a calculation
    /// without a limit has for as many rows and repeats.
    ///
    /// @throws ArgumentException if the time is not positive
    public Explainer atMost(Duration time) {
        return new Explainer(model, table, rows, repeats, seconds, seed, Optional.of(positive(time)));
    }

    /// Returns a copy with another seed of the rows and the shuffles.
    public Explainer seed(long other) {
        return new Explainer(model, table, rows, repeats, seconds, other, limit);
    }

    /// Returns the importance of each column that the model reads.
    ///
    /// @throws ArgumentException if no row has a target, or a target is a class that the model does not know
    public Importance importance() {
        long begin = System.nanoTime();
        return importance(PermutationImportance.Orders.drawn(seed),
                limit.<PermutationImportance.Clock>map(time -> () -> System.nanoTime() - begin >= time.toNanos())
                        .orElse(PermutationImportance.Clock.NONE));
    }

    Importance importance(PermutationImportance.Orders orders, PermutationImportance.Clock clock) {
        Table counted = model.codec().aim().counted(table);
        int most = model.affordable(seconds, PermutationImportance.predictions(model, repeats), rows);
        int[] all = model.codec().withTarget(counted);
        int few = Math.max(ExplainedModel.FEWEST, most / FIRST);
        if (!clock.canStop() || Math.min(most, all.length) < 2 * few) {
            return new PermutationImportance(model, counted, ExplainedModel.drawn(all, most, seed), repeats, orders,
                    true,
                    clock).compute();
        }
        // all columns by few rows come first, since some columns by many rows would tell less
        Importance rough = new PermutationImportance(model, counted, ExplainedModel.drawn(all, few, seed), repeats,
                orders, false, clock).compute();
        if (clock.isOver()) {
            return rough;
        }
        Importance fine = new PermutationImportance(model, counted, ExplainedModel.drawn(all, most, seed), repeats,
                orders, true, clock).compute();
        return fine.unmeasured().isEmpty() ? fine : rough;
    }

    /// Returns how the prediction depends on a column.
    ///
    /// @throws ArgumentException if the model does not read such a column
    public Dependence dependence(String column) {
        Encoding encoding = encoding(column);
        double predictions = (double) ColumnDependence.PREDICTIONS
                * Math.min(DEPENDENCES, model.schema().encodings().size());
        int[] drawn = ExplainedModel.drawn(table.rows(), model.affordable(seconds, predictions, rows), seed);
        return new ColumnDependence(model, table, drawn, encoding).compute();
    }

    /// Returns what made the prediction of a row of the table: of two classes the log-odds of the positive one, of more those
    /// of the predicted one; of several quantiles the middle one.
    ///
    /// The baseline is the mean of the inputs of the rows of the table, in which a category counts by its share. If there are
    /// fewer than 30 rows, it is a row of zeros: every number at its mean in the training rows, and every category unknown.
    ///
    /// @param row the row, from 0
    /// @throws ArgumentException if the row is out of range
    public Attribution attribution(int row) {
        return attribution(table, row);
    }

    /// Same as [#attribution(int)], for a row of another table.
    ///
    /// @throws ArgumentException if the row is out of range, or the other table lacks a column
    public Attribution attribution(Table other, int row) {
        float[] inputs = model.inputs(other, new int[]{checked(other, row)});
        return attribution(other, row, inputs, IntegratedGradients.place(model.target(), model.outputs(inputs)));
    }

    /// Same as [#attribution(Table, int)], for a class of the caller's choice.
    ///
    /// @param label the label of the class
    /// @throws ArgumentException if the target has no such class
    public Attribution attribution(Table other, int row, String label) {
        List<String> labels = model.target() instanceof Target.Classes classes ? classes.labels() : List.of();
        if (!labels.contains(label)) {
            throw new ArgumentException("label",
                    Phrases.quoted(model.target().column()) + (labels.isEmpty()
                            ? " is a number, which has no classes"
                            : " has no class " + Phrases.quoted(label) + "; choose one of " + Phrases.names(labels)));
        }
        float[] inputs = model.inputs(other, new int[]{checked(other, row)});
        return attribution(other, row, inputs, labels.indexOf(label));
    }

    /// Returns what made the prediction of one encoded row, from the baseline of a row of zeros.
    ///
    /// @param inputs the inputs of the row, [width][Schema#width()] of them
    /// @param texts  the value of each column that the model reads as text
    /// @throws ArgumentException if there are too few or too many inputs or texts
    public static Attribution attribution(Schema schema, Target target, Model model, float[] inputs,
            List<String> texts) {
        if (inputs.length != schema.width()) {
            throw new ArgumentException("inputs",
                    Phrases.count(inputs.length, "input") + " cannot be a row of this model,"
                            + " which reads " + schema.width() + "; encode the row with the schema");
        }
        int columns = schema.encodings().size();
        if (texts.size() != columns) {
            throw new ArgumentException("texts",
                    Phrases.count(texts.size(), "text") + " cannot be the values of a row of"
                            + " this model, which reads " + Phrases.count(columns, "column") + "; give one for each");
        }
        ExplainedModel explained = new ExplainedModel(new Codec(schema, target), model);
        return new IntegratedGradients(explained, IntegratedGradients.place(target, explained.outputs(inputs)))
                .compute(inputs, new float[inputs.length], ZEROS, texts,
                        explained.affordable(SECONDS, IntegratedGradients.PREDICTIONS,
                                IntegratedGradients.MOST_STEPS));
    }

    private Attribution attribution(Table other, int row, float[] inputs, int place) {
        boolean zeros = table.size() < FEW_ROWS;
        String reference = zeros
                ? ZEROS + ", because " + table.source() + " has only "
                        + Phrases.count(table.size(), "row")
                : "the mean of " + Phrases.count(table.size(), "row") + " of " + table.source();
        float[] baseline = zeros ? new float[model.width()] : model.mean(table);
        return new IntegratedGradients(model, place).compute(inputs, baseline, reference,
                model.schema().encodings().stream().map(each -> other.column(each.column()).text(row)).toList(),
                model.affordable(seconds, IntegratedGradients.PREDICTIONS, IntegratedGradients.MOST_STEPS));
    }

    private static int checked(Table table, int row) {
        if (row < 0 || row >= table.size()) {
            throw new ArgumentException("row", table.source() + " has " + Phrases.count(table.size(), "row")
                    + "; there is no row " + (row + 1) + ", so choose one from 1 to " + table.size());
        }
        return row;
    }

    /// Returns the rows of the table that are most like one of them, without that row itself.
    ///
    /// @param row   the row, from 0
    /// @param count the number of rows to return
    /// @throws ArgumentException if the row is out of range, or the number is below 1
    public NearestRows nearest(int row, int count) {
        float[] inputs = model.inputs(table, new int[]{checked(table, row)});
        return new RowSearch(model, table).nearest(inputs, atLeastOne("count", count), row);
    }

    /// Returns the rows of the table that are most like a row of another table.
    ///
    /// @throws ArgumentException if the row is out of range, the other table lacks a column, or the number is below 1
    public NearestRows nearest(Table other, int row, int count) {
        float[] inputs = model.inputs(other, new int[]{checked(other, row)});
        return new RowSearch(model, table).nearest(inputs, atLeastOne("count", count), -1);
    }

    private Encoding encoding(String column) {
        Schema schema = model.schema();
        Optional<Encoding> used = schema.encodings().stream().filter(each -> each.column().equals(column)).findFirst();
        if (used.isPresent()) {
            return used.get();
        }
        List<String> names = schema.encodings().stream().map(Encoding::column).toList();
        String why = column.equals(model.target().column())
                ? Phrases.quoted(column) + " is the target of the model"
                : schema.leftOut().stream().filter(left -> left.column().equals(column)).findFirst()
                        .map(left -> "the model does not read " + Phrases.quoted(column) + ": " + left.reason())
                        .orElse("the model reads no column " + Phrases.quoted(column));
        throw new ArgumentException("column", why + "; choose one of " + Phrases.names(names));
    }
}
