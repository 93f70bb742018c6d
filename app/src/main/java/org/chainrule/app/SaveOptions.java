package org.chainrule.app;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` about where the model goes and what is said.
final class SaveOptions {
    @Option(names = "--out", paramLabel = "FILE", description = "Where to save the model; the name of FILE with .safetensors, in the current folder, unless "
            + "said. An old model there is replaced, any other file is not.")
    private @Nullable Path out;

    @Option(names = "--publish", paramLabel = "MODEL", description = "Put the model in the place of the one in use, in one step: who loads it gets the old "
            + "one or the new one, whole.")
    private @Nullable Path publish;

    @Option(names = "--only-if-better", description = "With --publish: compare with the model in use on the test rows, and replace it only by one that is at "
            + "least as good (by logLoss or rmse). The exit code is 1 where the old one is kept.")
    boolean onlyIfBetter;

    @Option(names = "--json", description = "Print one JSON object with everything, and nothing else.")
    boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print nothing but errors (and what --json prints).")
    boolean quiet;

    /// Whether the model takes the place of one in use.
    boolean publishes() {
        return publish != null;
    }

    void check(SplitOptions split, Function<String, ParameterException> wrong) {
        if (publish != null && out != null) {
            throw wrong.apply("--out and --publish exclude each other: both say where the model goes");
        }
        if (onlyIfBetter && publish == null) {
            throw wrong.apply("--only-if-better needs --publish MODEL, the model to compare with and to replace");
        }
        if (onlyIfBetter && !split.tests()) {
            throw wrong.apply("--only-if-better compares on test rows, but --test-fraction is 0; leave that out or "
                    + "give --test FILE");
        }
    }

    /// Where the model goes: `digits.safetensors` for `data/digits.csv` unless said.
    Path place(Path file) {
        if (publish != null) {
            return publish;
        }
        return out == null ? usual(file) : out;
    }

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
