package org.chainrule.tabular.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.chainrule.tabular.read.CsvTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateColumnTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2026-01-31|2026-01-31T00:00", "2026/1/31|2026-01-31T00:00",
            "31.01.2026|2026-01-31T00:00", "1.2.1969|1969-02-01T00:00",
            "2026-01-31T08:30|2026-01-31T08:30", "2026-01-31 08:30:15|2026-01-31T08:30:15",
            "2026-01-31T08:30:15Z|2026-01-31T08:30:15", "2026-01-31T08:30:15+02:00|2026-01-31T08:30:15",
            "2026-01-31T08:30-0500|2026-01-31T08:30", "2026-01-31 24:00|2026-02-01T00:00",
            "2026/1/31 2:05 PM|2026-01-31T14:05", "31.1.2026 12:05 am|2026-01-31T00:05",
            "2024-02-29|2024-02-29T00:00", "0001-01-01|0001-01-01T00:00"})
    void datesAsTablesHoldThem(String text, String time) {
        assertThat(DateColumn.parse(" " + text + " "))
                .isEqualTo((double) LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC));
    }

    @Test
    void fractionsOfASecond() {
        assertThat(DateColumn.parse("1970-01-01T00:00:01.25")).isEqualTo(1.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026", "20260131", "2026-02-29", "2026-13-01", "2026-00-10", "31.13.2026",
            "13/13/2026", "01/02/2026", "31/01/2026", "31-01-2026", "2026-01/31", "2026-01-31T25:00",
            "2026-01-31T24:01", "2026-01-31T08:61", "2026-01-31 x",
            "2026-01-31T08:30+20:00", "2026-01-31T08:30 PM PM", "1.2.3", "192.168.1.1", "12345-01-01", "1/2/26"})
    void whatIsNoDate(String text) {
        assertThat(DateColumn.parse(text)).isNaN();
    }

    @Test
    void spelledAsIso() {
        DateColumn days = DateColumn.of("d", DateColumn.parse("31.12.1969"), Double.NaN);
        assertThat(days.timed()).isFalse();
        assertThat(days.text(0)).isEqualTo("1969-12-31");
        assertThat(days.text(1)).isEmpty();
        DateColumn times = DateColumn.of("t", DateColumn.parse("2026-01-31 8:05"));
        assertThat(times.timed()).isTrue();
        assertThat(times.text(0)).isEqualTo("2026-01-31T08:05");
    }

    @Test
    void aColumnOfDatesIsFound() {
        Table table = CsvTables.table("day,n\n2026-01-31,1\nNA,2\n1.2.2026,3\n");
        assertThat(table.column("day")).isInstanceOf(DateColumn.class);
        assertThat(table.column("day").text(2)).isEqualTo("2026-02-01");
        assertThat(table.column("day").missing(1)).isTrue();
        assertThat(table.sentence())
                .isEqualTo("t.csv: 3 rows, 2 columns (1 number, 0 text, 1 date), separated by commas");
    }
}
