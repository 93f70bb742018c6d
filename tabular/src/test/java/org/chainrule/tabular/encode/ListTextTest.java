package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListTextTest {
    private static final List<String> COLORS = List.of("red", "green", "dark blue", "gray");

    /// Returns the choice for all subsets of the colors, each in ten rows.
    private static EncodingChoice choice(String before, String quote, String separator, String after) {
        return choice(IntStream.range(0, 160).mapToObj(row -> IntStream.range(0, 4).filter(i -> (row >> i & 1) == 1)
                .mapToObj(i -> quote + COLORS.get(i) + quote).collect(Collectors.joining(separator, before, after)))
                .toArray(String[]::new));
    }

    private static EncodingChoice choice(String... values) {
        return EncodingChoice.of(TextColumn.of("t", values), IntStream.range(0, values.length).toArray(), false, 100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', nullValues = "none", value = {"``~``~;~``", "``~``~`; `~``",
            "``~``~|~``", "``~``~` | `~``", "``~``~`,`~``", "``~``~`, `~``", "``~``~/~``", "``~``~` + `~``",
            "[~\"~`, `~]", "[~'~`, `~]", "{~``~`,`~}", "(~'~`, `~)", "[~``~;~]"})
    void listsAreReadInManySpellings(String before, String quote, String separator, String after) {
        EncodingChoice.Used used = (EncodingChoice.Used) choice(before, quote, separator, after);
        assertThat(used.encoding()).isEqualTo(new ListEncoding("t", separator.strip().charAt(0),
                List.of("dark blue", "gray", "green", "red"), 4));
    }

    @Test
    void readListsAreSaid() {
        EncodingChoice.Used used = (EncodingChoice.Used) choice("", "", ";", "");
        assertThat(used.remarks()).extracting(Remark::sentence).containsExactly("column \"t\": values such as "
                + "\"red;green\" are read as lists separated by \";\" of 4 different items; to treat each value as a "
                + "whole, treat it as categorical (Tabular.categorical(\"t\"))");
        assertThat(used.encoding().description())
                .isEqualTo("lists of dark blue, gray, green, red, separated by \";\", and the number of items");
        assertThat(used.encoding().names()).containsExactly("t=dark blue", "t=gray", "t=green", "t=red", "t count");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"Paris, France~Lyon, France~Rome, Italy~Turin, Italy",
            "Hello, I like it~No, thanks, it is bad~Well, perhaps~Yes, always",
            "(0, 10]~(10, 20]~(20, 30]~(30, 40]", "1,5~2,5~1,7~2,7", "1/2~1/4~3/4~3/2", "red~green~blue~gray",
            "A+~B+~AB+~0+", "a;b~a;b~c;d~c;d"})
    void otherTextIsNoList(String a, String b, String c, String d) {
        String[] values = IntStream.range(0, 80).mapToObj(i -> List.of(a, b, c, d).get(i % 4)).toArray(String[]::new);
        assertThat(((EncodingChoice.Used) choice(values)).encoding()).isInstanceOf(CategoryEncoding.class);
    }

    @Test
    void aDeclaredColumnIsNoList() {
        TextColumn column = TextColumn.of("t", "a;b", "a", "b", "a;b", "a", "b");
        int[] rows = {0, 1, 2, 3, 4, 5};
        assertThat(((EncodingChoice.Used) EncodingChoice.of(column, rows, false, 100)).encoding())
                .isEqualTo(new ListEncoding("t", ';', List.of("a", "b"), 2));
        assertThat(((EncodingChoice.Used) EncodingChoice.of(column, rows, true, 100)).encoding())
                .isEqualTo(new CategoryEncoding("t", List.of("a", "a;b", "b"), false));
    }

    @Test
    void onlyTheMostFrequentItemsAreInputs() {
        String[] values = IntStream.range(0, 3000)
                .mapToObj(i -> "i" + i % 60 + ";j" + i * i % 7 + (i < 60 ? "" : ";all"))
                .toArray(String[]::new);
        EncodingChoice.Used used = (EncodingChoice.Used) choice(values);
        ListEncoding encoding = (ListEncoding) used.encoding();
        assertThat(encoding.items()).hasSize(48).contains("all", "j0", "i0").doesNotContain("i9");
        assertThat(used.remarks().getFirst().sentence())
                .contains(" of 65 different items, of which the 48 most frequent are inputs; ");
        float[] out = new float[49];
        encoding.encode(encoding.cells(TextColumn.of("t", encoding.items().getLast())).applyAsDouble(0), out, 0);
        assertThat(out[47]).as("the last bit survives the double").isEqualTo(1);
        assertThat(IntStream.range(0, 47).filter(i -> out[i] != 0)).isEmpty();
        IntToDoubleFunction cells = encoding.cells(TextColumn.of("t", "all", "x;y", "", "i9"));
        assertThat(IntStream.range(0, 4).mapToObj(row -> encoding.novelty(cells.applyAsDouble(row))))
                .as("training had more items than inputs").containsOnly(Novelty.Kind.NONE);
    }

    @Test
    void javaCodePassesCollections() {
        ListEncoding encoding = new ListEncoding("t", ';', List.of("a", "b"), 2);
        ValueReader reader = encoding.values(TableFormat.detected());
        double both = reader.read("b;a");
        assertThat(reader.read(List.of("a", "b"))).isEqualTo(both);
        assertThat(reader.read(Optional.of(Set.of("b", "a")))).isEqualTo(both);
        assertThat(reader.read(new String[]{"a", " b"})).isEqualTo(both);
        assertThat(reader.read(Arrays.asList())).isZero();
        assertThat(reader.read("NA")).isNaN();
        assertThat(encoding.refusal(List.class)).isEmpty();
        assertThat(encoding.refusal(String[].class)).isEmpty();
        assertThat(encoding.refusal(int.class))
                .hasValue("column \"t\" held lists in training; declare it as String or List<String>");
        assertThatThrownBy(() -> reader.read(7)).isInstanceOf(ArgumentException.class)
                .hasMessage("predict: column \"t\" held lists in training, got a value of type Integer; pass text or a "
                        + "collection of items, or null if it is missing");
    }
}
