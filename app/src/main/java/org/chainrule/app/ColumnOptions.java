package org.chainrule.app;

import org.chainrule.tabular.Tabular;
import picocli.CommandLine.Option;

/// The options of `chainrule train` about how the table is read and what its columns are.
final class ColumnOptions {
    @Option(names = "--ignore", split = ",", paramLabel = "COLUMN", description = "Columns to leave out.")
    private String[] ignore = {};

    @Option(names = "--categorical", split = ",", paramLabel = "COLUMN", description = "Columns to take as categories, such as numbers that are codes.")
    private String[] categorical = {};

    @Option(names = "--numeric", split = ",", paramLabel = "COLUMN", description = "Columns to take as numbers; words in them count as missing.")
    private String[] numeric = {};

    /// The training with what was said.
    Tabular apply(Tabular start) {
        return start.ignore(ignore).categorical(categorical).numeric(numeric);
    }
}
