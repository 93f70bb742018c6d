package org.chainrule.tabular.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.RowDigests;

/// The rows that a model has seen: those it was tested on, and those that it learned from or that chose its epochs. A
/// training that goes on with the model keeps the former apart from what it learns from, and does not test on the latter.
///
/// A row is known by a digest of its inputs and its target; with a model that held out whole groups, by its group.
///
/// @param group   the column of the groups; empty if rows stand for themselves
/// @param test    the rows of the test
/// @param learned the other rows; empty if there were too many of them to keep
public record SeenRows(String group, RowDigests test, Optional<RowDigests> learned) {
    private static final int FORMAT = 1;
    /// More rows are not kept: two bytes each are more than most networks take.
    private static final int MOST_LEARNED = 1 << 20;
    /// Fewer new rows are not divided.
    private static final int FEWEST = 5;
    private static final double VALIDATION = 0.2;

    /// What is known of a model that does not keep these rows.
    public static final SeenRows UNKNOWN = new SeenRows("", RowDigests.NONE, Optional.empty());

    /// The rows of a table by what a model knows of them, each in ascending order.
    ///
    /// @param test    rows that the model was tested on
    /// @param learned rows that it has seen in training
    /// @param fresh   all others
    private record Sides(int[] test, int[] learned, int[] fresh) {
    }

    /// Returns the rows that a training has seen.
    ///
    /// @param learned rows of the table
    /// @param test    rows of the table of the test
    public static SeenRows of(Codec codec, Holdout holdout, Table table, int[] learned, Table tests, int[] test) {
        String group = holdout instanceof Holdout.Groups(String column) && tests.has(column) ? column : "";
        RowDigests tested = digests(group, codec, tests, test);
        return new SeenRows(group, tested, learned.length > MOST_LEARNED
                ? Optional.empty()
                : Optional.of(digests(group, codec, table, learned)));
    }

    private static RowDigests digests(String group, Codec codec, Table table, int[] rows) {
        RowDigests digests = RowDigests.of(each(group, codec, table, rows));
        return group.isEmpty() ? digests : digests.distinct();
    }

