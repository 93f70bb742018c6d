package org.chainrule.tabular.number;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Words and letters after a number that multiply it by a power of ten: `million`, `Mio.`, `bn`, `lakh`, `k` and `億`.
final class Magnitudes {
    /// The value of [#power] for a word that is not a magnitude.
    static final int NONE = -1;

    /// The longest word.
    static final int LONGEST = 12;

    /// Words in any letter case. The German `Billion` is left out, because the English `billion` is a thousand times
    /// less; the German plural is clear.
    private static final String WORDS = """
            3 thousand thousands thsd tsd tausend mille тыс тис hazar
            5 lakh lakhs lac lacs
            6 million millions millionen mio mln mn mill millones millón milhões milhão milioni milione milion miljoen
            6 miljoner milyon млн миллион миллиона миллионов
            7 crore crores cr
            9 billion billions bn bln milliard milliards milliarden mrd mrds miliardi miliardo miljard mld млрд
            9 миллиард миллиарда миллиардов milyar
            12 trillion trillions trn tn billionen bio billones billón трлн
            """;
    private static final Map<String, Integer> POWERS = powers();
    private static final String IDEOGRAPHS = "千천万萬만億亿억兆조";
    private static final int[] IDEOGRAPH_POWERS = {3, 3, 4, 4, 4, 8, 8, 8, 12, 12};

    private Magnitudes() {
    }

    /// Returns the power of ten of a word or ideograph; `NONE` if it is not one.
    static int power(String word) {
        if (word.length() == 1) {
            return ideograph(word.charAt(0));
        }
        return POWERS.getOrDefault(word.toLowerCase(Locale.ROOT), NONE);
    }

    /// Returns the power of ten of a Chinese, Japanese or Korean numeral; `NONE` for another character.
    static int ideograph(char c) {
        int at = IDEOGRAPHS.indexOf(c);
        return at < 0 ? NONE : IDEOGRAPH_POWERS[at];
    }

    /// Returns the power of ten of a letter; `NONE` if it is not a magnitude here.
    ///
    /// An amount of money has `k`, `m`, `b` and `t` in both cases and `mm` for a million. In German `T€` is a thousand.
    /// Without a currency a small `m` is metres and a small `t` is tonnes; `K`, `k` and `M` are magnitudes; `B`, `T`
    /// and `G` are if they touch the number, and are bytes, tonnes and grams after a blank. A `B` after a blank and a
    /// fraction is a billion, because bytes are whole.
    static int letter(String letter, boolean money, boolean touching, boolean fraction) {
        return switch (letter) {
            case "k", "K" -> 3;
            case "M" -> 6;
            case "m", "mm", "MM" -> money ? 6 : NONE;
            case "B" -> money || touching || fraction ? 9 : NONE;
            case "b" -> money ? 9 : NONE;
            case "G" -> touching ? 9 : NONE;
            case "T" -> money || touching ? 12 : NONE;
            case "t" -> money ? 12 : NONE;
            default -> NONE;
        };
    }

    private static Map<String, Integer> powers() {
        Map<String, Integer> powers = new HashMap<>();
        for (String line : WORDS.lines().toList()) {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                powers.put(words[i], Integer.parseInt(words[0]));
            }
        }
        powers.put("百万", 6);
        powers.put("千万", 7);
        powers.put("십만", 5);
        powers.put("百萬", 6);
        powers.put("千萬", 7);
        powers.put("백만", 6);
        powers.put("천만", 7);
        powers.put("十億", 9);
        powers.put("十亿", 9);
        return Map.copyOf(powers);
    }
}
