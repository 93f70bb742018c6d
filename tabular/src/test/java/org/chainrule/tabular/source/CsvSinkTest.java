package org.chainrule.tabular.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.chainrule.tabular.number.Decimal;
import org.junit.jupiter.api.Test;

class CsvSinkTest {
    private static String written(CsvSink sink) {
        return new String(sink.bytes(), 0, sink.size(), StandardCharsets.UTF_8);
    }

    private static String number(double value) {
        CsvSink sink = new CsvSink();
        sink.number(value);
        return written(sink);
    }

    @Test
    void numbersAreShort() {
        assertThat(number(12)).isEqualTo("12");
        assertThat(number(-0.1)).isEqualTo("-0.1");
        assertThat(number(0.1 + 0.2)).isEqualTo("0.30000000000000004");
        assertThat(number(100.05)).isEqualTo("100.05");
        assertThat(number(-0.0)).isEqualTo("-0.0");
        assertThat(number(0)).isEqualTo("0");
        assertThat(number(1e-9)).isEqualTo("1.0E-9");
        assertThat(number(0x1p53)).isEqualTo("9.007199254740992E15");
        assertThat(number(0x1p53 - 1)).isEqualTo("9007199254740991");
        assertThat(number(Double.NaN)).isEmpty();
        assertThat(number(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        CsvSink sink = new CsvSink();
        sink.number(0.1f);
        sink.number(16777216f);
        sink.number(Float.NaN);
        sink.integer(Long.MIN_VALUE);
        sink.integer(Long.MAX_VALUE);
        sink.integer(0);
        sink.integer(-10);
        assertThat(written(sink)).isEqualTo("0.1,16777216,,-9223372036854775808,9223372036854775807,0,-10");
    }

    @Test
    void eachNumberReadsAsTheSameDouble() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            double value = switch (i % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextGaussian() * 1000;
                case 2 -> Math.rint(random.nextGaussian() * 1e6) / 1000;
                default -> random.nextInt() * Math.scalb(1.0, random.nextInt(80) - 40);
            };
            String text = number(value);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            double read = new Decimal().parse(bytes, 0, bytes.length, '.');
            assertThat(Double.doubleToLongBits(read)).as(text).isEqualTo(Double.doubleToLongBits(value));
            assertThat(text.length()).as(text).isLessThanOrEqualTo(Math.max(20, Double.toString(value).length()));
        }
    }

    @Test
    void textsAreQuotedWhereNecessary() {
        CsvSink sink = new CsvSink();
        sink.text("plain");
        sink.text("a \"b\", c");
        sink.text("zwei\nZeilen \uD83D\uDE00");
        sink.missing();
        byte[] utf8 = "é\r".getBytes(StandardCharsets.UTF_8);
        sink.text(utf8, 0, utf8.length);
        sink.end();
        sink.text("x".repeat(200_000));
        assertThat(written(sink)).startsWith("plain,\"a \"\"b\"\", c\",\"zwei\nZeilen \uD83D\uDE00\",,\"é\r\"\n")
                .endsWith("xxx")
                .hasSize("plain,\"a \"\"b\"\", c\",\"zwei\nZeilen \uD83D\uDE00\",,\"é\r\"\n".length() + 200_000);
    }
}
