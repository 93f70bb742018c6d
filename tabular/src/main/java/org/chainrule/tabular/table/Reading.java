package org.chainrule.tabular.table;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.value.Phrases;

/// What was found while a table was read.
///
/// @param source    the file, or what else was read
/// @param separator what stands between values: a comma, a semicolon, a tab or another mark
/// @param rows      rows read
/// @param dropped   rows left out, one entry a reason
/// @param notes     what may surprise, such as a column that one stray word made text
/// @param format    what was said and what was found out, with which files of the same kind are read alike
public record Reading(String source, char separator, int rows, List<Dropped> dropped, List<Remark> notes,
        TableFormat format) {
    /// What was found.
    public Reading {
        dropped = List.copyOf(dropped);
        notes = List.copyOf(notes);
    }

    /// The separator as a word: `commas`, `semicolons`, `tabs`, `blanks`, or the mark itself.
    public String separators() {
        return switch (separator) {
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            case ',' -> "commas";
            case ' ' -> "blanks";
            default -> Phrases.quoted(String.valueOf(separator));
        };
    }

    /// Returns the rows left out, then the notes.
    public List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>(dropped);
        remarks.addAll(notes);
        return List.copyOf(remarks);
    }
}
