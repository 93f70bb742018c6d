package org.chainrule.tabular.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The features of texts that tell most about a target.
///
/// The score of a feature is the chi-squared statistic of its presence: `sum_k (s_k - d m_k)² / (d (1 - d / n)
/// sum_k v_k)`, where `d` of `n` texts have the feature, `s_k` is the sum of output `k` over them, and `m_k` and `v_k`
/// are the mean and the variance of output `k` over all texts. It is 1 on average for a feature that has nothing to do
/// with the target (Yang and Pedersen, "A comparative study on feature selection in text categorization", 1997).
public final class Association {
    /// When more features than this are counted, those of a single text so far are dropped.
    private static final int MOST_COUNTED = 1 << 20;
    private static final int LEAST_TEXTS = 2;

    private final int outputs;
    private final Map<String, Tally> tallies = new HashMap<>();
    private final double[] sums;
    private final double[] squares;
    private int texts;

    /// What is known about a feature.
    private static final class Tally {
        private final double[] sums;
        private int texts;

        Tally(int outputs) {
            this.sums = new double[outputs];
        }
    }

    /// A feature with the number of texts that have it.
    public record Counted(String feature, int texts) {
    }

    /// No texts so far.
    ///
    /// @param outputs the number of outputs of the target; 0 if there is none, so that the most frequent features are
    ///                chosen
    public Association(int outputs) {
        this.outputs = outputs;
        this.sums = new double[outputs];
        this.squares = new double[outputs];
    }

    /// Adds a text.
    ///
    /// @param target the outputs of its row
    public void add(String text, double[] target) {
        texts++;
        for (int k = 0; k < outputs; k++) {
            sums[k] += target[k];
            squares[k] += target[k] * target[k];
        }
        Set<String> features = new HashSet<>();
        Words.features(Words.of(text), features::add);
        for (String feature : features) {
            Tally tally = tallies.computeIfAbsent(feature, _ -> new Tally(outputs));
            tally.texts++;
            for (int k = 0; k < outputs; k++) {
                tally.sums[k] += target[k];
            }
        }
        if (tallies.size() > MOST_COUNTED) {
            tallies.values().removeIf(tally -> tally.texts < LEAST_TEXTS);
        }
    }

    /// Returns the number of texts.
    public int texts() {
        return texts;
    }

    /// Returns the features with the highest scores, in the order of `String.compareTo`, each of at least two texts. A
    /// feature with a score of 1 or less is left out, unless all have one.
    public List<Counted> best(int most) {
        double variance = 0;
        for (int k = 0; k < outputs; k++) {
            variance += squares[k] / texts - sums[k] / texts * (sums[k] / texts);
        }
        Map<String, Double> scores = new TreeMap<>();
        for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
            Tally tally = entry.getValue();
            if (tally.texts >= LEAST_TEXTS && tally.texts < texts) {
                scores.put(entry.getKey(), outputs == 0 ? tally.texts : score(tally) / variance);
            }
        }
        boolean any = scores.values().stream().anyMatch(score -> score > 1);
        List<String> chosen = new ArrayList<>(scores.keySet());
        chosen.removeIf(feature -> any && !(scores.getOrDefault(feature, 0.0) > 1));
        // the sort is stable, so that equal scores stay in the order of their names
        chosen.sort(Comparator.comparingDouble(feature -> -scores.getOrDefault(feature, 0.0)));
        return chosen.stream().limit(most).sorted().map(feature -> new Counted(feature, count(feature))).toList();
    }

    private int count(String feature) {
        Tally tally = tallies.get(feature);
        return tally == null ? 0 : tally.texts;
    }

    private double score(Tally tally) {
        double sum = 0;
        for (int k = 0; k < outputs; k++) {
            double more = tally.sums[k] - tally.texts * sums[k] / texts;
            sum += more * more;
        }
        return sum / (tally.texts * (1 - (double) tally.texts / texts));
    }
}
