package org.chainrule.excel;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/// Where a sheet has values.
///
/// @param first        the number of the first column with a value
/// @param last         the number of the last column with a value; less than the first if there is no value
/// @param rows         the number of the last row with a value
/// @param wide         the rows with two values or more
/// @param merged       the merged cells of which rows in the table may miss a value, such as `A2:A5`
/// @param unsaved      the number of formulas without a value
/// @param firstUnsaved the cell of the first of them, such as `B7`
record Outline(int first, int last, int rows, BitSet wide, List<String> merged, int unsaved, String firstUnsaved) {
    /// Reads a sheet to its end.
    static Outline of(Workbook workbook, Workbook.Sheet sheet) throws IOException {
        try (Cells cells = workbook.cells(sheet)) {
            int first = Integer.MAX_VALUE;
            int last = 0;
            BitSet some = new BitSet();
            BitSet wide = new BitSet();
            while (cells.next()) {
                first = Math.min(first, cells.column());
                last = Math.max(last, cells.column());
                (some.get(cells.row()) ? wide : some).set(cells.row());
            }
            List<String> merged = cells.merged().stream().filter(range -> counts(range, wide)).toList();
            return new Outline(first, last, some.length() - 1, wide, merged, cells.unsaved(), cells.firstUnsaved());
        }
    }

    /// Returns whether merged cells are not only a title: the only value of its row.
    private static boolean counts(String range, BitSet wide) {
        int colon = range.indexOf(':');
        CellName from = CellName.of(colon < 0 ? range : range.substring(0, colon));
        CellName to = CellName.of(range.substring(colon + 1));
        int next = wide.nextSetBit(from.row());
        return next >= 0 && next <= to.row();
    }

    /// Returns whether a sheet has a value.
    boolean isEmpty() {
        return last == 0;
    }

    /// Returns whether a sheet may hold a table: two rows or more with two values or more.
    boolean hasTable() {
        return wide.cardinality() > 1;
    }
}
