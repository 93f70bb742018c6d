package org.chainrule.tabular.chart;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The colors of a page, each for light and for dark. Series differ in lightness as well as in hue, and people with any
/// usual color blindness can tell the first four apart (after Okabe and Ito, "Color Universal Design", 2008). Text has a
/// contrast of at least 4.5 to its background, and marks one of 3 (WCAG 2.2, AA).
public enum Palette {
    /// The background of the page.
    GROUND("#ffffff", "#14181d"),
    /// The background of panels.
    PANEL("#f4f6f8", "#1d232b"),
    /// Text.
    TEXT("#1a1f24", "#e8edf2"),
    /// Text of less weight.
    QUIET("#55606b", "#a9b4bf"),
    /// Grids and borders, which carry no information.
    LINE("#d5dbe1", "#39424d"),
    /// The first series, and the forward pass.
    BLUE("#0b5cad", "#6cb4ff"),
    /// The second series.
    ORANGE("#b34700", "#ff9d5c"),
    /// The third series.
    GREEN("#00745c", "#4fd1b0"),
    /// The fourth series.
    PURPLE("#7a3b9a", "#c9a4f2"),
    /// The fifth series.
    YELLOW("#806000", "#e3c34f"),
    /// The backward pass, and warnings.
    RED("#b3261e", "#ff8a80");

    /// The most opacity of a field with text in the color of text.
    public static final double SHADE = 0.5;

    private static final Palette[] SERIES = {BLUE, ORANGE, GREEN, PURPLE, YELLOW, QUIET};

    private final String light;
    private final String dark;

    Palette(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /// Returns the color on a light background: `#` and six hexadecimal digits.
    public String light() {
        return light;
    }

    /// Returns the color on a dark background.
    public String dark() {
        return dark;
    }

    /// Returns the color of a series, from 0.
    public static Palette series(int number) {
        return SERIES[number % SERIES.length];
    }

    /// Returns the reference to the color in a style sheet.
    public String css() {
        return "var(--" + word() + ")";
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the style sheet that defines the colors: dark ones if the reader prefers them and the page is not printed.
    public static String sheet() {
        return ":root{color-scheme:light dark;" + variables(Palette::light) + "}\n"
                + "@media screen and (prefers-color-scheme:dark){:root{" + variables(Palette::dark) + "}}\n"
                + Arrays.stream(values()).map(color -> ".s-" + color.word() + "{stroke:" + color.css() + "}.f-"
                        + color.word() + "{fill:" + color.css() + "}").collect(Collectors.joining())
                + "\n";
    }

    private static String variables(Function<Palette, String> shade) {
        return Arrays.stream(values()).map(color -> "--" + color.word() + ":" + shade.apply(color))
                .collect(Collectors.joining(";"));
    }

    /// Returns the class that fills a shape with the color.
    public String fill() {
        return "f-" + word();
    }

    /// Returns the class that draws a line in the color.
    public String stroke() {
        return "s-" + word();
    }
}
