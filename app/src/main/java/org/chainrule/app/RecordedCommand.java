package org.chainrule.app;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.chainrule.app.option.TableOptions;
import org.chainrule.app.process.ShellWords;

/// The command of a training as the model keeps it.
final class RecordedCommand {
    private static final String WITH_VALUE = "--(out|publish|threads|report|checkpoint|checkpoint-every)";

    private RecordedCommand() {
    }

    /// Returns the command without folders and without options that do not affect the model, so that the same training
    /// writes the same bytes.
    ///
    /// @param words the words after `chainrule`
    /// @param names those of them that name the table
    static String of(List<String> words, List<String> names) {
        StringBuilder command = new StringBuilder("chainrule");
        List<String> args = TableOptions.shown(words);
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.matches(WITH_VALUE)) {
                i++;
            } else if (!arg.matches(WITH_VALUE + "=.*|--(only-if-better|open|resume|json|quiet|view|no-open)|-q")) {
                command.append(' ').append(ShellWords.quoted(names.contains(arg) ? lastPart(arg) : withoutFolder(arg)));
            }
        }
        return command.toString();
    }

    private static String withoutFolder(String word) {
        return isFile(word) ? lastPart(word) : word;
    }

    private static String lastPart(String word) {
        return word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    }

    private static boolean isFile(String word) {
        try {
            return Files.exists(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
