package org.chainrule.parquet.meta;

/// What the stored values of a column mean.
///
/// @param kind  the kind of meaning
/// @param unit  for a time, the number of units in a second, or 0; for an integer, its number of bits
/// @param utc   for a timestamp, whether it is a moment, stored in UTC, and not a reading of a local clock
/// @param scale for a decimal number, the number of digits after the point
public record Logical(Kind kind, int unit, boolean utc, int scale) {
    /// The kinds of meaning.
    public enum Kind {
        /// The stored value itself.
        PLAIN,
        /// UTF-8 text, and also the names of an enumeration and JSON.
        TEXT,
        /// An integer divided by a power of ten.
        DECIMAL,
        /// Days since 1970-01-01.
        DATE,
        /// Units since midnight.
        TIME,
        /// Units since 1970-01-01T00:00.
        TIMESTAMP,
        /// An integer without a sign.
        UNSIGNED,
        /// The sixteen bytes of a UUID.
        UUID,
        /// The two bytes of a number of half precision.
        HALF,
        /// A list, a map or a group of columns.
        NESTED,
        /// Binary data, such as a shape or a document.
        OTHER
    }

    /// The stored value itself.
    public static final Logical PLAIN = of(Kind.PLAIN);

    static final int MILLIS = 1_000;
    static final int MICROS = 1_000_000;
    static final int NANOS = 1_000_000_000;

    static Logical of(Kind kind) {
        return new Logical(kind, 0, false, 0);
    }

    static Logical time(Kind kind, int unit, boolean utc) {
        return new Logical(kind, unit, utc, 0);
    }

    /// Returns the meaning of an older file, in which it is a number.
    ///
    /// @param scale the number of digits after the point, if it is a decimal number
    static Logical converted(int number, int scale) {
        return switch (number) {
            case 0, 4, 19 -> of(Kind.TEXT);
            case 1, 2, 3 -> of(Kind.NESTED);
            case 5 -> new Logical(Kind.DECIMAL, 0, false, scale);
            case 6 -> of(Kind.DATE);
            case 7 -> time(Kind.TIME, MILLIS, true);
            case 8 -> time(Kind.TIME, MICROS, true);
            case 9 -> time(Kind.TIMESTAMP, MILLIS, true);
            case 10 -> time(Kind.TIMESTAMP, MICROS, true);
            case 11, 12, 13, 14 -> new Logical(Kind.UNSIGNED, 8 << number - 11, false, 0);
            case 20, 21 -> of(Kind.OTHER);
            default -> PLAIN;
        };
    }

    /// Reads the union of the present format.
    static Logical read(Thrift in) {
        Logical logical = PLAIN;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            logical = switch (field) {
                case 1, 4, 12 -> skipped(in, Kind.TEXT);
                case 2, 3 -> skipped(in, Kind.NESTED);
                case 5 -> decimal(in);
                case 6 -> skipped(in, Kind.DATE);
                case 7 -> time(in, Kind.TIME);
                case 8 -> time(in, Kind.TIMESTAMP);
                case 10 -> integer(in);
                case 14 -> skipped(in, Kind.UUID);
                case 15 -> skipped(in, Kind.HALF);
                case 11 -> skipped(in, Kind.PLAIN);
                default -> skipped(in, Kind.OTHER);
            };
        }
        return logical;
    }

    private static Logical skipped(Thrift in, Kind kind) {
        in.skip();
        return of(kind);
    }

    private static Logical decimal(Thrift in) {
        int scale = 0;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            if (field == 1) {
                scale = in.int32();
            } else {
                in.skip();
            }
        }
        return new Logical(Kind.DECIMAL, 0, false, scale);
    }

    private static Logical time(Thrift in, Kind kind) {
        boolean utc = false;
        int unit = 0;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> utc = in.bool();
                case 2 -> {
                    in.begin();
                    for (int choice = in.field(); choice != 0; choice = in.field()) {
                        unit = choice == 1 ? MILLIS : choice == 2 ? MICROS : NANOS;
                        in.skip();
                    }
                }
                default -> in.skip();
            }
        }
        return time(kind, unit == 0 ? MICROS : unit, utc);
    }

    private static Logical integer(Thrift in) {
        int bits = 0;
        boolean signed = true;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> bits = in.int8();
                case 2 -> signed = in.bool();
                default -> in.skip();
            }
        }
        return signed ? PLAIN : new Logical(Kind.UNSIGNED, bits, false, 0);
    }
}
