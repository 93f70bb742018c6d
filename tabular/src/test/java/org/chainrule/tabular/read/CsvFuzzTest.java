package org.chainrule.tabular.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.chainrule.tabular.Fuzzing;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Reading;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.params.provider.MethodSource;

/// Reads arbitrary bytes as a table. The usual build reads the seeds. If `JAZZER_FUZZ` is set, as in `-Pfull`, Jazzer
/// mutates them for ten minutes.
class CsvFuzzTest {
    static Stream<byte[]> seeds() {
        String[] texts = {"a,b\n1,x\n2,y\n", "a;b\r\n1,5;x\r\n;\"y;\"\"z\"\r\n", "a\tb\r1\t2\r",
                "\uFEFFa,b\n-,?\nNA,null\n",
                "day,n\n2026-01-31,1\n31.01.2026 10:00,2\n", "a,b\n1,2,3\n", "a,a\n1,2\n", "a,b\n\"open,2\n",
                "a\n\n1\n\n",
                "1,2\n3,4\n", "", " \n", "# note\na,b\n1.234,5\n-200,inf\n", "a,b\n1e999,yes\n1e-400,no\n",
                "\0,\0\n\1,\2\n",
                "a|b\n'1'|2\n", "n\n1\n2\nword\n3\n", "sep=|\n#a|b\n1 234,5|01/02/2026\n#x\n7|True\n",
                "\u001F\u008B", "{\"a\": 1, \"b\": \"x\"}\n{\"b\": [1, \"y\"], \"c\": null}\n",
                "{\"a\": {\"b\": 1}}\n{}\n",
                "[{\"a\": -1.5e3}, {\"a\": \"\\ud83d\\ude00\\n\"}]", "{\"a\": tru\n", "{\"\": NaN}\n{\"\": 1e999}\n"};
        return Stream.concat(
                Stream.of(texts).flatMap(text -> Stream.of(with(0, text, UTF_8), with(0b111101, text, UTF_8))),
                Stream.of(with(0, "naïve,b\n1,é\n", ISO_8859_1), with(2, "a,b\n1,2\n", UTF_16)));
    }

    private static byte[] with(int format, String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        byte[] all = new byte[bytes.length + 1];
        all[0] = (byte) format;
        System.arraycopy(bytes, 0, all, 1, bytes.length);
        return all;
    }

    /// The first byte selects what is known about the file; the other bytes are the file.
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void anyBytesAreATableOrRefused(byte[] bytes) {
        int known = bytes.length == 0 ? 0 : bytes[0];
        byte[] file = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        Fuzzing.read(bytes.length, () -> check(
                Tables.read(new ByteArrayInputStream(file), "table", format(known)), file));
    }

    private static TableFormat format(int known) {
        Map<String, Column.Kind> kinds = new HashMap<>();
        Column.Kind[] values = Column.Kind.values();
        for (String name : new String[]{"a", "c1"}) {
            if ((known & 4) != 0) {
                kinds.put(name, values[(known >> 3 & 7) % values.length]);
            }
        }
        TableFormat format = TableFormat.detected().header((known & 1) == 0).kinds(kinds);
        format = (known & 64) == 0 ? format : format.decimal(',');
        format = (known & 128) == 0 ? format : format.dayFirst(true);
        return (known & 2) == 0 ? format : format.missing("-200", "none");
    }

    private static void check(Table table, byte[] file) {
        Reading reading = table.reading();
        boolean packed = file.length > 1 && file[0] == 0x1F && file[1] == (byte) 0x8B;
        if (table.size() < 1 || reading.rows() != table.size() || !packed && table.size() > file.length) {
            throw new AssertionError(table.size() + " rows in " + file.length + " bytes");
        }
        int dropped = reading.dropped().stream().mapToInt(Dropped::count).sum();
        boolean lines = reading.separator() != 0;
        if (!packed && lines && table.size() + dropped > lineEnds(file) + 1) {
            throw new AssertionError(table.size() + " rows read and " + dropped + " left out of " + lineEnds(file)
                    + " lines");
        }
        int line = 0;
        for (int row : table.rows()) {
            if (table.line(row) <= line) {
                throw new AssertionError("row " + row + " in line " + table.line(row) + " after line " + line);
            }
            line = table.line(row);
        }
        for (Column column : table.columns()) {
            if (column.size() != table.size()) {
                throw new AssertionError("column " + column.name() + " has " + column.size() + " values");
            }
            for (int row : table.rows()) {
                if (column.missing(row) != column.text(row).isEmpty()) {
                    throw new AssertionError("row " + row + " is missing and " + column.text(row));
                }
                if (column instanceof NumberColumn numbers && Double.isInfinite(numbers.value(row))) {
                    throw new AssertionError("row " + row + " is infinite");
                }
            }
        }
    }

    /// Returns the largest number of lines that the bytes can be.
    private static long lineEnds(byte[] file) {
        long ends = 0;
        for (byte b : file) {
            ends += b == '\n' || b == '\r' ? 1 : 0;
        }
        return ends;
    }
}
