package org.chainrule.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.records.RecordFormat;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcelFormatTest {
    private static final String TABLE = Book.row(1, "a", "b") + Book.row(2, 1, "x") + Book.row(3, 2, "y");

    private static final String DAMAGED = "t.xlsx is an Excel workbook that is truncated or damaged; download it again, or"
            + " open and save it in a spreadsheet program";

    @TempDir
    private Path folder = Path.of("");

    private Path book() {
        return folder.resolve("t.xlsx");
    }

    private static Path fixture(String name) {
        return Path.of("src", "test", "fixtures", name);
    }

    private static List<String> column(Table table, String name) {
        Column column = table.column(name);
        return IntStream.range(0, table.size()).mapToObj(column::text).toList();
    }

    private static List<String> remarks(Table table) {
        return table.reading().remarks().stream().map(remark -> remark.sentence(Wording.JAVA)).toList();
    }

    private static String refusal(Path file, String sheet) {
        Throwable thrown = catchThrowable(() -> Tables.read(file, TableFormat.detected().sheet(sheet)));
        assertThat(thrown).isInstanceOf(ChainruleException.class);
        return String.valueOf(thrown.getMessage()).replace(file.toString(), file.getFileName().toString());
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(RecordFormat.class)).hasAtLeastOneElementOfType(ExcelFormat.class);
    }

    /// Texts with leading zeros, currencies, percentages, dates in two systems, and empty cells.
    @ParameterizedTest
    @ValueSource(strings = {"values.xlsx", "values1904.xlsx"})
    void givesTheTableAndTheModelOfTheSameCsv(String name) throws IOException {
        Table csv = Tables.read(fixture("values.csv"));
        Table excel = Tables.read(fixture(name));
        assertThat(excel.columns()).extracting(Column::name)
                .isEqualTo(csv.columns().stream().map(Column::name).toList());
        for (Column column : csv.columns()) {
            assertThat(excel.column(column.name()).kind()).as(column.name()).isEqualTo(column.kind());
            if (!List.of("amount", "share", "price").contains(column.name())) {
                assertThat(column(excel, column.name())).isEqualTo(column(csv, column.name()));
            }
        }
        assertThat(excel.sentence().replace(name, "values.csv").replace("xlsx", "csv"))
                .isEqualTo(csv.sentence().replace(", separated by commas", ""));
        assertThat(weights(excel)).isEqualTo(weights(csv));
        assertThat(excel.line(0)).isEqualTo(2);
    }

    private byte[] weights(Table table) throws IOException {
        TabularModel model = Tabular.of("flag").hidden(8).epochs(3).fit(table).model();
        Path file = folder.resolve("m.safetensors");
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        int header = bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16;
        return Arrays.copyOfRange(bytes, 8 + header, bytes.length);
    }

    @Test
    void findsTheTableInAReport() throws IOException {
        Table table = Tables.read(fixture("report.xlsx"));
        assertThat(table.columns()).extracting(Column::name).containsExactly("region", "units", "day", "ratio");
        assertThat(table.size()).isEqualTo(30);
        assertThat(table.line(0)).isEqualTo(5);
        assertThat(column(table, "ratio")).startsWith("0", "0.125", "0.25", "0.375", "", "0.625");
        assertThat(table.column("day").text(29)).isEqualTo("2023-05-30");
        assertThat(remarks(table))
                .contains("read sheet \"Sales\"; to read another, name it: \"Read me\" or \"Groups\"");
        assertThat(remarks(table)).noneMatch(remark -> remark.contains("merged"));
    }

    @Test
    void readsTheSheetOfAName() throws IOException {
        TableFormat format = TableFormat.detected();
        assertThat(column(Tables.read(fixture("report.xlsx"), format.sheet("Secret")), "b")).containsExactly("2", "4");
        assertThat(column(Tables.read(fixture("report.xlsx"), format.sheet("secret")), "a")).containsExactly("1", "3");
        assertThat(refusal(fixture("report.xlsx"), "Sale")).isEqualTo("report.xlsx has no sheet \"Sale\"; choose"
                + " \"Read me\", \"Sales\", \"Chart\", \"Secret\" or \"Groups\"");
        assertThat(refusal(fixture("report.xlsx"), "Chart")).isEqualTo("report.xlsx, sheet \"Chart\": it is a chart, a"
                + " dialog or macros, not a table; choose another sheet");
        assertThat(catchThrowable(() -> Tables.read(fixture("report.xlsx"), format.sheet("Sale"))))
                .isInstanceOf(ArgumentException.class);
    }

    @Test
    void reportsMergedCellsOfTheTable() throws IOException {
        Table table = Tables.read(fixture("report.xlsx"), TableFormat.detected().sheet("Groups"));
        assertThat(column(table, "group")).containsExactly("g0", "", "", "g1", "", "");
        assertThat(remarks(table)).contains("sheet \"Groups\" has 2 groups of merged cells, such as A2:A4: their value"
                + " counts for the first cell, and the other cells are empty; unmerge them and repeat the value in each row"
                + " where it holds");
    }

    @Test
    void readsEachTypeOfCell() throws IOException {
        Path file = new Book()
                .texts("<si><t>plain</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t xml:space='preserve'>ch </t>"
                        + "</r><rPh sb='0' eb='1'><t>sound</t></rPh></si><si><t>a_x000A_b</t></si>")
                .sheet("S", Book.row(1, "kind", "value")
                        + "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c></row>"
                        + "<row r='3'><c r='A3' t='b'><v>1</v></c><c r='B3' t='str'><f>A1&amp;\"x\"</f><v>kindx</v></c></row>"
                        + "<row r='4'><c t='e'><v>#N/A</v></c><c t='s'><v>2</v></c></row>"
                        + "<row r='5'><c r='A5'><f>1/3</f><v>0.3333333333333333</v></c><c r='B5' t='d'><v>2024-05-06</v></c>"
                        + "</row><row r='6'><c r='A6'><v>1E-3</v></c><c r='B6' s='0'/></row>"
                        + "<row><c><v>12345678901</v></c><c t='inlineStr'><is><t>last</t></is></c></row>")
                .write(book());
        Table table = Tables.read(file);
        assertThat(column(table, "kind")).containsExactly("plain", "true", "", "0.3333333333333333", "0.001",
                "12345678901");
        assertThat(column(table, "value")).containsExactly("rich", "kindx", "a\nb", "2024-05-06", "", "last");
    }

    /// A library that writes workbooks does not calculate their formulas.
    @Test
    void reportsFormulasWithoutASavedValue() throws IOException {
        String rows = Book.row(1, "a", "b") + "<row r='2'><c r='A2'><v>1</v></c><c r='B2'><f>A2*2</f><v></v></c></row>"
                + "<row r='3'><c r='A3'><v>2</v></c><c r='B3'><f>A3*2</f></c></row>"
                + "<row r='4'><c r='A4'><v>3</v></c><c r='B4' t='str'><f>IF(A4,\"\",1)</f><v></v></c></row>"
                + "<row r='5'><c r='A5'><v>4</v></c><c r='B5'><f>A5*2</f><v>8</v></c></row>";
        String advice = "; open and save the workbook in a spreadsheet program, which calculates the values";
        Table table = Tables.read(new Book().sheet("S", rows).write(book()));
        assertThat(column(table, "b")).containsExactly("", "", "", "8");
        assertThat(remarks(table))
                .contains("sheet \"S\" has 2 formulas without a saved value, the first in B2, which are"
                        + " missing" + advice);
        Table one = Tables.read(new Book().sheet("S", TABLE + "<row r='4'><c r='AB4'><f>A1</f></c></row>"
                + Book.row(5, 3, "z")).write(book()));
        assertThat(remarks(one)).contains("sheet \"S\" has a formula without a saved value, in AB4, which is missing"
                + advice);
        Path none = new Book().sheet("A", "").sheet("S", "<row r='2'><c r='A2'><f>1</f></c></row>").write(book());
        assertThat(refusal(none, ""))
                .isEqualTo("t.xlsx has formulas without saved values, and no other value" + advice);
        assertThat(refusal(none, "S")).isEqualTo("t.xlsx, sheet \"S\": its formulas have no saved values" + advice);
        Path target = new Book().sheet("S", rows.replace("<v>8</v>", "")).write(book());
        assertThat(catchThrowable(() -> Tabular.of("b").prepare(target))).hasMessageContaining(
                "the target \"b\" has no value in any row; ")
                .hasMessageEndingWith(" (sheet \"S\" has 3 formulas without a"
                        + " saved value, the first in B2, which are missing" + advice + ")");
    }

    @Test
    void readsStreamsAndCompressedWorkbooks() throws IOException {
        Table plain = Tables.read(fixture("report.xlsx"));
        byte[] bytes = Files.readAllBytes(fixture("report.xlsx"));
        Table stream = Tables.read(new ByteArrayInputStream(bytes), "standard input");
        assertThat(column(stream, "ratio")).isEqualTo(column(plain, "ratio"));
        Path packed = folder.resolve("report.xlsx.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(bytes);
        }
        assertThat(column(Tables.read(packed, TableFormat.detected().sheet("Secret")), "b")).containsExactly("2", "4");
        assertThat(catchThrowable(() -> Tables.read(new ByteArrayInputStream(bytes), "standard input",
                TableFormat.detected().sheet("Sale")))).hasMessageStartingWith("standard input has no sheet \"Sale\";");
    }

    @Test
    void showsNumbersAsTheirFormatsDo() throws IOException {
        String[] formats = {"yyyy-mm-dd", "d.m.yy h:mm;@", "h:mm AM/PM", "[h]:mm:ss", "00000", "0.00%",
                "#,##0 \"days\"",
                "[$-409]mmm d\\, yyyy", "[Red]0.0", "General", "mm:ss.0", "0.00E+00"};
        StringBuilder rows = new StringBuilder(Book.row(1, "f", "v"));
        double[] values = {45000, 45000.75, 0.5, 1.5, 123, 0.125, 7, 45000, 2.5, 3, 0.0005, 1e10};
        for (int i = 0; i < values.length; i++) {
            rows.append("<row r='" + (i + 2) + "'><c r='A" + (i + 2) + "' t='inlineStr'><is><t>f" + i + "</t></is></c>"
                    + "<c r='B" + (i + 2) + "' s='" + (i + 1) + "'><v>"
                    + (values[i] == Math.rint(values[i]) && values[i] < 1e9 ? "" + (int) values[i] : "" + values[i])
                    + "</v></c></row>");
        }
        String[] codes = Arrays.stream(formats).map(code -> code.replace("\"", "&quot;")).toArray(String[]::new);
        Table table = Tables.read(new Book().formats(codes).sheet("S", rows.toString()).write(book()));
        assertThat(column(table, "v")).containsExactly("2023-03-15", "2023-03-15T18:00:00", "12:00:00", "36:00:00",
                "00123", "0.125", "7", "2023-03-15", "2.5", "3", "00:00:43.2", "10000000000");
    }

    @Test
    void knowsBothCalendars() throws IOException {
        String rows = Book.row(1, "n", "day") + IntStream.of(1, 59, 60, 61, 45000)
                .mapToObj(day -> "<row><c><v>" + day + "</v></c><c s='1'><v>" + day + "</v></c></row>")
                .reduce("", String::concat);
        Table table = Tables.read(new Book().formats("yyyy-mm-dd").sheet("S", rows).write(book()));
        assertThat(column(table, "day")).containsExactly("1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01",
                "2023-03-15");
        table = Tables.read(new Book().from1904().formats("yyyy-mm-dd").sheet("S", rows).write(book()));
        assertThat(column(table, "day")).containsExactly("1904-01-02", "1904-02-29", "1904-03-01", "1904-03-02",
                "2027-03-16");
    }

    @Test
    void choosesTheFirstVisibleSheetWithATable() throws IOException {
        Path file = new Book().chart("Chart").sheet("Empty", "").sheet("Notes", Book.row(1, "only text"))
                .sheet("Old", "hidden", TABLE, "").sheet("Data", TABLE).sheet("More", TABLE).write(book());
        assertThat(remarks(Tables.read(file)))
                .contains("read sheet \"Data\"; to read another, name it: \"Empty\", \"Notes\" or \"More\"");
        Path single = new Book().sheet("Old", "veryHidden", TABLE, "").sheet("Data", TABLE).write(book());
        assertThat(remarks(Tables.read(single))).noneMatch(remark -> remark.contains("sheet"));
        Path numbers = new Book().sheet("N", Book.row(1, "n") + Book.row(2, 5) + Book.row(3, 6)).write(book());
        assertThat(column(Tables.read(numbers), "n")).containsExactly("5", "6");
    }

    @Test
    void refusesWorkbooksWithoutATable() throws IOException {
        assertThat(refusal(new Book().sheet("A", "").chart("B").write(book()), ""))
                .isEqualTo("t.xlsx has no visible sheet with a value; use another workbook");
        assertThat(refusal(new Book().sheet("A", "").sheet("B", "hidden", TABLE, "").write(book()), ""))
                .isEqualTo(
                        "t.xlsx has no visible sheet with a value; name a hidden one (\"B\"), or use another workbook");
        assertThat(refusal(new Book().sheet("A", "").write(book()), "A"))
                .isEqualTo("t.xlsx, sheet \"A\": it has no value; choose another sheet");
    }

    @Test
    void refusesOtherWorkbooks() throws IOException {
        byte[] ole = new byte[4096];
        byte[] magic = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1};
        System.arraycopy(magic, 0, ole, 0, magic.length);
        assertThat(refusal(Files.write(folder.resolve("t.xls"), ole), ""))
                .isEqualTo("t.xls is a workbook of an old Excel (.xls); save it as .xlsx in a spreadsheet program");
        byte[] mark = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        byte[] locked = Arrays.copyOf(ole, 200_000);
        System.arraycopy(mark, 0, locked, 131_060, mark.length);
        assertThat(refusal(Files.write(book(), locked), ""))
                .isEqualTo("t.xlsx is a workbook that is protected by a password; save it without the password");
        Path binary = new Book().part("_rels/.rels",
                "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.bin'/></Relationships>")
                .write(folder.resolve("t.xlsb"));
        assertThat(refusal(binary, ""))
                .isEqualTo("t.xlsb is a binary Excel workbook (.xlsb); save it as .xlsx in Excel");
    }

    @Test
    void refusesDamagedWorkbooks() throws IOException {
        byte[] whole = Files.readAllBytes(fixture("report.xlsx"));
        for (int size = 100; size < whole.length; size += 501) {
            assertThat(refusal(Files.write(book(), Arrays.copyOf(whole, size)), "")).isEqualTo(DAMAGED);
        }
        assertThat(refusal(new Book().sheet("A", "<row><c><v>1</c></row>").write(book()), "")).isEqualTo(DAMAGED);
        assertThat(refusal(new Book().sheet("A", Book.row(2, 1) + Book.row(1, 2)).write(book()), ""))
                .isEqualTo("t.xlsx, sheet \"A\" is damaged: its rows are not in order; open and save the workbook in a"
                        + " spreadsheet program");
        assertThat(refusal(new Book().sheet("A", Book.row(1 << 20, 1) + "<row/>").write(book()), ""))
                .isEqualTo("t.xlsx, sheet \"A\" has more rows than 1048576, the most of a sheet");
        assertThat(refusal(new Book().sheet("A", TABLE + "<row><c t='s'><v>7</v></c></row>").write(book()), ""))
                .isEqualTo("t.xlsx, sheet \"A\", row 4: a cell holds no text where its type says so; open and save the"
                        + " workbook in a spreadsheet program");
        assertThat(refusal(new Book().sheet("A", TABLE + "<row><c><v>x</v></c></row>").write(book()), ""))
                .isEqualTo(
                        "t.xlsx, sheet \"A\", row 4: a cell holds no number where its type says so; open and save the"
                                + " workbook in a spreadsheet program");
        Book book = new Book().sheet("A", TABLE);
        book.write(book());
        assertThat(refusal(book.without("xl/worksheets/sheet1.xml").zip(book()), ""))
                .isEqualTo(
                        "t.xlsx is an Excel workbook that is damaged: it has no part \"xl/worksheets/sheet1.xml\"; open"
                                + " and save it in a spreadsheet program");
    }

    @Test
    void refusesAttacks() throws IOException {
        String bomb = "<si><t>" + "x".repeat(70 << 20) + "</t></si>";
        assertThat(refusal(new Book().texts(bomb).sheet("A", TABLE).write(book()), ""))
                .isEqualTo("t.xlsx unpacks to more than 200 times its size, as no workbook does; save it again in a"
                        + " spreadsheet program");
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Path outside = new Book().sheet("A", TABLE).part("xl/sharedStrings.xml",
                "<!DOCTYPE s [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]><sst><si><t>&e;</t></si></sst>")
                .write(book());
        assertThat(refusal(outside, "")).isEqualTo(DAMAGED);
    }

    /// Damaged files are refused, or read as other values: nothing else happens.
    @Test
    void survivesDamage() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        byte[] whole = Files.readAllBytes(fixture("report.xlsx"));
        ExcelFormat format = new ExcelFormat();
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.clone();
            for (int i = 0; i < 1 + round % 4; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(book(), bytes);
            try (var records = format.open(book(), book().toString(), "")) {
                records.notes();
            } catch (ChainruleException e) {
                refused++;
                assertThat(e).hasMessageStartingWith(book().toString());
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void recognisesFilesByTheirFirstBytes() throws IOException {
        ExcelFormat format = new ExcelFormat();
        byte[] workbook = Files.readAllBytes(fixture("report.xlsx"));
        assertThat(format.matches("data", workbook)).isTrue();
        byte[] zip = "PK\u0003\u0004 and more".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(format.matches("data.zip", zip)).isFalse();
        assertThat(format.matches("data.XLSM", zip)).isTrue();
        assertThat(format.matches("data.xlsx", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(format.spreadsheet()).isTrue();
        assertThat(format.name()).isEqualTo("Excel");
    }
}
