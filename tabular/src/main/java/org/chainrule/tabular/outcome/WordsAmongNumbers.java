package org.chainrule.tabular.outcome;

import java.util.Optional;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remedy;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;

/// The words of a text target that are not numbers, which are the reason why it is text.
///
/// @param column the name of the target
/// @param rows   the number of rows with a value
/// @param count  the number of values that are not numbers
/// @param first  the first row whose value is not a number, or -1
record WordsAmongNumbers(Table table, TextColumn column, int rows, int count, int first) {
    static WordsAmongNumbers of(Table table, TextColumn column, int[] rows) {
        boolean[] number = new boolean[column.dictionary().size()];
        for (int code = 0; code < number.length; code++) {
            number[code] = !Double.isNaN(NumberStyle.either(column.dictionary().get(code)));
        }
        int count = 0;
        int first = -1;
        for (int row : rows) {
            if (!number[column.code(row)]) {
                first = count++ == 0 ? row : first;
            }
        }
        return new WordsAmongNumbers(table, column, rows.length, count, first);
    }

    /// Returns the setting that reads the column as numbers, if most of its values are.
    Optional<Remedy> numeric() {
        return mostlyNumbers() ? Optional.of(new Remedy.Numeric(column.name())) : Optional.empty();
    }

    private boolean mostlyNumbers() {
        return count > 0 && 2L * count < rows;
    }

    private Refusal.Stray stray() {
        // A column that was declared categorical may hold numbers only.
        int row = Math.max(first, 0);
        return new Refusal.Stray(count, column.text(row), table.line(row));
    }

    /// Returns why the column cannot be predicted as a number.
    Refusal.WordsForNumbers forRegression() {
        return new Refusal.WordsForNumbers(table.source(), column.name(), stray(), mostlyNumbers());
    }

    /// Returns why the column cannot be predicted as classes.
    ///
    /// @param distinct the number of distinct values
    /// @param most     the most classes that are possible
    Refusal.WordsForClasses forClasses(int distinct, int most) {
        return new Refusal.WordsForClasses(table.source(), column.name(), distinct, rows, most, stray(),
                mostlyNumbers());
    }
}
