package org.chainrule.app.process;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.chainrule.error.Quote;

/// Shell quoting: words are written such that a shell reads the same words back and executes nothing in them.
public final class ShellWords {
    /// The longest line that a terminal accepts.
    private static final int LONGEST = 4095;
    /// A word without a special meaning in any shell; zsh replaces a word that begins with `=` by the path of a program.
    private static final String BARE = "[A-Za-z0-9_.,+:/@%-][A-Za-z0-9_.,=+:/@%-]*+";
    private static final Pattern WORD = Pattern.compile(BARE);
    private static final Pattern COMMAND = Pattern
            .compile("chainrule(?: (?:" + BARE + "|(?:'[^']*+'|\\\\'|\\$'(?:[^'\\\\]|\\\\[0-7]{3})*+')++))++");

    private ShellWords() {
    }

    /// Returns a word, in single quotes if it needs them. Invisible characters are written as bytes in `$'...'`, which bash,
    /// zsh and the current POSIX standard understand; an older sh reads a different word, but still a single one.
    public static String quoted(String word) {
        if (WORD.matcher(word).matches()) {
            return word;
        }
        if (Quote.visible(word).equals(word)) {
            return "'" + word.replace("'", "'\\''") + "'";
        }
        StringBuilder text = new StringBuilder("$'");
        word.codePoints().forEach(c -> {
            if (Quote.shows(c) && c != '\'' && c != '\\') {
                text.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    text.append(String.format(Locale.ROOT, "\\%03o", b & 0xFF));
                }
            }
        });
        return text.append('\'').toString();
    }

    /// Returns true if a text is a `chainrule` command whose words are quoted as by [#quoted], and is therefore safe to paste
    /// into a shell. The provenance of a downloaded model may hold any text.
    public static boolean isCommand(String text) {
        return text.length() <= LONGEST && Quote.visible(text).equals(text) && COMMAND.matcher(text).matches();
    }
}
