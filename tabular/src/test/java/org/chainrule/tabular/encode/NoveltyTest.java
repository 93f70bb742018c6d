package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.io.Json;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;

class NoveltyTest {
    private static Table table(String header, int rows, IntFunction<String> row) {
        return CsvTables.table(
                header + "\n" + IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n")) + "\n");
    }

    private static Novelty novelty(Table train, Table later) {
        Schema fitted = Schema.fit(train, train.rows(), Set.of());
        Schema schema = Schema.fromJson(Json.parse(Json.write(fitted.toJson()), "m"), "m");
        assertThat(schema).isEqualTo(fitted);
        return schema.novelty(later, later.rows());
    }

    private static List<String> sentences(Novelty novelty) {
        return novelty.remarks().stream().map(Remark::sentence).toList();
    }

    @Test
    void namesTheColumnsOfEachRow() {
        Table train = table("size,colour,mass", 40, i -> i % 10 + "," + (i % 2 == 0 ? "red" : "blue") + "," + i % 7);
        Novelty novelty = novelty(train, CsvTables.table("size,colour,mass\n5,red,3\n90,green,3\n5,red,\n-80,red,3\n"));
        assertThat(novelty.rows()).isEqualTo(4);
        assertThat(novelty.count()).isEqualTo(3);
        assertThat(IntStream.range(0, 4).mapToObj(novelty::columns)).containsExactly(List.of(),
                List.of("size", "colour"), List.of("mass"), List.of("size"));
        assertThat(IntStream.range(0, 4).mapToObj(novelty::isNovel)).containsExactly(false, true, true, true);
        assertThat(sentences(novelty)).containsExactly(
                "column \"size\": 2 rows of 4 lie outside the training values (0 to 9), such as 90 in line 3; predictions "
                        + "for them are guesses",
                "column \"colour\": 1 row of 4 has a value not seen in training, \"green\" in line 3; these are too many "
                        + "to trust the predictions, so fix the values, or train again with rows like these",
                "column \"mass\": 1 row of 4 is missing, as in no training row; the mean of the training rows stands "
                        + "for it");
        assertThat(novelty).hasToString("3 rows of 4 are unlike the training rows");
    }

    @Test
    void ordinaryNewRowsAreNoNews() {
        Table train = table("size,colour,mass", 40,
                i -> (i % 11 == 3 ? "" : i % 10) + "," + (i % 2 == 0 ? "red" : "") + ","
                        + i);
        Novelty novelty = novelty(train, CsvTables.table("size,colour,mass\n9.9,red,-3.8\n-0.9,,42.8\n,red,7\n"));
        assertThat(novelty.count()).as("10 % of the range beyond its ends is nothing unusual").isZero();
        assertThat(novelty.remarks()).isEmpty();
        assertThat(novelty.columns(0)).isEmpty();
        assertThat(novelty).hasToString("0 rows of 3 are unlike the training rows");
    }

    @Test
    void aValueThatAlmostNoTrainingRowHadIsNews() {
        Table train = table("flag,x", 600, i -> (i == 50 || i == 60 ? 1 : 0) + "," + i % 7);
        assertThat(sentences(novelty(train, table("flag,x", 200, i -> "1,3")))).containsExactly(
                "column \"flag\": 200 rows of 200 lie outside the training values (0 in all but 2 rows of 600), such as 1 "
                        + "in line 2; predictions for them are guesses");
        Novelty asRare = novelty(train, table("flag,x", 300, i -> (i == 50 ? 1 : 0) + ",3"));
        assertThat(asRare.remarks()).as("one of 300 is as rare as two of 600").isEmpty();
        assertThat(asRare.columns(50)).containsExactly("flag");
        assertThat(novelty(train, table("flag,x", 300, i -> (i < 6 ? 1 : 0) + ",3")).remarks()).hasSize(1);
    }

    @Test
    void aColumnThatWasConstantIsWatched() {
        Table train = table("version,x,y", 40, i -> "2," + i % 7 + ",a");
        assertThat(sentences(novelty(train, CsvTables.table("version,x,y\n2,1,a\n3,1,b\n3,1,b\n,1,a\n"))))
                .containsExactly(
                        "column \"version\": 2 rows of 4 hold other values, such as \"3\" in line 3; the column was always \"2\" in "
                                + "training, so the predictions ignore it",
                        "column \"y\": 2 rows of 4 hold other values, such as \"b\" in line 3; the column was always \"a\" in "
                                + "training, so the predictions ignore it");
        assertThat(novelty(train, CsvTables.table("x\n1\n")).count()).as("the column need not be there").isZero();
        Schema ignoring = Schema.fit(train, train.rows(), Set.of(), Overrides.NONE.ignore("version", "y"));
        Table later = CsvTables.table("version,x,y\n3,1,b\n");
        assertThat(ignoring.novelty(later, later.rows()).count()).as("what the user left out is not watched").isZero();
    }

    @Test
    void anotherUnitIsNamed() {
        Table train = table("metres,signed,x", 50, i -> (1.5 + 0.01 * i) + "," + (i - 25) + "," + i);
        Novelty millimetres = novelty(train,
                table("metres,signed,x", 30, i -> (1500 + 15 * i) + "," + (i - 15) + "," + i));
        assertThat(sentences(millimetres))
                .containsExactly("column \"metres\": its values are about 1,000 times those of "
                        + "training (typically 1725 instead of 1.75); if their unit differs, convert them");
        assertThat(millimetres.count()).isEqualTo(30);
        assertThat(sentences(novelty(train, table("metres,signed,x", 50, i -> "1.6," + 100 * (i - 25) + "," + i % 50))))
                .containsExactly("column \"signed\": its values are about 100 times those of training (typically 1300 "
                        + "instead of 13); if their unit differs, convert them");
        assertThat(sentences(novelty(train, table("metres,signed,x", 30, i -> "1.6,3," + i * 0.001 + 1))))
                .as("x is smaller, but not in the same ratio").isEmpty();
        assertThat(sentences(novelty(table("x,y", 50, i -> 1000 + 20 * i + ",1" + i % 3),
                table("x,y", 30, i -> 1 + 0.03 * i + ",11")))).containsExactly(
                        "column \"x\": its values are about 1/1000 of those of training (typically 1.45 instead of 1500); "
                                + "if their unit differs, convert them");
    }

    @Test
    void onlyFarDatesAreNews() {
        Table train = Table.of("t", days("when", 0, 100), NumberColumn.of("x", IntStream.range(0, 100).asDoubleStream()
                .toArray()));
        assertThat(
                novelty(train, Table.of("t", days("when", 150, 100), NumberColumn.over("x", new double[100]))).count())
                .as("days 199 to 249 are further than the 99 days of training").isEqualTo(51);
        Novelty far = novelty(train,
                Table.of("t", DateColumn.of("when", DateColumn.parse("2024-04-09"), DateColumn.parse("1970-01-01")),
                        NumberColumn.of("x", 1, 2)));
        assertThat(sentences(far)).containsExactly("column \"when\": 1 row of 2 is far from the dates of training "
                + "(2024-01-01 to 2024-04-09), 1970-01-01 in line 2; check the date, or train again with rows of that "
                + "time");
    }

    private static DateColumn days(String name, int from, int count) {
        double first = DateColumn.parse("2024-01-01");
        return DateColumn.of(name,
                IntStream.range(from, from + count).mapToDouble(i -> first + i * 86_400.0).toArray());
    }

    @Test
    void manyColumnsShareOneRemark() {
        String header = IntStream.range(0, 15).mapToObj(j -> "c" + j).collect(Collectors.joining(","));
        Table train = table(header, 40, i -> IntStream.range(0, 15).mapToObj(j -> "" + (i + j) % 10)
                .collect(Collectors.joining(",")));
        Table later = table(header, 20, i -> IntStream.range(0, 15).mapToObj(j -> i <= j ? "50" : "5")
                .collect(Collectors.joining(",")));
        List<String> sentences = sentences(novelty(train, later));
        assertThat(sentences).hasSize(12);
        assertThat(sentences.getFirst()).startsWith("column \"c14\": 15 rows of 20 lie outside");
        assertThat(sentences.getLast())
                .isEqualTo("4 other columns with values unlike the training rows, in at most 4 rows "
                        + "each: \"c3\", \"c2\", \"c1\" and \"c0\"");
    }
}
