package org.chainrule.tabular.value;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words that mark a row of totals or of means: `Total`, `Grand total:`, `Summe`, `Mean`, `North total`.
public final class TotalWords {
    private static final Set<String> WORDS = Set.copyOf(List.of("total", "totals", "sum", "sums", "grand total",
            "grand totals",
            "overall", "overall total", "all", "subtotal", "subtotals", "sub-total", "sub total", "average", "averages",
            "avg", "mean", "means", "summe", "summen", "gesamt", "gesamtsumme", "gesamtergebnis", "endsumme",
            "insgesamt",
            "zwischensumme", "teilergebnis", "ergebnis", "mittelwert", "mittel", "durchschnitt", "schnitt",
            "total général",
            "total general", "totaux", "somme", "ensemble", "sous-total", "moyenne", "suma", "suma total", "promedio",
            "media", "totale", "somma", "totale generale", "subtotale", "totais", "soma", "média", "totaal",
            "eindtotaal", "subtotaal", "gemiddelde", "totalt", "summa", "delsumma", "medel", "medelvärde", "gennemsnit",
            "gjennomsnitt", "yhteensä", "keskiarvo", "razem", "ogółem", "łącznie", "średnia", "celkem", "součet",
            "průměr", "összesen", "átlag", "toplam", "genel toplam", "ortalama", "итого", "итого:", "всего", "сумма",
            "общий итог", "среднее", "разом", "усього", "合計", "総計", "小計", "計", "平均", "总计", "合计", "小计",
            "总和", "總計", "合計:", "평균", "합계", "총계", "소계"));
    private static final Pattern WITH_NAME = Pattern
            .compile("(?:(?:sub|grand )?totals?|summe|gesamt|sum|average|mean|итого"
                    + "|всего|subtotal)(?: (?:for|of|by|per|von|für|по|за))? .{1,40}"
                    + "|.{1,40}[ -](?:sub)?(?:totals?|summe|gesamt|sum|average|mean|ergebnis|合計|小計)");
    private static final boolean[] BEGINNINGS = new boolean[1 << 12];

    static {
        for (String word : WORDS) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            BEGINNINGS[beginning(bytes, 0, bytes.length)] = true;
        }
    }

    private TotalWords() {
    }

    /// Returns whether a text is a word for totals or means, perhaps with the name of a group.
    public static boolean matches(String text) {
        String word = plain(text);
        return WORDS.contains(word) || WITH_NAME.matcher(word).matches();
    }

    /// Returns whether a text is such a word by itself, and can hardly be the name of a category.
    public static boolean isAlone(String text) {
        String word = plain(text);
        return WORDS.contains(word) && !word.equals("all") && !word.equals("overall") && !word.equals("media")
                && !word.equals("ensemble") && !word.equals("mean") && !word.equals("average");
    }

    /// Returns whether `text[from, to)` is a word for totals or means; fast for other words.
    public static boolean matches(byte[] text, int from, int to, Charset charset) {
        int start = from;
        while (start < to && (text[start] == ' ' || text[start] == '*')) {
            start++;
        }
        return to - start >= 3 && to - start <= 80 && BEGINNINGS[beginning(text, start, to)]
                && matches(new String(text, start, to - start, charset));
    }

    private static String plain(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        while (end > start && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        return end - start > 80 ? "" : text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static int beginning(byte[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < from + 3 && i < to; i++) {
            int b = text[i] & 0xFF;
            hash = hash * 37 + (b >= 'A' && b <= 'Z' ? b + 32 : b);
        }
        return hash & BEGINNINGS.length - 1;
    }
}
