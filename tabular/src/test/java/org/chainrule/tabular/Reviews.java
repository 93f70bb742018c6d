package org.chainrule.tabular;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.TextColumn;

/// Reviews of one line, made up from a seed: words of praise or blame, some negated, a tenth of them with a typing
/// error, among phrases that tell nothing.
final class Reviews {
    private static final List<String> GOOD = List.of("excellent", "wonderful", "great", "amazing", "superb",
            "delightful", "fantastic", "lovely", "perfect", "brilliant", "charming", "pleasant", "friendly", "reliable",
            "comfortable", "sturdy", "beautiful", "impressive", "helpful");
    private static final List<String> BAD = List.of("terrible", "awful", "horrible", "disappointing", "broken",
            "useless", "boring", "rude", "dirty", "noisy", "slow", "overpriced", "bland", "ugly", "flimsy",
            "unreliable", "uncomfortable", "annoying", "defective");
    private static final List<String> THINGS = List.of("room", "service", "food", "staff", "battery", "screen", "story",
            "plot", "hotel", "breakfast", "bed", "camera", "phone", "delivery", "music", "soup", "chair", "engine");
    private static final List<String> PHRASES = List.of("The %2$s was %1$s", "%1$s %2$s", "I found the %2$s %1$s",
            "really %1$s %2$s", "what a %1$s %2$s");
    private static final List<String> FILLER = List.of("we bought this last week", "for my brother", "it came in a box",
            "on monday", "from the shop near the station", "with our friends", "who were there before", "again",
            "while travelling through town", "by car");

    private Reviews() {
    }

    /// Returns whether each review praises.
    static boolean[] opinions(int rows, long seed) {
        Random random = new Random(seed);
        boolean[] good = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            good[row] = random.nextBoolean();
        }
        return good;
    }

    /// Returns a column of opinions in words.
    static TextColumn labels(String name, boolean... good) {
        return TextColumn.of(name, IntStream.range(0, good.length).mapToObj(row -> good[row] ? "good" : "bad")
                .toArray(String[]::new));
    }

    /// Returns a column with a review for each opinion.
    static TextColumn column(String name, long seed, boolean... good) {
        Random random = new Random(seed);
        return TextColumn.of(name, IntStream.range(0, good.length).mapToObj(row -> text(good[row], random))
                .toArray(String[]::new));
    }

    private static String text(boolean good, Random random) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(3);
        for (int part = 0; part < parts; part++) {
            boolean negated = random.nextInt(8) == 0;
            String word = mistyped(pick(good == negated ? BAD : GOOD, random), random);
            text.append(part == 0 ? "" : ". ").append(String.format(java.util.Locale.ROOT, pick(PHRASES, random),
                    negated ? "not " + word : word, pick(THINGS, random)));
            if (random.nextInt(5) < 2) {
                text.append(' ').append(pick(FILLER, random));
            }
        }
        return text.append(random.nextBoolean() ? "!" : "").toString();
    }

    private static String mistyped(String word, Random random) {
        int i = 1 + random.nextInt(word.length() - 2);
        return random.nextInt(10) > 0
                ? word
                : word.substring(0, i) + (random.nextBoolean() ? "" : word.charAt(i) + "" + word.charAt(i))
                        + word.substring(i + 1);
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
