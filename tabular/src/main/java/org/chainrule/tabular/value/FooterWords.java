package org.chainrule.tabular.value;

import java.util.regex.Pattern;

/// The beginnings of lines below a table: `Source: ...`, `* preliminary`, `(500 rows)`, `Generated on ...`.
public final class FooterWords {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final Pattern NAMED = Pattern
            .compile("(?:data )?(?:sources?|notes?|footnotes?|legend|copyright|disclaimer"
                    + "|quellen?|anmerkung(?:en)?|hinweise?|fußnoten?|stand|legende|fuentes?|notas?|nota bene|fontes?|bron|opmerking"
                    + "|källa|kilde|lähde|źródło|uwagi|zdroj|forrás|kaynak|источники?|примечани[ея]|出典|注|資料|数据来源|来源|updated"
                    + "|last (?:updated|modified|refreshed)|remarks?|comments?|author|contact|license|licence|lizenz|filters?"
                    + "|applied filters|report|page|seite|date|data|printed|generated|exported|created|end|rows?|records?)"
                    + "(?: (?:on|by|at|from|of|date|count))?\\s?[:：].*", FLAGS);
    private static final Pattern PHRASES = Pattern
            .compile("(?:generated|exported|created|printed|downloaded|retrieved|updated"
                    + "|last updated|last modified|compiled|produced|prepared|extracted|queried|erstellt|exportiert|gedruckt|généré"
                    + "|généré|copyright|©|\\(c\\)) ?(?:on|at|by|from|with|am|von|mit|le|par|in)?\\b.*"
                    + "|(?:data|figures|values|numbers|source|note|all rights) .*(?:from|are|is|may|reserved|preliminary|rounded|"
                    + "provided|revised|taken|of).*|page \\d+.*|seite \\d+.*|e(?:nd|of) of .*|end|eof"
                    + "|.{0,6}\\bend of (?:file|report|table|data|list|export)\\b.*|ende|fin|n/a = .*|na = .*", FLAGS);
    private static final Pattern COUNTS = Pattern.compile(
            "\\(?\\d[\\d,. ]*\\)? (?:rows?|records?|results?|entries|lines?|zeilen|datensätze|lignes|filas|строк\\p{L}*"
                    + "|tuples?|documents?|observations?)\\b.*|query ok.*|time: [\\d.]+ .*|\\((?:empty|no) .*\\)"
                    + "|(?:rows?|records?) (?:affected|selected|returned|total).*",
            FLAGS);
    private static final Pattern MARKS = Pattern
            .compile("(?:[*†‡§©•#]|\\*\\)|\\d\\)|[¹²³]|--? ?\\p{L}|// ?|=+ ?\\p{L}|\\(\\p{L}"
                    + "|\\[\\p{L}|\\[\\d+\\]|\\d+ = )\\s*.*\\p{L}.*", FLAGS);

    private FooterWords() {
    }

    /// Returns whether a text reads like a line below a table.
    public static boolean matches(String text) {
        String line = text.strip();
        return NAMED.matcher(line).matches() || PHRASES.matcher(line).matches() || COUNTS.matcher(line).matches()
                || MARKS.matcher(line).matches();
    }

    /// Returns whether a text has several words, as a sentence has and a value cut off rarely has.
    public static boolean isPhrase(String text) {
        String line = text.strip();
        return line.split("\\s+").length >= 3 || line.matches("\\p{L}.*\\S: .+");
    }
}
