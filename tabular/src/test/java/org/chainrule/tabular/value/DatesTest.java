package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.time.Dates.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {
    /// A text, the order of its parts (unknown, or first the day, month or year), and the date in ISO 8601.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-31                          | U | 2026-01-31
            2026/1/31                           | U | 2026-01-31
            31.01.2026                          | U | 2026-01-31
            31.1.26                             | U | 2026-01-31
            31.01.26                            | M | 2026-01-31
            01/02/2026                          | D | 2026-02-01
            01/02/2026                          | M | 2026-01-02
            01-02-2026                          | D | 2026-02-01
            9/19/22                             | M | 2022-09-19
            19/9/22                             | D | 2022-09-19
            19-09-22                            | D | 2022-09-19
            1/2/49                              | D | 2049-02-01
            1/2/50                              | D | 1950-02-01
            9/19/22 9:30                        | M | 2022-09-19T09:30
            9/19/2022 9:30:15 PM                | M | 2022-09-19T21:30:15
            9/19/2022 12:05 AM                  | M | 2022-09-19T00:05
            9/19/2022 9:30:15 p.m.              | M | 2022-09-19T21:30:15
            2022-09-19T09:30:00.000+02:00       | U | 2022-09-19T09:30
            2022-09-19 09:30:00 UTC             | U | 2022-09-19T09:30
            2022-09-19 09:30 CEST               | U | 2022-09-19T09:30
            2022-09-19 09:30 Europe/Berlin      | U | 2022-09-19T09:30
            2022-09-19T09:30+02:00[Europe/Berlin] | U | 2022-09-19T09:30
            2022-09-19T09:30:15Z                | U | 2022-09-19T09:30:15
            2022-09-19 09:30:15.5 +0530         | U | 2022-09-19T09:30:15.500
            2022-09-19 09:30:15.125000000       | U | 2022-09-19T09:30:15.125
            2022-09-19 UTC                      | U | 2022-09-19
            2022-09-19 at 09:30                 | U | 2022-09-19T09:30
            2022-09-19, 09:30                   | U | 2022-09-19T09:30
            2022-09-19 9h30                     | U | 2022-09-19T09:30
            19.09.2022 09.30                    | U | 2022-09-19T09:30
            19.9.2022 klo 9.30                  | U | 2022-09-19T09:30
            19.09.2022 9.30 Uhr                 | U | 2022-09-19T09:30
            19.09.2022, 9 Uhr                   | U | 2022-09-19T09:00
            09:30 19.09.2022                    | U | 2022-09-19T09:30
            19. 9. 2022                         | U | 2022-09-19
            2022. 9. 19.                        | U | 2022-09-19
            2022 09 19                          | U | 2022-09-19
            19 / 09 / 2022                      | D | 2022-09-19
            19.09.2022 г.                       | U | 2022-09-19
            Mon 19/09/2022                      | D | 2022-09-19
            Monday, 9/19/2022                   | M | 2022-09-19
            Sep 19, 2022                        | U | 2022-09-19
            Sept. 19, 2022                      | U | 2022-09-19
            SEPTEMBER 19 2022                   | U | 2022-09-19
            September 19th, 2022                | U | 2022-09-19
            Monday, the 19th of September 2022  | U | 2022-09-19
            Sep 19, 22                          | U | 2022-09-19
            19 Sep 2022                         | U | 2022-09-19
            19-Sep-22                           | U | 2022-09-19
            19-SEP-2022 21:30                   | U | 2022-09-19T21:30
            19SEP2022                           | U | 2022-09-19
            19SEP2022:09:30:15                  | U | 2022-09-19T09:30:15
            19/Sep/2022:09:30:15 +0200          | U | 2022-09-19T09:30:15
            19.Sep.2022                         | U | 2022-09-19
            19 Sep '22                          | U | 2022-09-19
            2022-Sep-19                         | U | 2022-09-19
            2022 Sep 19                         | U | 2022-09-19
            Sep 19 2022  9:30AM                 | U | 2022-09-19T09:30
            Sep 19, 2022 at 9:30:15 PM UTC      | U | 2022-09-19T21:30:15
            19. September 2022                  | U | 2022-09-19
            19. September 2022 um 09:30 Uhr     | U | 2022-09-19T09:30
            Mo., 19. Sept. 2022                 | U | 2022-09-19
            12. März 2022                       | U | 2022-03-12
            12. Marz 2022                       | U | 2022-03-12
            12-Mrz-22                           | U | 2022-03-12
            lundi 5 janvier 2024                | U | 2024-01-05
            1er févr. 2024                      | U | 2024-02-01
            1 fevrier 2024                      | U | 2024-02-01
            19 de septiembre de 2022            | U | 2022-09-19
            mar, 15 mar 2022                    | U | 2022-03-15
            mar 15 nov 2022                     | U | 2022-11-15
            15/nov/22                           | U | 2022-11-15
            segunda-feira, 19 de setembro de 2022 | U | 2022-09-19
            19 d’octubre de 2022                | U | 2022-10-19
            19 września 2022                    | U | 2022-09-19
            19 listopada 2022                   | U | 2022-11-19
            19 Ekim 2022 Çarşamba               | U | 2022-10-19
            19 KASIM 2022                       | U | 2022-11-19
            понедельник, 19 сентября 2022 г.    | U | 2022-09-19
            2022. szeptember 19., hétfő         | U | 2022-09-19
            19 Σεπ 2022                         | U | 2022-09-19
            19 ΣΕΠΤΕΜΒΡΙΟΥ 2022                 | U | 2022-09-19
            2022年9月19日                        | U | 2022-09-19
            2022年9月19日(月) 午後9時30分         | U | 2022-09-19T21:30
            2022年9月19日星期一 09:30             | U | 2022-09-19T09:30
            2022년 9월 19일 월요일               | U | 2022-09-19
            2022. 9. 19. 오전 9:30               | U | 2022-09-19T09:30
            19 tháng 9, 2022                    | U | 2022-09-19
            19 กันยายน ค.ศ. 2022                | U | 2022-09-19
            19 सित॰ 2022                         | U | 2022-09-19
            Mon, 05 Jan 2024 08:30:00 GMT       | U | 2024-01-05T08:30
            Mon, 05 Jan 2024 08:30:00 +0100     | U | 2024-01-05T08:30
            Mon Jan  5 08:30:00 UTC 2024        | U | 2024-01-05T08:30
            Fri Jan 05 2024 08:30:00 GMT+0100 (Central European Standard Time) | U | 2024-01-05T08:30
            2022-W38-1                          | U | 2022-09-19
            2020-W53-7                          | U | 2021-01-03
            20220919T093015Z                    | U | 2022-09-19T09:30:15
            2022-09-19-09.30.15.250000          | U | 2022-09-19T09:30:15.250
            20220919 9:30                       | U | 2022-09-19T09:30
            2022-09-19T0930                     | U | 2022-09-19T09:30
            2022-09-19 09                       | U | 2022-09-19T09:00
            2022-09-19T09Z                      | U | 2022-09-19T09:00
            2022-09-19Z                         | U | 2022-09-19
            2022-09-19+02:00                    | U | 2022-09-19
            2022-09-19_09:30                    | U | 2022-09-19T09:30
            19.09.2022 - 09:30                  | U | 2022-09-19T09:30
            2022-09-19 09:30:00 +0000 UTC       | U | 2022-09-19T09:30
            19-SEP-22 09.30.00.000000 PM        | U | 2022-09-19T21:30
            19-IX-2022                          | U | 2022-09-19
            1.IV.2022                           | U | 2022-04-01
            ١٩/٠٩/٢٠٢٢                          | D | 2022-09-19
            22-09-19                            | Y | 2022-09-19
            22.09.19                            | Y | 2022-09-19
            99/12/31 23:59                      | Y | 1999-12-31T23:59
            2022/09/19                          | Y | 2022-09-19
            19.09.2022                          | Y | 2022-09-19
            19.09.2022 - 9:30                   | Y | 2022-09-19T09:30
            2022:09:19 09:30:15                 | U | 2022-09-19T09:30:15
            """)
    void isRead(String text, String order, String expected) {
        double seconds = Dates.parse(text, order(order));
        assertThat(Double.isNaN(seconds) ? "none" : Dates.spell(seconds, expected.contains("T"))).isEqualTo(expected);
    }

    private static Order order(String letter) {
        return switch (letter) {
            case "D" -> Order.DAY_FIRST;
            case "M" -> Order.MONTH_FIRST;
            case "Y" -> Order.YEAR_FIRST;
            default -> Order.UNKNOWN;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "0000-01-01", "2026-02-30", "31 February 2026", "2026-13-01", "29 Feb 2023",
            "00.00.2026", "2026-01-31 25:00", "2026-01-31 09:61", "2026-01-31 09:30 XYZ", "2026-01-31 09:30 Mars/Base",
            "2026-01-31T09:30+25:00", "2026-01", "September 2022", "Sep-22", "19 Sep", "2022-W54-1", "2022-W38-8",
            "20260131", "1234567", "3.14159", "1.2.3", "1.10.2", "10.1.12.5", "2026-01-31-", "2026-01/31",
            "12 Oak Street 2020",
            "Room 12, 1 May, 2020", "5 May 5 2020", "19 Sep Oct 2022", "May the 4th", "30 12 1990 44", "030 12 1990",
            "10,12,2020", "19 listopada", "tháng 9 2022", "32 May 2022", "1 May 123", "mar 2022 15 15", "a", "", "-"})
    void isNoDate(String text) {
        for (Order order : Order.values()) {
            assertThat(Dates.parse(text, order)).as(order.name()).isNaN();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"01/02/2026", "13/02/2026", "01-02-26", "9/19/22", "Mon 19/09/2022"})
    void daysAndMonthsBesideSlashesNeedAnOrder(String text) {
        assertThat(Dates.parse(text, Order.UNKNOWN)).isNaN();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2022-09         | 2022-09-01
            2022/9          | 2022-09-01
            09/2022         | 2022-09-01
            2022M09         | 2022-09-01
            2022-M9         | 2022-09-01
            September 2022  | 2022-09-01
            Sept. 2022      | 2022-09-01
            Sep-22          | 2022-09-01
            sept '22        | 2022-09-01
            2022-Sep        | 2022-09-01
            septembre 2022  | 2022-09-01
            сентябрь 2022   | 2022-09-01
            Q3 2022         | 2022-07-01
            2022-Q4         | 2022-10-01
            2022Q1          | 2022-01-01
            3Q2022          | 2022-07-01
            T2/2022         | 2022-04-01
            2022-W38        | 2022-09-19
            2022 W1         | 2022-01-03
            """)
    void periodsBeginOnTheirFirstDay(String text, String expected) {
        assertThat(Dates.spell(Dates.parsePeriod(text), false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2022-13", "13/2022", "Q5 2022", "2022-W60", "2022", "Sep", "Sep 22", "22-Sep", "2022.09",
            "2022-09-19", "Foo 2022", ""})
    void isNoPeriod(String text) {
        assertThat(Dates.parsePeriod(text)).isNaN();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            20220919, 2022-09-19T00:00
            202209190930, 2022-09-19T09:30
            20220919093015, 2022-09-19T09:30:15
            20221319, none
            20220230, none
            00000000, none
            202209192561, none
            2022091, none
            2022-919, none
            """)
    void compactDatesAreWholeNumbersToo(String text, String expected) {
        double seconds = Dates.parseCompact(text);
        assertThat(Double.isNaN(seconds) ? null : Dates.spell(seconds, true)).isEqualTo(expected);
    }

    @Test
    void yearsOfTwoDigitsComeFirstIfTheyDifferLess() {
        assertThat(Dates.yearFirst(List.of("22-09-19", "22-10-01", "23-01-30", "23-02-11", "22-03-12"))).isTrue();
        assertThat(Dates.yearFirst(List.of("22/09/19 9:30", "22/10/01", "23/01/30", "23/02/11", "n.d."))).isFalse();
        assertThat(Dates.yearFirst(List.of("19-09-22", "01-10-22", "30-01-23", "11-02-23", "12-03-22"))).isFalse();
        assertThat(Dates.yearFirst(List.of("09/19/22", "10/01/22", "01/30/23", "02/11/23", "03/12/22"))).isFalse();
        assertThat(Dates.yearFirst(List.of("22-09-19", "22-10-01"))).isFalse();
        assertThat(Dates.Order.YEAR_FIRST.dayFirst()).isNull();
        assertThat(Dates.parse("01/02/2026", Order.YEAR_FIRST)).isNaN();
    }

    @Test
    void secondsAreSpelledToTheMicrosecond() {
        assertThat(Dates.spell(Dates.parse("2022-09-19T09:30:15,123", Order.UNKNOWN), true))
                .isEqualTo("2022-09-19T09:30:15.123");
        assertThat(Dates.spell(-0.5, true)).isEqualTo("1969-12-31T23:59:59.500");
    }

    @Test
    void bytesMayBeInASingleByteCharacterSet() {
        byte[] bytes = "x19 août 2022".getBytes(StandardCharsets.ISO_8859_1);
        Dates dates = new Dates();
        assertThat(Dates.spell(dates.parse(bytes, 1, bytes.length, Order.UNKNOWN), false)).isEqualTo("2022-08-19");
        assertThat(dates.timed()).isFalse();
        byte[] timed = "19 août 2022 9h".getBytes(StandardCharsets.UTF_8);
        assertThat(dates.parse(timed, 0, timed.length, Order.UNKNOWN)).isEqualTo(19_223 * 86_400.0 + 32_400);
        assertThat(dates.timed()).isTrue();
    }

    /// The language of the machine adds no names and takes none away.
    @Test
    void theMachinesLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));
            assertThat(Dates.spell(Dates.parse("19 Aug 2022", Order.UNKNOWN), false)).isEqualTo("2022-08-19");
            assertThat(Dates.spell(Dates.parse("19 Ağustos 2022", Order.UNKNOWN), false)).isEqualTo("2022-08-19");
        } finally {
            Locale.setDefault(before);
        }
    }
}
