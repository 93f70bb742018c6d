package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingWordsTest {
    private static final MissingWords PLAIN = words(List.of(), List.of());

    private static MissingWords words(List<String> more, List<String> kept) {
        return new MissingWords(more, kept, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "n/a", "?", "NULL", "NaN", "-", "\\N", "<NA>", "<null>", "(null)", "[NULL]",
            "NaT",
            "-nan", "-NaN(ind)", "1.#QNAN", "-1.#IND", "#N/A", "#n/a", "#N/A!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?",
            "#NUM!", "#NULL!", "#NV", "#SPILL!", "#CALC!", "#WERT!", "#BEZUG!", "#ZAHL!", "#NOMBRE?", "#VALEUR!",
            "#NOM?",
            "#\u00A1VALOR!", "#\u00BFNOMBRE?", "#N/D", "#RIF!", "#N\u00DAM!", "#DEEL/0!", "#DZIEL/0!",
            "#V\u00C4RDEFEL!",
            "#\u0417\u041D\u0410\u0427!", "#\u0418\u041C\u042F?", "#\u041D/\u0414", "#D\u011ALEN\u00CD_NULOU!",
            "#SAYI/0!",
            "\u2013", "\u2014", "\u2212", "\u00A0", "&nbsp;"})
    void meansMissingInEveryColumn(String word) {
        assertThat(PLAIN.contains(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "unknown", "nil", "n.d.", ".", "--", "N", "naN1", "nano", "\\n\\", "#", "#1",
            "#tag!",
            "#win?", "#12!", "#A B!", "-1", "-nano", "1.#", "+", "0", "null hypothesis", "NA ", "\u20AC", "\u2026"})
    void isAValue(String word) {
        assertThat(PLAIN.contains(word)).isFalse();
    }

    @Test
    void furtherWordsMatchExactlyAndNumbersInEachSpelling() {
        MissingWords more = words(List.of("fehlt", "-200"), List.of());
        assertThat(more.contains("fehlt")).isTrue();
        assertThat(more.contains("Fehlt")).isFalse();
        assertThat(more.contains(-200.0)).isTrue();
        assertThat(more.contains(200.0)).isFalse();
    }

    @Test
    void aKeptWordNeverMeansMissing() {
        MissingWords kept = words(List.of("-9999", "x"), List.of("NA", "-9999.0", "X", "#N/A", "-"));
        assertThat(kept.contains("NA")).isFalse();
        assertThat(kept.contains("na")).isFalse();
        assertThat(kept.contains("n/a")).isTrue();
        assertThat(kept.contains("x")).isFalse();
        assertThat(kept.contains("#N/A")).isFalse();
        assertThat(kept.contains("#REF!")).isTrue();
        assertThat(kept.contains("-")).isFalse();
        assertThat(kept.contains(-9999)).isFalse();
        assertThat(kept.keeps(-9999)).isTrue();
        assertThat(kept.keeps(9999)).isFalse();
        assertThat(kept.keeps("Na")).isTrue();
        assertThat(kept.keeps("n/a")).isFalse();
    }

    @Test
    void aDashMeansMissingOnlyByDefault() {
        assertThat(List.of("-", "\u2013", "\u2212", "\uFF0D")).allMatch(PLAIN::isDash);
        assertThat(List.of("", "+", "--", "NA", "-1", "\u20AC")).noneMatch(PLAIN::isDash);
        assertThat(words(List.of("-"), List.of()).isDash("-")).isFalse();
        assertThat(words(List.of("-"), List.of()).isDash("\u2013")).isFalse();
    }

    @Test
    void wordsAreComparedInTheCharacterSetOfTheFile() {
        Charset western = Charset.forName("windows-1252");
        MissingWords words = new MissingWords(List.of("f\u00E4llt weg", "\u672A\u77E5"), List.of(), western);
        byte[] text = "f\u00E4llt weg".getBytes(western);
        assertThat(words.contains(text, 0, text.length)).isTrue();
        assertThat(words.contains(new byte[]{(byte) 0x96}, 0, 1)).isTrue();
        assertThat(words.isDash(new byte[]{(byte) 0x96}, 0, 1)).isTrue();
        assertThat(words.contains("??")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "...", "--", "---", "*", "*****", "####", "n.d.", "N.D.", "n/d", "nd", "n. d.",
            "n.a.",
            "na.", "n.r.", "unknown", "Unknown", "UNKNOWN ", "unbekannt", "inconnu", "d\u00E9sconocido", "none", "None",
            "missing", "not available", "Not_Available", "not-reported", "no data", "TBD", "k.A.", "k. A.", "kA",
            "keine Angabe", "s.d.", "sin datos", "blank", "(blank)", "[empty]", "<unknown>", "void", "x", "suppressed",
            "non renseign\u00E9", "nicht verf\u00FCgbar", "n\u00E3o informado", "brak danych", "\u043D/\u0434",
            "\u043D\u0435\u0442 \u0434\u0430\u043D\u043D\u044B\u0445", "\u4E0D\u660E", "\u30C7\u30FC\u30BF\u306A\u3057",
            "0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "00/00/0000", "00.00.0000", "1/0/1900",
            "00.01.1900", "1900-01-00", "2023-00-00", "00-Jan-1900", "0-Jan-00", "1/0/00", "00000000",
            "don\u2019t know"})
    void likelyMeansMissingAmongNumbersOrDates(String word) {
        assertThat(MissingWords.likelyMissing(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red", "A", "+", "1", "12abc", "<5", "5.1", "2023-01-07", "01/02/00", "00-05-12",
            "0.0.1",
            "00:00", "00:00:00", "0", "000", "$", "\u20AC -", "\u2713", "yes", "no", "trace", "Monday", "10-Jan-00"})
    void isNoWordForMissing(String word) {
        assertThat(MissingWords.likelyMissing(word)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "n.d.", "N/D", ".", "--", "k.A.", "keine Angabe", "not available", "missing",
            "(blank)",
            "inconnu", "sin datos", "0000-00-00", "tbd"})
    void saysThatAValueIsUnknown(String word) {
        assertThat(MissingWords.meansUnknown(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "nil", "x", "X", "xx", "m", "keine", "failed", "dnf", "abs.", "A", "yes",
            "+", "5",
            "\u043D\u0435\u0442", ""})
    void mayBeACode(String word) {
        assertThat(MissingWords.meansUnknown(word)).isFalse();
    }
}
