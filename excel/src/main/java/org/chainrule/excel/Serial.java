package org.chainrule.excel;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.chainrule.tabular.records.RecordSink;

/// Writes numbers of days as dates and times.
///
/// Source: ECMA-376, part 1, section 18.17.4. The day 60 of the 1900 system, 1900-02-29, never was.
final class Serial {
    private static final int LEAP_THAT_NEVER_WAS = 60;
    private static final double LAST = 2_958_466;
    private static final long MILLIS = 86_400_000;
    private static final LocalDate START_1900 = LocalDate.of(1899, 12, 30);
    private static final LocalDate START_1904 = LocalDate.of(1904, 1, 1);

    private Serial() {
    }

    /// Writes a number in the way that its format shows it.
    static void write(double number, NumberFormat format, boolean from1904, RecordSink out) {
        if (!(number >= 0 && number < LAST)) {
            out.number(number);
            return;
        }
        long millis = Math.round(number * MILLIS);
        if (format.span()) {
            long seconds = Math.round(millis / 1000.0);
            out.text(seconds / 3600 + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60));
            return;
        }
        int day = (int) (millis / MILLIS);
        LocalTime time = LocalTime.ofNanoOfDay(millis % MILLIS * 1_000_000);
        if (!format.date() && day == 0) {
            out.text(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
        } else if (!from1904 && day == LEAP_THAT_NEVER_WAS) {
            out.text("1900-02-29");
        } else {
            LocalDate date = from1904
                    ? START_1904.plusDays(day)
                    : START_1900.plusDays(day < LEAP_THAT_NEVER_WAS ? day + 1 : day);
            if (format.time() || !time.equals(LocalTime.MIDNIGHT)) {
                out.dateTime(LocalDateTime.of(date, time));
            } else {
                out.date(date);
            }
        }
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
