package org.chainrule.tabular.value;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The phrases that most likely mean missing among numbers or dates, although they may be categories elsewhere:
/// `n.d.`, `unknown`, `keine Angabe`, marks such as `*****`, and dates with a zero in place of a day or month.
final class MissingPhrases {
    private static final Pattern ZERO_DATE = Pattern.compile(
            "(\\d{1,4})([-/. ])(\\d{1,2}|[a-z]{3,9}\\.?)\\2(\\d{1,4})(?:[t ]0{1,2}:0{2}(?::0{2}(?:\\.0+)?)?(?:z| ?[ap]m| ?utc)?)?");
    private static final Pattern ACCENT = Pattern.compile("\\p{M}");
    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\s]+");
    private static final Pattern JOINT = Pattern.compile("(?<=\\p{L}{2})[-_ ]+(?=\\p{L})");
    private static final Pattern PARTS = Pattern.compile("[./ \\\\_-]+");
    private static final Pattern CALC_ERROR = Pattern.compile("err:\\d{3}");
    private static final int LONGEST = 40;

    /// Phrases without accents, in lower case, with single blanks.
    private static final Set<String> PHRASES = phrases(
            """
                    unknown, unknwon, unkn, unk, unspecified, undefined, undetermined, unavailable, not available, not avail,
                    not applicable, not reported, not recorded, not known, not given, not provided, not specified, not stated,
                    not measured, not tested, not done, not determined, not detected, not calculated, not collected, not found,
                    not set, not sampled, not observed, not disclosed, not entered, not yet known, no data, no data available,
                    no value, no answer, no information, no info, no reading, no response, no record, no result, no entry,
                    no sample, no observation, no measurement, nodata, novalue, none, none given, none recorded, nothing,
                    missing, missing value, missing data, value missing, data missing, is missing, absent, lost, nil, null value,
                    na value, withheld, suppressed, confidential, redacted, masked, hidden, private, pending, to be determined,
                    to be announced, to be confirmed, tbd, tba, tbc, blank, blanks, empty, void, invalid, error, err, fail,
                    failed, failure, bad, sensor error, sensor failure, sensor fault, read error, offline, out of order,
                    overflow, over range, refused, declined, prefer not to say, don't know, dont know, do not know, no opinion,
                    see note, see notes, see remarks, not in use, discontinued, insufficient, insufficient data, insufficient sample,
                    excused, illegible, unreadable, unclear, uncertain, undisclosed, unreported, unrecorded, dnf, dns, dnq, dsq,
                    keine angabe, keine angaben, keine daten, kein wert, kein eintrag, kein messwert, keine messung, keine,
                    nicht verfugbar, nicht vorhanden, nicht bekannt, nicht gemessen, nicht erhoben, nicht ermittelt,
                    nicht bestimmt, nicht bestimmbar, nicht anwendbar, nicht zutreffend, nicht angegeben, unbekannt, unbestimmt,
                    fehlt, fehlend, fehlwert, fehlender wert, ohne angabe, ohne angaben, entfallt, leer, geheim, ungultig,
                    fehler, ausgefallen, offen, ausstehend, defekt, keine ang, unbek,
                    inconnu, inconnue, inconnus, non disponible, non renseigne, non renseignee, non communique, non applicable,
                    non determine, non mesure, non precise, non precisee, non connu, non defini, sans objet, sans reponse,
                    manquant, manquante, donnee manquante, donnees manquantes, valeur manquante, vide, aucun, aucune,
                    aucune donnee, neant, indisponible, indetermine, pas de donnees, pas de donnee, pas disponible, ne sait pas,
                    invalide, erreur, secret, a determiner, en attente,
                    desconocido, desconocida, se desconoce, no disponible, no aplica, no aplicable, sin datos, sin dato,
                    sin informacion, sin valor, sin registro, no hay datos, falta, faltante, perdido, vacio, nulo, nula, ninguno,
                    ninguna, ausente, no registrado, no registra, no informado, no reportado, no determinado, no especificado,
                    no consta, no sabe, no responde, no medido, por definir, pendiente, invalido, indefinido,
                    sconosciuto, sconosciuta, non noto, non disponibile, non applicabile, non rilevato, non pervenuto,
                    non determinato, non specificato, mancante, dato mancante, valore mancante, nessun dato, nessun valore,
                    nessuno, nessuna, vuoto, nullo, ignoto, assente, non definito, errore,
                    desconhecido, desconhecida, nao disponivel, nao aplicavel, nao informado, nao informada, nao declarado,
                    nao se aplica, nao consta, nao sabe, nao medido, nao determinado, sem dados, sem dado, sem informacao,
                    sem valor, vazio, nenhum, nenhuma, ignorado, em branco, faltando, indisponivel, pendente,
                    onbekend, niet beschikbaar, niet van toepassing, niet bekend, niet gemeten, ontbreekt, ontbrekend, geen,
                    geen gegevens, geen data, geen waarde, leeg, geheim, fout,
                    okand, okant, saknas, uppgift saknas, ej tillganglig, ej tillampligt, inte tillganglig, ingen uppgift,
                    ukendt, ukjent, mangler, ingen data, ikke tilgjengelig, ikke tilgængelig, ikke oplyst, uoplyst, ingen, tom,
                    tuntematon, puuttuu, ei tietoa, ei saatavilla, tyhja, puuttuva,
                    brak, brak danych, nieznany, nieznana, nieznane, nie dotyczy, nie podano, niedostepne, puste, pusty,
                    neznamy, neznama, nezname, neznamo, chybi, chyba, neuvedeno, nezjisteno, neni k dispozici, bez udaje,
                    ismeretlen, hianyzik, nincs adat, nincs, ures, bilinmiyor, yok, veri yok, bos, belirtilmemis, eksik,
                    necunoscut, lipsa, nedisponibil, nepoznato, nema podataka, tidak diketahui, tidak ada, kosong, khong co,
                    неизвестно, неизвестен, неизвестна, нет данных, нет, отсутствует, не указано, не указан, не определено, пусто,
                    пропуск, невiдомо, немає даних, αγνωστο, κενο,
                    未知, 缺失, 缺测, 缺測, 无, 無, 不详, 不詳, 空, 空白, 无数据, 無數據, 無資料, 暂无, 不适用, 未填, 未提供, 不明, 欠損, 欠測,
                    未記入, 無回答, なし, 데이터 없음, 미상, 없음, 결측, 모름, 해당없음, 該当なし, データなし, 未測定, 未定,
                    ليس متوفر, غير معروف, غير متوفر, لا يوجد
                    """);
    /// Initials of such phrases, written `n.d.`, `n/d`, `N. D.` or `nd`.
    private static final Set<String> INITIALS = phrases("""
            nd, na, nr, ns, nm, nq, nk, ni, nt, nc, nn, nv, nb, np, nz, mv, ka, oa, sd, so, sn, sr, bd, bdd,
            ud, dk, dkna, nsp, nvt, nap, nav, nia, ntb, mis, miss, msng, m, x, xx, xxx, xxxx, nul, abs, ab, ej, iu, ia,
            nkd, neu, нд
            """);

    /// Phrases that may also mean zero or an outcome, so that beside a few codes they may be one of them.
    private static final Set<String> AMBIGUOUS = phrases(
            """
                    none, nil, nothing, null value, keine, aucun, aucune, neant, ninguno, ninguna, nulo, nula, nessuno, nessuna,
                    nullo, nenhum, nenhuma, geen, ingen, brak, nincs, yok, нет, 无, 無, なし, 없음, 空, tidak ada, khong co, absent, ausente,
                    assente, empty, void, lost, perdido, fail, failed, failure, bad, error, err, offline, refused, declined,
                    private, hidden, secret, confidential, geheim, pending, pendiente, pendente, offen, ausstehend, defekt, excused,
                    discontinued, invalid, invalide, invalido, overflow, dnf, dns, dnq, dsq, abs, ab, nul, tom, ns, sd, so, sr, np, ne,
                    nn, ni, nk, nt, mv, ej, ia, iu, neu, mis, miss, falta, other
                    """);

    private MissingPhrases() {
    }

    /// Returns whether a word most likely means missing if it stands among numbers or dates.
    static boolean contains(String word) {
        if (word.length() > LONGEST) {
            return false;
        }
        String plain = plain(word);
        if (plain.codePoints().noneMatch(Character::isLetterOrDigit)) {
            return !plain.isEmpty() && plain.codePoints().noneMatch(MissingPhrases::isSign);
        }
        if (Character.isDigit(plain.codePointAt(0))) {
            return isZeroDate(plain);
        }
        String bare = bare(plain);
        return PHRASES.contains(bare) || INITIALS.contains(joined(bare))
                || bare.startsWith("err:") && CALC_ERROR.matcher(bare).matches();
    }

    /// Returns whether a word means missing even beside few different numbers, which may be codes.
    static boolean meansUnknown(String word) {
        String bare = bare(plain(word));
        String joined = joined(bare);
        boolean code = joined.length() == 1 || joined.matches("x+");
        return contains(word) && !code && !AMBIGUOUS.contains(bare) && !AMBIGUOUS.contains(joined);
    }

    /// Returns whether a mark says something by itself: a plus sign, a currency sign, a tick or a picture.
    private static boolean isSign(int mark) {
        int type = Character.getType(mark);
        return mark == '+' || type == Character.CURRENCY_SYMBOL || type == Character.OTHER_SYMBOL;
    }

    /// Returns whether a text is a date whose day, month or year is zero: `0000-00-00`, `2023-00-00`, `1/0/1900`. A
    /// single zero in place of a year of two digits is a year, 2000.
    private static boolean isZeroDate(String text) {
        if (text.matches("0{8}|0{14}")) {
            return true;
        }
        Matcher date = ZERO_DATE.matcher(text);
        if (!date.matches()) {
            return false;
        }
        List<String> parts = List.of(date.group(1), date.group(3), date.group(4));
        long zeros = parts.stream().filter(part -> part.matches("0+")).count();
        boolean year = parts.stream().anyMatch(part -> part.matches("\\d{4}"));
        // 0.0.1 is a version.
        int few = year ? 1 : date.group(2).equals(".") ? 3 : 2;
        return zeros >= few || zeros == 1 && parts.get(1).matches("[a-z].*") && parts.get(0).matches("0+");
    }

    /// Returns a word in lower case, without accents and surrounding blanks, with single blanks.
    private static String plain(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.chars().anyMatch(c -> c >= 128)) {
            String bare = ACCENT.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
            lower = Normalizer.normalize(bare, Normalizer.Form.NFC).replace('\u2019', '\'').replace('\u0131', 'i')
                    .replace('\u0142', 'l').replace('\u00F8', 'o');
        }
        return lower.chars().anyMatch(c -> c != ' ' && (c < ' ' || Character.isSpaceChar(c))) || lower.contains("  ")
                ? BLANKS.matcher(lower).replaceAll(" ").strip()
                : lower.strip();
    }

    /// Returns a phrase without brackets, quotes or marks around it, with blanks between its words.
    private static String bare(String plain) {
        int from = 0;
        int to = plain.length();
        while (from < to && !Character.isLetterOrDigit(plain.charAt(from))) {
            from++;
        }
        while (to > from && !Character.isLetterOrDigit(plain.charAt(to - 1))) {
            to--;
        }
        String bare = plain.substring(from, to);
        return bare.indexOf('-') < 0 && bare.indexOf('_') < 0 ? bare : JOINT.matcher(bare).replaceAll(" ");
    }

    /// Returns initials without the marks between them; any other phrase unchanged.
    private static String joined(String bare) {
        if (bare.length() < 3 || bare.length() > 9 || Character.isLetterOrDigit(bare.charAt(1))) {
            return bare;
        }
        String[] parts = PARTS.split(bare);
        return Arrays.stream(parts).allMatch(part -> part.length() == 1) ? String.join("", parts) : bare;
    }

    private static Set<String> phrases(String list) {
        return Arrays.stream(list.split(",")).map(MissingPhrases::plain).filter(phrase -> !phrase.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
