package org.chainrule.tabular.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.tabular.Child;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables that are large for the heap, and columns with a million distinct values.
class LargeTableTest {
    @TempDir
    private Path folder;

    private Path table(String header, int rows, IntFunction<String> row) throws IOException {
        Path file = folder.resolve("large.csv");
        try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
            writer.write(header + "\n");
            for (int i = 0; i < rows; i++) {
                writer.write(row.apply(i));
                writer.write('\n');
            }
        }
        return file;
    }

    /// By hand: 10^6 rows need 36 bytes each, plus 8 bytes and a quarter for each of three numbers and 4 bytes and a
    /// quarter for a word; 10^6 distinct words need 112 bytes and 4 characters each. That is 187 million bytes; half as
    /// much again is 267.5 MiB.
    @Test
    void aTableTooLargeIsForeseenWithWhatToChange() {
        double[] numbers = new double[100];
        Table sample = Table.of("t.csv", NumberColumn.of("a", numbers), NumberColumn.of("b", numbers),
                DateColumn.of("c", numbers),
                TextColumn.of("d", IntStream.range(1000, 1100).mapToObj(String::valueOf).toArray(String[]::new)));
        long machine = 1L << 35;
        assertThatCode(() -> HeapForecast.check(sample, 1e6, 155_000_001, machine)).doesNotThrowAnyException();
        assertThatThrownBy(() -> HeapForecast.check(sample, 1e6, 154_999_999, machine))
                .isInstanceOf(ArgumentException.class).hasMessage(
                        "t.csv is too large for the memory that Java may use: about 1,000,000 rows in 4 columns need "
                                + "about 155 MB, and 155 MB are available; start Java with -Xmx256m (./chainrule: "
                                + "CHAINRULE_OPTS=-Xmx256m), or remove columns or rows from the file");
        assertThatThrownBy(() -> HeapForecast.check(sample, 1e8, 1L << 31, machine))
                .hasMessageContaining("100,000,000 rows")
                .hasMessageContaining("need about 16 GB, and 2.1 GB are available; start Java with -Xmx22g ");
        assertThatThrownBy(() -> HeapForecast.check(sample, 1e6, 64 << 20, 160 << 20))
                .hasMessage(
                        "t.csv is too large for the memory that Java may use: about 1,000,000 rows in 4 columns need "
                                + "about 155 MB, and 67 MB are available; this machine has 168 MB, which is too little; use a machine "
                                + "with 291 MB or more, or remove columns or rows from the file");
    }

    @Test
    void onlyMemoryThatTheMachineHasIsAdvised() {
        long gigabyte = 1L << 30;
        assertThat(MemoryAdvice.toHold(1.0 * gigabyte, 16 * gigabyte))
                .isEqualTo("start Java with -Xmx1536m (./chainrule: CHAINRULE_OPTS=-Xmx1536m)");
        assertThat(MemoryAdvice.toHold(2.5 * gigabyte, 4 * gigabyte)).as("less room than usual, but it may do")
                .isEqualTo("start Java with -Xmx3g (./chainrule: CHAINRULE_OPTS=-Xmx3g)");
        assertThat(MemoryAdvice.toHold(3.0 * gigabyte, 4 * gigabyte))
                .isEqualTo("this machine has 4.3 GB, which is too little; use a machine with 6.0 GB or more");
        assertThat(MemoryAdvice.more(gigabyte, 4 * gigabyte))
                .isEqualTo("start Java with -Xmx3g (./chainrule: CHAINRULE_OPTS=-Xmx3g)");
        assertThat(MemoryAdvice.more(3 * gigabyte, 4 * gigabyte)).isEqualTo(
                "this machine has 4.3 GB, of which Java may use 3.2 GB already; use a machine with more memory");
        assertThat(MemoryAdvice.more(12 << 20, MemoryAdvice.UNKNOWN))
                .isEqualTo("start Java with -Xmx64m (./chainrule: CHAINRULE_OPTS=-Xmx64m)");
        assertThat(MemoryAdvice.more(gigabyte, MemoryAdvice.UNKNOWN))
                .isEqualTo("start Java with -Xmx2g (./chainrule: CHAINRULE_OPTS=-Xmx2g)");
        assertThat(MemoryAdvice.machine()).isBetween(1L << 27, 1L << 50);
    }

    /// At 30 bytes a row, 50 MB would hold 1.7 million rows, but they hold a single long value.
    @Test
    @Tag("full")
    void aLongValueDoesNotCountAsRows() throws Exception {
        for (int before : new int[]{3, 60_000}) {
            Path file = folder.resolve("long.csv");
            try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
                writer.write("a,b,c,d\n");
                for (int i = 0; i < before; i++) {
                    writer.write(i % 7 + ",1.5,2.5,aaaaaaaaaaaaaaaa\n");
                }
                writer.write("1,2,3," + "x".repeat(50_000_000) + "\n");
            }
            assertThat(Child.run(List.of("-Xmx400m", "-XX:+UseSerialGC"), Read.class, file.toString()))
                    .isEqualTo(before + 1 + " rows");
            assertThat(Child.run(List.of("-Xmx96m", "-XX:+UseSerialGC"), Forecast.class, file.toString()))
                    .isEqualTo("fits");
        }
    }

    /// Prints whether a table is expected to fit.
    public static final class Forecast {
        public static void main(String[] args) throws IOException {
            try (TextSource source = TextSource.of(Path.of(args[0]), null, "", _ -> {
            })) {
                HeapForecast.check(source, TableFormat.detected());
                System.out.println("fits");
            } catch (ChainruleException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /// Reads a table and prints why it cannot.
    public static final class Read {
        public static void main(String[] args) throws IOException {
            try {
                System.out.println(Tables.read(Path.of(args[0])).size() + " rows");
            } catch (ChainruleException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aProcessWithLittleMemorySaysHowMuchIsNeeded() throws Exception {
        Path file = table("a,b,c,d,e,f,g,h,i,j", 1_000_000, i -> i % 7 + ",2,3,4,5,6,7,8,9,0");
        String refused = Child.run(List.of("-Xmx96m", "-XX:+UseSerialGC"), Read.class, file.toString());
        assertThat(refused).matches("\\Q" + file
                + "\\E is too large for the memory that Java may use: about 1,000,000 rows "
                + "in 10 columns need about 136 MB, and (97|98|99|100|101) MB are available; start Java with -Xmx256m "
                + "\\(./chainrule: CHAINRULE_OPTS=-Xmx256m\\), or remove columns or rows from the file");
        assertThat(Child.run(List.of("-Xmx256m", "-XX:+UseSerialGC"), Read.class, file.toString()))
                .isEqualTo("1000000 rows");
    }

    /// Prepares a training on a table for each of two targets and prints the remarks.
    public static final class Prepare {
        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            System.out.println(Tabular.of("y").quick().prepare(file).schema().leftOut().getFirst().sentence());
            try {
                Tabular.of("name").quick().prepare(file);
            } catch (ChainruleException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    @Tag("full")
    void aMillionCategoriesAreLeftOutAsInputAndRefusedAsTarget() throws Exception {
        Path file = table("x,name,y", 1_000_000, i -> i * 7 % 23 + ",n" + i + "," + (i % 3 == 0 ? "p" : "q"));
        assertThat(Child.run(List.of("-Xmx512m"), Prepare.class, file.toString()).lines()).containsExactly(
                "column \"name\" is left out: it looks like an identifier or free text, with 640,000 distinct values in "
                        + "640,000 training rows",
                file + ": the target \"name\" is taken for classes, because \"n0\" in line 2 and 999,999 other values "
                        + "are not numbers, but has 1,000,000 distinct values, more than the 10,000 classes that can be told apart; "
                        + "to predict numbers, write plain numbers; to predict classes, merge values; or choose another "
                        + "target");
    }

    /// Each value occurs in two rows, so the column is no identifier: the most frequent values become inputs, the
    /// others are merged.
    @Test
    void aMillionCategoriesOfTwoRowsAreMerged() {
        int[] codes = IntStream.range(0, 2_000_000).map(i -> i / 2).toArray();
        List<String> words = IntStream.range(0, 1_000_000).mapToObj(i -> "n" + i).toList();
        Table table = Table.of("t", TextColumn.over("name", words, codes),
                NumberColumn.of("y", IntStream.range(0, 2_000_000).mapToDouble(i -> i * 0.37 % 11).toArray()));
        Schema schema = Schema.fit(table, table.rows(), Set.of("y"));
        assertThat(schema.width()).isEqualTo(4097);
        assertThat(((CategoryEncoding) schema.encodings().getFirst()).other()).isTrue();
        assertThatThrownBy(() -> TargetChoice.of(table, "name")).hasMessage("t: the target \"name\" is taken for "
                + "classes, because \"n0\" in line 1 and 1,999,999 other values are not numbers, but has 1,000,000 "
                + "distinct values, more than the 10,000 classes that can be told apart; to predict numbers, write plain "
                + "numbers; to predict classes, merge values; or choose another target");
    }
}
