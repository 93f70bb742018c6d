package org.chainrule.tabular.encode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.Phrases;

/// What the training rows say about one column: how to encode it, or why it is of no use.
sealed interface EncodingChoice {
    /// The column is used.
    record Used(Encoding encoding) implements EncodingChoice {
    }

    /// The column is not used.
    record Unused(String reason) implements EncodingChoice {
    }

    /// With more categories, the rarest are merged.
    int MOST_CATEGORIES = 255;

    /// With more distinct values than this, and than half the rows with a value, text is an identifier or prose.
    int FEW_VALUES = 50;

    /// Names that columns of row numbers go by.
    Pattern COUNTER = Pattern.compile(
            "(.*[^a-z])?(id|idx|index|row|rows|rownames|nr|no|number|#)|.*Id|unnamed: 0|column 1",
            Pattern.CASE_INSENSITIVE);

    /// How to encode a column, or why it is of no use.
    ///
    /// @param wanted whether the user has said what the column holds, so that it is used although it looks like an
    ///               identifier
    static EncodingChoice of(Column column, int[] rows, boolean wanted) {
        if (IntStream.of(rows).allMatch(column::missing)) {
            return new Unused("it has no value in the training rows");
        }
        return switch (column) {
            case NumberColumn numbers -> of(numbers, rows, wanted);
            case TextColumn words -> of(words, rows, wanted);
            case DateColumn dates -> of(dates, rows);
        };
    }

    private static EncodingChoice of(NumberColumn column, int[] rows, boolean wanted) {
        double[] values = IntStream.of(rows).mapToDouble(column::value).filter(value -> !Double.isNaN(value)).toArray();
        boolean missing = values.length < rows.length;
        if (DoubleStream.of(values).anyMatch(Double::isInfinite)) {
            return new Unused("it holds infinite numbers; give finite ones, or nothing where a value is missing");
        }
        boolean constant = true;
        for (double value : values) {
            constant &= value == values[0];
        }
        if (constant) {
            return missing
                    ? new Used(new NumberEncoding(column.name(), values[0], 0, true))
                    : new Unused("it is always " + Decimal.spell(values[0]));
        }
        if (!wanted && countsRows(column, rows)) {
            return new Unused("it counts the rows");
        }
        Moments moments = Moments.of(values);
        if (!(moments.deviation() > 0) || Double.isInfinite(moments.deviation())) {
            return new Unused("its values are too " + (moments.deviation() == 0 ? "close together" : "large")
                    + " to be standardized");
        }
        return new Used(new NumberEncoding(column.name(), moments.mean(), moments.deviation(), missing));
    }

    private static EncodingChoice of(DateColumn column, int[] rows) {
        double[] seconds = IntStream.of(rows).mapToDouble(column::seconds).filter(s -> !Double.isNaN(s)).toArray();
        boolean missing = seconds.length < rows.length;
        Moments moments = Moments.of(seconds);
        if (DoubleStream.of(seconds).allMatch(s -> s == seconds[0])) {
            return missing
                    ? new Used(new DateEncoding(column.name(), seconds[0], 0, List.of(), true))
                    : new Unused("it is always " + column.text(rows[0]));
        }
        List<DateEncoding.Cycle> cycles = Arrays.stream(DateEncoding.Cycle.values())
                .filter(cycle -> DoubleStream.of(seconds).anyMatch(s -> cycle.phase(s) != cycle.phase(seconds[0])))
                .toList();
        return new Used(new DateEncoding(column.name(), moments.mean(), moments.deviation(), cycles, missing));
    }

    private static EncodingChoice of(TextColumn column, int[] rows, boolean wanted) {
        int[] counts = column.counts(rows);
        List<Integer> seen = IntStream.range(0, counts.length).filter(code -> counts[code] > 0).boxed().toList();
        int present = IntStream.of(counts).sum();
        List<String> dictionary = column.dictionary();
        if (seen.size() == 1 && present == rows.length) {
            return new Unused("it is always " + Phrases.quoted(dictionary.get(seen.get(0))));
        }
        if (!wanted && identifying(seen.size(), present)) {
            return new Unused(
                    "it looks like an identifier or free text, with " + Phrases.count(seen.size(), "distinct value")
                            + " in " + Phrases.count(present, "row"));
        }
        Comparator<Integer> byName = Comparator.comparing(dictionary::get);
        Comparator<Integer> mostFrequentFirst = Comparator.comparingInt(code -> -counts[code]);
        List<String> categories = seen.stream().sorted(mostFrequentFirst.thenComparing(byName)).limit(MOST_CATEGORIES)
                .map(dictionary::get).sorted().toList();
        return new Used(new CategoryEncoding(column.name(), categories, categories.size() < seen.size()));
    }

    /// Whether so many distinct values in so many rows tell rows apart rather than kinds of rows.
    static boolean identifying(int distinct, int rows) {
        return distinct > FEW_VALUES && distinct > rows / 2;
    }

    /// Whether the column goes by a name for row numbers and holds the row number counted from 0 or 1.
    private static boolean countsRows(NumberColumn column, int[] rows) {
        double start = column.value(rows[0]) - rows[0];
        return (start == 0 || start == 1) && COUNTER.matcher(column.name()).matches()
                && IntStream.of(rows).allMatch(row -> column.value(row) - row == start);
    }
}
