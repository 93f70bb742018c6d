package org.chainrule.app;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// The place where text for people is printed. Names and values in it come from tables, models and file names of
/// strangers, so what a terminal would obey is made visible ([Quote#visible]); line ends come from `println` alone.
///
/// Bytes are written as they are: they are data for programs, or the command's own words.
final class Display extends PrintStream {
    /// The one thing a terminal is told: back to the beginning of the line, and empty it. Only the beginning of a text that
    /// is printed may say it.
    static final String BACK = "\r\033[2K";

    private Display(PrintStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    /// The stream for people that ends in another one.
    static Display on(PrintStream out) {
        return out instanceof Display display ? display : new Display(out);
    }

    /// Prints a text. `println` comes this way, too; the architecture test forbids the methods that do not.
    @Override
    public void print(@Nullable String text) {
        String whole = String.valueOf(text);
        super.print(whole.startsWith(BACK)
                ? BACK + Quote.visible(whole.substring(BACK.length()))
                : Quote.visible(whole));
    }

    /// A stream for CSV that people look at: each record is printed as a line, line ends in quotes are made visible.
    OutputStream records() {
        return new Records();
    }

    private final class Records extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean quoted;

        @Override
        public void write(int b) {
            quoted ^= b == '"';
            if (b == '\n' && !quoted) {
                println(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }
    }
}
