package org.chainrule.tabular.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The known features of texts, and the weights of those in a text: `(1 + ln(count)) (1 + ln((1 + n) / (1 + d)))` for a
/// feature of `d` of the `n` training texts that occurs `count` times, divided by the Euclidean norm of all weights of
/// the text (tf-idf; Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988).
public final class Vocabulary {
    private static final double[] LOGARITHMS = new double[64];

    static {
        for (int i = 1; i < LOGARITHMS.length; i++) {
            LOGARITHMS[i] = 1 + StrictMath.log(i);
        }
    }

    private final Map<String, Integer> places = new HashMap<>();
    private final double[] rarity;

    /// A vocabulary of features.
    ///
    /// @param features the features, at most 65,536
    /// @param counts   the number of training texts with each feature
    /// @param texts    the number of training texts
    public Vocabulary(List<String> features, List<Integer> counts, int texts) {
        features.forEach(feature -> places.put(feature, places.size()));
        rarity = counts.stream().mapToDouble(count -> 1 + StrictMath.log((1.0 + texts) / (1.0 + count))).toArray();
    }

    /// Returns the number of features.
    public int size() {
        return rarity.length;
    }

    /// Returns the places of the known features of a text in ascending order, each as often as it occurs.
    public char[] find(String text) {
        StringBuilder found = new StringBuilder();
        Words.features(Words.of(text), feature -> {
            Integer place = places.get(feature);
            if (place != null) {
                found.append((char) (int) place);
            }
        });
        char[] sorted = found.toString().toCharArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /// Returns the number of different features among places.
    public static int different(char[] found) {
        int different = 0;
        for (int i = 0; i < found.length; i++) {
            different += i == 0 || found[i] != found[i - 1] ? 1 : 0;
        }
        return different;
    }

    /// Writes the weights of all features to `out`, starting at index `at`; 0 for those that the text lacks.
    ///
    /// @param found the places of the features of the text, as [#find] returns them
    public void weigh(char[] found, float[] out, int at) {
        Arrays.fill(out, at, at + rarity.length, 0f);
        double squares = 0;
        for (int from = 0; from < found.length;) {
            int to = end(found, from);
            double weight = weight(found[from], to - from);
            squares += weight * weight;
            from = to;
        }
        double norm = Math.sqrt(squares);
        for (int from = 0; from < found.length;) {
            int to = end(found, from);
            out[at + found[from]] = (float) (weight(found[from], to - from) / norm);
            from = to;
        }
    }

    private static int end(char[] found, int from) {
        int to = from + 1;
        while (to < found.length && found[to] == found[from]) {
            to++;
        }
        return to;
    }

    private double weight(int place, int count) {
        return LOGARITHMS[Math.min(count, LOGARITHMS.length - 1)] * rarity[place];
    }
}
