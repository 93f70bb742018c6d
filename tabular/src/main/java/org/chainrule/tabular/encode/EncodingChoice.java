package org.chainrule.tabular.encode;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.TextColumn;

/// The decision about one column, made from the training rows: its encoding, or the reason to leave it out.
sealed interface EncodingChoice {
    /// The column is used.
    ///
    /// @param remarks remarks on how its values become inputs
    record Used(Encoding encoding, List<Remark> remarks) implements EncodingChoice {
        Used(Encoding encoding) {
            this(encoding, List.of());
        }
    }

    /// The column is not used.
    record Unused(String reason) implements EncodingChoice {
    }

    /// Returns the encoding of a column, or the reason to leave it out.
    ///
    /// @param wanted     whether the user declared the type of the column, so that it is used even if it looks like an
    ///                   identifier
    /// @param categories the largest number of categories; the rarest of more values are merged
    static EncodingChoice of(Column column, int[] rows, boolean wanted, int categories) {
        return of(column, rows, wanted, categories, NumberScaling.STANDARD);
    }

    /// Same as [#of(Column, int[], boolean, int)].
    ///
    /// @param scaling how numbers are scaled
    static EncodingChoice of(Column column, int[] rows, boolean wanted, int categories, NumberScaling scaling) {
        if (IntStream.of(rows).allMatch(column::missing)) {
            return new Unused("it has no value in the training rows");
        }
        return switch (column) {
            case NumberColumn numbers -> NumberEncoding.fit(numbers, rows, wanted, scaling);
            case TextColumn words ->
                (wanted ? Optional.<EncodingChoice>empty() : ListEncoding.fit(words, rows, scaling))
                        .orElseGet(() -> CategoryEncoding.fit(words, rows, wanted, categories));
            case DateColumn dates -> DateEncoding.fit(dates, rows, scaling);
        };
    }
}
