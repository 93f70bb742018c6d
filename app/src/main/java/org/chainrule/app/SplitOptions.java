package org.chainrule.app;

import java.nio.file.Path;
import java.util.function.Function;
import org.chainrule.tabular.Tabular;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` about which rows test the model.
final class SplitOptions {
    @Option(names = "--test", paramLabel = "FILE", description = "A table of test rows.")
    @Nullable
    Path test;

    @Option(names = "--test-fraction", paramLabel = "SHARE", description = "The share of rows held out for the test, 0 for none; 0.2 unless said.")
    private @Nullable Double testFraction;

    @Option(names = "--time-column", paramLabel = "COLUMN", description = "Hold out the latest rows by this column of dates or numbers, instead of rows at random.")
    private @Nullable String timeColumn;

    @Option(names = "--group-column", paramLabel = "COLUMN", description = "Hold out whole groups of rows with the same value in this column, such as a customer's; "
            + "the column is not learned from.")
    private @Nullable String groupColumn;

    /// Whether there are test rows.
    boolean tests() {
        return test != null || testFraction == null || testFraction > 0;
    }

    /// The training with what was said.
    Tabular apply(Tabular start, Function<String, ParameterException> wrong) {
        if (timeColumn != null && groupColumn != null) {
            throw wrong.apply("--time-column and --group-column exclude each other: rows are held out by one of them");
        }
        Tabular tabular = timeColumn == null ? start : start.timeColumn(timeColumn);
        tabular = groupColumn == null ? tabular : tabular.groupColumn(groupColumn);
        if (testFraction == null) {
            return tabular;
        }
        if (test != null) {
            throw wrong
                    .apply("--test and --test-fraction exclude each other: the test rows are in a file of their own");
        }
        if (!(testFraction >= 0 && testFraction < 1)) {
            throw wrong.apply("--test-fraction should be at least 0 and less than 1, but is " + testFraction);
        }
        return tabular.testFraction(testFraction);
    }
}
