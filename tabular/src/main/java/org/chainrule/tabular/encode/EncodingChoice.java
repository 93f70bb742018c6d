package org.chainrule.tabular.encode;

import java.util.stream.IntStream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.TextColumn;

/// What the training rows say about one column: how to encode it, or why it is of no use.
sealed interface EncodingChoice {
    /// The column is used.
    record Used(Encoding encoding) implements EncodingChoice {
    }

    /// The column is not used.
    record Unused(String reason) implements EncodingChoice {
    }

    /// With more distinct values than this, and than half the rows with a value, text is an identifier or prose.
    int FEW_VALUES = 50;

    /// How to encode a column, or why it is of no use.
    ///
    /// @param wanted whether the user has said what the column holds, so that it is used although it looks like an
    ///               identifier
    static EncodingChoice of(Column column, int[] rows, boolean wanted) {
        if (IntStream.of(rows).allMatch(column::missing)) {
            return new Unused("it has no value in the training rows");
        }
        return switch (column) {
            case NumberColumn numbers -> NumberEncoding.fit(numbers, rows, wanted);
            case TextColumn words -> CategoryEncoding.fit(words, rows, wanted);
            case DateColumn dates -> DateEncoding.fit(dates, rows);
        };
    }

    /// Whether so many distinct values in so many rows tell rows apart rather than kinds of rows.
    static boolean identifying(int distinct, int rows) {
        return distinct > FEW_VALUES && distinct > rows / 2;
    }
}
