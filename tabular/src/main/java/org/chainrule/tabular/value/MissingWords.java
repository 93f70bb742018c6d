package org.chainrule.tabular.value;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.tabular.number.Decimal;

/// The words that mean a missing value in every column: the empty word, `NA`, `N/A`, `?`, `null`, `NaN`, `-`, the null
/// values of databases and the errors of spreadsheets, in any letter case, and others given for a file. A given word
/// that is a number matches each of its spellings. A `-` is a value if the column has a `+`, or if all its other words
/// are marks too. A word that the user keeps never means missing.
///
/// [MissingPhrases] knows further words, which mean missing only among numbers or dates.
public final class MissingWords {
    /// The words that version 4 of the format of tables added. They are values for a model with an older format.
    public static final List<String> ADDED = List.of("&nbsp;", "\u00A0", "\u200B", "\\n", "<na>", "<null>", "(null)",
            "[null]", "<nil>", "nat",
            "n/a n/a",
            "-nan", "nan(ind)", "-nan(ind)", "1.#qnan", "-1.#qnan", "1.#ind", "-1.#ind", "1.#snan", "#n/a", "#n/a!",
            "#na", "#n/a n/a", "#div/0", "#div/0!", "#value!", "#ref!", "#name?",
            "#num!", "#null!", "#spill!", "#calc!", "#field!", "#error!", "#getting_data", "#nv", "#wert!", "#bezug!",
            "#zahl!", "#n/d", "#n/b", "#i/t", "#\u041D/\u0414", "#YOK", "#HI\u00C1NYZIK", "#NEN\u00CD_K_DISPOZICI",
            "\u2010", "\u2011", "\u2012", "\u2013", "\u2014",
            "\u2015", "\u2212", "\uFF0D");

    /// The sentence on the words that mean missing in every table.
    public static final String SENTENCE = "an empty value, NA, N/A, ?, null, NaN, - and errors of spreadsheets such as #N/A mean missing";

    private static final List<String> FIRST = List.of("na", "n/a", "?", "null", "nan", "-", "&nbsp;", "\u00A0",
            "\u3000",
            "\u200B");
    private static final String WIDE_PLUS = "\uFF0B";
    private static final List<String> DASHES = List.of("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015",
            "\u2212", "\uFF0D");

    private final Charset charset;
    /// The words by their first byte.
    private final Word[][] byFirstByte = new Word[256][];
    /// The lengths of the words with a first byte, and those of the words with a last byte, as bits. They reject most
    /// values quickly: few words begin like a number, and none ends like one.
    private final long[] lengthsByFirst = new long[256];
    private final long[] lengthsByLast = new long[256];
    private final double[] numbers;
    private final List<Word> kept;
    private final double[] keptNumbers;
    private final List<Word> dashes;

