package org.chainrule.tabular.assess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Labels that are probably wrong, by confident learning (Northcutt, Jiang and Chuang, "Confident learning: Estimating
/// uncertainty in dataset labels", 2021).
///
/// The threshold of a class is the mean probability that rows with its label have for it. A row is counted for the class
/// with the highest probability among those whose threshold it reaches; rows that reach none are not counted. The share of
/// the counted rows with a label that is counted for other classes, the off-diagonal entries of the joint of given and true
/// labels, estimates how many rows with this label are wrong. So many become suspects: those with the largest margin, the
/// largest probability minus that of the label, if it is above 0. This is the method "prune by class" with the ranking of
/// "prune by noise rate".
public final class ConfidentLearning {
    private static final Comparator<Suspect> RANKING = Comparator.comparingDouble(Suspect::margin).reversed()
            .thenComparingInt(Suspect::row);

    private ConfidentLearning() {
    }

    /// A row whose label is probably wrong.
    ///
    /// @param row    the index of the row
    /// @param label  the class that is probably right, from 0: the most probable one
    /// @param margin the probability of that class minus that of the given one, above 0
    public record Suspect(int row, int label, double margin) {
    }

    /// Returns the suspects, the one with the largest margin first.
    ///
    /// @param probabilities the probabilities of the classes, row after row, by a model that did not learn from the row
    /// @param labels        the given class of each row, from 0
    /// @param least         the fewest rows of a class; rows of rarer classes are no suspects, and no row is counted for
    ///                      a rarer class
    public static List<Suspect> suspects(float[] probabilities, int[] labels, int classes, int least) {
        double[] thresholds = new double[classes];
        int[] rows = new int[classes];
        for (int row = 0; row < labels.length; row++) {
            thresholds[labels[row]] += probabilities[row * classes + labels[row]];
            rows[labels[row]]++;
        }
        for (int k = 0; k < classes; k++) {
            thresholds[k] = rows[k] < least ? Double.POSITIVE_INFINITY : thresholds[k] / rows[k];
        }
        long[] counted = new long[classes];
        long[] off = new long[classes];
        List<List<Suspect>> doubted = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            doubted.add(new ArrayList<>());
        }
        for (int row = 0; row < labels.length; row++) {
            int label = labels[row];
            int at = row * classes;
            int confident = -1;
            int best = label;
            for (int k = 0; k < classes; k++) {
                float probability = probabilities[at + k];
                if (probability >= thresholds[k]
                        && (confident < 0 || probability > probabilities[at + confident])) {
                    confident = k;
                }
                best = rows[k] >= least && probability > probabilities[at + best] ? k : best;
            }
            counted[label] += confident >= 0 ? 1 : 0;
            off[label] += confident >= 0 && confident != label ? 1 : 0;
            if (best != label) {
                doubted.get(label).add(
                        new Suspect(row, best, (double) probabilities[at + best] - probabilities[at + label]));
            }
        }
        List<Suspect> suspects = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            if (rows[k] >= least && counted[k] > 0) {
                long wrong = Math.round((double) rows[k] * off[k] / counted[k]);
                doubted.get(k).stream().sorted(RANKING).limit(wrong).forEach(suspects::add);
            }
        }
        suspects.sort(RANKING);
        return suspects;
    }
}
