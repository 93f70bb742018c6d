package org.chainrule.tabular.report;

import java.util.List;
import java.util.Optional;

/// Where a model comes from, and what it takes to train it again.
///
/// @param version    the release of Chainrule that trained it
/// @param java       the Java release that trained it; empty if it is not known
/// @param source     the file of the table, without its folder
/// @param sha256     SHA-256 of that file in hexadecimal; empty for a table that does not come from a file
/// @param command    the command that trained it; empty if a program did
/// @param kind       the kind of model, such as `best` or `mlp`
/// @param seed       the seed of all random numbers
/// @param rows       the numbers of training, validation and test rows
/// @param columns    the number of columns of the table, with the target
/// @param parent     the model that the training went on with; empty if it began anew
/// @param stopped    whether the training was stopped before its end
/// @param repeatable whether the model keeps what it takes to repeat the training
public record Origin(String version, String java, String source, String sha256, String command, String kind, long seed,
        List<Integer> rows, int columns, Optional<String> parent, boolean stopped, boolean repeatable) {
    /// What the command of [repeat][#repeat()] does, as the end of a sentence and one more.
    static final String REPEATS = " trains this very model again, to the last bit. MODEL is its file.";

    /// Creates an origin; copies the list.
    public Origin {
        rows = List.copyOf(rows);
    }

    /// Returns the command that trains the same model again.
    String repeat() {
        return "chainrule reproduce MODEL " + (source.matches(".*\\s.*") ? "'" + source + "'" : source);
    }

    /// Returns whether the same command may train another model, because a clock ended the training.
    boolean timed() {
        return command.matches(".* -{2}time[ =].*");
    }
}
