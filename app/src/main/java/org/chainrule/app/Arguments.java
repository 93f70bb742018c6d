package org.chainrule.app;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.chainrule.error.Quote;

/// The words after the command's name and the folder it runs in, as Java read them.
final class Arguments {
    private static final String UNREAD = "\ufffd";

    private Arguments() {
    }

    /// The sentence about a word, or the name of the current folder, that Java could not read, since the locale, as cron
    /// and small containers give it, has ASCII alone. Java takes words and names of files by the locale and by nothing else,
    /// so nothing can be done from here.
    ///
    /// @param charset the character set of the locale, Java's `sun.jnu.encoding`
    /// @param folder  the current folder, Java's `user.dir`
    static Optional<String> unread(String charset, String folder, String... words) {
        return charset.equals(StandardCharsets.UTF_8.name())
                ? Optional.empty()
                : Stream.concat(Arrays.stream(words), Stream.of(folder)).filter(word -> word.contains(UNREAD))
                        .findFirst()
                        .map(word -> "Java cannot read " + Quote.of(word) + " where the locale's character set is "
                                + charset + "; set LC_ALL=C.UTF-8, as the script ./chainrule does");
    }
}
