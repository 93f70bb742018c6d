package org.chainrule.tabular.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are not CSV are named for what they are; tables that resemble them are read.
class FileKindTest {
    private static void refused(byte[] file, String sentence) {
        assertThatThrownBy(() -> CsvTables.table(file, Map.of())).isInstanceOf(FormatException.class)
                .hasMessage(sentence);
    }

    private static void named(byte[] file, String what) {
        assertThatThrownBy(() -> CsvTables.table(file, Map.of())).isInstanceOf(FormatException.class)
                .hasMessageStartingWith("t.csv is " + what + ", not CSV text; ");
    }

    private static List<String> names(Table table) {
        return table.columns().stream().map(Column::name).toList();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndTexts[i]));
                out.write(namesAndTexts[i + 1].getBytes(UTF_8));
            }
        }
        return packed.toByteArray();
    }

    /// The first bytes as the specifications of the formats give them.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            D0CF11E0A1B11AE1       | a file of an old Office program, such as an Excel workbook (.xls)
            425A6839314159265359A0 | a file compressed by bzip2
            FD377A585A000004       | a file compressed by xz
            28B52FFD04586100       | a file compressed by Zstandard
            04224D186440A700       | a file compressed by LZ4
            377ABCAF271C0004       | a 7z archive
            526172211A070100       | a RAR archive
            5041523115041500       | a Parquet file
            4152524F57310000       | a Feather (Arrow) file
            4645413100000000       | a Feather (Arrow) file
            FFFFFFFF78000000       | an Arrow stream
            4F52430A0B080010       | an ORC file
            4F626A0104166176       | an Avro file
            894844460D0A1A0A       | an HDF5 file
            43444601000000AA       | a NetCDF file
            53514C69746520666F726D6174203300 | an SQLite database
            000100005374616E64617264204A657420444200 | an Access database
            000100005374616E646172642041434520444200 | an Access database
            72020100000600         | a Stata file (.dta)
            24464C3240282329205350535300 | an SPSS file (.sav)
            000000000000000000000000C2EA8160B31411CF | a SAS file
            580A00000003000403     | an R object (.rds)
            934E554D5059010076     | a NumPy array (.npy)
            80049525000000         | a pickle of Python
            4000000000000000 7B226122 | a safetensors file, such as a trained model
            255044462D312E37       | a PDF document
            89504E470D0A1A0A       | an image
            FFD8FFE000104A464946   | an image
            474946383961010001     | an image
            """)
    void binaryFilesAreNamed(String hex, String what) throws IOException {
        byte[] file = Arrays.copyOf(HexFormat.of().parseHex(hex.replace(" ", "")), 100);
        named(file, what);
        named(gzip(file), what);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            %PDF-1.7\\n%abc                                    | a PDF document
            {^rtf1^ansi Hello}                                 | an RTF document
            A\\n3\\n262657\\n197888\\n5\\n                   | an R object (.rds)
            RDX3\\nX\\n                                        | an R workspace (.RData)
            version https://git-lfs.github.com/spec/v1\\noid sha256:4d7a\\nsize 12345\\n | a pointer of Git LFS, not the file itself
            \\n [[1, 2.5],\\n [3, NaN]]                        | a JSON array
            {"a": [1, 2], "b": {"0": true}}                    | a JSON object
            {\\n  "type": "FeatureCollection",\\n  "features": []\\n}\\n | a JSON object
            {"a": {"b": 1}}                                    | a JSON object
            ["a", 1]\\n["b", 2]\\n                             | JSON text with one value in each line (JSON lines)
            <!DOCTYPE html>\\n<html><head></head>              | an HTML page
            <html lang="en">\\n <body>                         | an HTML page
            <table border=1>\\n<tr><td>1</td></tr></table>     | an HTML page
            <?xml version="1.0"?>\\n<rows><row a="1"/></rows>  | an XML file
            <data>\\n <row><a>1</a></row>\\n</data>            | an XML file
            <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"> | an Excel workbook in XML
            CREATE TABLE t (a int, b text);\\nINSERT INTO t VALUES (1, 'x'); | an SQL script
            -- MySQL dump 10.13\\n/*!40101 SET NAMES utf8 */;\\nDROP TABLE IF EXISTS `t`;\\nCREATE TABLE `t` (\\n  `a` int\\n); | an SQL script
            PRAGMA foreign_keys=OFF;\\nBEGIN TRANSACTION;\\nCREATE TABLE t(a);\\n | an SQL script
            insert into t (a, b) values (1, 2);                | an SQL script
            ^begin{tabular}{ll}\\na & b ^^\\n1 & 2 ^^\\n^end{tabular} | a LaTeX document
            ---\\n- a: 1\\n  b: 2\\n- a: 3\\n                  | a YAML file
            1 1:0.5 3:2\\n-1 2:1e-3 3:1\\n                     | a LIBSVM file, which lists the values of each row as index:value
            """)
    void textsAreNamed(String text, String what) throws IOException {
        String file = text.replace("\\n", "\n").replace("\\r", "\r").replace('^', '\\');
        named(file.getBytes(UTF_8), what);
        named(gzip(file.getBytes(UTF_8)), what);
        named(("\uFEFF" + file).getBytes(UTF_16LE), what);
    }

    @Test
    void aLongJsonFileIsNamedByItsBeginning() {
        named(("[" + "[\"x\\\"y\", -2e3],\n".repeat(10_000)).getBytes(UTF_8), "a JSON array");
        named(("{\"rows\": [" + "[1, 2],".repeat(20_000)).getBytes(UTF_8), "a JSON object");
    }

    @Test
    void arffShowsTheHeaderThatItNeeds() {
        String head = """
                % comment
                @RELATION 'my data'

                @ATTRIBUTE length NUMERIC
                @attribute 'a width' real
                @attribute "cost, EUR" real
                @Attribute type {A,B}
                @DATA
                1,2,3,A
                """;
        refused(head.getBytes(UTF_8),
                "t.csv is an ARFF file of Weka, not CSV text; replace everything up to the line @DATA"
                        + " by one header line with the names of the attributes: length,a width,\"cost, EUR\",type");
        String many = "@relation x\n" + "@attribute abcdefghijklmnop numeric\n".repeat(20) + "@data\n1\n";
        refused(many.getBytes(UTF_8),
                "t.csv is an ARFF file of Weka, not CSV text; replace everything up to the line @DATA"
                        + " by one header line with the 20 names of the attributes, separated by commas");
    }

    @Test
    void messagesSayHowToConvert() {
        refused(new byte[]{'P', 'A', 'R', '1', 0}, "t.csv is a Parquet file, not CSV text; add the module"
                + " chainrule-parquet to the class path to read it, or convert it in Python: pandas.read_parquet(FILE).to_csv(\"table.csv\", index=False)");
        refused("[1, 2]\n[3, 4]\n".getBytes(UTF_8),
                "t.csv is JSON text with one value in each line (JSON lines), not CSV text; write each row as a JSON object"
                        + " with the names of the columns as keys, or convert it in Python:"
                        + " pandas.read_json(FILE, lines=True).to_csv(\"table.csv\", index=False)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a},b\n1,2\n", "{\"a\"},b\n1,2\n", "[m],[s]\n1,2\n", "[1],[2]\n3,4\n", "[1],b\n3,4\n",
            "<0.5,b\n1,2\n",
            "<a>,<b>\n1,2\n", "@relation,@attribute\n1,2\n", "@data,x\n1,2\n", "%,b\n1,2\n", "ORC,b\n1,2\n",
            "PAR1,b\n1,2\n", "BZh9,b\n1,2\n", "set,b\n1,2\n", "create table,b\n1,2\n", "select,b\ninsert into t,2\n",
            "---,b\n1,2\n",
            "label,x\n1,1:2\n", "GIF89a,b\n1,2\n", "CDF,b\n1,2\n", "Rar!,b\n1,2\n", "Obj,b\n1,2\n",
            "{\"a\":1}\tx\n{\"b\":2}\ty\n",
            "\\begin,b\n1,2\n", "MATLAB 5.0 MAT-file,b\n1,2\n", "<table>,b\n1,2\n", "PK,b\n1,2\n"})
    void tablesThatBeginLikeOtherFilesAreRead(String csv) {
        assertThat(names(CsvTables.table(csv))).hasSize(2);
        assertThat(CsvTables.table(csv).size()).isEqualTo(1);
    }

    @Test
    void theOnlyFileInAnArchiveIsRead() throws IOException {
        Table table = CsvTables.table(zip("data/iris.csv", "a;b\n1,5;x\n2,5;y\n", "__MACOSX/._iris.csv", "\0\0"),
                Map.of());
        assertThat(names(table)).containsExactly("a", "b");
        assertThat(table.column("a").text(1)).isEqualTo("2.5");
        refused(zip("a.csv", "a,b\n1,2\n", "b.csv", "a,b\n1,2\n"),
                "t.csv is a ZIP archive with 2 files (\"a.csv\" and \"b.csv\"), not CSV text; unpack it and choose one of them");
        refused(zip("data/", ""), "t.csv is a ZIP archive without a file, not CSV text; use another file");
        named(zip("[Content_Types].xml", "<x/>", "xl/workbook.xml", "<x/>"), "an Excel workbook");
        named(zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"),
                "an OpenDocument file, such as a sheet of LibreOffice (.ods)");
        named(zip("word/document.xml", "<x/>"), "a Word document");
        named(zip("x.npy", "1", "y.npy", "2"), "a NumPy archive (.npz)");
        named(zip("x.json", "[[\"a\", 1]]"), "a JSON array");
        byte[] locked = zip("a.csv", "a,b\n1,2\n");
        locked[6] |= 1;
        refused(locked, "t.csv is a ZIP archive with a password, not CSV text; unpack it and use the table in it");
        byte[] cut = Arrays.copyOf(zip("a.csv", "a,b\n" + "1,2\n".repeat(1000)), 60);
        refused(cut, "t.csv is a ZIP archive that is truncated or damaged; compress it or download it again");
    }

    @Test
    void everyKindIsTextOrHasASignature() {
        byte[] tar = new byte[512];
        System.arraycopy("iris.csv".getBytes(ISO_8859_1), 0, tar, 0, 8);
        System.arraycopy("ustar".getBytes(ISO_8859_1), 0, tar, 257, 5);
        named(tar, "a tar archive");
    }
}
