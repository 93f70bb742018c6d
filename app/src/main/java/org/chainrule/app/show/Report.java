package org.chainrule.app.show;

import java.io.PrintStream;
import java.util.List;

/// A report whose lines have a heading in the margin.
public final class Report {
    private static final String INDENT = " ".repeat(11);

    private final PrintStream out;

    /// A report on a stream.
    public Report(PrintStream out) {
        this.out = out;
    }

    /// Prints a line with a heading.
    public void say(String heading, String text) {
        out.println(heading + " ".repeat(INDENT.length() - heading.length()) + text);
    }

    /// Prints lines below a heading.
    public void more(List<String> lines) {
        lines.forEach(this::more);
    }

    /// Prints a line below a heading.
    public void more(String line) {
        out.println(INDENT + line);
    }

    /// Prints a table below a heading.
    public void table(TextTable table) {
        table.lines(INDENT).forEach(out::println);
    }

    /// Prints an empty line.
    public void space() {
        out.println();
    }

    /// Prints a line without a margin.
    void line(String text) {
        out.println(text);
    }
}
