package org.chainrule.app;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.chainrule.error.Quote;

/// Words written so that a shell reads the same words back, and does nothing else with them.
final class ShellWords {
    /// The longest line that a terminal takes.
    private static final int LONGEST = 4095;
    /// What no shell takes for anything else; zsh looks for a program where a word begins with `=`.
    private static final String BARE = "[A-Za-z0-9_.,+:/@%-][A-Za-z0-9_.,=+:/@%-]*+";
    private static final Pattern WORD = Pattern.compile(BARE);
    private static final Pattern COMMAND = Pattern
            .compile("chainrule(?: (?:" + BARE + "|(?:'[^']*+'|\\\\'|\\$'(?:[^'\\\\]|\\\\[0-7]{3})*+')++))++");

    private ShellWords() {
    }

    /// A word in single quotes where it needs them. Characters that do not show stand in `$'...'` by their bytes, as bash,
    /// zsh and the newest standard of sh read them; an older sh reads another word, and still one word.
    static String quoted(String word) {
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

    /// Whether a text is a `chainrule` command of words as [#quoted] writes them, so that it may be pasted: a model from
    /// elsewhere may hold any text.
    static boolean isCommand(String text) {
        return text.length() <= LONGEST && Quote.visible(text).equals(text) && COMMAND.matcher(text).matches();
    }
}
