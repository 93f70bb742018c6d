package org.chainrule.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.chainrule.parquet.codec.LittleEndian;
import org.chainrule.parquet.meta.Logical;
import org.chainrule.parquet.meta.Physical;
import org.chainrule.parquet.meta.StoredColumn;
import org.chainrule.parquet.page.PageValues;
import org.chainrule.tabular.records.RecordSink;

/// Writes the values of a column by their meaning.
interface Cell {
    /// The Julian day number of 1970-01-01.
    int JULIAN = 2_440_588;
    long NANOS = 1_000_000_000;

    /// Writes the current value.
    void write(PageValues value, RecordSink out);

    /// Returns the way to write a column.
    static Cell of(StoredColumn column) {
        Logical logical = column.logical();
        boolean number = column.physical() == Physical.INT32 || column.physical() == Physical.INT64;
        boolean bytes = column.physical() == Physical.BYTE_ARRAY || column.physical() == Physical.FIXED_LEN_BYTE_ARRAY;
        return switch (logical.kind()) {
            case DECIMAL -> number
                    ? logical.scale() == 0 ? Cell::integer : (value, out) -> decimal(value, logical.scale(), out)
                    : bytes ? (value, out) -> longDecimal(value, logical.scale(), out) : stored(column);
            case DATE -> number ? (value, out) -> out.date(LocalDate.ofEpochDay(value.bits())) : stored(column);
            case TIME -> number ? (value, out) -> time(value, logical.unit(), out) : stored(column);
            case TIMESTAMP -> number ? timestamp(logical) : stored(column);
            case UNSIGNED -> number ? unsigned(logical.unit(), column.physical()) : stored(column);
            case UUID -> bytes && column.size() == 2 * Long.BYTES ? Cell::uuid : stored(column);
            case HALF -> bytes && column.size() == Short.BYTES ? Cell::half : stored(column);
            default -> stored(column);
        };
    }

    /// Returns the way to write the stored values themselves.
    private static Cell stored(StoredColumn column) {
        return switch (column.physical()) {
            case BOOLEAN -> (value, out) -> out.bool(value.bits() != 0);
            case INT32, INT64 -> Cell::integer;
            case INT96 -> Cell::oldTimestamp;
            case FLOAT -> (value, out) -> out.number(Float.intBitsToFloat((int) value.bits()));
            case DOUBLE -> (value, out) -> out.number(Double.longBitsToDouble(value.bits()));
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> (value, out) -> out.text(value.bytes(), value.from(), value.to());
        };
    }

    /// Returns whether the values of a column are numbers.
    static boolean isNumber(StoredColumn column) {
        return switch (column.logical().kind()) {
            case DECIMAL, UNSIGNED, HALF -> true;
            case PLAIN -> switch (column.physical()) {
                case INT32, INT64, FLOAT, DOUBLE -> true;
                default -> false;
            };
            default -> false;
        };
    }

    /// Returns whether a column of bytes does not tell whether they are text.
    static boolean isUndeclaredText(StoredColumn column) {
        return column.logical().kind() == Logical.Kind.PLAIN
                && (column.physical() == Physical.BYTE_ARRAY || column.physical() == Physical.FIXED_LEN_BYTE_ARRAY);
    }

    /// Returns whether the bytes of a value are UTF-8 text without zeros.
    static boolean isText(PageValues value) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(value.bytes(), value.from(), value.to() - value.from()))
                    .chars().noneMatch(c -> c == 0);
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static void integer(PageValues value, RecordSink out) {
        out.integer(value.bits());
    }

    private static void decimal(PageValues value, int scale, RecordSink out) {
        out.text(BigDecimal.valueOf(value.bits(), scale).toPlainString());
    }

    private static void longDecimal(PageValues value, int scale, RecordSink out) {
        int size = value.to() - value.from();
        BigInteger whole = size == 0 ? BigInteger.ZERO : new BigInteger(value.bytes(), value.from(), size);
        out.text(new BigDecimal(whole, scale).toPlainString());
    }

    private static void time(PageValues value, int unit, RecordSink out) {
        long nanos = Math.multiplyExact(value.bits(), NANOS / unit);
        out.text(DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos)));
    }

    private static Cell timestamp(Logical logical) {
        int unit = logical.unit();
        int nanos = (int) (NANOS / unit);
        return logical.utc()
                ? (value, out) -> out.instant(Instant.ofEpochSecond(Math.floorDiv(value.bits(), unit),
                        (long) Math.floorMod(value.bits(), unit) * nanos))
                : (value, out) -> out.dateTime(LocalDateTime.ofEpochSecond(Math.floorDiv(value.bits(), unit),
                        Math.floorMod(value.bits(), unit) * nanos, ZoneOffset.UTC));
    }

    private static void oldTimestamp(PageValues value, RecordSink out) {
        long nanos = LittleEndian.int64(value.bytes(), value.from());
        long day = LittleEndian.int32(value.bytes(), value.from() + Long.BYTES);
        out.dateTime(LocalDate.ofEpochDay(day - JULIAN).atStartOfDay().plusNanos(nanos));
    }

    private static Cell unsigned(int width, Physical physical) {
        if (width >= Long.SIZE && physical == Physical.INT64) {
            return (value, out) -> {
                if (value.bits() >= 0) {
                    out.integer(value.bits());
                } else {
                    out.text(Long.toUnsignedString(value.bits()));
                }
            };
        }
        long mask = (1L << Math.clamp(width, 1, Integer.SIZE)) - 1;
        return (value, out) -> out.integer(value.bits() & mask);
    }

    private static void uuid(PageValues value, RecordSink out) {
        long high = Long.reverseBytes(LittleEndian.int64(value.bytes(), value.from()));
        long low = Long.reverseBytes(LittleEndian.int64(value.bytes(), value.from() + Long.BYTES));
        out.text(new UUID(high, low).toString());
    }

    private static void half(PageValues value, RecordSink out) {
        out.number(Float.float16ToFloat((short) LittleEndian.integer(value.bytes(), value.from(), Short.BYTES)));
    }
}
