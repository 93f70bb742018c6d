package org.chainrule.app.option;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.tabular.Tabular;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` that select the test rows.
public final class SplitOptions {
    @Option(names = "--test", paramLabel = "FILE", description = "A table of test rows: a file, a pattern of several, or - for standard input.")
    private @Nullable String test;

    @Option(names = "--test-fraction", paramLabel = "FRACTION", description = "The fraction of rows held out for the test, or 0 for none. Defaults to 0.2.")
    private @Nullable Double testFraction;

    @Option(names = "--time-column", paramLabel = "COLUMN", description = "Hold out the latest rows by this column of dates or numbers, rather than random rows.")
    private @Nullable String timeColumn;

    @Option(names = "--group-column", paramLabel = "COLUMN", description = "Hold out whole groups of rows that share a value in this column, such as a customer number. "
            + "The column is not an input of the network.")
    private @Nullable String groupColumn;

    @Option(names = "--cv", paramLabel = "K", description = "Cross-validate the whole training first: K models, each tested on rows that it has not seen. "
            + "The model that is saved is then trained on all rows, unless --test, --test-fraction or --only-if-better asks for test rows.")
    private @Nullable Integer folds;

    @Option(names = "--repeats", paramLabel = "R", description = "With --cv: repeat it with R divisions of the rows and R seeds. Defaults to 1.")
    private @Nullable Integer repeats;

    /// Returns the number of folds of the cross-validation; 0 without one.
    public int folds() {
        return folds == null ? 0 : folds;
    }

    /// Returns the number of repeats of the cross-validation.
    public int repeats() {
        return repeats == null ? 1 : repeats;
    }

    /// Returns the table of test rows; null if test rows are held out from the training table.
    ///
    /// @param wrong makes the exception for a wrong name from its message
    /// @throws IOException if a folder cannot be read
    public @Nullable Input test(Function<String, ParameterException> wrong) throws IOException {
        return test == null ? null : TableOptions.files(List.of(test), wrong);
    }

    /// Returns whether there are test rows.
    boolean tests() {
        return test != null || testFraction == null || testFraction > 0;
    }

    /// Returns the training with these options.
    ///
    /// @param compares whether the model is compared with a live one, which takes test rows
    /// @param wrong    makes the exception for a wrong value from its message
    public Tabular apply(Tabular start, boolean compares, Function<String, ParameterException> wrong) {
        if (folds != null && folds < 2) {
            throw wrong.apply("--cv must be at least 2, but is " + folds);
        }
        if (repeats != null && folds == null) {
            throw wrong.apply("--repeats requires --cv K, the cross-validation to repeat");
        }
        if (repeats() < 1) {
            throw wrong.apply("--repeats must be at least 1, but is " + repeats);
        }
        if (timeColumn != null && groupColumn != null) {
            throw wrong
                    .apply("--time-column and --group-column cannot be used together; choose one way to hold out rows");
        }
        Tabular tabular = timeColumn == null ? start : start.timeColumn(timeColumn);
        tabular = groupColumn == null ? tabular : tabular.groupColumn(groupColumn);
        if (testFraction == null) {
            return folds != null && test == null && !compares ? tabular.testFraction(0) : tabular;
        }
        if (test != null) {
            throw wrong
                    .apply("--test and --test-fraction cannot be used together; the test rows come from the file");
        }
        return tabular.testFraction(fraction(testFraction, wrong));
    }

    /// Returns a fraction of test rows, and refuses one outside [0, 1).
    static double fraction(double fraction, Function<String, ParameterException> wrong) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw wrong.apply("--test-fraction must be at least 0 and less than 1, but is " + fraction);
        }
        return fraction;
    }
}
