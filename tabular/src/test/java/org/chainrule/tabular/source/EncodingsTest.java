package org.chainrule.tabular.source;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Encodings that the caller states, and those that a byte order mark or zero bytes show.
class EncodingsTest {
    private static Table read(byte[] bytes, String encoding) throws IOException {
        return Tables.read(new ByteArrayInputStream(bytes), "t.csv", TableFormat.detected().encoding(encoding));
    }

    /// Words whose bytes, in the order of the columns, are known from the tables of the encodings.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Shift_JIS    | 835C8C7C        | ソ芸
            shift-jis    | 955C            | 表
            CP932        | 955C8740        | 表①
            EUC-JP       | C9BD            | 表
            GBK          | B1ED            | 表
            GB18030      | B1ED            | 表
            Big5         | AAED            | 表
            EUC-KR       | C7A5            | 표
            windows-1251 | CFF0E8E2E5F2    | Привет
            KOI8-R       | F0D2C9D7C5D4    | Привет
            cp437        | 9A81            | Üü
            CP850        | 9A81            | Üü
            MacRoman     | 869F            | Üü
            mac roman    | 869F            | Üü
            ISO-8859-2   | B1E6            | ąć
            iso8859_15   | A4              | €
            latin-1      | DCFC            | Üü
            windows-1253 | C1E1            | Αα
            UTF 8        | C39CC3BC        | Üü
            utf-8-sig    | EFBBBFC39CC3BC  | Üü
            utf-16le     | DC00FC00    | Üü
            UTF-16BE     | 00DC00FC    | Üü
            UTF-32LE     | DC000000FC000000 | Üü
            """)
    void statedEncodingsAreRead(String encoding, String hex, String word) throws IOException {
        Charset charset = TableFormat.detected().encoding(encoding).charset();
        byte[] name = HexFormat.of().parseHex(hex);
        byte[] rest = "|n\nx|1\ny|2\n".getBytes(charset);
        byte[] file = Arrays.copyOf(name, name.length + rest.length);
        System.arraycopy(rest, 0, file, name.length, rest.length);
        Table table = read(file, encoding);
        assertThat(table.columns().getFirst().name()).isEqualTo(word);
        assertThat(table.column("n").text(1)).isEqualTo("2");
        assertThat(table.reading().remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Shift_JS    | did you mean Shift_JIS?
            UTF9        | did you mean UTF-8?
            ????        | expected a name such as UTF-8, UTF-16LE, windows-1251, Shift_JIS, GB18030 or IBM437
            klingon     | expected a name such as UTF-8, UTF-16LE, windows-1251, Shift_JIS, GB18030 or IBM437
            """)
    void unknownNamesAreRefused(String name, String remedy) {
        assertThatThrownBy(() -> TableFormat.detected().encoding(name)).isInstanceOf(ArgumentException.class)
                .hasMessage("no character set is called \"" + name + "\"; " + remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE"})
    void unicodeIsFoundOutWithOrWithoutAMark(String charset) throws IOException {
        String csv = "Größe,n\n" + "😀,3\n2,3\n".repeat(20_000) + "süß,4\n";
        for (String mark : List.of("", "\uFEFF")) {
            byte[] bytes = (mark + csv).getBytes(Charset.forName(charset));
            for (Table table : List.of(CsvTables.table(bytes, Map.of()), read(bytes, charset.substring(0, 6)))) {
                assertThat(table.columns().getFirst().name()).isEqualTo("Größe");
                assertThat(table.column("Größe").text(39_998)).isEqualTo("😀");
                assertThat(table.column("Größe").text(40_000)).isEqualTo("süß");
            }
        }
    }

    @Test
    void aMarkTakesPrecedence() throws IOException {
        assertThat(read("\uFEFFé,b\n1,2\n".getBytes(UTF_8), "windows-1251").columns().getFirst().name()).isEqualTo("é");
        assertThat(read("\uFEFFé,b\n1,2\n".getBytes(UTF_16LE), "UTF-8").columns().getFirst().name()).isEqualTo("é");
    }

    /// The fault lies far behind the first bytes and the first buffers.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3000, 30_000})
    void bytesThatAreNotInTheEncodingAreRefusedWithTheirLine(int line) throws IOException {
        for (String encoding : List.of("Shift_JIS", "UTF-8", "US-ASCII", "GB18030")) {
            byte[] file = ("a,b\n" + "1,2\n".repeat(40_000)).getBytes(UTF_8);
            file[4 * line - 4] = (byte) 0xFF;
            String name = TableFormat.detected().encoding(encoding).charset().name();
            assertThatThrownBy(() -> read(file, encoding)).isInstanceOf(FormatException.class)
                    .hasMessage("t.csv, line " + line + ": not text in the encoding " + name
                            + "; state the encoding that the file is saved in (TableFormat.encoding), or save it as "
                            + name);
        }
    }

    @Test
    void aSecondByteIsNoSeparator() throws IOException {
        // in Shift-JIS the second byte of the first letter is a backslash, and that of the second is |
        byte[] file = "a|b|c\nx|1|能芸\ny|2|表構\n".getBytes(Charset.forName("Shift_JIS"));
        Table table = read(file, "Shift_JIS");
        assertThat(table.column("c").text(0)).isEqualTo("能芸");
        assertThat(table.column("c").text(1)).isEqualTo("表構");
    }

    @Test
    void theModelKeepsTheEncoding() {
        TableFormat format = TableFormat.detected().encoding("mac roman").separator(';').decimal(',').dayFirst(true);
        TableFormat again = TableFormat.fromJson(format.toJson(), "model");
        assertThat(again.charset()).isEqualTo(Charset.forName("x-MacRoman"));
        assertThat(again.separator()).isEqualTo(';');
        assertThat(again.decimal()).isEqualTo(',');
        assertThat(TableFormat.fromJson(TableFormat.detected().toJson(), "model").charset()).isNull();
    }

    @Test
    void otherTextIsReadAsWindows1252AndThatIsSaid() {
        Table table = CsvTables.table(new byte[]{'a', '\n', (byte) 0x80, '\n', 'x', '\n'}, Map.of());
        assertThat(table.column("a").text(0)).isEqualTo("€");
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("line 2 is not UTF-8 text, so the file is read as Windows-1252 (Latin-1); if letters"
                        + " are wrong, state its encoding (TableFormat.encoding)");
    }
}
