package org.chainrule.app.option;

import java.util.function.Function;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.tabular.table.TableFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options that state which lines of the file are the table.
public final class LayoutOptions {
    /// The heading of the options of a command that trains a model.
    public static final String OF_A_TABLE = "%nLine options, which default to what is detected:%n";
    /// The heading of the options of a command that reads a model.
    public static final String OF_A_MODEL = "%nLine options, which default to those of the model:%n";

    @Option(names = "--skip-rows", paramLabel = "N", description = "Skip the first N lines of the file; the header follows.")
    @Nullable
    private Integer skipRows;

    @Option(names = "--header-row", paramLabel = "N", description = "The header is in line N; the lines above are skipped.")
    @Nullable
    private Integer headerRow;

    @Option(names = "--skip-footer", paramLabel = "N", description = "Skip the last N lines of the file that are not blank, such as totals and notes; 0 keeps them all.")
    @Nullable
    private Integer skipFooter;

    /// Returns a table that is read with these options, in place of those that a model keeps.
    ///
    /// @param wrong makes the exception for a wrong value from its message
    public Input over(Input table, Function<String, ParameterException> wrong) {
        apply(TableFormat.detected(), wrong);
        boolean given = skipRows != null || headerRow != null || skipFooter != null;
        return given
                ? table.with(format -> apply(format, "the model was trained on a table without a header", wrong))
                : table;
    }

    /// Returns a format with these options.
    ///
    /// @param wrong makes the exception for a wrong value from its message
    TableFormat apply(TableFormat start, Function<String, ParameterException> wrong) {
        return apply(start, "--header-row and --no-header exclude each other", wrong);
    }

    private TableFormat apply(TableFormat start, String headless, Function<String, ParameterException> wrong) {
        TableFormat format = start;
        if (headerRow != null) {
            if (skipRows != null) {
                throw wrong.apply("--header-row and --skip-rows exclude each other; use --header-row "
                        + "if the line of the header is known");
            }
            if (!start.header()) {
                throw wrong.apply(headless + "; use --skip-rows to skip lines above the first row");
            }
            format = format.headerRow(atLeast(1, "--header-row", headerRow, wrong));
        } else if (skipRows != null) {
            format = format.skipRows(atLeast(0, "--skip-rows", skipRows, wrong));
        }
        return skipFooter == null ? format : format.skipFooter(atLeast(0, "--skip-footer", skipFooter, wrong));
    }

    private static int atLeast(int least, String option, int value, Function<String, ParameterException> wrong) {
        if (value < least) {
            throw wrong.apply(option + " must be at least " + least + ", but is " + value);
        }
        return value;
    }
}
