package org.chainrule.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// A chart of lines and points, drawn as SVG.
///
/// ```java
/// Chart.of("Loss", "epoch", "loss").logY().line("training", epochs, losses).write("loss");
/// ```
final class Chart {
    private static final List<String> COLORS = List.of("#1f5fa8", "#c8501e", "#2a8a4a", "#8a4fb0", "#b8860b", "#0e8a93",
            "#b03060", "#5a6b1f", "#6b5b4b", "#3c3c8c");
    private static final int WIDTH = 736;
    private static final int HEIGHT = 440;
    private static final int LEFT = 76;
    private static final int RIGHT = 186;
    private static final int TOP = 44;
    private static final int BOTTOM = 58;

    /// A named series of values.
    private record Series(String name, double[] x, double[] y, boolean line) {
    }

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Series> series = new ArrayList<>();
    private boolean logX;
    private boolean logY;

    private Chart(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    /// Returns an empty chart.
    static Chart of(String title, String xLabel, String yLabel) {
        return new Chart(title, xLabel, yLabel);
    }

    /// Makes the x axis logarithmic.
    Chart logX() {
        logX = true;
        return this;
    }

    /// Makes the y axis logarithmic.
    Chart logY() {
        logY = true;
        return this;
    }

    /// Adds values joined by a line; up to 40 values also get a dot each.
    Chart line(String name, double[] x, double[] y) {
        series.add(new Series(name, x.clone(), y.clone(), true));
        return this;
    }

    /// Adds values drawn as dots.
    Chart points(String name, double[] x, double[] y) {
        series.add(new Series(name, x.clone(), y.clone(), false));
        return this;
    }

    /// Writes the chart to the folder named by the system property `chainrule.images`, which defaults to `target/images`.
    void write(String name) {
        Path file = Path.of(System.getProperty("chainrule.images", "target/images"), name + ".svg");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, svg());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the chart as SVG.
    String svg() {
        Axis x = Axis.of(logX, series.stream().map(Series::x).toList(), LEFT, WIDTH - RIGHT);
        Axis y = Axis.of(logY, series.stream().map(Series::y).toList(), HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder();
        add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                + "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\" fill=\"#222\">", WIDTH, HEIGHT, WIDTH,
                HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        add(svg, "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">%s</text>", LEFT, escaped(title));
        for (double tick : x.ticks()) {
            double at = x.place(tick);
            add(svg, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#e4e4e4\"/>", at, TOP, at,
                    HEIGHT - BOTTOM);
            add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", at, HEIGHT - BOTTOM + 19,
                    x.label(tick));
        }
        for (double tick : y.ticks()) {
            double at = y.place(tick);
            add(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>", LEFT, at, WIDTH - RIGHT,
                    at);
            add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, at + 4.5, y.label(tick));
        }
        add(svg, "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#444\"/>", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14,
                escaped(xLabel));
        int middle = (TOP + HEIGHT - BOTTOM) / 2;
        add(svg, "<text x=\"18\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 18 %d)\">%s</text>", middle,
                middle,
                escaped(yLabel));
        for (int i = 0; i < series.size(); i++) {
            draw(svg, series.get(i), COLORS.get(i % COLORS.size()), x, y);
            legend(svg, series.get(i), COLORS.get(i % COLORS.size()), TOP + 10 + 22 * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(StringBuilder svg, Series series, String color, Axis x, Axis y) {
        if (series.line()) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < series.x().length; i++) {
                path.append(i == 0 ? "M" : "L").append(String.format(Locale.ROOT, "%.1f %.1f", x.place(series.x()[i]),
                        y.place(series.y()[i])));
            }
            add(svg, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"/>", path,
                    color);
        }
        if (!series.line() || series.x().length <= 40) {
            for (int i = 0; i < series.x().length; i++) {
                add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" fill=\"%s\"%s/>", x.place(series.x()[i]),
                        y.place(series.y()[i]), series.line() ? "3" : "2.6", color,
                        series.line() ? "" : " fill-opacity=\"0.7\"");
            }
        }
    }

    private static void legend(StringBuilder svg, Series series, String color, int at) {
        int left = WIDTH - RIGHT + 16;
        if (series.line()) {
            add(svg, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>", left, at,
                    left + 20,
                    at, color);
        } else {
            add(svg, "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>", left + 10, at, color);
        }
        add(svg, "<text x=\"%d\" y=\"%.1f\">%s</text>", left + 27, at + 4.5, escaped(series.name()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // an annotation of Error Prone is not worth a dependency
    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// The mapping from values to positions along one side of the chart.
    ///
    /// @param log whether the axis is logarithmic
    /// @param low the value at `from`
    /// @param high the value at `to`
    private record Axis(boolean log, double low, double high, double from, double to) {
        static Axis of(boolean log, List<double[]> values, double from, double to) {
            DoubleUnaryOperator scale = log ? StrictMath::log10 : value -> value;
            double[] all = values.stream().flatMapToDouble(Arrays::stream).map(scale).toArray();
            double low = Arrays.stream(all).min().orElse(0);
            double high = Arrays.stream(all).max().orElse(1);
            double margin = high > low ? 0.04 * (high - low) : 0.5;
            return new Axis(log, low - margin, high + margin, from, to);
        }

        double place(double value) {
            double scaled = log ? StrictMath.log10(value) : value;
            return from + (scaled - low) / (high - low) * (to - from);
        }

        /// Round values inside the range: steps of 1, 2 or 5 times a power of ten. A logarithmic axis has powers of ten, and
        /// also 2 and 5 times them if the range is short.
        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (log) {
                int stride = (int) Math.max(1, Math.ceil((high - low) / 8));
                int[] factors = high - low < 2.5 ? new int[]{1, 2, 5} : new int[]{1};
                for (int power = (int) Math.floor(low); power <= high; power++) {
                    for (int factor : factors) {
                        double tick = factor * StrictMath.pow(10, power);
                        double scaled = StrictMath.log10(tick);
                        if (scaled >= low && scaled <= high && Math.floorMod(power, stride) == 0) {
                            ticks.add(tick);
                        }
                    }
                }
                return ticks;
            }
            double step = step();
            for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
                ticks.add(Math.abs(tick) < step / 1000 ? 0.0 : tick);
            }
            return ticks;
        }

        private double step() {
            double rough = (high - low) / 6;
            double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
            double share = rough / power;
            return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
        }

        String label(double tick) {
            if (log && (tick < 0.001 || tick >= 100_000)) {
                return String.format(Locale.ROOT, "%.0e", tick).replaceAll("e([+-])0?", "e$1").replace("e+", "e");
            }
            String text = String.format(Locale.ROOT, "%.6f", tick);
            return text.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
    }
}
