package org.chainrule.tabular.remark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingRemarkTest {
    @Test
    void mergedRareValuesAreCountedInRows() {
        assertThat(new EncodingRemark.RareValues("product", 145, 400, 812, 2000).sentence())
                .isEqualTo("column \"product\": 145 of 400 values are rare and were merged; 812 of 2,000 training rows "
                        + "have one of them; to keep more values, raise the number of categories (Tabular.categories)");
        assertThat(new EncodingRemark.RareValues("w", 1, 3, 1, 9).sentence())
                .contains("1 of 3 values are rare and were merged; 1 of 9 training rows has one of them;");
    }

    @Test
    void codesAmongNumbersNameWhatDecided() {
        assertThat(new EncodingRemark.NumberCodes("store", 0.812, 0.0749).sentence())
                .isEqualTo("column \"store\": its numbers are codes, treated as categories, because categories explain "
                        + "81 % of the variance of the target on the validation rows, and the number 7 %; to treat it "
                        + "as a number, declare it as numeric (Tabular.numeric(\"store\"))");
    }

    @Test
    void listsShowAnExample() {
        assertThat(new EncodingRemark.Lists("tags", "a;b", ';', 3, 3).sentence())
                .isEqualTo(
                        "column \"tags\": values such as \"a;b\" are read as lists separated by \";\" of 3 different "
                                + "items; to treat each value as a whole, treat it as categorical "
                                + "(Tabular.categorical(\"tags\"))");
        assertThat(new EncodingRemark.Lists("tags", "a;b", ';', 300, 48).sentence())
                .contains(" of 300 different items, of which the 48 most frequent are inputs; to treat");
    }

    @Test
    void spellingsShowWhatCannotBeSeen() {
        List<String> boots = List.of("boots", "Boots\u00a0", "bo\u200dots", "boo\u0301ts");
        assertThat(new EncodingRemark.MergedVariants("kind", true, boots, 0).sentence())
                .isEqualTo("the target \"kind\": \"boots\", \"Boots\\u00a0\", \"bo\\u200dots\" and \"boo\\u0301ts\" "
                        + "differ only in case or blanks and are one class, \"boots\"; to keep them apart, treat it as "
                        + "categorical (Tabular.categorical(\"kind\"))");
        assertThat(new EncodingRemark.MergedVariants("kind", false, List.of("boots", "Boots"), 2).sentence())
                .isEqualTo("column \"kind\": \"boots\" and \"Boots\" differ only in case or blanks and are one value, "
                        + "\"boots\", and so are the spellings of 2 other words; to keep them apart, treat it as "
                        + "categorical (Tabular.categorical(\"kind\"))");
    }

    @Test
    void valuesThatLookAlikeAreNamed() {
        assertThat(new EncodingRemark.LookAlikes("gas", false, List.of("CO", "Co"), 0).sentence())
                .isEqualTo("column \"gas\": \"CO\" and \"Co\" differ only in case or blanks and are 2 values; if they "
                        + "mean the same, write them alike");
        assertThat(new EncodingRemark.LookAlikes("gas", true, List.of("CO", "Co"), 1).sentence())
                .isEqualTo(
                        "the target \"gas\": \"CO\" and \"Co\" differ only in case or blanks and are 2 classes; 1 other "
                                + "word is written in several ways too; if they mean the same, write them alike");
    }
}
