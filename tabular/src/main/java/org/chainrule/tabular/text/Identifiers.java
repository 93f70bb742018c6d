package org.chainrule.tabular.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Phrases;

/// The check whether the values of a column name its rows, so that new rows have other values.
public final class Identifiers {
    /// Typical names in lower case, with any other words before them.
    private static final Pattern WORDS = Pattern.compile("(.*[^\\p{L}])?(id|ids|idx|index|row|rows|rownames|rowid|"
            + "nr|no|num|number|numbers|nummer|numero|número|numéro|n|n°|nº|#|№|key|pk|guid|uuid|serial|seq|sequence|counter|"
            + "lfd|unnamed: 0|column 1)[.:]?");
    /// Typical endings in camel case: `orderId`, `InvoiceNo`.
    private static final Pattern CAMEL = Pattern.compile(".*\\p{Ll}(Id|ID|Idx|Index|No|Nr|NR|NO|Num|Number|Key)[.:]?");
    /// Typical endings of words that are written together: `Kundennummer`, `rownumber`.
    private static final Pattern ENDINGS = Pattern.compile(".*\\p{L}(nummer|number|nr)[.:]?");
    /// With fewer rows, values may all differ by chance.
    private static final int FEW_ROWS = 10;
    /// The largest share of steps between consecutive rows that may go downward in a growing column.
    private static final double AGAINST = 0.02;

    private Identifiers() {
    }

    /// Returns whether a column has a name that is typical of row numbers and identifiers.
    public static boolean named(String column) {
        String name = column.strip();
        String small = name.toLowerCase(Locale.ROOT);
        return WORDS.matcher(small).matches() || CAMEL.matcher(name).matches() || ENDINGS.matcher(small).matches();
    }

    /// Returns whether all of several values differ in a column with such a name.
    public static boolean differ(String column, int distinct, int present) {
        return present >= FEW_ROWS && distinct == present && named(column);
    }

    /// Returns why a column of numbers identifies its rows: it has a typical name and holds the row number counted from
    /// 0 or 1, whole numbers that all differ, or many whole numbers of which few occur twice.
    public static Optional<String> reason(NumberColumn column, int[] rows) {
        if (!named(column.name())) {
            return Optional.empty();
        }
        double start = column.value(rows[0]) - rows[0];
        if ((start == 0 || start == 1) && IntStream.of(rows).allMatch(row -> column.value(row) - row == start)) {
            return Optional.of("it counts the rows");
        }
        double[] values = IntStream.of(rows).sorted().mapToDouble(column::value)
                .filter(value -> !Double.isNaN(value)).toArray();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        boolean whole = true;
        int distinct = 1;
        int up = 0;
        int down = 0;
        for (int i = 0; i < values.length; i++) {
            whole &= values[i] == Math.rint(values[i]);
            distinct += i > 0 && sorted[i] != sorted[i - 1] ? 1 : 0;
            up += i > 0 && values[i] > values[i - 1] ? 1 : 0;
            down += i > 0 && values[i] < values[i - 1] ? 1 : 0;
        }
        if (!whole || !differ(column.name(), distinct, values.length)
                && !TextColumn.identifyRows(distinct, values.length)) {
            return Optional.empty();
        }
        int steps = values.length - 1;
        if (Math.min(up, down) > AGAINST * steps) {
            return Optional.of("it looks like an identifier, with " + Phrases.count(distinct, "distinct value") + " in "
                    + Phrases.count(values.length, "training row")
                    + "; if it says something about a row, declare it as numeric");
        }
        return Optional.of("it looks like an identifier that " + (up > down ? "grows" : "falls")
                + " from row to row, from " + Decimal.spell(values[0]) + " to " + Decimal.spell(values[steps])
                + "; if it says something about a row, declare it as numeric");
    }
}
