package org.chainrule.app.show;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// A stream for text that people read. It makes control characters visible ([Quote#visible]), because names and values
/// come from tables, models and file names that may be hostile. Only `println` ends a line.
///
/// Bytes are written unchanged: they are data for programs, or text of the command itself.
public final class Display extends PrintStream {
    /// The only control sequence: move to the beginning of the line and clear it. It takes effect only at the beginning of a
    /// printed text.
    public static final String BACK = "\r\033[2K";

    private Display(PrintStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    /// Returns a display that writes to a stream, or the stream itself if it is a display.
    public static Display on(PrintStream out) {
        return out instanceof Display display ? display : new Display(out);
    }

    /// Prints a text with its control characters made visible. `println` calls this method; the architecture test forbids
    /// the methods that do not.
    @Override
    public void print(@Nullable String text) {
        String whole = String.valueOf(text);
        super.print(whole.startsWith(BACK)
                ? BACK + Quote.visible(whole.substring(BACK.length()))
                : Quote.visible(whole));
    }

    /// Returns a stream for CSV on a terminal: each record is printed on one line, with line ends in quotes made visible.
    public OutputStream records() {
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
