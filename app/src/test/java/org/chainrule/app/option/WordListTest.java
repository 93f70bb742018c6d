package org.chainrule.app.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordListTest {
    private static String[] words(String... values) {
        return WordList.of(values);
    }

    @Test
    void wordsAreSeparatedByCommas() {
        assertThat(words()).isEmpty();
        assertThat(words("a,b", "c")).containsExactly("a", "b", "c");
        assertThat(words("-200, n.d.,?")).containsExactly("-200", "n.d.", "?");
        assertThat(words("")).containsExactly("");
    }

    @Test
    void wordsInQuotesKeepTheirCommas() {
        assertThat(words("\"Height, cm\",c")).containsExactly("Height, cm", "c");
        assertThat(words("c, \"Height, cm\" ")).containsExactly("c", "Height, cm");
        assertThat(words("\"a \"\"b\"\", c\"")).containsExactly("a \"b\", c");
        assertThat(words("5\"8,x")).containsExactly("5\"8", "x");
    }

    @Test
    void namesWithoutQuotesAreLeftForTheTable() {
        assertThat(WordList.quoted(new String[]{"Height, cm", "a,b", "\"x, y\",z", "5\" pipe,a"}))
                .containsExactly("Height, cm", "a,b", "x, y", "z", "5\" pipe,a");
    }
}
