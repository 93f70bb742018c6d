package org.chainrule.tabular.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Remark;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsMayBeOverTheCallersArrays() {
        double[] values = {1, Double.NaN};
        NumberColumn numbers = NumberColumn.over("x", values);
        NumberColumn copied = NumberColumn.of("x", values);
        values[0] = 5;
        assertThat(numbers.value(0)).isEqualTo(5);
        assertThat(copied.value(0)).isEqualTo(1);
        assertThat(numbers.writtenForms(Map.of(5.0, 1))).isEmpty();
        TextColumn words = TextColumn.over("w", List.of("b", "a"), new int[]{1, -1, 1, 0});
        assertThat(words.text(0)).isEqualTo("a");
        assertThat(words.missing(1)).isTrue();
        assertThat(words.counts(new int[]{0, 1, 2})).isEqualTo(new int[]{0, 2});
    }

    @Test
    void writtenFormsComeFromTheReader() {
        NumberColumn codes = NumberColumn.over("x", new double[]{7, 7}, rows -> Map.of(7.0, List.of("007", "7")));
        assertThat(codes.writtenForms(Map.of(7.0, 2))).isEqualTo(Map.of(7.0, List.of("007", "7")));
        assertThat(codes.text(0)).isEqualTo("7");
    }

    @Test
    void aReaderMakesTables() {
        Remark note = new ReadingRemark.RowNames("row");
        Reading reading = new Reading("rows.jsonl", ' ', 2, List.of(), List.of(note), TableFormat.detected());
        Table table = Table.of(List.of(NumberColumn.of("x", 1, 2)), new int[]{3, 9}, reading);
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.line(1)).isEqualTo(9);
        assertThat(table.source()).isEqualTo("rows.jsonl");
        assertThat(table.reading().remarks()).isEqualTo(List.of(note));
    }

    @Test
    void aFormatKnowsHowColumnsAreWritten() {
        ColumnFormat plain = new ColumnFormat('.', false, null, false, "", "", List.of());
        ColumnFormat comma = new ColumnFormat(',', true, true, true, "", "", List.of());
        TableFormat found = TableFormat.detected().found(Map.of("a", comma));
        assertThat(found.column("a")).isEqualTo(comma);
        assertThat(found.column("b")).isEqualTo(plain);
        assertThat(found.decimal()).isEqualTo((char) 0);
        assertThat(found.separator()).isEqualTo((char) 0);
        TableFormat set = found.decimal('.').dayFirst(false).separator(';').missing("none");
        assertThat(set.column("a")).isEqualTo(new ColumnFormat('.', true, false, true, "", "", List.of()));
        assertThat(set.decimal()).isEqualTo('.');
        assertThat(set.separator()).isEqualTo(';');
        TableFormat back = TableFormat.fromJson(Json.parse(Json.write(set.toJson()), "f"), "f");
        assertThat(back.toJson()).isEqualTo(set.toJson());
        assertThat(back.column("b")).isEqualTo(new ColumnFormat('.', false, false, false, "", "", List.of()));
    }

    @Test
    void aFormatKeepsWordsThatAreValues() {
        TableFormat set = TableFormat.detected().keep("NA", " -9999 ").keep("x").missing("?").decimal(',')
                .dayFirst(true);
        assertThat(set.keep()).containsExactly("NA", "-9999", "x");
        Map<String, Object> tree = set.toJson();
        assertThat(tree).containsEntry("keep", List.of("NA", "-9999", "x"));
        assertThat(TableFormat.fromJson(Json.parse(Json.write(tree), "f"), "f").keep()).isEqualTo(set.keep());
        assertThatThrownBy(() -> set.keep("a", " ")).isInstanceOf(ArgumentException.class)
                .hasMessage("an empty value always means missing and cannot be kept; name another one");
    }

    /// For a model with an older format, the words that mean missing only since then are values, as in its training.
    @Test
    void aFormatOfAnOlderModelKeepsTheWordsThatWereValues() {
        Map<String, Object> tree = new HashMap<>(TableFormat.detected().toJson());
        tree.put("format", 3);
        tree.remove("keep");
        assertThat(TableFormat.fromJson(tree, "f").keep()).contains("#n/a", "\\n", "\u2013").doesNotContain("na", "-");
    }

    @Test
    void aFormatTakesOverWhatAnotherTableShowed() {
        ColumnFormat comma = new ColumnFormat(',', true, null, false, "", "", List.of());
        Reading reading = new Reading("t", ',', 1, List.of(), List.of(),
                TableFormat.detected().found(Map.of("a", comma)));
        Table table = Table.of(List.of(NumberColumn.of("a", 1)), new int[]{2}, reading);
        assertThat(TableFormat.detected().header(false).foundIn(table).column("a")).isEqualTo(comma);
        assertThat(TableFormat.detected().header(false).foundIn(table).header()).isFalse();
    }
}
