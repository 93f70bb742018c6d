package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.chainrule.tabular.time.Dates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dates as Java formats them in many languages. Not read are Croatian, whose names of months contradict those of its
/// neighbours, and the languages with months of several words, such as Irish.
class DatesOfLocalesTest {
    @ParameterizedTest
    @ValueSource(strings = {"en", "en-GB", "en-CA", "en-AU", "en-IN", "de", "de-AT", "de-CH", "fr", "fr-CA", "fr-CH",
            "es",
            "es-MX", "es-AR", "pt", "pt-BR", "it", "nl", "nl-BE", "sv", "da", "nb", "nn", "fi", "is", "pl", "cs", "sk",
            "sl", "bs", "sr", "sr-Latn", "mk", "bg", "ru", "uk", "be", "kk", "hu", "ro", "el", "tr", "az", "et", "lv",
            "lt", "cy", "ca", "gl", "sq", "mt", "id", "ms", "fil", "sw", "vi", "th", "hi", "bn", "ta", "te", "mr", "gu",
            "kn", "ml", "pa", "ur", "fa", "ar", "he", "hy", "ka", "ko", "ja", "zh", "zh-TW", "af", "uz", "ky"})
    void areReadBack(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        Random random = new Random(7);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            LocalDate date = LocalDate.of(1950 + random.nextInt(100), 1 + i % 12, 1 + random.nextInt(28));
            for (FormatStyle style : List.of(FormatStyle.MEDIUM, FormatStyle.LONG, FormatStyle.FULL)) {
                String text = DateTimeFormatter.ofLocalizedDate(style).withLocale(locale).format(date);
                double seconds = Dates.parse(text, Dates.Order.DAY_FIRST);
                if (seconds != date.atStartOfDay().toEpochSecond(ZoneOffset.UTC)) {
                    wrong.add(text);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
