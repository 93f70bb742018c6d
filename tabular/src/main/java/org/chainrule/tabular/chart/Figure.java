package org.chainrule.tabular.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A chart with a title, a drawing, a legend and a caption.
///
/// @param title   the title, as markup
/// @param text    what the chart shows, for readers who do not see it, as markup
/// @param width   the width of the drawing in CSS pixels
/// @param height  its height
/// @param drawing the content of the SVG element
/// @param legend  the entries of the legend, as markup
/// @param caption what to learn from the chart, as markup; may be empty
public record Figure(String title, String text, double width, double height, String drawing, List<String> legend,
        String caption) {
    private static final String SHEET = resource();
    /// A figure grows by this factor at most where the page is wide.
    private static final double GROWTH = 1.04;

    /// Creates a figure; copies the list.
    public Figure {
        legend = List.copyOf(legend);
    }

    /// Returns a copy with a caption, as markup.
    public Figure caption(String more) {
        return new Figure(title, text, width, height, drawing, legend, more);
    }

    /// Returns the style sheet of charts, tables and their rows, for a page that has the colors of [Palette#sheet].
    public static String sheet() {
        return SHEET;
    }

    private static String resource() {
        try (InputStream in = Objects.requireNonNull(Figure.class.getResourceAsStream("chart.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the figure as HTML. It is as wide as its drawing or a little wider, or scrolls if the page is narrower.
    public String html() {
        StringBuilder out = new StringBuilder(
                "<figure style=\"max-width:" + Markup.at(GROWTH * width) + "px\">\n");
        if (!title.isEmpty()) {
            out.append("<figcaption>").append(title).append("</figcaption>\n");
        }
        out.append(svg());
        if (!legend.isEmpty()) {
            out.append("<ul class=\"legend\">").append(String.join("", legend)).append("</ul>\n");
        }
        if (!caption.isEmpty()) {
            out.append("<p class=\"caption\">").append(caption).append("</p>\n");
        }
        return out.append("</figure>\n").toString();
    }

    /// Returns the drawing as an SVG element.
    public String svg() {
        // a wide drawing scrolls in its box instead of becoming unreadable
        boolean wide = width > Plot.WIDTH;
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 " + Markup.at(width) + " "
                + Markup.at(height) + "\"" + (wide ? " style=\"width:" + Markup.at(width) + "px\"" : "") + "><title>"
                + (text.isEmpty() ? title : text) + "</title>" + drawing + "</svg>\n";
        return wide
                ? "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"" + title + "\">" + svg + "</div>\n"
                : svg;
    }

    /// The entries of a legend, one after the other.
    public static final class Legend {
        private final List<String> entries = new ArrayList<>();

        /// An empty legend.
        public Legend() {
        }

        /// Adds a line.
        public Legend line(Palette color, boolean dashed, String name) {
            return entry("<line x1=\"0\" y1=\"6\" x2=\"24\" y2=\"6\" class=\"line " + color.stroke()
                    + (dashed ? " dash" : "") + "\"/>", name);
        }

        /// Adds an area.
        public Legend area(Palette color, String name) {
            return entry("<rect x=\"2\" y=\"1\" width=\"20\" height=\"10\" class=\"band " + color.fill() + "\"/>",
                    name);
        }

        /// Adds a dot with the interval around it.
        public Legend interval(Palette color, String name) {
            return entry("<line x1=\"12\" y1=\"0\" x2=\"12\" y2=\"12\" class=\"whisker " + color.stroke()
                    + "\"/><circle cx=\"12\" cy=\"6\" r=\"3.5\" class=\"" + color.fill() + "\"/>", name);
        }

        /// Adds a dot.
        public Legend dot(Palette color, String name) {
            return entry("<circle cx=\"12\" cy=\"6\" r=\"4.5\" class=\"" + color.fill() + "\"/>", name);
        }

        private Legend entry(String mark, String name) {
            entries.add("<li><svg class=\"key\" viewBox=\"0 0 24 12\" aria-hidden=\"true\">" + mark + "</svg>" + name
                    + "</li>");
            return this;
        }

        /// Returns the entries.
        public List<String> entries() {
            return List.copyOf(entries);
        }
    }
}
