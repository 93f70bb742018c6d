package org.chainrule.tabular.chart;

import java.util.ArrayList;
import java.util.List;

/// A chart with a line for each name: bars with a spread, or dots with an interval.
public final class Bars {
    private static final double LINE = 36;
    private static final double SIDE = 12;
    private static final double TOP = 4;
    private static final double BOTTOM = 42;
    /// The letters that fit above a bar.
    private static final int LETTERS = 48;

    private final String title;
    private final Axis axis;
    private final boolean dots;
    private final List<String> lines = new ArrayList<>();

    private Bars(String title, Axis axis, boolean dots) {
        this.title = title;
        this.axis = axis;
        this.dots = dots;
    }

    /// An empty chart of bars from 0.
    ///
    /// @param title the title, as markup
    public static Bars bars(String title, Axis axis) {
        return new Bars(title, axis, false);
    }

    /// An empty chart of dots.
    public static Bars dots(String title, Axis axis) {
        return new Bars(title, axis, true);
    }

    /// Adds a line.
    ///
    /// @param name  the name above the bar; truncated if it is long
    /// @param value the number that is shown; NaN for none
    /// @param low   the lower end of its interval; NaN for none
    /// @param label the number in words
    public Bars line(Palette color, String name, double value, double low, double high, String label) {
        double y = TOP + lines.size() * LINE;
        double middle = y + 25;
        // a pointer shows the whole name
        StringBuilder out = new StringBuilder(Plot.text(SIDE, y + 13, "start", "name",
                "<title>" + Markup.text(name) + "</title>" + Markup.clip(name, LETTERS - label.length())))
                .append(Plot.text(Plot.WIDTH - SIDE, y + 13, "end", "value", Markup.text(label)));
        if (Double.isFinite(value)) {
            double zero = px(Math.max(axis.low(), 0));
            for (double tick : axis.ticks()) {
                out.append(Plot.path(px(tick), middle - 7, px(tick), middle + 7, "grid"));
            }
            if (dots) {
                out.append(Plot.path(SIDE, middle, Plot.WIDTH - SIDE, middle, "grid"));
            } else {
                double left = Math.min(zero, px(value));
                out.append("<rect x=\"").append(Markup.at(left)).append("\" y=\"").append(Markup.at(middle - 6))
                        .append("\" width=\"").append(Markup.at(Math.max(1, Math.abs(px(value) - zero))))
                        .append("\" height=\"12\" class=\"").append(color.fill()).append("\"/>");
            }
            if (Double.isFinite(low) && Double.isFinite(high)) {
                // over a bar, the spread is drawn in the color of text, which contrasts with both sides of its end
                out.append(Plot.path(px(low), middle, px(high), middle,
                        "whisker " + (dots ? color : Palette.TEXT).stroke()));
            }
            if (dots) {
                out.append("<circle cx=\"").append(Markup.at(px(value))).append("\" cy=\"").append(Markup.at(middle))
                        .append("\" r=\"5\" class=\"").append(color.fill()).append("\"/>");
            }
        }
        lines.add(out.toString());
        return this;
    }

    private double px(double value) {
        return SIDE + axis.place(value) * (Plot.WIDTH - 2 * SIDE);
    }

    /// Returns the chart.
    ///
    /// @param text what it shows, for readers who do not see it, as markup
    public Figure figure(String text) {
        double bottom = TOP + lines.size() * LINE + 2;
        StringBuilder out = new StringBuilder();
        for (double tick : axis.ticks()) {
            boolean first = axis.place(tick) < 0.03;
            boolean last = axis.place(tick) > 0.97;
            out.append(Plot.text(px(tick), bottom + 14, first ? "start" : last ? "end" : "middle", "",
                    axis.label(tick)));
        }
        out.append(Plot.text(Plot.WIDTH / 2, bottom + 32, "middle", "axis", Markup.clip(axis.title(), 50)));
        lines.forEach(out::append);
        return new Figure(title, text, Plot.WIDTH, bottom + BOTTOM, out.toString(), List.of(), "");
    }
}
