package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.tabular.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            09:30:00          | 34200
            9:30              | 34200
            9:30 PM           | 77400
            9:30PM            | 77400
            12:00 AM          | 0
            12:30 p.m.        | 45000
            9:30 a. m.        | 34200
            9 pm              | 75600
            21:30 PM          | 77400
            9.30 Uhr          | 34200
            9 Uhr             | 32400
            9:30 Uhr          | 34200
            klo 9.30          | 34200
            21h30             | 77400
            21 h 30           | 77400
            21h               | 75600
            9:30 h            | 34200
            17:30 hrs         | 63000
            9時30分15秒        | 34215
            09:30:00.125      | 34200.125
            09:30:00,5        | 34200.5
            24:00             | 86400
            00:00:00          | 0
            T09:30            | 34200
            09:30:00Z         | 34200
            09:30:00+02:00    | 34200
            09:30 UTC         | 34200
            09:30 America/New_York | 34200
            9時30分            | 34200
            午後9時            | 75600
            下午9:30           | 77400
            오전 9:30          | 34200
            ０９：３０          | 34200
            """)
    void isRead(String text, double seconds) {
        assertThat(Clock.parse(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0930", "9.30", "9", "25:00", "24:01", "9:60", "9:30:61", "47:05", "-1:30", "3:1",
            "1:2:3",
            "9:30 XM", "9:30 ABC", "13:30 AM", "9:30 9:31", "a 9:30", "9 30", "9h3", "h30", "2022-09-19 09:30",
            "1:02:03:04",
            "9. 30 Uhr", "9:30:", "9:30-10:30", "9:30 - 10:30", "9.30 h", "2h 50m", "21h30min"})
    void isNoTime(String text) {
        assertThat(Clock.parse(text)).isNaN();
    }

    @Test
    void theColumnTellsTimesFromDurations() {
        List<String> runs = List.of("0:47:05", "1:02:58", "0:36:20", "0:51:00", "1:11:11");
        assertThat(Clock.isClock(runs, "time")).isFalse();
        assertThat(Clock.isClock(List.of("09:30:00", "08:41:00", "07:34:00", "17:00:00", "00:15:00"), "when")).isTrue();
        assertThat(Clock.isClock(List.of("09:30:00", "08:41:00", "07:34:00", "17:00:00", "00:15:00"), "x")).isTrue();
        assertThat(Clock.isClock(List.of("00:03:25", "00:12:00", "01:10:00", "00:01:01", "00:00:59"), "x")).isFalse();
        assertThat(Clock.isClock(List.of("9:30", "8:41", "12:15", "17:05", "10:00"), "x")).isTrue();
        assertThat(Clock.isClock(List.of("3:45", "4:10", "2:59", "3:01", "6:30"), "x")).isFalse();
        assertThat(Clock.isClock(List.of("18:00", "26:15", "09:00"), "start")).isFalse();
        assertThat(Clock.isClock(List.of("1:30", "-1:30", "2:00"), "x")).isFalse();
        assertThat(Clock.isClock(List.of("1:30 AM", "2:30 AM", "3:30 AM", "3:31 AM", "3:32 AM"), "x")).isTrue();
        assertThat(Clock.isClock(List.of("2h 50m", "19h", "13h 5m", "12h 30m", "5h 25m"), "x")).isFalse();
        assertThat(Clock.isClock(List.of("n.d.", "9:30"), "x")).isTrue();
        assertThat(Clock.isClock(List.of("red", "blue"), "start")).isFalse();
    }

    @Test
    void theNameOfTheColumnDecidesWhatItsWordsLeaveOpen() {
        List<String> open = List.of("09:30", "08:41", "12:15", "17:05", "10:00");
        assertThat(Clock.isClock(open, "start_time")).isTrue();
        assertThat(Clock.isClock(open, "runTime Duration")).isFalse();
        assertThat(Clock.isClock(open, "trip-duration")).isFalse();
        assertThat(Clock.isClock(open, "Dauer")).isFalse();
        List<String> early = List.of("1:30", "2:30", "3:30", "3:31", "3:32");
        assertThat(Clock.isClock(early, "sunrise")).isTrue();
        assertThat(Clock.isClock(early, "sun")).isFalse();
    }
}
