package org.chainrule.tabular.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A table of counts as fields whose shade is their share of the row.
public final class CountMatrix {
    /// The shade of a field with a single row of many, which is still seen on a dark ground.
    private static final double FAINT = 0.15;
    private static final double SMALL = 30;
    private static final double LARGE = 56;
    private static final double LINE = 15;
    private static final double LETTER = 6.6;
    private static final int LONGEST = 14;

    private CountMatrix() {
    }

    /// Returns the chart.
    ///
    /// @param title  the title, as markup
    /// @param rows   the name of the rows
    /// @param across the name of the columns
    /// @param names  the names of the rows, which are those of the columns, too
    /// @param counts the count of each field, row by row
    public static Figure of(String title, String rows, String across, List<String> names, int[][] counts) {
        int size = names.size();
        List<String> labels = new ArrayList<>();
        int longest = 1;
        for (String name : names) {
            labels.add(Markup.clip(name, LONGEST));
            longest = Math.max(longest, Math.min(LONGEST, name.length()));
        }
        double left = 22 + longest * LETTER + 8;
        double cell = Math.clamp((Plot.WIDTH - left - 4) / size, SMALL, LARGE);
        // names that do not fit above their column are turned
        boolean turned = longest * LETTER > cell - 2;
        double top = 22 + (turned ? longest * LETTER + 6 : LINE + 2);
        double width = Math.max(Plot.WIDTH, left + size * cell + 4);
        double height = top + size * cell + 6;
        StringBuilder out = new StringBuilder();
        out.append(Plot.text(left + size * cell / 2, 13, "middle", "axis", Markup.text(across)));
        out.append("<text transform=\"translate(12 ").append(Markup.at(top + size * cell / 2))
                .append(") rotate(-90)\" text-anchor=\"middle\" class=\"axis\">").append(Markup.text(rows))
                .append("</text>");
        for (int i = 0; i < size; i++) {
            double y = top + i * cell;
            double sum = Math.max(1, Arrays.stream(counts[i]).sum());
            double over = left + (i + 0.5) * cell;
            out.append(turned
                    ? "<text transform=\"translate(" + Markup.at(over + 4) + " " + Markup.at(top - 5)
                            + ") rotate(-90)\">" + labels.get(i) + "</text>"
                    : Plot.text(over, top - 6, "middle", "", labels.get(i)));
            out.append(Plot.text(left - 6, y + cell / 2 + 4, "end", "", labels.get(i)));
            for (int j = 0; j < size; j++) {
                double share = counts[i][j] / sum;
                out.append(String.format(Locale.ROOT,
                        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"cell %s\" style=\"fill-opacity:%.3f\"/>",
                        Markup.at(left + j * cell), Markup.at(y), Markup.at(cell), Markup.at(cell),
                        (i == j ? Palette.BLUE : Palette.ORANGE).fill(),
                        counts[i][j] == 0 ? 0 : FAINT + (Palette.SHADE - FAINT) * share));
                if (counts[i][j] > 0) {
                    out.append(Plot.text(left + (j + 0.5) * cell, y + cell / 2 + 4, "middle", "name",
                            String.format(Locale.ROOT, "%,d", counts[i][j])));
                }
            }
        }
        return new Figure(title, title + ": " + Markup.text(rows + " by row, " + across + " by column"), width, height,
                out.toString(), List.of(), "");
    }
}
