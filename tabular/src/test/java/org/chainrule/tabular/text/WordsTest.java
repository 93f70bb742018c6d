package org.chainrule.tabular.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static List<String> features(String text) {
        List<String> features = new ArrayList<>();
        Words.features(Words.of(text), features::add);
        return features;
    }

    @Test
    void wordsAreRunsOfLettersAndDigits() {
        assertThat(Words.of("The food, at 7pm,was GREAT!")).containsExactly("the", "food", "at", "7pm", "was", "great");
        assertThat(Words.of("don't, 'so what' O\u2019Neill's")).containsExactly("don't", "so", "what", "o'neill's");
        assertThat(Words.of("...")).isEmpty();
        assertThat(Words.of("")).isEmpty();
    }

    @Test
    void spellingsOfUnicodeAreOne() {
        assertThat(Words.of("\uff27ood caf\u00e9")).as("full width, composed").isEqualTo(Words.of("good cafe\u0301"))
                .containsExactly("good", "caf\u00e9");
        assertThat(Words.of("\u0645\u064e\u0631")).as("a mark inside a word").hasSize(1);
    }

    @Test
    void scriptsWithoutBlanksAndSymbolsAreSplit() {
        assertThat(Words.of("\u5f88\u597dok")).containsExactly("\u5f88", "\u597d", "ok");
        assertThat(Words.of("nice\ud83d\ude00\ufe0f!")).containsExactly("nice", "\ud83d\ude00\ufe0f");
    }

    @Test
    void featuresAreWordsPairsAndNGrams() {
        assertThat(features("so good")).containsExactly("so", "good", "so good", "~<go", "~goo", "~ood", "~od>",
                "~<goo",
                "~good", "~ood>", "~<good", "~good>");
        assertThat(features("bad")).containsExactly("bad", "~<ba", "~bad", "~ad>", "~<bad", "~bad>");
        assertThat(features("\ud835\udca2\ud800\udf30bcd")).as("no n-gram splits a character").noneMatch(
                feature -> feature.startsWith("~") && Character.isLowSurrogate(feature.charAt(1)));
    }

    @Test
    void longTextsAreCut() {
        assertThat(Words.of("a b ".repeat(5000))).hasSize(1000);
    }
}
