package org.chainrule.app.process;

import java.util.List;
import org.chainrule.error.Quote;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Remedy;
import org.chainrule.tabular.remark.Wording;

/// The options of the command that stand for the remedies of the library.
public final class Flags {
    /// The wording of remarks and refusals in the command.
    public static final Wording WORDING = Flags::of;

    private Flags() {
    }

    /// Returns remarks as sentences.
    public static List<String> sentences(List<Remark> remarks) {
        return remarks.stream().map(remark -> remark.sentence(WORDING)).toList();
    }

    private static String of(Remedy remedy) {
        return switch (remedy) {
            case Remedy.MaxLatency _ -> "--max-latency";
            case Remedy.NoHeader _ -> "--no-header";
            case Remedy.DateOrder _ -> "--date-order";
            case Remedy.DecimalComma _ -> "--decimal comma";
            case Remedy.Missing(String word) -> "--missing=" + word;
            case Remedy.Keep(String word) -> "--keep=" + word;
            case Remedy.Encoding _ -> "--encoding";
            case Remedy.Separator _ -> "--separator";
            case Remedy.HeaderRow(int line) -> "--header-row " + line;
            case Remedy.SkipRows(int lines) -> "--skip-rows " + lines;
            case Remedy.SkipFooter(int lines) -> "--skip-footer " + lines;
            case Remedy.Categorical(String column) -> "--categorical" + name(column);
            case Remedy.Numeric(String column) -> "--numeric" + name(column);
            case Remedy.Ignore(String column) -> "--ignore" + name(column);
            case Remedy.Regression _ -> "--task regression";
            case Remedy.Classification _ -> "--task classification";
            case Remedy.Labels _ -> "--task labels";
            case Remedy.ClassOrder _ -> "--order A,B,C";
            case Remedy.PlainTarget _ -> "--no-transform";
            case Remedy.Unbounded _ -> "--no-clamp";
            case Remedy.Threshold _ -> "--threshold P";
            case Remedy.LearningRate _ -> "--lr";
            case Remedy.Categories _ -> "--categories N";
            case Remedy.GroupColumn _ -> "--group-column COLUMN";
            case Remedy.CrossValidate _ -> "--cv K";
        };
    }

    /// Returns the name of a column as a value of an option that takes a list separated by commas, quoted for a shell; a
    /// placeholder if the name is too long or has invisible characters.
    private static String name(String column) {
        if (!Quote.clip(column).equals(column)) {
            return " COLUMN";
        }
        boolean plain = column.indexOf(',') < 0 && column.indexOf('"') < 0;
        // A name that begins with a dash would be read as an option.
        return (column.startsWith("-") ? "=" : " ")
                + ShellWords.quoted(plain ? column : '"' + column.replace("\"", "\\\"") + '"');
    }
}
