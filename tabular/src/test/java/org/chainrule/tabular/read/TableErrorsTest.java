package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableErrorsTest {
    @TempDir
    private Path folder;

    private static void refused(String csv, String message) {
        refused(csv.getBytes(StandardCharsets.UTF_8), message);
    }

    private static void refused(byte[] bytes, String message) {
        assertThatThrownBy(() -> CsvTables.table(bytes, Map.of())).isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    @Test
    void emptyFile() {
        String message = "t.csv is empty; a table begins with a header line that names its columns";
        refused("", message);
        refused("\uFEFF \n\n", message);
    }

    @Test
    void headerOnly() {
        refused("a,b\n", "t.csv has a header but no rows; add rows below the header");
        refused("a,b\n\n\n", "t.csv has a header but no rows; add rows below the header");
    }

    @Test
    void raggedRow() {
        refused("a,b,c\n1,2,3\n\"x\ny\",5\n",
                "t.csv, line 3: 2 values where the header names 3 columns; complete the row or remove it");
        refused("a,b\n1,2,3\n", "t.csv, line 2: 3 values where the header names 2 columns;"
                + " put values that contain the separator in quotes, or name all columns in the header");
        refused("a,b\n1,2\n1,2,\n", "t.csv, line 3: 3 values where the header names 2 columns;"
                + " put values that contain the separator in quotes, or remove the extra separator");
        refused("a,b\n1,2,\n1,2,3\n", "t.csv, line 1: the header names 2 columns where most rows have 3 values;"
                + " insert the separator that is missing between two names, or name all columns");
        refused("a,b\n1,2\n1,2,3\n", "t.csv, line 3: 3 values where the header names 2 columns;"
                + " put values that contain the separator in quotes");
    }

    @Test
    void duplicateColumn() {
        refused("a,b, a\n1,2,3\n", "t.csv: the header names two columns \"a\" (columns 1 and 3); rename one");
        refused("7.5,0,0\n1,2,3\n",
                "t.csv: the header names two columns \"0\" (columns 2 and 3); if the file has no header line,"
                        + " read it without one (TableFormat.header(false))");
    }

    @Test
    void titleAboveTheHeader() throws IOException {
        byte[] csv = "Sales 2026,,\n,,\nsize,town,buys\n1,Bern,yes\n".getBytes(StandardCharsets.UTF_8);
        Table table = Tables.read(new ByteArrayInputStream(csv), "t.csv", TableFormat.detected().headerRow(1));
        assertThatThrownBy(() -> table.column("buys")).isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv has no column \"buys\"; but line 3 holds it; if that is the header, remove the lines"
                        + " above it");
    }

    @Test
    void openQuote() {
        refused("a,b\n1,2\n\"3,4\n5,6\n", "t.csv, line 3: a quote is opened and never closed;"
                + " close it, or fetch the file again if it was cut off");
        refused("a,b\n1,2\n3,\"4\n5,6\n", "t.csv, line 3: a quote is opened and never closed;"
                + " close it, or fetch the file again if it was cut off");
        refused("\"a,b\n1,2\n", "t.csv, line 1: a quote is opened and never closed;"
                + " close it, or fetch the file again if it was cut off");
        refused("a,b\n1,2\n\"3\"x,4\n", "t.csv, line 3: a quote is opened and not closed properly;"
                + " double the quotes inside a quoted value");
    }

    @Test
    void binaryFiles() {
        refused(new byte[]{'a', ',', 0, 1, 2}, "t.csv is a binary file, not CSV text; export it as CSV");
        refused("a,b\n" + "1,x\n".repeat(30_000) + "2,y\0z\n",
                "t.csv, line 30002: found a zero byte, which no text contains;"
                        + " the file is damaged or is not CSV, so export it as CSV again");
        refused(new byte[]{0x1F, (byte) 0x8B, 8, 0},
                "t.csv is a gzip file that is truncated or damaged; compress it or download it again");
        refused(new byte[]{'P', 'K', 3, 4, 20, 0},
                "t.csv is a ZIP archive that is truncated or damaged; compress it or download it again");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x81, 0x8D, 0x8F, 0x90, 0x9D})
    void bytesThatAreNoLettersInAnyCharacterSet(int letter) {
        byte[] csv = "a,b\nM\u00FCller,1\nx,2\n\u00E9?,3\n".getBytes(StandardCharsets.ISO_8859_1);
        csv[csv.length - 4] = (byte) letter;
        refused(csv, "t.csv is neither UTF-8 (see line 2) nor Windows-1252 (see line 4); state its encoding"
                + " (TableFormat.encoding), or fix line 2 if all others are UTF-8");
    }

    @Test
    void damagedUtf16() {
        byte[] text = "\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE);
        byte[] half = Arrays.copyOf(text, text.length + 3);
        half[text.length] = 'x';
        half[text.length + 2] = (byte) 0xD8;
        refused(half, "t.csv, line 3: not UTF-16 text; save the file with the encoding UTF-8");
    }

    @Test
    void aWordWhereNumbersAreKnown() {
        byte[] csv = "age,b\n31,x\n thirty ,y\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CsvTables.table(csv, Map.of("age", Column.Kind.NUMBER)))
                .isInstanceOf(FormatException.class)
                .hasMessage("t.csv, line 3: column \"age\" should hold numbers but contains \"thirty\";"
                        + " use numbers, and leave missing values empty");
    }

    @Test
    void missingFile() throws IOException {
        Path there = Files.writeString(folder.resolve("penguins.csv"), "a\n1\n");
        Path near = folder.resolve("penguin.csv");
        assertThatThrownBy(() -> Tables.read(near)).isInstanceOf(ArgumentException.class)
                .hasMessage(near + " does not exist; did you mean " + there + "?");
        Path far = folder.resolve("houses.tsv");
        assertThatThrownBy(() -> Tables.read(far))
                .hasMessage(far + " does not exist; no file in " + folder + " has a similar name");
        Path nowhere = folder.resolve("no/such.csv");
        assertThatThrownBy(() -> Tables.read(nowhere))
                .hasMessage(nowhere + " does not exist; its folder does not exist either");
    }

    @Test
    void folderInsteadOfFile() {
        assertThatThrownBy(() -> Tables.read(folder)).isInstanceOf(ArgumentException.class)
                .hasMessage(folder
                        + " is a folder; name a file in it (CSV, JSON lines, Parquet or Excel), or several as one table"
                        + " by a pattern such as '" + folder + "/*.csv'");
    }
}
