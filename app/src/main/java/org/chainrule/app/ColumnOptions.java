package org.chainrule.app;

import org.chainrule.tabular.TableFormat;
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

    @Option(names = "--date", split = ",", paramLabel = "COLUMN", description = "Columns to take as dates; other words in them count as missing.")
    private String[] date = {};

    @Option(names = "--no-header", description = "The first line holds values and no names; the columns are then c1, c2 and so on.")
    private boolean headless;

    @Option(names = "--missing", split = ",", paramLabel = "VALUE", description = "Values that mean missing, besides the empty one, NA, N/A, ?, null, NaN and -; "
            + "-200 stands for -200.0 too.")
    private String[] missing = {};

    /// The training with what was said.
    Tabular apply(Tabular start) {
        return start.ignore(ignore).categorical(categorical).numeric(numeric).date(date)
                .format(TableFormat.detected().header(!headless).missing(missing));
    }
}