    /// Returns the digest of each row.
    private static int[] each(String group, Codec codec, Table table, int[] rows) {
        Column groups = group.isEmpty() ? null : table.column(group);
        RowSource source = codec.schema().asNewRows(table);
        float[] inputs = new float[codec.schema().width()];
        int[] labels = codec.target() instanceof Target.Classes classes ? classes.classes(table, rows) : new int[0];
        NumberColumn numbers = codec.target() instanceof Target.Numbers target ? target.values(table) : null;
        int[] digests = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            long hash;
            if (groups != null && !groups.missing(rows[i])) {
                hash = Copies.hash(groups.text(rows[i]));
            } else {
                source.read(rows[i], inputs, 0);
                hash = numbers == null
                        ? labels[i]
                        : Double.doubleToLongBits(numbers.value(rows[i]) + 0.0);
                for (float input : inputs) {
                    hash = Copies.mix(hash * 31 + Float.floatToIntBits(input + 0.0f));
                }
            }
            digests[i] = (int) Copies.mix(hash);
        }
        return digests;
    }

    /// Divides rows of a table, each with a target, by what the model knows of them. Of equal rows, as many are known as the
    /// model has seen.
    private Sides sides(Codec codec, Table table, int[] rows) {
        int[] digests = each(group, codec, table, rows);
        boolean[] tested = find(test, digests);
        int[] others = chosen(rows, i -> !tested[i]);
        int[] rest = chosen(digests, i -> !tested[i]);
        boolean[] seen = learned.map(known -> find(known, rest)).orElseGet(() -> new boolean[rest.length]);
        return new Sides(chosen(rows, i -> tested[i]), chosen(others, i -> seen[i]), chosen(others, i -> !seen[i]));
    }

    /// Returns those of some rows, each with a target, that the model did not learn from.
    public int[] unlearned(Codec codec, Table table, int[] rows) {
        Sides sides = sides(codec, table, rows);
        return joined(sides.test, sides.fresh);
    }

    /// Returns those of some rows, each with a target, that the model learned from or that chose its epochs.
    public int[] learned(Codec codec, Table table, int[] rows) {
        return sides(codec, table, rows).learned;
    }

    private boolean[] find(RowDigests known, int[] digests) {
        if (group.isEmpty()) {
            return known.find(digests);
        }
        boolean[] found = new boolean[digests.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = known.contains(digests[i]);
        }
        return found;
    }

    private static int[] chosen(int[] rows, IntPredicate places) {
        return IntStream.range(0, rows.length).filter(places).map(i -> rows[i]).toArray();
    }

    /// How a training that goes on with a model uses the rows of a table, each kind in ascending order.
    ///
    /// @param train      the rows to learn from
    /// @param validation the rows that choose the epochs
    /// @param test       the rows of the test
    /// @param newTests   those of the test that the model has not seen
    /// @param newLearned those to learn from and to choose the epochs by that the model has not seen
    public record Split(int[] train, int[] validation, int[] test, int[] newTests, int[] newLearned) {
    }

    /// Divides rows of a table, each with a target, for a training that goes on with the model. Rows that it was tested on are
    /// test rows again, and so is a share of the new rows. The rows that choose the epochs are new ones, too, unless there are
    /// few of them.
    ///
    /// @param holdout  how rows are held out
    /// @param fraction the share of the new rows to test on
    /// @throws ArgumentException if fewer than two rows are left to learn from, or the target has an unknown class
    public Split split(Codec codec, Holdout holdout, Table table, int[] rows, double fraction, long seed) {
        if (codec.target() instanceof Target.Classes classes) {
            Codec.known(classes, table, rows, classes.classes(table, rows));
        }
        Sides sides = sides(codec, table, rows);
        boolean enough = sides.fresh.length >= FEWEST;
        RowSplit tests = held(codec, holdout, table, sides.fresh, enough ? fraction : 0, seed);
        boolean honest = tests.kept().length >= FEWEST;
        int[] pool = honest ? tests.kept() : joined(tests.kept(), sides.learned);
        if (pool.length < 2) {
            throw new ArgumentException("table", table.source() + ": " + pool.length + " of "
                    + Phrases.count(rows.length, "row")
                    + " with a target may be learned from, but at least 2 are necessary"
                    + (sides.test.length > 0
                            ? "; the model was tested on " + sides.test.length + ", which stay test rows"
                            : "")
                    + "; add new rows");
        }
        RowSplit validation = held(codec, holdout, table, pool, VALIDATION, ~seed);
        return new Split(honest ? joined(validation.kept(), sides.learned) : validation.kept(), validation.held(),
                joined(sides.test, tests.held()), tests.held(), tests.kept());
    }

    private static RowSplit held(Codec codec, Holdout holdout, Table table, int[] rows, double fraction, long seed) {
        int[] classes = new int[rows.length];
        if (holdout instanceof Holdout.Random && codec.target() instanceof Target.Classes target) {
            int[] found = target.classes(table, rows);
            // rows of as many classes cannot be drawn class by class
            classes = IntStream.of(found).distinct().count() < rows.length ? found : classes;
        }
        return holdout.split(classes, table, rows, fraction, seed);
    }

    private static int[] joined(int[] some, int[] more) {
        return IntStream.concat(IntStream.of(some), IntStream.of(more)).sorted().toArray();
    }

    /// Returns these rows and those of a later training.
    public SeenRows and(SeenRows later) {
        RowDigests tested = test.and(later.test);
        Optional<RowDigests> both = learned.flatMap(own -> later.learned.map(own::and))
                .filter(all -> all.size() <= MOST_LEARNED);
        return new SeenRows(group, group.isEmpty() ? tested : tested.distinct(),
                group.isEmpty() ? both : both.map(RowDigests::distinct));
    }

    /// Returns the rows as text for a model file.
    public String text() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("group", group);
        json.put("test", test.text());
        learned.ifPresent(rows -> json.put("learned", rows.text()));
        return Json.write(json);
    }

    /// Returns the rows in a text.
    ///
    /// @param source the file that the text comes from, for messages
    /// @throws org.chainrule.error.FormatException if [#text] does not write such a text, or the format is newer
    public static SeenRows parse(String text, String source) {
        JsonFields fields = JsonFields.of(Json.parse(text, source + " (rows)"), source, "list of rows")
                .version(FORMAT);
        try {
            return new SeenRows(fields.text("group"), RowDigests.parse(fields.text("test")),
                    fields.keys().contains("learned")
                            ? Optional.of(RowDigests.parse(fields.text("learned")))
                            : Optional.empty());
        } catch (IllegalArgumentException _) {
            throw fields.refuse("has rows that cannot be read");
        }
    }
}
