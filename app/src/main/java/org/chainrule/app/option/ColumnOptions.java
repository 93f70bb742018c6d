package org.chainrule.app.option;

import java.util.List;
import java.util.function.Function;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.table.TableFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` that describe the columns of the table and the format of its file.
public final class ColumnOptions {
    private static final List<String> ROLES = List.of("--weights", "--time-column", "--group-column", "--ignore");

    @Option(names = "--ignore", paramLabel = "COLUMN", description = "Columns to ignore: names separated by commas. A name may contain commas, and the option may be repeated.")
    private String[] ignore = {};

    @Option(names = "--categorical", paramLabel = "COLUMN", description = "Columns to treat as categories, such as numeric codes.")
    private String[] categorical = {};

    @Option(names = "--categories", paramLabel = "N", description = "Keep at most N different values of each column of categories; all rarer values count as one. Defaults to 255, or to 4096 if that helps on the validation rows.")
    @Nullable
    private Integer categories;

    @Option(names = "--numeric", paramLabel = "COLUMN", description = "Columns to treat as numbers; other text in them counts as missing.")
    private String[] numeric = {};

    @Option(names = "--date", paramLabel = "COLUMN", description = "Columns to treat as dates; other text in them counts as missing.")
    private String[] date = {};

    @Option(names = "--text", paramLabel = "COLUMN", description = "Columns of free text, whose words become inputs. By default, such a column is used if its words help on the validation rows.")
    private String[] text = {};

    @Option(names = "--no-header", description = "The first line holds values, not names; the columns are named c1, c2 and so on.")
    private boolean headless;

    @Option(names = "--missing", paramLabel = "VALUE", description = "Values that mean missing, in addition to an empty value, NA, N/A, ?, null, NaN, -, \\N and errors of spreadsheets such as #N/A. "
            + "A number matches however it is written: -200 also matches -200.0. Values that contain commas stand in double quotes.")
    private String[] missing = {};

    @Option(names = "--keep", paramLabel = "VALUE", description = "Values that never mean missing, such as NA for Namibia, or -9999 if it was measured.")
    private String[] keep = {};

    @Option(names = "--separator", paramLabel = "CHAR", description = "The separator of values: a single character, or tab. Detected by default.")
    private String separator = "";

    @Option(names = "--encoding", paramLabel = "NAME", description = "The encoding of the file, such as Shift_JIS, GB18030, windows-1251 or IBM437. Detected by default: UTF-8, UTF-16 and UTF-32, otherwise Windows-1252.")
    private String encoding = "";

    @Option(names = "--decimal", paramLabel = "MARK", description = "The decimal mark, which decides whether 1.234 is about one or over a thousand: point or comma. Detected by default.")
    private String decimal = "";

    @Option(names = "--date-order", paramLabel = "ORDER", description = "The order of dates such as 01/02/2026: day-first or month-first. Detected by default.")
    private String order = "";

    /// Returns the training with these options.
    ///
    /// @param lines the options on the lines of the file
    /// @param wrong makes the exception for a wrong value from its message
    public Tabular apply(Tabular start, LayoutOptions lines, Function<String, ParameterException> wrong) {
        try {
            return applied(start, lines, wrong);
        } catch (ArgumentException e) {
            throw wrong.apply(e.getMessage());
        }
    }

    /// Refuses a target that another option of the command names too.
    public static void checkRoles(CommandSpec command, String target, Function<String, ParameterException> wrong) {
        for (String name : ROLES) {
            OptionSpec option = command.findOption(name);
            if (option != null && option.stringValues().contains(target)) {
                throw wrong.apply(name + " cannot name the target " + Quote.of(target) + "; choose another column");
            }
        }
    }

    private Tabular applied(Tabular start, LayoutOptions lines, Function<String, ParameterException> wrong) {
        List<String> kept = List.of(WordList.of(keep));
        for (String word : WordList.of(missing)) {
            if (kept.contains(word)) {
                throw wrong.apply("--missing and --keep both name " + Quote.of(word) + "; choose one");
            }
        }
        TableFormat format = TableFormat.detected().header(!headless).missing(WordList.of(missing))
                .keep(WordList.of(keep));
        if (!separator.isEmpty()) {
            if (separator.length() > 1 && !separator.equals("tab")) {
                throw wrong.apply("--separator must be a single character, or tab, but is \"" + separator + "\"");
            }
            format = format.separator(separator.equals("tab") ? '\t' : separator.charAt(0));
        }
        if (!encoding.isEmpty()) {
            format = format.encoding(encoding);
        }
        format = switch (decimal) {
            case "" -> format;
            case "point" -> format.decimal('.');
            case "comma" -> format.decimal(',');
            default -> throw wrong.apply("--decimal must be point or comma, but is \"" + decimal + "\"");
        };
        format = switch (order) {
            case "" -> format;
            case "day-first" -> format.dayFirst(true);
            case "month-first" -> format.dayFirst(false);
            default -> throw wrong.apply("--date-order must be day-first or month-first, but is \"" + order + "\"");
        };
        if (categories != null && categories < 2) {
            throw wrong.apply("--categories must be at least 2, but is " + categories);
        }
        Tabular sized = categories == null ? start : start.categories(categories);
        return sized.ignore(WordList.quoted(ignore)).categorical(WordList.quoted(categorical))
                .numeric(WordList.quoted(numeric)).date(WordList.quoted(date)).text(WordList.quoted(text))
                .format(lines.apply(format, wrong));
    }
}
