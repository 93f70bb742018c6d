package org.chainrule.tabular.records;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/// Receives the values of a record in the order of the columns.
///
/// The values are kept as text, as in a CSV file, and recognised from it: a text of digits is a number.
public interface RecordSink {
    /// Adds a text. An empty text is a missing value.
    void text(CharSequence value);

    /// Adds the text in `utf8[start, end)`, in UTF-8. The bytes are copied.
    void text(byte[] utf8, int start, int end);

    /// Adds a number as the shortest text that reads as the same double, and NaN as a missing value. A whole number has no
    /// decimal point.
    void number(double value);

    /// Adds a number as the shortest text that reads as the same float, and NaN as a missing value: `0.1`, which is another
    /// double than the float.
    void number(float value);

    /// Adds a whole number.
    void integer(long value);

    /// Adds `true` or `false`.
    void bool(boolean value);

    /// Adds a date, such as `2026-01-31`.
    void date(LocalDate value);

    /// Adds a date with a time, such as `2026-01-31T09:05:00`, with a fraction of the second if there is one.
    void dateTime(LocalDateTime value);

    /// Adds a date with a time in UTC, such as `2026-01-31T09:05:00Z`.
    void instant(Instant value);

    /// Adds a missing value.
    void missing();
}
