package org.chainrule.serve.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.serve.measure.Drift;
import org.chainrule.serve.web.Problem;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.ListEncoding;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.StatisticsEncoding;
import org.chainrule.tabular.table.Column;
import org.jspecify.annotations.Nullable;

/// The rows of a request, as inputs of a model. A value means the same as its text in a CSV file; a column without a value is
/// missing. Written by one thread.
public final class RowInputs {
    private static final int MANY_INPUTS = 1 << 20;
    private static final int MOST_EXPLAINED = 20;

    private final Served served;
    private final boolean keeps;
    private final Runnable large;
    private final @Nullable Object[] values;
    private final boolean[] given;
    private final boolean[][] counts;
    private final float[][] inputs;
    private final Drift.Tally tally;
    private final List<@Nullable Object[]> kept = new ArrayList<>();
    private int size;
    private boolean isLarge;

    /// @param keeps whether the values are kept, to explain the predictions of a few rows
    /// @param large runs before the rows need much memory; it may refuse them
    public RowInputs(Served served, boolean keeps, Runnable large) {
        this.served = served;
        this.keeps = keeps;
        this.large = large;
        int columns = served.columns().size();
        this.values = new @Nullable Object[columns];
        this.given = new boolean[columns];
        this.tally = new Drift.Tally(columns);
        List<Part> parts = served.parts();
        this.inputs = new float[parts.size()][];
        this.counts = new boolean[parts.size()][columns];
        boolean[] counted = new boolean[columns];
        for (int p = 0; p < inputs.length; p++) {
            inputs[p] = new float[parts.get(p).inputs() == p ? parts.get(p).width() : 0];
            for (int place : parts.get(p).places()) {
                counts[p][place] = !counted[place];
                counted[place] = true;
            }
        }
    }

    /// Begins a row without values.
    ///
    /// @throws Problem if there are too many
    public void begin() {
        if (size == served.mostRows()) {
            throw new Problem(Problem.Kind.LARGE, "The request has more than " + size
                    + " rows, the limit for this model; send fewer rows at once.");
        }
        if (keeps && size == MOST_EXPLAINED) {
            throw new Problem(Problem.Kind.LARGE, "The parameters explain and unlike are for at most " + MOST_EXPLAINED
                    + " rows at once; send fewer rows.");
        }
        Arrays.fill(values, null);
        Arrays.fill(given, false);
    }

    /// Sets the number of a column, as its text.
    public void number(int place, String text) {
        value(place, served.columns().get(place).kind() == Column.Kind.NUMBER ? (Object) Double.valueOf(text) : text);
    }

    /// Sets the text of a column.
    public void text(int place, String text) {
        value(place, text);
    }

    /// Sets the truth of a column.
    public void truth(int place, boolean yes) {
        value(place, switch (served.columns().get(place)) {
            case NumberEncoding _,CategoryEncoding _,StatisticsEncoding _ -> (Object) yes;
            default -> Boolean.toString(yes);
        });
    }

    /// Sets the items of a column; none are a missing value.
    ///
    /// @throws Problem if the column does not hold lists
    public void list(int place, List<String> items) {
        Encoding encoding = served.columns().get(place);
        if (!(encoding instanceof ListEncoding)) {
            throw refused(place, "takes one value, but got a list; send one value, or null if it is missing");
        }
        value(place, items.isEmpty() ? null : items);
    }

    /// Sets a missing value.
    public void missing(int place) {
        value(place, null);
    }

    /// Sets a value of Java.
    ///
    /// @throws Problem if the column has a value in this row
    void value(int place, @Nullable Object value) {
        if (given[place]) {
            throw refused(place, "is given twice; give it once");
        }
        given[place] = true;
        values[place] = value;
    }

    /// Returns the problem of a column in the row that was begun.
    ///
    /// @param what the rest of the sentence without a full stop
    public Problem refused(int place, String what) {
        return refused("column " + Quote.of(served.columns().get(place).column()) + " " + what);
    }

    private Problem refused(String sentence) {
        return new Problem(Problem.Kind.VALUE, "Row " + (size + 1) + ": " + sentence + ".");
    }

    /// Returns whether the row that was begun has a value, be it a missing one, for a column.
    public boolean has(int place) {
        return given[place];
    }

    /// Ends a row: encodes its values.
    ///
    /// @throws Problem if a column cannot hold its value
    public void end() {
        try {
            for (int p = 0; p < inputs.length; p++) {
                Part part = served.parts().get(p);
                if (part.inputs() == p) {
                    int width = part.width();
                    if ((size + 1) * width > inputs[p].length) {
                        grow(p, width);
                    }
                    part.encode(values, inputs[p], size * width, tally, counts[p]);
                }
            }
        } catch (ArgumentException e) {
            throw refused(Problem.reason(e));
        }
        if (keeps) {
            kept.add(values.clone());
        }
        tally.row();
        size++;
    }

    private void grow(int p, int width) {
        int wanted = (int) Math.min((long) served.mostRows() * width, 2L * inputs[p].length);
        if (wanted > MANY_INPUTS && !isLarge) {
            isLarge = true;
            large.run();
        }
        inputs[p] = Arrays.copyOf(inputs[p], wanted);
    }

    /// Returns the number of rows that ended.
    public int size() {
        return size;
    }

    Drift.Tally tally() {
        return tally;
    }

    /// Returns the inputs of all rows for a part; no row may follow.
    float[] inputs(int part) {
        int length = size * served.parts().get(part).width();
        if (inputs[part].length != length) {
            // kept, because other parts may have the same inputs
            inputs[part] = Arrays.copyOf(inputs[part], length);
        }
        return inputs[part];
    }

    /// Returns the inputs of one row for a target.
    public float[] inputs(int target, int row) {
        Part part = served.parts().get(target);
        int width = part.width();
        return Arrays.copyOfRange(inputs[part.inputs()], row * width, (row + 1) * width);
    }

    /// Returns the values of a row by column, if they are kept.
    public Map<String, @Nullable Object> values(int row) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            all.put(served.columns().get(i).column(), kept.get(row)[i]);
        }
        return all;
    }
}
