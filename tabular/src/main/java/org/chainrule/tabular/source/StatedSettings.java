package org.chainrule.tabular.source;

import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remedy;
import org.chainrule.tabular.table.TableFormat;

/// Refuses settings of CSV text that were stated for a table of another kind, which cannot have them: a separator of JSON,
/// or the lines of a query.
public final class StatedSettings {
    private StatedSettings() {
    }

    /// Checks the settings for a text.
    ///
    /// @throws ArgumentException if one does not apply
    public static void check(TextSource source, TableFormat format) {
        check(source.name(), List.of(source), format);
    }

    /// Checks the settings for several texts that are one table.
    ///
    /// @throws ArgumentException if one applies to none of them
    public static void check(String name, List<TextSource> sources, TableFormat format) {
        for (Remedy setting : format.stated()) {
            if (sources.stream().noneMatch(source -> applies(setting, source))) {
                throw refused(name, setting);
            }
        }
    }

    /// Checks the settings for the rows of a database.
    ///
    /// @throws ArgumentException if there is one
    public static void checkRows(String name, TableFormat format) {
        if (!format.stated().isEmpty()) {
            throw refused(name, format.stated().getFirst());
        }
    }

    private static boolean applies(Remedy setting, TextSource source) {
        return switch (setting) {
            case Remedy.Separator _ -> !source.ofRecords();
            // JSON is text too
            case Remedy.Encoding _ -> !source.ofRecords() || source.lacksColumns();
            default -> !source.exact();
        };
    }

    private static ArgumentException refused(String name, Remedy setting) {
        Refusal refusal = new Refusal.NotOfCsv(name, setting);
        return ArgumentException.because("format", refusal.sentence(), (Record) refusal);
    }
}
