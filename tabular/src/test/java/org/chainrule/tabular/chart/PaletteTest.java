package org.chainrule.tabular.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The contrasts of WCAG 2.2, AA, in light and dark.
class PaletteTest {
    private static final List<Function<Palette, String>> SHADES = List.of(Palette::light, Palette::dark);

    @Test
    void textCanBeRead() {
        for (Function<Palette, String> shade : SHADES) {
            for (Palette ground : List.of(Palette.GROUND, Palette.PANEL)) {
                for (Palette text : List.of(Palette.TEXT, Palette.QUIET, Palette.BLUE, Palette.RED)) {
                    assertThat(contrast(rgb(shade.apply(text)), rgb(shade.apply(ground)))).as(text + " on " + ground)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
        }
    }

    @Test
    void marksCanBeSeen() {
        for (Function<Palette, String> shade : SHADES) {
            for (int i = 0; i < 6; i++) {
                assertThat(contrast(rgb(shade.apply(Palette.series(i))), rgb(shade.apply(Palette.GROUND))))
                        .as(Palette.series(i).name()).isGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void countsInShadedFieldsCanBeRead() {
        for (Function<Palette, String> shade : SHADES) {
            for (Palette color : List.of(Palette.BLUE, Palette.ORANGE)) {
                for (double opacity = 0; opacity <= Palette.SHADE; opacity += 0.05) {
                    double[] field = blend(rgb(shade.apply(color)), rgb(shade.apply(Palette.GROUND)), opacity);
                    assertThat(contrast(rgb(shade.apply(Palette.TEXT)), field)).as(color + " at " + opacity)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
        }
    }

    @Test
    void theSheetDefinesEachColorForLightAndDark() {
        for (Palette color : Palette.values()) {
            assertThat(Palette.sheet()).contains(color.light(), color.dark(), "." + color.fill() + "{",
                    "." + color.stroke() + "{");
        }
    }

    private static double[] rgb(String hex) {
        return new double[]{part(hex, 1), part(hex, 3), part(hex, 5)};
    }

    private static double part(String hex, int at) {
        return Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
    }

    private static double[] blend(double[] color, double[] ground, double opacity) {
        double[] blend = new double[3];
        for (int i = 0; i < 3; i++) {
            blend[i] = opacity * color[i] + (1 - opacity) * ground[i];
        }
        return blend;
    }

    private static double contrast(double[] a, double[] b) {
        double light = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(double[] rgb) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += weights[i]
                    * (rgb[i] <= 0.04045 ? rgb[i] / 12.92 : StrictMath.pow((rgb[i] + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
