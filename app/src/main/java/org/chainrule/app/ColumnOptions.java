package org.chainrule.app;

import java.util.function.Function;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.table.TableFormat;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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

    @Option(names = "--separator", paramLabel = "MARK", description = "What stands between values, where it is not to be found out; tab for a tab.")
    private String separator = "";

    @Option(names = "--decimal", paramLabel = "MARK", description = "point or comma, where it is not to be found out: is 1.234 a little more than one, or more than a thousand?")
    private String decimal = "";

    @Option(names = "--date-order", paramLabel = "ORDER", description = "day-first or month-first, where it is not to be found out: what comes first in 01/02/2026?")
    private String order = "";

    /// The training with what was said; `wrong` makes the error for a value that cannot be.
    Tabular apply(Tabular start, Function<String, ParameterException> wrong) {
        TableFormat format = TableFormat.detected().header(!headless).missing(missing);
        if (!separator.isEmpty()) {
            if (separator.length() > 1 && !separator.equals("tab")) {
                throw wrong.apply("--separator should be one mark, or tab, but is \"" + separator + "\"");
            }
            format = format.separator(separator.equals("tab") ? '\t' : separator.charAt(0));
        }
        format = switch (decimal) {
            case "" -> format;
            case "point" -> format.decimal('.');
            case "comma" -> format.decimal(',');
            default -> throw wrong.apply("--decimal should be point or comma, but is \"" + decimal + "\"");
        };
        format = switch (order) {
            case "" -> format;
            case "day-first" -> format.dayFirst(true);
            case "month-first" -> format.dayFirst(false);
            default -> throw wrong.apply("--date-order should be day-first or month-first, but is \"" + order + "\"");
        };
        return start.ignore(ignore).categorical(categorical).numeric(numeric).date(date).format(format);
    }
}
