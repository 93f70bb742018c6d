package org.chainrule.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A command and its output, drawn as SVG the way a terminal shows them. The output is read from standard input:
///
/// ```
/// ./chainrule train examples/data/digits.csv --target digit --out /tmp/digits.safetensors |
///     examples/run TerminalPicture docs/images/train.svg './chainrule train examples/data/digits.csv --target digit'
/// ```
public final class TerminalPicture {
    private static final double CHARACTER = 7.2; // the advance of the common monospaced fonts at 12 pixels is 0.6 em
    private static final int LINE = 17;
    private static final int BAR = 28;
    private static final int MARGIN = 16;

    private TerminalPicture() {
    }

    /// The picture of a command and of the lines that it printed.
    static String svg(String command, List<String> output) {
        int columns = Math.max(command.length() + 2, output.stream().mapToInt(String::length).max().orElse(0));
        int width = (int) Math.ceil(columns * CHARACTER) + 2 * MARGIN;
        int height = BAR + LINE * (output.size() + 1) + 2 * MARGIN;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\" width=\""
                + width
                + "\" height=\"" + height + "\" font-family=\"Menlo, Consolas, 'DejaVu Sans Mono', monospace\" "
                + "font-size=\"12\" fill=\"#d8dee9\">\n");
        svg.append("<rect width=\"" + width + "\" height=\"" + height + "\" rx=\"8\" fill=\"#20252e\"/>\n");
        List<String> buttons = List.of("#ec6a5e", "#f4bf4f", "#61c554");
        for (int i = 0; i < buttons.size(); i++) {
            svg.append("<circle cx=\"" + (MARGIN + 4 + 20 * i) + "\" cy=\"" + (BAR / 2 + 2) + "\" r=\"6\" fill=\""
                    + buttons.get(i) + "\"/>\n");
        }
        line(svg, 0, "$ " + command, " fill=\"#8fd18b\" font-weight=\"bold\"");
        for (int i = 0; i < output.size(); i++) {
            line(svg, i + 1, output.get(i), "");
        }
        return svg.append("</svg>\n").toString();
    }

    /// Writes a line of fixed width, so that columns stay aligned in any font. Its blanks do not break, because some viewers
    /// show several blanks as one.
    private static void line(StringBuilder svg, int index, String text, String style) {
        String shown = text.stripTrailing();
        if (shown.isEmpty()) {
            return;
        }
        int indent = shown.length() - shown.stripLeading().length();
        double x = MARGIN + indent * CHARACTER;
        double length = (shown.length() - indent) * CHARACTER;
        svg.append("<text x=\"" + Math.round(x * 10) / 10.0 + "\" y=\"" + (BAR + MARGIN + LINE * (index + 1) - 5)
                + "\" textLength=\"" + Math.round(length * 10) / 10.0 + "\"" + style + ">"
                + escaped(shown.strip()).replace(' ', '\u00a0') + "</text>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// Draws the standard input.
    ///
    /// @param args the file to write, and the command to show above the output
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException(
                    "got " + args.length + " arguments, expected two: the file to write, and the command to show");
        }
        String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(Path.of(args[0]), svg(args[1], text.lines().toList()));
    }
}
