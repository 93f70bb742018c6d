package org.chainrule.tabular.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

class FreeTextTest {
    private static final List<String> WORDS = List.of("the", "room", "was", "clean", "and", "we", "liked", "it", "but",
            "breakfast", "came", "late");

    private static boolean isText(IntFunction<String> value) {
        int[] rows = IntStream.range(0, 200).toArray();
        return FreeText.is(TextColumn.of("t", IntStream.of(rows).mapToObj(value).toArray(String[]::new)), rows);
    }

    private static String sentence(int row) {
        Random random = new Random(row);
        return String.join(" ", IntStream.range(0, 4 + row % 5).mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                .toList());
    }

    @Test
    void sentencesAreText() {
        assertThat(isText(FreeTextTest::sentence)).isTrue();
        assertThat(isText(row -> row % 3 == 0 ? "" : sentence(row) + "!")).as("some are missing").isTrue();
        assertThat(isText(row -> sentence(row).replaceAll("[a-z]+ ?", "\u5f88\u597d\u7684"
                + Character.toString(0x4e00 + row)))).as("no blanks in Chinese").isTrue();
    }

    @Test
    void otherWordsAreNot() {
        assertThat(isText(row -> sentence(row % 40))).as("40 sentences are categories").isFalse();
        assertThat(isText(row -> "name" + row)).as("one word").isFalse();
        assertThat(isText(row -> "https://example.org/the/room/" + row + "/was-clean.html")).as("addresses").isFalse();
        assertThat(isText(row -> Long.toHexString(row * 0x9E3779B97F4A7C15L))).as("hashes").isFalse();
        assertThat(isText(row -> "PC " + (17000 + row))).as("codes").isFalse();
        assertThat(isText(row -> Integer.toString(row, 36) + "a " + row + "b x" + row * 7)).as("nothing repeats")
                .isFalse();
        assertThat(isText(row -> row * 7919 + " " + row * 31 + " the " + row)).as("mostly digits").isFalse();
    }
}
