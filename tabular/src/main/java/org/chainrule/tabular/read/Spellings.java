package org.chainrule.tabular.read;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.number.NumberStyle;

/// The written forms of a column's numbers that differ from [Decimal#spell]: `007`, `+1`, `1.0`, `1e5`. A number that
/// is a class keeps its written form as its label.
///
/// A column with too many such forms cannot be a target with classes, so they are dropped: beyond 256 forms if the
/// numbers have decimal marks, and beyond the largest number of classes if they have none, as codes do.
final class Spellings {
    private static final int MOST_DECIMALS = 256;
    private static final int MOST_VERSIONS = 100;
    private static final int FEW_VERSIONS = 30;
    private static final int FEW_VERSIONS_ROWS = 10;
    /// A version: a major and a minor number without leading zeros.
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(0|[1-9]\\d{0,3})");
    /// The largest number of classes.
    private static final int MOST_CODES = 10_000;

    private final WordIndex words;
    private int[] counts = new int[16];

    Spellings(Charset charset) {
        this.words = new WordIndex(charset);
    }

    /// Adds the number in `text[from, to)`; returns false once there are too many forms.
    ///
    /// @throws java.nio.charset.CharacterCodingException if the bytes are not text in the character set
    boolean add(byte[] text, int from, int to, boolean marked) throws IOException {
        int code = words.code(text, from, to);
        if (code >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * code);
        }
        counts[code]++;
        return words.size() <= (marked ? MOST_DECIMALS : MOST_CODES);
    }

    /// Returns two spellings of one number if the numbers are versions: 1.1 and 1.10 both repeat, and either the parts
    /// after the point count up, as those of prices do not, or there are few different numbers in many rows. Returns an
    /// empty list otherwise.
    List<String> versions() {
        Map<Double, List<Integer>> same = new TreeMap<>();
        Map<String, TreeSet<Integer>> minors = new HashMap<>();
        for (int code = 0; code < words.size(); code++) {
            Matcher version = VERSION.matcher(words.word(code));
            if (!version.matches() || words.size() > MOST_VERSIONS) {
                return List.of();
            }
            minors.computeIfAbsent(version.group(1), _ -> new TreeSet<>()).add(Integer.valueOf(version.group(2)));
            same.computeIfAbsent(Decimal.of(words.word(code)), _ -> new ArrayList<>()).add(code);
        }
        int range = minors.values().stream().mapToInt(minor -> minor.last() - minor.first() + 1).sum();
        int found = minors.values().stream().mapToInt(Set::size).sum();
        boolean few = found <= FEW_VERSIONS && IntStream.of(counts).sum() >= FEW_VERSIONS_ROWS * found;
        return 2 * found < range && !few
                ? List.of()
                : same.values().stream()
                        .filter(codes -> codes.stream().filter(code -> counts[code] > 1).count() > 1).findFirst()
                        .map(codes -> codes.stream().map(words::word).toList()).orElse(List.of());
    }

    /// Returns the written forms of each number, the most frequent first. [Decimal#spell] is among them if it accounts
    /// for the number's remaining rows, and comes first among equally frequent forms.
    ///
    /// @param rows the number of rows with each number
    Map<Double, List<String>> byNumber(NumberStyle style, Map<Double, Integer> rows) {
        Map<Double, Map<String, Integer>> found = new HashMap<>();
        Decimal decimal = new Decimal();
        for (int code = 0; code < words.size(); code++) {
            // Adding 0 turns -0.0 into 0.0.
            double number = words.number(code, style, decimal) + 0.0;
            String word = words.word(code);
            if (rows.containsKey(number) && NumberStyle.either(word) == number) {
                found.computeIfAbsent(number, _ -> new HashMap<>()).put(word, counts[code]);
            }
        }
        Map<Double, List<String>> spelled = new HashMap<>();
        found.forEach((number, spellings) -> {
            int plain = rows.getOrDefault(number, 0) - spellings.values().stream().mapToInt(Integer::intValue).sum();
            String usual = Decimal.spell(number);
            if (plain > 0) {
                spellings.put(usual, plain);
            }
            spelled.put(number, spellings.keySet().stream()
                    .sorted((a, b) -> order(a, b, usual, spellings)).toList());
        });
        return spelled;
    }

    private static int order(String a, String b, String usual, Map<String, Integer> counts) {
        int more = Integer.compare(counts.getOrDefault(b, 0), counts.getOrDefault(a, 0));
        int plain = Boolean.compare(b.equals(usual), a.equals(usual));
        return more != 0 ? more : plain != 0 ? plain : a.compareTo(b);
    }
}
