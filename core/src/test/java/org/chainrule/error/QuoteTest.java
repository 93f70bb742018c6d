package org.chainrule.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuoteTest {
    @Test
    void whatATerminalWouldObeyIsShown() {
        assertThat(Quote.of("a\u001b[31mb\nc\td\r\u007f\0")).isEqualTo("\"a\\u001b[31mb\\nc\\td\\r\\u007f\\u0000\"");
        assertThat(Quote.visible("\u009b2J\u0085")).isEqualTo("\\u009b2J\\u0085");
        assertThat(Quote.visible("\u202egnp.exe\u202c \u2066x\u2069 \u2028\u2029"))
                .isEqualTo("\\u202egnp.exe\\u202c \\u2066x\\u2069 \\u2028\\u2029");
        assertThat(Quote.visible("\ud800 \udc00x")).isEqualTo("\\ud800 \\udc00x");
        assertThat(Quote.visible("\ufeffid \udb40\udc41")).isEqualTo("\\ufeffid \\udb40\\udc41");
    }

    @Test
    void whatIsReadIsLeft() {
        for (String text : new String[]{"", "größe", "\u65e5\u672c\u8a9e",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\ud83d\udc69\u200d\ud83d\udd2c",
                "C:\\new \"x\" 'y'"}) {
            assertThat(Quote.visible(text)).isSameAs(text);
        }
    }

    @Test
    void everyCharacterThatIsShownAsACodeIsAsciiThen() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(c -> !Quote.shows(c))
                .filter(c -> !Quote.visible(Character.toString(c)).chars()
                        .allMatch(unit -> unit >= '!' && unit <= '~')))
                .isEmpty();
        assertThat(IntStream.rangeClosed(0, 0x9f).filter(c -> !Quote.shows(c)).count()).isEqualTo(65);
    }

    @Test
    void aLongTextIsCut() {
        assertThat(Quote.of("x".repeat(60))).isEqualTo('"' + "x".repeat(60) + '"');
        assertThat(Quote.of("x".repeat(61))).isEqualTo('"' + "x".repeat(60) + "...\"");
        assertThat(Quote.clip("\ud83d\udc69".repeat(61))).isEqualTo("\ud83d\udc69".repeat(60) + "...");
        assertThat(Quote.clip("\u001b".repeat(50_000_000))).isEqualTo("\\u001b".repeat(60) + "...");
    }

    @Test
    void aCharacterAloneIsNamedByItsCode() {
        assertThat(Quote.character('a')).isEqualTo("'a'");
        assertThat(Quote.character('\t')).isEqualTo("U+0009");
    }
}
