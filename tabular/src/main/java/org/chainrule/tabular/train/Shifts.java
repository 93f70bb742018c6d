package org.chainrule.tabular.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.assess.Stability;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;

/// Columns whose values are distributed differently in training and test rows that were not drawn alike: test rows of
/// another file, or the latest rows.
final class Shifts {
    private Shifts() {
    }

    /// Returns a remark on the columns with a large shift. Columns with values that the training rows did not have are
    /// reported elsewhere, and the time by which the rows were held out differs in any case.
    ///
    /// @param tests the table that the test rows are in
    /// @param known columns that are reported elsewhere
    static List<Remark> of(Holdout holdout, Codec codec, Table table, int[] train, Table tests, int[] test,
            Set<String> known) {
        if (test.length == 0 || tests == table && !(holdout instanceof Holdout.Latest)) {
            return List.of();
        }
        String time = holdout instanceof Holdout.Latest(String column) ? column : "";
        Map<String, Double> shifted = new HashMap<>();
        for (Encoding encoding : codec.schema().encodings()) {
            String name = encoding.column();
            if (!name.equals(time) && !known.contains(name)) {
                Stability stability = stability(table.column(name), train, tests.column(name), test);
                if (stability.isShifted()) {
                    shifted.put(name, stability.index());
                }
            }
        }
        List<String> names = new ArrayList<>(shifted.keySet());
        names.sort(Comparator.<String>comparingDouble(name -> -shifted.getOrDefault(name, 0.0))
                .thenComparing(Comparator.naturalOrder()));
        return names.isEmpty()
                ? List.of()
                : List.of(new DataRemark.Shift(names, shifted.getOrDefault(names.getFirst(), 0.0)));
    }

    private static Stability stability(Column before, int[] train, Column after, int[] test) {
        if (before instanceof TextColumn words && after instanceof TextColumn others) {
            Map<String, Integer> codes = new HashMap<>();
            int[] first = codes(words, train, codes);
            int[] second = codes(others, test, codes);
            return Stability.ofCategories(first, second, codes.size());
        }
        return Stability.ofNumbers(numbers(before, train), numbers(after, test));
    }

    private static int[] codes(TextColumn words, int[] rows, Map<String, Integer> codes) {
        return IntStream.of(rows).map(row -> codes.computeIfAbsent(words.missing(row) ? "" : "=" + words.text(row),
                _ -> codes.size())).toArray();
    }

    private static double[] numbers(Column column, int[] rows) {
        IntToDoubleFunction value = switch (column) {
            case NumberColumn numbers -> numbers::value;
            case DateColumn dates -> dates::seconds;
            case TextColumn _ -> _ -> Double.NaN;
        };
        return IntStream.of(rows).mapToDouble(value).toArray();
    }
}
