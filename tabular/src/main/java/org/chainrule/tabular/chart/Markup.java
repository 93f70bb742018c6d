package org.chainrule.tabular.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chainrule.error.Quote;

/// Text for HTML and SVG. Foreign text becomes harmless here: marks of the language are escaped, and characters without a
/// glyph, which may be no XML at all, are shown as in messages.
public final class Markup {
    private Markup() {
    }

    /// Returns the whole text.
    public static String text(String foreign) {
        return escaped(Quote.visible(foreign));
    }

    /// Returns the text, truncated if it is longer than 60 characters.
    public static String clip(String foreign) {
        return escaped(Quote.clip(foreign));
    }

    /// Returns the text, truncated to a number of characters.
    public static String clip(String foreign, int most) {
        String all = Quote.clip(foreign);
        return all.codePointCount(0, all.length()) <= most
                ? escaped(all)
                : escaped(all.substring(0, all.offsetByCodePoints(0, most - 1))) + "\u2026";
    }

    /// Returns a name or value of a table, apart from the direction of the text around it.
    public static String name(String foreign) {
        return "<bdi>" + clip(foreign) + "</bdi>";
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        // a number and its percent sign stay on one line
        text.replace(" %", "\u00a0%").codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /// Returns a paragraph of text that is not yet escaped.
    public static String paragraph(String text) {
        return "<p>" + text(text) + "</p>\n";
    }

    /// Returns a list of sentences that are not yet escaped; empty if there are none.
    public static String list(List<String> sentences) {
        return sentences.isEmpty()
                ? ""
                : sentences.stream().map(sentence -> "<li>" + text(sentence) + "</li>\n")
                        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    }

    /// Returns a coordinate with at most one decimal.
    public static String at(double coordinate) {
        String text = String.format(Locale.ROOT, "%.1f", coordinate);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// Returns charts side by side, as many as the page is wide.
    public static String row(List<String> figures) {
        return figures.isEmpty() ? "" : "<div class=\"charts\">\n" + String.join("", figures) + "</div>\n";
    }

    /// Returns markup that fills the width beside the last chart of a row, or stands below it.
    public static String side(String markup) {
        return markup.isEmpty() ? "" : "<div class=\"side\">\n" + markup + "</div>\n";
    }
}
