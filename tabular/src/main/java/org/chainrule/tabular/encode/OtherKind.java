package org.chainrule.tabular.encode;

import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;

/// The refusal of a column that holds something else than in training.
final class OtherKind {
    private OtherKind() {
    }

    /// Checks that a column is of the kind that it was in training, or has no value at all.
    ///
    /// @param before what it held in training: `numbers`
    /// @param one    what may be missing: `a value`
    static void check(Table table, Encoding encoding, String before, String one) {
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
                + before + " in training, but here it " + now + ", such as " + Phrases.quoted(example) + "; give "
                + before + ", and nothing where " + one + " is missing");
    }
}
