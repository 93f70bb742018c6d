package org.chainrule.tabular.chart;

import java.util.List;

/// A chart of points over two axes: lines, dots, bands and bars, drawn in the order in which they are added.
public final class Plot {
    /// The width of a chart in CSS pixels: that of a phone, so that its text is never scaled down.
    public static final double WIDTH = 350;
    private static final double HEIGHT = 260;
    private static final double LEFT = 58;
    private static final double RIGHT = 10;
    private static final double TOP = 10;
    private static final double BOTTOM = 44;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final StringBuilder out = new StringBuilder();
    /// What is drawn above all lines.
    private final StringBuilder notes = new StringBuilder();
    private final Figure.Legend legend = new Figure.Legend();

    /// An empty chart.
    ///
    /// @param title the title, as markup
    public Plot(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
        double bottom = HEIGHT - BOTTOM;
        for (double tick : x.ticks()) {
            out.append(path(px(tick), TOP, px(tick), bottom, "grid"))
                    .append(x.place(tick) > 0.97
                            ? text(WIDTH - 1, bottom + 15, "end", "", x.label(tick))
                            : text(px(tick), bottom + 15, "middle", "", x.label(tick)));
        }
        for (double tick : y.ticks()) {
            out.append(path(LEFT, py(tick), WIDTH - RIGHT, py(tick), "grid"))
                    .append(text(LEFT - 5, py(tick) + 4, "end", "", y.label(tick)));
        }
        out.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", "axis", Markup.clip(x.title(), 46)));
        double middle = (TOP + bottom) / 2;
        out.append("<text transform=\"translate(11 ").append(Markup.at(middle))
                .append(") rotate(-90)\" text-anchor=\"middle\" class=\"axis\">").append(Markup.clip(y.title(), 34))
                .append("</text>");
    }

    private double px(double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double value) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    static String path(double x1, double y1, double x2, double y2, String style) {
        return "<path d=\"M" + Markup.at(x1) + " " + Markup.at(y1) + "L" + Markup.at(x2) + " " + Markup.at(y2)
                + "\" class=\"" + style + "\"/>";
    }

    static String text(double x, double y, String anchor, String style, String markup) {
        return "<text x=\"" + Markup.at(x) + "\" y=\"" + Markup.at(y) + "\""
                + (anchor.equals("start") ? "" : " text-anchor=\"" + anchor + "\"")
                + (style.isEmpty() ? "" : " class=\"" + style + "\"") + ">" + markup + "</text>";
    }

    /// Adds a line through points; those that are not numbers interrupt it.
    ///
    /// @param name the entry of the legend, as markup; empty for none
    public Plot line(Palette color, boolean dashed, double[] xs, double[] ys, String name) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(ys[i])) {
                path.append(drawing ? 'L' : 'M').append(Markup.at(px(xs[i]))).append(' ').append(Markup.at(py(ys[i])));
            }
            drawing = Double.isFinite(ys[i]);
        }
        out.append("<path d=\"").append(path).append("\" class=\"line ").append(color.stroke())
                .append(dashed ? " dash" : "").append("\"/>");
        if (!name.isEmpty()) {
            legend.line(color, dashed, name);
        }
        return this;
    }

    /// Adds a line that only guides the eye, such as that of perfect predictions.
    public Plot guide(double x1, double y1, double x2, double y2, String name) {
        out.append(path(px(x1), py(y1), px(x2), py(y2), "guide " + Palette.QUIET.stroke()));
        if (!name.isEmpty()) {
            legend.line(Palette.QUIET, true, name);
        }
        return this;
    }

    /// Adds a band between two lines.
    public Plot band(Palette color, double[] xs, double[] lows, double[] highs, String name) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            path.append(i == 0 ? 'M' : 'L').append(Markup.at(px(xs[i]))).append(' ').append(Markup.at(py(highs[i])));
        }
        for (int i = xs.length - 1; i >= 0; i--) {
            path.append('L').append(Markup.at(px(xs[i]))).append(' ').append(Markup.at(py(lows[i])));
        }
        out.append("<path d=\"").append(path).append("Z\" class=\"band ").append(color.fill()).append("\"/>");
        if (!name.isEmpty()) {
            legend.area(color, name);
        }
        return this;
    }

    /// Adds small dots as one path, so that thousands of them stay small.
    public Plot cloud(Palette color, double[] xs, double[] ys, String name) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(ys[i]) && Double.isFinite(xs[i])) {
                path.append('M').append(Markup.at(px(xs[i]))).append(' ').append(Markup.at(py(ys[i]))).append("h0");
            }
        }
        out.append("<path d=\"").append(path).append("\" class=\"cloud ").append(color.stroke()).append("\"/>");
        if (!name.isEmpty()) {
            legend.dot(color, name);
        }
        return this;
    }

    /// Adds a dot.
    ///
    /// @param radius the radius in CSS pixels
    /// @param label  what a pointer shows, as markup
    public Plot dot(Palette color, double at, double value, double radius, String label) {
        out.append("<circle cx=\"").append(Markup.at(px(at))).append("\" cy=\"").append(Markup.at(py(value)))
                .append("\" r=\"").append(Markup.at(radius)).append("\" class=\"dot ").append(color.fill())
                .append("\"><title>").append(label).append("</title></circle>");
        return this;
    }

    /// Adds a vertical range, such as an interval.
    public Plot whisker(Palette color, double at, double low, double high) {
        out.append(path(px(at), py(low), px(at), py(high), "whisker " + color.stroke()));
        return this;
    }

    /// Adds a vertical line through the whole chart with a label at its top.
    public Plot mark(double at, String label) {
        boolean right = x.place(at) > 0.6;
        out.append(path(px(at), TOP, px(at), HEIGHT - BOTTOM, "guide " + Palette.QUIET.stroke()));
        notes.append(text(px(at) + (right ? -4 : 4), TOP + 10, right ? "end" : "start", "note", label));
        return this;
    }

    /// Adds a short text above a point.
    public Plot note(double at, double value, String label) {
        boolean right = x.place(at) > 0.6;
        notes.append(text(px(at), Math.max(TOP + 10, py(value) - 6), right ? "end" : "start", "note", label));
        return this;
    }

    /// Adds bars between the edges of bins.
    ///
    /// @param edges one more than there are heights
    public Plot bars(Palette color, double[] edges, double[] heights, List<String> labels) {
        for (int i = 0; i < heights.length; i++) {
            double left = px(edges[i]) + 0.5;
            out.append("<rect x=\"").append(Markup.at(left)).append("\" y=\"").append(Markup.at(py(heights[i])))
                    .append("\" width=\"").append(Markup.at(Math.max(1, px(edges[i + 1]) - 0.5 - left)))
                    .append("\" height=\"").append(Markup.at(Math.max(0, py(y.low()) - py(heights[i]))))
                    .append("\" class=\"").append(color.fill()).append("\"><title>").append(labels.get(i))
                    .append("</title></rect>");
        }
        return this;
    }

    /// Adds an entry of the legend for dots with intervals.
    public Plot key(Palette color, String name) {
        legend.interval(color, name);
        return this;
    }

    /// Returns the chart.
    ///
    /// @param text what it shows, for readers who do not see it, as markup
    public Figure figure(String text) {
        return new Figure(title, text, WIDTH, HEIGHT, out.toString() + notes, legend.entries(), "");
    }
}
