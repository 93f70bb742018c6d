package org.chainrule.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.chainrule.error.FormatException;
import org.chainrule.parquet.Fixture.Content;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.records.RecordFormat;
import org.chainrule.tabular.records.RecordStream;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetFormatTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file(byte... bytes) throws IOException {
        return Files.write(folder.resolve("t.parquet"), bytes);
    }

    private static String refusal(Path file) throws IOException {
        try {
            Fixture.read(file);
            return "";
        } catch (FormatException e) {
            return String.valueOf(e.getMessage()).replace(file.toString(), file.getFileName().toString());
        }
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(RecordFormat.class)).hasAtLeastOneElementOfType(ParquetFormat.class);
    }

    /// The values are those that DuckDB writes as CSV, where dates and texts are the same text and numbers the same number.
    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "lz4", "zstd", "delta"})
    void eachTypeHasItsTextInEachCodec(String name) throws IOException {
        Content content = Fixture.read(name + ".parquet");
        Table csv = Tables.read(Fixture.file("kinds.csv"));
        assertThat(content.names()).isEqualTo(csv.columns().stream().map(Column::name).toList()).hasSize(29);
        assertThat(content.rows()).hasSize(40);
        for (List<String> lines = Files.readAllLines(Fixture.file("kinds.csv")); lines.size() > 1;) {
            String line = lines.removeLast();
            List<String> row = content.rows().get(lines.size() - 1);
            String[] expected = line.replace("\"word, \"\"", "word; \"").replace("\"\"\"", "\"").split(",", -1);
            for (int i = 0; i < expected.length; i++) {
                String text = row.get(i).replace("word,", "word;");
                boolean number = expected[i].matches("-?[0-9.]+(e[-+]\\d+)?") && !content.names().get(i).equals("code");
                if (number) {
                    assertThat(new BigDecimal(text)).as(content.names().get(i)).isEqualByComparingTo(expected[i]);
                } else {
                    assertThat(text).as(content.names().get(i)).isEqualTo(expected[i]);
                }
            }
        }
    }

    /// Pages of both versions, with several pages in a column, old timestamps, and decimals of several lengths.
    @ParameterizedTest
    @ValueSource(strings = {"version1", "version2"})
    void readsWhatParquetJavaWrites(String name) throws IOException {
        Content content = Fixture.read(name + ".parquet");
        assertThat(content.rows()).hasSize(120);
        for (int i = 0; i < 120; i++) {
            BigDecimal decimal = BigDecimal.valueOf(i * 1001L - 25000L, 3);
            assertThat(content.rows().get(i)).containsExactly("" + i, i % 11 == 0 ? "" : "" + (i % 3 == 0),
                    i % 7 == 0 ? "" : "" + ((long) i * i * 1234567L - 5000000000L),
                    i % 5 == 0 ? "" : "" + (i * 0.37 - 3),
                    i % 13 == 0 ? "" : "" + i * 0.1f, i % 6 == 0 ? "" : "text " + i % 50 + " é", "raw" + i,
                    i % 9 == 0
                            ? ""
                            : LocalDateTime.of(1970, 1, 1, 0, 0, 0, 123_456_789).plusDays(i).plusSeconds(i).toString(),
                    decimal.toPlainString(),
                    i % 4 == 0 ? "" : BigDecimal.valueOf(i * 1001L - 25000L, 2).toPlainString(),
                    i % 4 == 1 ? "" : "" + i / 4f,
                    i % 10 == 2 ? "" : LocalTime.ofNanoOfDay((i * 1000L + 5) * 1_000_000).toString(),
                    i % 3 == 0 ? "" : "" + (200 + i % 50) % 256);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "fast", "snappy", "lz4", "gzip"})
    void decompressesLongText(String codec) throws IOException {
        assertThat(Fixture.read("lines-" + codec + ".parquet").column("line")).isEqualTo(IntStream.range(0, 700)
                .mapToObj(i -> "line " + i + " of " + String.valueOf((char) (97 + i * i % 23)).repeat(i % 40) + " and "
                        + i * 7919 % 10007)
                .toList());
    }

    @Test
    void leavesOutColumnsThatAreNoneOfATable() throws IOException {
        Content content = Fixture.read("nested.parquet");
        assertThat(content.names()).containsExactly("id", "text");
        assertThat(content.rows()).containsExactly(List.of("0", "abc"), List.of("1", "abc"), List.of("2", "abc"));
        assertThat(content.notes()).containsExactly(
                "left out columns \"list\", \"pair\" and \"map\", which hold lists or groups of values instead of one"
                        + " value in each row",
                "left out column \"image\", which holds binary data");
        assertThat(Tables.read(Fixture.file("nested.parquet")).reading().remarks())
                .extracting(remark -> remark.sentence(Wording.JAVA)).containsAll(content.notes());
    }

    @Test
    void tellsWhichColumnsAreNumbers() throws IOException {
        try (RecordStream records = new ParquetFormat().open(Fixture.file("none.parquet"), "none.parquet", "")) {
            List<String> names = records.names();
            assertThat(IntStream.range(0, names.size()).filter(records::isNumber).mapToObj(names::get))
                    .containsExactly("id", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "big",
                            "small", "d5", "d14", "d30", "nullable", "nothing");
            assertThat(records.size()).isEqualTo(40);
        }
    }

    @Test
    void givesTheModelOfTheSameCsv() throws IOException {
        Table csv = Tables.read(Fixture.file("values.csv"));
        Table parquet = Tables.read(Fixture.file("values.parquet"));
        for (Column column : csv.columns()) {
            Column other = parquet.column(column.name());
            assertThat(other.kind()).as(column.name()).isEqualTo(column.kind());
        }
        assertThat(weights(parquet)).isEqualTo(weights(csv));
    }

    @Test
    void readsStreamsAndCompressedFiles() throws IOException {
        byte[] bytes = Fixture.bytes("values.parquet");
        byte[] parquet = weights(Tables.read(Fixture.file("values.parquet")));
        assertThat(weights(Tables.read(new ByteArrayInputStream(bytes), "standard input"))).isEqualTo(parquet);
        Path packed = folder.resolve("values.parquet.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(bytes);
        }
        assertThat(weights(Tables.read(packed))).isEqualTo(parquet);
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 100);
        assertThatThrownBy(() -> Tables.read(new ByteArrayInputStream(cut), "standard input")).hasMessage(
                "standard input is a Parquet file that is truncated: its end is missing; write it or download it again");
    }

    private byte[] weights(Table table) throws IOException {
        TabularModel model = Tabular.of("word").hidden(8).epochs(3).fit(table).model();
        Path file = folder.resolve("m.safetensors");
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        int header = bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16;
        return Arrays.copyOfRange(bytes, 8 + header, bytes.length);
    }

    @Test
    void refusesWhatItCannotRead() throws IOException {
        assertThat(refusal(Fixture.file("only-nested.parquet")))
                .isEqualTo("only-nested.parquet has only columns of lists,"
                        + " groups or binary data; write a file with one value in each field");
        assertThat(refusal(Fixture.file("encrypted.parquet")))
                .isEqualTo("encrypted.parquet is an encrypted Parquet file; write it without encryption");
        assertThat(refusal(Fixture.file("brotli.parquet")))
                .isEqualTo("brotli.parquet, column \"id\": it is compressed by Brotli, which cannot be read; write the"
                        + " file with Snappy, Zstandard, gzip, LZ4 or no compression");
        assertThat(Fixture.read("empty.parquet").rows()).isEmpty();
        assertThatThrownBy(() -> Tables.read(Fixture.file("empty.parquet")))
                .hasMessageEndingWith("empty.parquet has no rows; a table needs rows to learn from");
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        byte[] whole = Fixture.bytes("none.parquet");
        String end = "t.parquet is a Parquet file that is truncated: its end is missing; write it or download it again";
        for (int size = 5; size < whole.length; size += 97) {
            assertThat(refusal(file(Arrays.copyOf(whole, size)))).isEqualTo(end);
        }
        byte[] middle = whole.clone();
        Arrays.fill(middle, 100, 5000, (byte) 0xFF);
        assertThat(refusal(file(middle)))
                .isEqualTo("t.parquet is a Parquet file that is damaged; write it or download it again");
    }

    /// Damaged files are refused, or read as other values: nothing else happens.
    @ParameterizedTest
    @ValueSource(strings = {"zstd", "snappy", "lz4", "delta", "version1", "version2", "lines-zstd", "nested"})
    void survivesDamage(String name) throws IOException {
        byte[] whole = Fixture.bytes(name + ".parquet");
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.clone();
            for (int i = 0; i <= round % 3; i++) {
                bytes[random.nextInt(4, bytes.length - 8)] = (byte) random.nextInt();
            }
            String message = refusal(file(bytes));
            refused += message.isEmpty() ? 0 : 1;
            assertThat(message).matches("|t\\.parquet.*[a-z]");
        }
        assertThat(refused).isGreaterThan(20);
    }

    @Test
    void recognisesFilesByTheirFirstBytes() throws IOException {
        ParquetFormat format = new ParquetFormat();
        assertThat(format.matches("x", Fixture.bytes("none.parquet"))).isTrue();
        assertThat(format.matches("x", Fixture.bytes("encrypted.parquet"))).isTrue();
        assertThat(format.matches("x.parquet", "PAR1,PAR2\n1,2\n".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(format.matches("x.parquet", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(format.spreadsheet()).isFalse();
        assertThat(format.name()).isEqualTo("Parquet");
    }
}
