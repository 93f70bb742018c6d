package org.chainrule.tabular.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.JsonFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelListTest {
    private static TextColumn column(String... lists) {
        return TextColumn.of("tags", Stream.generate(() -> lists).limit(6).flatMap(Stream::of).toArray(String[]::new));
    }

    private static Optional<LabelList> of(TextColumn column, int fewest, int most) {
        return LabelList.of(column, IntStream.range(0, column.size()).toArray(), fewest, most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a; b", "a | b", "a,b", "[a, b]", "{a,b}", "[\"a\", \"b\"]", "['a','b']", "( a+b )"})
    void aListIsWrittenAsTheColumnWritesIt(String both) {
        String one = both.replaceAll("[ ,;|+]+[\"']?b[\"']?", "");
        LabelList list = of(column(both, one, both.replace('a', 'b').replaceFirst("b(.*)b", "b$1a"), one), 1, 50)
                .orElseThrow();
        assertThat(list.write(List.of("a", "b"))).isEqualTo(both.replace("( ", "(").replace(" )", ")"));
        assertThat(list.write(List.of("a"))).isEqualTo(one.replace("( ", "(").replace(" )", ")"));
        assertThat(ListText.items(list.write(List.of()), list.separator())).isEmpty();
        JsonFields fields = JsonFields.of(Json.parse(Json.write(Map.of("labels", list.toJson()))), "s", "t");
        assertThat(LabelList.find(fields, "labels")).hasValue(list);
        assertThat(LabelList.find(fields, "others")).isEmpty();
    }

    @Test
    void aLabelIsOfEnoughRowsAndTheMostCommonComeFirst() {
        // of 30 rows, a has 30, b 24, c 12, d 6
        TextColumn column = column("a;b;c;d", "a;b;c", "a;b", "b;a", "a");
        assertThat(of(column, 1, 50).orElseThrow().labels()).containsExactly("b", "c", "d");
        LabelList two = of(column, 7, 50).orElseThrow();
        assertThat(two.labels()).isEqualTo(List.of("c")); // six rows lack b, and six have d
        assertThat(two.others(column, IntStream.range(0, 30).toArray())).isEqualTo(3);
        assertThat(of(column, 1, 2).orElseThrow().labels()).containsExactly("b", "c");
        assertThat(of(TextColumn.of("tags", "red", "blue", "red", "blue"), 1, 50)).isEmpty();
    }

    @Test
    void aLabelBecomesAColumn() {
        TextColumn column = TextColumn.of("tags", "a;b", "", "b", "none", "b;a");
        Table table = Table.of("t", column);
        LabelList list = new LabelList("tags", ';', ";", "", "", List.of("a", "b"));
        Table with = list.with(table, "a");
        assertThat(with.columns()).hasSize(2);
        assertThat(IntStream.range(0, 5).mapToObj(row -> with.column("tags=a").text(row))).containsExactly("yes", "",
                "no", "no", "yes");
        assertThat(list.present(table, new int[]{4, 2}))
                .isDeepEqualTo(new boolean[][]{{true, true}, {false, true}});
    }

    @Test
    void aDamagedDescriptionIsRefused() {
        Map<String, Object> tree = new LabelList("tags", ';', ";", "", "", List.of("a")).toJson();
        tree.put("brackets", "[");
        JsonFields fields = JsonFields.of(Map.of("labels", tree), "s", "description of targets");
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> LabelList.find(fields, "labels"))
                .withMessageContaining("should have a single character as \"separator\" and a pair of \"brackets\"");
    }
}
