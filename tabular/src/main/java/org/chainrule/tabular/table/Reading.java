package org.chainrule.tabular.table;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.value.Phrases;

/// The report on how a table was read.
///
/// @param source    the file, or another name of the data
/// @param separator the mark between values: a comma, a semicolon, a tab or another mark; 0 if there is none
/// @param rows      the number of rows read
/// @param dropped   the rows left out, one entry for each reason
/// @param notes     remarks on anything that may surprise, such as a column that a single stray word made text
/// @param format    the given and detected format, with which files of the same kind are read alike
public record Reading(String source, char separator, int rows, List<Dropped> dropped, List<Remark> notes,
        TableFormat format) {
    /// Creates a report; copies the lists.
    public Reading {
        dropped = List.copyOf(dropped);
        notes = List.copyOf(notes);
    }

    /// Returns the report on a table without some of the rows.
    Reading without(Dropped others) {
        List<Dropped> all = new ArrayList<>(dropped);
        all.add(others);
        return new Reading(source, separator, rows - others.count(), all, notes, format);
    }

    /// Returns the report with further remarks before the others.
    Reading with(List<Remark> more) {
        List<Remark> all = new ArrayList<>(more);
        all.addAll(notes);
        return new Reading(source, separator, rows, dropped, all, format);
    }

    /// Returns the separator as a word: `commas`, `semicolons`, `tabs`, `blanks`, or the mark itself.
    public String separators() {
        return switch (separator) {
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            case ',' -> "commas";
            case ' ' -> "blanks";
            default -> Phrases.quoted(String.valueOf(separator));
        };
    }

    /// Returns the rows left out, followed by the notes.
    public List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>(dropped);
        remarks.addAll(notes);
        return List.copyOf(remarks);
    }
}
