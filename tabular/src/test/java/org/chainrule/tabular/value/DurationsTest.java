package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.chainrule.tabular.time.Durations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1:02:58            | 3778
            0:47:05            | 2825
            47:05              | 2825
            90:00              | 5400
            26:15:00           | 94500
            -1:30              | -90
            −1:30              | -90
            00:00:01.5         | 1.5
            1:23.456           | 83.456
            00:01:02,500       | 62.5
            1:02:03:04         | 93784
            1.02:03:04         | 93784
            1h 30m             | 5400
            1h30m15s           | 5415
            1h30               | 5400
            1h5                | 3900
            .5 s               | 0.5
            90 min             | 5400
            1,5 h              | 5400
            1.5 hours          | 5400
            1d 2h              | 93600
            2 Stunden 5 Min.   | 7500
            1 Std. 30 Min.     | 5400
            1 heure et 5 minutes | 3900
            2 horas y 30 minutos | 9000
            1 hour and 5 minutes | 3900
            1 hour, 5 minutes  | 3900
            3 weeks            | 1814400
            2 years            | 63113904
            250 ms             | 0.25
            20 µs              | 0.00002
            1:30 h             | 5400
            47:05 min          | 2825
            1:30:15 hrs        | 5415
            PT1H30M            | 5400
            P1DT2H             | 93600
            P2W                | 1209600
            -PT1.5S            | -1.5
            P1Y2M              | 36816444
            2 days 03:00:00    | 183600
            2 days, 3:00:00    | 183600
            1 day, 0:00:00.5   | 86400.5
            -1 days +22:00:00  | -7200
            -1 day, 23:00:00   | -3600
            +02 03:00:00.000   | 183600
            -02 03:00:00       | -183600
            1時間30分           | 5400
            """)
    void isRead(String text, double seconds) {
        assertThat(Durations.parse(text)).isCloseTo(seconds, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "1.5", "1:2:3", "1:60:00", "1:30:60", "47:5", "5 kg", "5m 3h", "1h 1h", "1h 90",
            "P", "PT",
            "P1", "PT5", "1h30m foo", "9:30 PM", "2026-01-31", "1 x", "h", "min", "1:30 kg", "1:02:03 min",
            "2 apples 03:00:00",
            "1.5:30", "5'11\""})
    void isNoDuration(String text) {
        assertThat(Durations.parse(text)).isNaN();
    }
}
