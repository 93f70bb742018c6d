package org.chainrule.app.option;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` that select where the model is saved and what is printed.
public final class SaveOptions {
    @Option(names = "--out", paramLabel = "MODEL", description = "The file to save the model to. It may replace an older model but no other file. Defaults to the current folder and the name of the table, with the extension .safetensors.")
    private @Nullable Path out;

    @Option(names = "--publish", paramLabel = "MODEL", description = "The live model to replace, in a single step: a program that loads it reads either the whole old model or the whole new one.")
    private @Nullable Path publish;

    @Option(names = "--only-if-better", description = "With --publish: replace the live model only if the new one is at least as good on the test rows, by logLoss "
            + "or rmse. The exit code is 1 if the live model is kept.")
    private boolean onlyIfBetter;

    @Option(names = "--report", paramLabel = "FILE", description = "Write a report with charts to this file: a page for the browser, or JSON for a name such as report.json.")
    private @Nullable Path report;

    @Option(names = "--open", description = "With --report: open the page in the browser.")
    private boolean open;

    @Option(names = "--view", description = "Show the training on a page in the browser while it runs: curves, what flows through each layer, warnings, and buttons to pause and to stop. Prints the address of the page.")
    private boolean view;

    @Option(names = "--no-open", description = "With --view: do not open the page in the browser.")
    private boolean closed;

    @Option(names = "--json", description = "Print the report as a single JSON object and nothing else.")
    private boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print only errors, and the output of --json.")
    private boolean quiet;

    /// Returns whether the model replaces a live one.
    public boolean publishes() {
        return publish != null;
    }

    /// Returns whether a live model is replaced only by a model that is at least as good.
    public boolean onlyIfBetter() {
        return onlyIfBetter;
    }

    /// Returns whether the file to save the model to was named.
    public boolean names() {
        return out != null || publish != null;
    }

    /// Returns whether the report is printed as JSON.
    public boolean json() {
        return json;
    }

    /// Returns whether only errors are printed.
    public boolean quiet() {
        return quiet;
    }

    /// Returns the file to write the report to; null for none.
    public @Nullable Path report() {
        return report;
    }

    /// Returns whether the report is opened in the browser.
    public boolean opens() {
        return open;
    }

    /// Returns whether the training is shown while it runs.
    public boolean views() {
        return view;
    }

    /// Returns whether the page of the running training is opened in the browser.
    public boolean opensView() {
        return !closed;
    }

    /// Refuses options that contradict each other.
    ///
    /// @param wrong makes the exception from its message
    public void check(SplitOptions split, Function<String, ParameterException> wrong) {
        if (open && report == null) {
            throw wrong.apply("--open requires --report FILE, the page to open");
        }
        checkView(wrong);
        if (report != null && !split.tests()) {
            throw wrong
                    .apply("--report is made of the test rows, but --test-fraction is 0; omit it or add --test FILE");
        }
        if (publish != null && out != null) {
            throw wrong.apply("--out and --publish cannot be used together; each names the file to save the model to");
        }
        if (onlyIfBetter && publish == null) {
            throw wrong.apply("--only-if-better requires --publish MODEL, the live model to compare with");
        }
        if (onlyIfBetter && !split.tests()) {
            throw wrong.apply(
                    "--only-if-better compares the models on test rows, but --test-fraction is 0; omit it or add "
                            + "--test FILE");
        }
    }

    /// Refuses to leave a page closed that is not shown.
    public void checkView(Function<String, ParameterException> wrong) {
        if (closed && !view) {
            throw wrong.apply("--no-open requires --view, the page that is left closed");
        }
    }

    /// Returns the file to save the model to; defaults to `digits.safetensors` for the table `data/digits.csv`.
    public Path place(Path file) {
        if (publish != null) {
            return publish;
        }
        return out == null ? usual(file) : out;
    }

    /// Returns the default file of the model that is trained on a table.
    static Path usual(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString();
        if (name.endsWith(".gz")) {
            name = name.substring(0, name.length() - 3);
        }
        int dot = name.lastIndexOf('.');
        String base = dot > 0 ? name.substring(0, dot) : name;
        return Path.of((base.isEmpty() ? "model" : base) + ".safetensors");
    }
}
