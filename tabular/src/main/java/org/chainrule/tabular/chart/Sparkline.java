package org.chainrule.tabular.chart;

import java.util.List;

/// A distribution as a row of small bars.
public final class Sparkline {
    private static final double WIDTH = 84;
    private static final double HEIGHT = 20;

    private Sparkline() {
    }

    /// Returns the drawing.
    ///
    /// @param counts the count of each bar
    /// @param text   what it shows, as markup
    public static String of(List<Integer> counts, String text) {
        int most = Math.max(1, counts.stream().mapToInt(Integer::intValue).max().orElse(1));
        double step = WIDTH / Math.max(1, counts.size());
        StringBuilder out = new StringBuilder("<svg class=\"spark\" role=\"img\" viewBox=\"0 0 84 20\"><title>")
                .append(text).append("</title>");
        for (int i = 0; i < counts.size(); i++) {
            // a bar with few rows among many is still seen
            double height = counts.get(i) == 0 ? 0 : Math.max(1, HEIGHT * counts.get(i) / most);
            out.append("<rect x=\"").append(Markup.at(i * step)).append("\" y=\"").append(Markup.at(HEIGHT - height))
                    .append("\" width=\"").append(Markup.at(Math.max(1, step - 1))).append("\" height=\"")
                    .append(Markup.at(height)).append("\" class=\"").append(Palette.BLUE.fill()).append("\"/>");
        }
        return out.append("</svg>").toString();
    }
}
