package org.chainrule.tabular.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.chainrule.tabular.records.RecordSink;

/// Writes records as CSV: UTF-8, separated by commas, values in quotes only where necessary, a line feed after each.
/// Common values are written without creating a string.
final class CsvSink implements RecordSink {
    /// The largest number below which each whole double is exact.
    private static final double EXACT = 0x1p53;
    private static final int MOST_FRACTION = 9;
    private static final double[] POWERS = powers();

    /// The digits of a number as Java writes it, without a string for each.
    private final StringBuilder digits = new StringBuilder(32);

    private byte[] bytes = new byte[1 << 16];
    private int size;
    private int fields;

    /// Returns the bytes that hold what was written, up to [#size()].
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /// Forgets what was written.
    void clear() {
        size = 0;
    }

    /// Returns the number of values in the record that is being written.
    int fields() {
        return fields;
    }

    /// Ends a record.
    void end() {
        room(1);
        bytes[size++] = '\n';
        fields = 0;
    }

    private void begin() {
        if (fields++ > 0) {
            room(1);
            bytes[size++] = ',';
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length + (bytes.length >> 1)));
        }
    }

    @Override
    public void missing() {
        begin();
    }

    @Override
    public void text(CharSequence value) {
        begin();
        int length = value.length();
        room(length + 2);
        boolean plain = true;
        for (int i = 0; i < length && plain; i++) {
            char c = value.charAt(i);
            plain = c < 128 && !special((byte) c);
            bytes[size + i] = (byte) c;
        }
        if (plain) {
            size += length;
        } else {
            byte[] utf8 = value.toString().getBytes(StandardCharsets.UTF_8);
            put(utf8, 0, utf8.length);
        }
    }

    @Override
    public void text(byte[] utf8, int start, int end) {
        begin();
        put(utf8, start, end);
    }

    private void put(byte[] utf8, int start, int end) {
        boolean quoted = false;
        int quotes = 0;
        for (int i = start; i < end; i++) {
            quoted |= special(utf8[i]);
            quotes += utf8[i] == '"' ? 1 : 0;
        }
        room(end - start + quotes + 2);
        if (!quoted) {
            System.arraycopy(utf8, start, bytes, size, end - start);
            size += end - start;
            return;
        }
        bytes[size++] = '"';
        for (int i = start; i < end; i++) {
            if (utf8[i] == '"') {
                bytes[size++] = '"';
            }
            bytes[size++] = utf8[i];
        }
        bytes[size++] = '"';
    }

    private static boolean special(byte b) {
        return b == ',' || b == '"' || b == '\n' || b == '\r';
    }

    @Override
    public void integer(long value) {
        begin();
        digits(value);
    }

    private void digits(long value) {
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        room(20);
        long rest = Math.abs(value);
        int count = 1;
        for (long power = 10; count < 19 && rest >= power; power *= 10) {
            count++;
        }
        if (value < 0) {
            bytes[size++] = '-';
        }
        for (int i = size + count - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
    }

    @Override
    public void number(double value) {
        begin();
        if (Double.isNaN(value)) {
            return;
        }
        double magnitude = Math.abs(value);
        if (!(magnitude < EXACT) || magnitude > 0 && magnitude < 1e-3 || 1 / value == Double.NEGATIVE_INFINITY) {
            digits.append(value);
            flush();
            return;
        }
        // A quotient of exact doubles is rounded as the parser rounds, so these digits read as the same double.
        for (int places = 0; places <= MOST_FRACTION; places++) {
            double whole = Math.rint(magnitude * POWERS[places]);
            if (whole >= EXACT) {
                break;
            }
            if (whole / POWERS[places] == magnitude) {
                decimal(value < 0, (long) whole, places);
                return;
            }
        }
        digits.append(value);
        flush();
    }

    private void flush() {
        ascii(digits);
        digits.setLength(0);
    }

    private void decimal(boolean negative, long whole, int places) {
        room(22 + places);
        if (negative) {
            bytes[size++] = '-';
        }
        long unit = (long) POWERS[places];
        digits(whole / unit);
        if (places > 0) {
            bytes[size++] = '.';
            long rest = whole % unit;
            for (int i = size + places - 1; i >= size; i--) {
                bytes[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            size += places;
        }
    }

    @Override
    public void number(float value) {
        if (value == (int) value) {
            number((double) value);
        } else {
            begin();
            if (!Float.isNaN(value)) {
                digits.append(value);
                flush();
            }
        }
    }

    @Override
    public void bool(boolean value) {
        begin();
        ascii(value ? "true" : "false");
    }

    @Override
    public void date(LocalDate value) {
        begin();
        day(value);
    }

    private void day(LocalDate value) {
        if (value.getYear() < 0 || value.getYear() > 9999) {
            ascii(value.toString());
            return;
        }
        room(10);
        padded(value.getYear(), 4);
        bytes[size++] = '-';
        padded(value.getMonthValue(), 2);
        bytes[size++] = '-';
        padded(value.getDayOfMonth(), 2);
    }

    private void padded(int value, int digits) {
        for (int i = size + digits - 1, rest = value; i >= size; i--, rest /= 10) {
            bytes[i] = (byte) ('0' + rest % 10);
        }
        size += digits;
    }

    @Override
    public void dateTime(LocalDateTime value) {
        begin();
        moment(value);
    }

    private void moment(LocalDateTime value) {
        day(value.toLocalDate());
        room(20);
        bytes[size++] = 'T';
        padded(value.getHour(), 2);
        bytes[size++] = ':';
        padded(value.getMinute(), 2);
        bytes[size++] = ':';
        padded(value.getSecond(), 2);
        int nanos = value.getNano();
        if (nanos > 0) {
            int places = 9;
            for (; nanos % 10 == 0; nanos /= 10) {
                places--;
            }
            bytes[size++] = '.';
            padded(nanos, places);
        }
    }

    @Override
    public void instant(Instant value) {
        begin();
        moment(LocalDateTime.ofInstant(value, ZoneOffset.UTC));
        room(1);
        bytes[size++] = 'Z';
    }

    private void ascii(CharSequence text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    private static double[] powers() {
        double[] powers = new double[MOST_FRACTION + 1];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }
}
