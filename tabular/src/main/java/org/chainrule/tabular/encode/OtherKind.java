package org.chainrule.tabular.encode;

import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;

/// The check that a column holds the same type of value as in training.
final class OtherKind {
    private OtherKind() {
    }

    /// Checks that a column has the same type as in training, or no value at all.
    ///
    /// @param before the type in training, such as `numbers`
    static void check(Table table, Encoding encoding, String before) {
        Column column = table.column(encoding.column());
        if (encoding.kind() == column.kind() || IntStream.range(0, column.size()).allMatch(column::missing)) {
            return;
        }
        String example = IntStream.range(0, column.size()).filter(row -> !column.missing(row)).mapToObj(column::text)
                .findFirst().orElse("");
        String now = switch (column.kind()) {
            case NUMBER -> "holds numbers";
            case TEXT -> "is text";
            case DATE -> "holds dates";
        };
        throw new ArgumentException("table", table.source() + ": column " + Phrases.quoted(column.name()) + " held "
                + before + " in training, but here it " + now + ", such as " + Phrases.quoted(example) + "; use "
                + before + ", and leave missing values empty");
    }
}
