package org.chainrule.excel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// The sheet of a workbook that is read.
///
/// @param outline where it has values
/// @param notes   what to report about the choice
record Choice(Workbook.Sheet sheet, Outline outline, List<String> notes) {
    private static final int LISTED = 10;
    private static final String CALCULATE = "; open and save the workbook in a spreadsheet program, which calculates"
            + " the values";

    /// Chooses a sheet by its name, or the first visible one that may hold a table, else the first with a value.
    ///
    /// @param name the name; empty for the default
    /// @throws ArgumentException if there is no sheet of that name
    static Choice of(Workbook workbook, String name) throws IOException {
        Choice choice = name.isEmpty() ? byDefault(workbook) : named(workbook, name);
        List<String> notes = new ArrayList<>(choice.notes);
        List<String> merged = choice.outline.merged();
        String where = "sheet " + Quote.of(choice.sheet.name()) + " has ";
        if (!merged.isEmpty()) {
            notes.add(where + (merged.size() == 1
                    ? "merged cells, " + Quote.clip(merged.getFirst())
                    : merged.size() + " groups of merged cells, such as " + Quote.clip(merged.getFirst()))
                    + ": their value counts for the first cell, and the other cells are empty; unmerge them and repeat"
                    + " the value in each row where it holds");
        }
        int unsaved = choice.outline.unsaved();
        if (unsaved > 0) {
            notes.add(where + (unsaved == 1
                    ? "a formula without a saved value, in " + choice.outline.firstUnsaved() + ", which is missing"
                    : unsaved + " formulas without a saved value, the first in " + choice.outline.firstUnsaved()
                            + ", which are missing")
                    + CALCULATE);
        }
        return new Choice(choice.sheet, choice.outline, List.copyOf(notes));
    }

    private static Choice byDefault(Workbook workbook) throws IOException {
        List<Workbook.Sheet> sheets = workbook.sheets().stream().filter(sheet -> sheet.cells() && !sheet.hidden())
                .toList();
        Choice first = null;
        boolean formulas = false;
        for (Workbook.Sheet sheet : sheets) {
            Outline outline = Outline.of(workbook, sheet);
            Choice choice = new Choice(sheet, outline, sheets.size() == 1
                    ? List.of()
                    : List.of("read sheet " + Quote.of(sheet.name()) + "; to read another, name it: "
                            + list(sheets.stream().filter(other -> !other.equals(sheet)).toList())));
            if (outline.hasTable()) {
                return choice;
            }
            formulas |= outline.unsaved() > 0;
            if (!outline.isEmpty() && first == null) {
                first = choice;
            }
        }
        if (first == null) {
            if (formulas) {
                throw FormatException.ofWhole(workbook.name(), workbook.name()
                        + " has formulas without saved values, and no other value" + CALCULATE);
            }
            List<Workbook.Sheet> hidden = workbook.sheets().stream().filter(Workbook.Sheet::hidden).toList();
            throw FormatException.ofWhole(workbook.name(), workbook.name() + " has no visible sheet with a value; "
                    + (hidden.isEmpty() ? "" : "name a hidden one (" + list(hidden) + "), or ")
                    + "use another workbook");
        }
        return first;
    }

    private static Choice named(Workbook workbook, String name) throws IOException {
        Workbook.Sheet sheet = workbook.sheets().stream().filter(each -> each.name().equals(name)).findFirst()
                .or(() -> workbook.sheets().stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst())
                .orElseThrow(() -> new ArgumentException("sheet", workbook.name() + " has no sheet " + Quote.of(name)
                        + "; choose " + list(workbook.sheets())));
        if (!sheet.cells()) {
            throw new ArgumentException("sheet", workbook.name() + ", sheet " + Quote.of(sheet.name())
                    + ": it is a chart, a dialog or macros, not a table; choose another sheet");
        }
        Outline outline = Outline.of(workbook, sheet);
        if (outline.isEmpty()) {
            throw new ArgumentException("sheet", workbook.name() + ", sheet " + Quote.of(sheet.name())
                    + (outline.unsaved() > 0
                            ? ": its formulas have no saved values" + CALCULATE
                            : ": it has no value; choose another sheet"));
        }
        return new Choice(sheet, outline, List.of());
    }

    private static String list(List<Workbook.Sheet> sheets) {
        List<String> names = sheets.stream().limit(LISTED).map(sheet -> Quote.of(sheet.name())).toList();
        int more = sheets.size() - names.size();
        return names.size() == 1
                ? names.getFirst()
                : more > 0
                        ? String.join(", ", names) + " and " + more + " more"
                        : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }
}
