package org.chainrule.app.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.chainrule.error.Quote;

/// A check that Java decoded the command line and the name of the current folder.
///
/// Java decodes both in the character set of the locale, which is ASCII under cron and in small containers. The original
/// bytes are then lost, so the command can only report the fault.
public final class ArgumentEncoding {
    private static final String REPLACEMENT = "\ufffd";

    private ArgumentEncoding() {
    }

    /// Returns an error sentence about the first argument, or the current folder, that Java could not decode.
    ///
    /// @param charset the character set of the locale, from Java's `sun.jnu.encoding`
    /// @param folder  the current folder, from Java's `user.dir`
    /// @param words   the arguments of the command
    /// @return the sentence, or empty if everything was decoded
    public static Optional<String> unreadable(String charset, String folder, String... words) {
        return charset.equals(StandardCharsets.UTF_8.name())
                ? Optional.empty()
                : Stream.concat(Arrays.stream(words), Stream.of(folder)).filter(word -> word.contains(REPLACEMENT))
                        .findFirst()
                        .map(word -> "Java cannot read " + Quote.of(word) + " because the locale's character set is "
                                + charset + "; set LC_ALL=C.UTF-8, as the ./chainrule script does");
    }
}
