package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest {
    private static final ReadingListener SILENT = (_, _, _, _) -> {
    };

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Table read(TableSource source) throws IOException {
        return source.read(TableFormat.detected(), SILENT);
    }

    private static List<String> values(Table table, String column) {
        return IntStream.range(0, table.size())
                .mapToObj(row -> table.column(column).missing(row) ? "" : table.column(column).text(row)).toList();
    }

    @Test
    void severalFilesAreOneTable() throws IOException {
        file("b.csv", "when;what;cost\n02/03/2026;x;1.5\n");
        file("a.csv", "Costs of January\n\ncost,when,what\n2.5,13/02/2026,y\n7.5,14/02/2026,\"a, b\"\nTotal,,\n");
        Files.write(folder.resolve("c.csv"),
                "cost,when,what\n3,15/02/2026,gr\u00FCn\n".getBytes(Charset.forName("windows-1252")));
        TableSource source = TableSource.matching(folder + "/*.csv");
        assertThat(source.name()).isEqualTo(folder.resolve("a.csv") + " and 2 other files");
        Table table = read(source);
        assertThat(table.columns()).extracting(Column::name).containsExactly("cost", "when", "what");
        assertThat(values(table, "what")).containsExactly("y", "a, b", "x", "grün");
        assertThat(values(table, "when")).containsExactly("2026-02-13", "2026-02-14", "2026-03-02", "2026-02-15");
        assertThat(table.column("when").kind()).isEqualTo(Column.Kind.DATE);
        assertThat(table.reading().remarks().stream().map(remark -> remark.sentence(Wording.JAVA)))
                .anyMatch(sentence -> sentence.startsWith(folder.resolve("a.csv") + ": "))
                .anyMatch(sentence -> sentence.startsWith(folder.resolve("c.csv") + ": line 2 is not UTF-8"));
        assertThat(table.sentence()).endsWith(" and 2 other files: 4 rows, 3 columns (1 number, 1 text, 1 date)");
    }

    @Test
    void aColumnIsRecognisedFromAllFiles() throws IOException {
        Path numbers = file("1.csv", "x,y\n1,2\n3,4\n");
        Path words = file("2.csv", "x,y\na,5\nb,6\nc,7\n");
        Table table = read(TableSource.of(List.of(numbers, words)));
        assertThat(table.column("x").kind()).isEqualTo(Column.Kind.TEXT);
        assertThat(values(table, "x")).containsExactly("1", "3", "a", "b", "c");
        assertThat(values(table, "y")).containsExactly("2", "4", "5", "6", "7");
    }

    @Test
    void filesOfJsonMayLackColumns() throws IOException {
        Path first = file("1.jsonl", "{\"a\": 1}\n{\"b\": \"x\"}\n");
        Path second = file("2.jsonl", "{\"c\": true, \"a\": 2}\n");
        Table table = read(TableSource.of(List.of(first, second)));
        assertThat(table.columns()).extracting(Column::name).containsExactly("a", "b", "c");
        assertThat(values(table, "a")).containsExactly("1", "", "2");
        assertThat(values(table, "c")).containsExactly("", "", "true");
        Path csv = file("3.csv", "a,b,c\n3,y,false\n");
        assertThat(values(read(TableSource.of(List.of(first, csv, second))), "a")).containsExactly("1", "", "3", "2");
    }

    @Test
    void refusals() throws IOException {
        Path one = file("1.csv", "x,y\n1,2\n");
        Path two = file("2.csv", "x,z\n1,2\n");
        Path three = file("3.csv", "x,y\n1,2,3\n4,5\n");
        assertThatThrownBy(() -> read(TableSource.of(List.of(one, two)))).isInstanceOf(FormatException.class)
                .hasMessage(
                        one + " lacks the column \"z\" of " + two + ", and has \"y\" instead; files are one table only"
                                + " if they have the same columns");
        assertThatThrownBy(() -> read(TableSource.of(List.of(one, three)))).hasMessageStartingWith(three + ", line ");
        assertThatThrownBy(() -> read(TableSource.of(List.of(one, folder.resolve("./1.csv")))))
                .isInstanceOf(ArgumentException.class).hasMessage(folder.resolve("./1.csv")
                        + " is named twice, so its rows would count twice; name each file once");
        assertThatThrownBy(() -> read(TableSource.of(List.of(one, folder.resolve("no.csv")))))
                .hasMessageStartingWith(folder.resolve("no.csv") + " does not exist");
        assertThatThrownBy(() -> TableSource.matching(folder + "/*.tsv")).hasMessage(
                "no file matches \"" + folder + "/*.tsv\"; check the folder and the pattern");
        assertThatThrownBy(() -> TableSource.matching(folder + "/no/*.csv")).hasMessageEndingWith(
                "; there is no folder " + folder + "/no");
        for (String pattern : List.of("/[.csv", "/{a,b.csv", "/*[]", "/{a{b}}.csv", "/[b-a]*", "/*\\")) {
            assertThatThrownBy(() -> TableSource.matching(folder + pattern)).isInstanceOf(ArgumentException.class)
                    .hasMessage(Quote.of(folder + pattern)
                            + " is no valid pattern of file names; close each [ with ] and"
                            + " each { with }, and write \\ before a character that belongs to a name, such as \\[");
        }
        assertThatThrownBy(() -> read(TableSource.of(folder))).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        folder + " is a folder; name a file in it (CSV, JSON lines, Parquet or Excel), or several as"
                                + " one table by a pattern such as '" + folder + "/*.csv'");
        assertThatThrownBy(() -> TableSource.of(List.of())).hasMessage("no file is named; name at least one");
    }

    @Test
    void patterns() throws IOException {
        Files.createDirectories(folder.resolve("x/y"));
        file("x/b.csv", "");
        file("x/a.csv", "");
        file("x/.hidden.csv", "");
        file("x/y/c.csv", "");
        file("[1].csv", "");
        assertThat(TableSource.files(folder + "/x/*.csv")).extracting(Path::getFileName).map(Path::toString)
                .containsExactly("a.csv", "b.csv");
        assertThat(TableSource.files(folder + "/**/*.csv")).extracting(Path::getFileName).map(Path::toString)
                .containsExactly("a.csv", "b.csv", "c.csv");
        assertThat(TableSource.files(folder + "/?/y/c.csv")).hasSize(1);
        assertThat(TableSource.files(folder + "/[1].csv")).containsExactly(folder.resolve("[1].csv"));
        assertThat(TableSource.files("no.csv")).containsExactly(Path.of("no.csv"));
    }

    @Test
    void digests() throws IOException {
        Path one = file("1.csv", "a\n1\n");
        Path two = file("2.csv", "a\n2\n");
        assertThat(TableSource.of(List.of(one)).digest()).isEqualTo(TableSource.of(one).digest());
        // sha256sum 1.csv 2.csv | cut -d ' ' -f 1 | sha256sum
        assertThat(TableSource.of(List.of(one, two)).digest())
                .isEqualTo("a44a220b87734e2f8e863c95e3809c00beeb17f7b7682ea202ce17d743c656f6");
        assertThat(TableSource.of(new ByteArrayInputStream("a\n1\n".getBytes(StandardCharsets.UTF_8)), "s").digest())
                .isEqualTo(TableSource.of(one).digest());
    }

    @Test
    void aStreamIsKept() throws IOException {
        TableSource source = TableSource.of(
                new ByteArrayInputStream("{\"a\":1}\n{\"a\":2}\n".getBytes(StandardCharsets.UTF_8)), "standard input");
        assertThat(values(read(source), "a")).containsExactly("1", "2");
        assertThat(values(read(source), "a")).containsExactly("1", "2");
        assertThatThrownBy(() -> source.read(TableFormat.detected().sheet("x"), SILENT))
                .hasMessage("standard input has no"
                        + " sheets, which only a workbook has; read it without the name of a sheet");
    }

    @Test
    void theRecordsOfAProgramAreATable() throws IOException {
        TableSource source = TableSource.of(() -> new RecordStream() {
            private int row;

            @Override
            public List<String> names() {
                return List.of("n", "word", "day");
            }

            @Override
            public boolean next(RecordSink out) {
                if (row == 3) {
                    return false;
                }
                out.number(row == 1 ? Double.NaN : row + 0.5);
                out.text(row == 2 ? "a, \"b\"" : "c");
                out.date(LocalDate.of(2026, 1, 30 + row % 2));
                row++;
                return true;
            }

            @Override
            public void close() {
            }
        }, "the rows");
        assertThat(source.name()).isEqualTo("the rows");
        assertThat(values(read(source), "n")).containsExactly("0.5", "", "2.5");
        assertThat(values(read(source), "word")).containsExactly("c", "c", "a, \"b\"");
        assertThat(read(source).column("day").kind()).isEqualTo(Column.Kind.DATE);
        assertThat(source.digest()).isEqualTo(TableSource.of(file("rows.csv", """
                n,word,day
                0.5,c,2026-01-30
                ,c,2026-01-31
                2.5,"a, ""b""\",2026-01-30
                """)).digest());
    }
}
