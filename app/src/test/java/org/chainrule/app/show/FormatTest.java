package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0             | 0             | 0
            0.001         | 0.001000      | 0.001
            152.13346     | 152.1         | 152.133
            -0.5          | -0.5          | -0.5
            12345678      | 12350000      | 12345700
            1e30          | 1.000e+30     | 1.00000e+30
            0.000012      | 0.00001200    | 0.000012
            0.0000012     | 1.200e-06     | 1.20000e-06
            NaN           | NaN           | NaN
            """)
    void numbers(double value, String four, String plain) {
        assertThat(Format.significant(value, 4)).isEqualTo(four);
        assertThat(Format.plain(value)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"999,999 ns", "4234,4.23 \u00b5s", "1300000,1.30 ms"})
    void durations(long nanoseconds, String text) {
        assertThat(Format.duration(nanoseconds)).isEqualTo(text);
    }

    @Test
    void countsAndSeconds() {
        assertThat(Format.count(1, "row")).isEqualTo("1 row");
        assertThat(Format.count(52_874, "row")).isEqualTo("52,874 rows");
        assertThat(Format.seconds(0.84)).isEqualTo("0.8 s");
        assertThat(Format.seconds(74.9)).isEqualTo("75 s");
        assertThat(Format.estimate(0.2)).isEqualTo("1 second");
        assertThat(Format.estimate(8.4)).isEqualTo("8 seconds");
        assertThat(Format.estimate(34.9)).isEqualTo("30 seconds");
        assertThat(Format.estimate(170)).isEqualTo("3 minutes");
    }

    @Test
    void metrics() {
        assertThat(Format.measure("rmse", 52.8743)).isEqualTo("52.87");
        assertThat(Format.measure("accuracy", 0.97223)).isEqualTo("0.9722");
        assertThat(Format.measure("r2", -0.00004)).isEqualTo("0.0000");
        assertThat(Format.measure("r2", -0.00006)).isEqualTo("-0.0001");
        assertThat(Format.untouched(1)).isEqualTo("on 1 test row that was not used in training");
        assertThat(Format.untouched(2)).isEqualTo("on 2 test rows that were not used in training");
    }

    @Test
    void norms() {
        assertThat(Format.norm(new float[]{3, -4})).isEqualTo(5);
    }

    @Test
    void longListsAreCut() {
        assertThat(Format.names(List.of("red", "green", "blue"), 2)).isEqualTo("red, green, and 1 more");
        assertThat(Format.names(Collections.nCopies(2, "red"), 2)).isEqualTo("red, red");
        assertThat(Format.first(new float[]{0.5f, -2, 0}, 2)).isEqualTo("0.5  -2  ...");
    }
}