    /// The bytes of a word.
    ///
    /// @param exact whether the letter case matters; otherwise upper-case ASCII letters match lower-case ones
    private record Word(byte[] bytes, boolean exact) {
        boolean matches(byte[] text, int from, int to) {
            if (bytes.length != to - from) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                byte b = text[from + i];
                if (bytes[i] != b && (exact || bytes[i] != lower(b))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Creates the words for text in a character set.
    ///
    /// @param more further words that mean missing
    /// @param kept words that never mean missing, in any letter case
    public MissingWords(List<String> more, List<String> kept, Charset charset) {
        this.charset = charset;
        this.numbers = numbers(more);
        this.kept = words(kept, false);
        this.keptNumbers = numbers(kept);
        this.dashes = more.stream().anyMatch(DASHES::contains) ? List.of() : words(DASHES, true);
        Arrays.fill(byFirstByte, new Word[0]);
        words(FIRST, false).forEach(this::enter);
        words(ADDED, false).forEach(this::enter);
        words(more, true).forEach(this::enter);
    }

    private void enter(Word word) {
        byte[] bytes = word.bytes;
        if (bytes.length > 0) {
            byte last = bytes[bytes.length - 1];
            enter(word, bytes[0]);
            lengthsByLast[last & 0xFF] |= length(bytes.length);
            if (!word.exact && isLetter(bytes[0])) {
                enter(word, upper(bytes[0]));
            }
            if (!word.exact && isLetter(last)) {
                lengthsByLast[upper(last)] |= length(bytes.length);
            }
        }
    }

    private void enter(Word word, byte first) {
        Word[] before = byFirstByte[first & 0xFF];
        Word[] words = Arrays.copyOf(before, before.length + 1);
        words[before.length] = word;
        byFirstByte[first & 0xFF] = words;
        lengthsByFirst[first & 0xFF] |= length(word.bytes.length);
    }

    private static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z';
    }

    private static byte upper(byte lower) {
        return (byte) (lower - 'a' + 'A');
    }

    /// Returns whether a text without surrounding blanks means missing.
    public boolean contains(String text) {
        byte[] bytes = text.getBytes(charset);
        return contains(bytes, 0, bytes.length);
    }

    /// Returns whether `text[from, to)` means missing.
    public boolean contains(byte[] text, int from, int to) {
        if (from == to) {
            return true;
        }
        byte first = text[from];
        long lengths = lengthsByFirst[first & 0xFF] & lengthsByLast[text[to - 1] & 0xFF];
        return ((lengths & length(to - from)) != 0 || first == '#') && isAmong(text, from, to);
    }

    private boolean isAmong(byte[] text, int from, int to) {
        boolean among = text[from] == '#' && isSpreadsheetError(text, from, to);
        for (Word word : byFirstByte[text[from] & 0xFF]) {
            among |= word.matches(text, from, to);
        }
        return among && !keeps(text, from, to);
    }

    /// Returns the bit of a length. All lengths above 63 share one.
    private static long length(int length) {
        return 1L << Math.min(length, 63);
    }

    /// Returns whether a number means missing.
    public boolean contains(double number) {
        return among(numbers, number) && !keeps(number);
    }

    /// Returns whether the user keeps a number, in whichever spelling.
    public boolean keeps(double number) {
        return among(keptNumbers, number);
    }

    /// Returns whether the user keeps a word, in any letter case; a number in each of its spellings.
    public boolean keeps(String word) {
        byte[] bytes = word.getBytes(charset);
        return keeps(bytes, 0, bytes.length);
    }

    private boolean keeps(byte[] text, int from, int to) {
        return !kept.isEmpty() && (kept.stream().anyMatch(word -> word.matches(text, from, to))
                || keptNumbers.length > 0 && keeps(new Decimal().parse(text, from, to, '.')));
    }

    /// Returns whether `text[from, to)` is a dash that means missing only by default: the user listed no dash, and a
    /// `+` in the same column would make it a value.
    public boolean isDash(byte[] text, int from, int to) {
        return to > from && (text[from] == '-' || text[from] < 0)
                && dashes.stream().anyMatch(dash -> dash.matches(text, from, to));
    }

    /// Returns whether a word is a dash of any width, which means missing only by default.
    public boolean isDash(String word) {
        byte[] bytes = word.getBytes(charset);
        return isDash(bytes, 0, bytes.length);
    }

    /// Returns whether labels in sorted order are a plus sign and a dash of any width.
    public static boolean arePlusAndDash(List<String> labels) {
        return labels.size() == 2 && isPlus(labels.getFirst()) && DASHES.contains(labels.getLast());
    }

    /// Returns whether a word is a plus sign.
    public static boolean isPlus(String word) {
        return word.equals("+") || word.equals(WIDE_PLUS);
    }

    /// Returns whether a word most likely means missing if it stands among numbers or dates: `n.d.`, `unknown`,
    /// `keine Angabe`, `*****`, `0000-00-00`.
    public static boolean likelyMissing(String word) {
        return MissingPhrases.contains(word);
    }

    /// Returns whether a word says that a value is unknown, even beside few different numbers, which may be codes:
    /// `unknown`, `n.d.`, `.`, but neither `none`, which may be zero, nor `x` and `failed`, which may be codes.
    public static boolean meansUnknown(String word) {
        return MissingPhrases.meansUnknown(word);
    }

    /// Returns whether a text has the form of a spreadsheet's error in any language: `#VALEUR!`, `#NOME?`, `#DEEL/0!`.
    private static boolean isSpreadsheetError(byte[] text, int from, int to) {
        byte last = text[to - 1];
        if (to - from < 4 || to - from > 40 || last != '!' && last != '?') {
            return false;
        }
        for (int i = from + 1; i < to - 1; i++) {
            byte b = text[i];
            if (b >= 0 && (b < 'A' || b > 'Z') && b != '/' && b != '0' && b != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean among(double[] numbers, double number) {
        for (double other : numbers) {
            if (number == other) {
                return true;
            }
        }
        return false;
    }

    private static double[] numbers(List<String> words) {
        return words.stream().mapToDouble(Decimal::of).filter(number -> !Double.isNaN(number)).toArray();
    }

    /// Returns the words that exist in the character set.
    private List<Word> words(List<String> words, boolean exact) {
        List<Word> found = new ArrayList<>();
        for (String word : words) {
            byte[] bytes = word.getBytes(charset);
            if (new String(bytes, charset).equals(word)) {
                for (int i = 0; i < bytes.length && !exact; i++) {
                    bytes[i] = lower(bytes[i]);
                }
                found.add(new Word(bytes, exact));
            }
        }
        return List.copyOf(found);
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b - 'A' + 'a') : b;
    }
}
