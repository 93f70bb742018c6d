package org.chainrule.tabular.table;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.value.Phrases;

/// The weights of the rows of a table, which are the numbers of one of its columns. A row of weight 2 counts as two equal
/// rows, and a row of weight 0 as none. Only the ratios of the weights matter.
public final class RowWeights {
    private RowWeights() {
    }

    /// Returns the weights of some rows, divided by their mean.
    ///
    /// @throws ArgumentException if there is no such column, a weight is missing, negative or not a number, or all are 0;
    ///     the message names the line
    public static float[] of(Table table, String column, int[] rows) {
        double[] weights = checked(table, column, rows);
        double mean = Arrays.stream(weights).sum() / weights.length;
        float[] relative = new float[weights.length];
        for (int i = 0; i < relative.length; i++) {
            // a small weight must not become 0, which some batches of rows would consist of
            relative[i] = weights[i] == 0 ? 0 : Math.max((float) (weights[i] / mean), Float.MIN_NORMAL);
        }
        return relative;
    }

    /// Returns the rows that count: those with a weight above 0.
    ///
    /// @throws ArgumentException as [#of] does, for all rows of the table
    public static int[] counted(Table table, String column) {
        double[] weights = checked(table, column, table.rows());
        return IntStream.range(0, weights.length).filter(row -> weights[row] > 0).toArray();
    }

    private static double[] checked(Table table, String column, int[] rows) {
        Column values = table.column(column);
        double[] weights = new double[rows.length];
        boolean any = false;
        for (int i = 0; i < rows.length; i++) {
            weights[i] = weight(table, values, rows[i]);
            any |= weights[i] > 0;
        }
        if (!any && rows.length > 0) {
            throw new ArgumentException("weights", table.source() + ": all weights in " + Phrases.quoted(column)
                    + " are 0, so no row counts; write a number above 0 for each row that does");
        }
        return weights;
    }

    private static double weight(Table table, Column column, int row) {
        if (column.missing(row)) {
            throw wrong(table, column, row, "is missing; write a number of at least 0, where 0 leaves the row out");
        }
        String text = Phrases.quoted(column.text(row));
        if (!(column instanceof NumberColumn numbers)) {
            int word = column instanceof TextColumn ? firstWord(column, row) : row;
            throw wrong(table, column, word, "is " + Phrases.quoted(column.text(word))
                    + ", which is not a number; write a number of at least 0, or choose another column");
        }
        double weight = numbers.value(row);
        if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
            throw wrong(table, column, row, "is " + text + "; weights are finite numbers of at least 0");
        }
        return weight;
    }

    /// Returns the first row from a row on whose value is no number, because a few words make a whole column text.
    private static int firstWord(Column column, int from) {
        return IntStream.range(from, column.size()).filter(row -> !column.missing(row))
                .filter(row -> !isNumber(column.text(row))).findFirst().orElse(from);
    }

    private static boolean isNumber(String text) {
        try {
            return !Double.isNaN(Double.parseDouble(text));
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static ArgumentException wrong(Table table, Column column, int row, String what) {
        return new ArgumentException("weights", table.source() + ", line " + table.line(row) + ": the weight "
                + Phrases.quoted(column.name()) + " " + what);
    }
}
