package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a class is told from all others at every threshold of its probability. Both curves are thinned to about 200 points.
///
/// @param label            the class
/// @param rows             the number of rows of the class
/// @param area             the area under the receiver operating characteristic
/// @param averagePrecision the mean precision over the rows of the class: the area under the steps of the second curve
/// @param falsePositives   the share of the other rows that reach each threshold
/// @param recall           the share of the rows of the class that reach each threshold
/// @param precision        the share of the rows that reach each threshold that are of the class
public record Curves(String label, int rows, double area, double averagePrecision, List<Double> falsePositives,
        List<Double> recall, List<Double> precision) {
    private static final int POINTS = 200;

    /// Creates curves; copies the lists.
    public Curves {
        falsePositives = List.copyOf(falsePositives);
        recall = List.copyOf(recall);
        precision = List.copyOf(precision);
    }

    /// Returns the curves; empty if all rows are of the class, or none.
    static Optional<Curves> of(String label, double[] scores, boolean[] positive) {
        int[] order = Scored.order(scores);
        int positives = 0;
        for (boolean each : positive) {
            positives += each ? 1 : 0;
        }
        int negatives = positive.length - positives;
        if (positives == 0 || negatives == 0) {
            return Optional.empty();
        }
        List<double[]> points = new ArrayList<>();
        double area = 0;
        double average = 0;
        int hits = 0;
        int alarms = 0;
        for (int at = order.length - 1; at >= 0;) {
            double threshold = scores[order[at]];
            int hitsBefore = hits;
            int alarmsBefore = alarms;
            for (; at >= 0 && scores[order[at]] == threshold; at--) {
                hits += positive[order[at]] ? 1 : 0;
                alarms += positive[order[at]] ? 0 : 1;
            }
            double precision = hits / (double) (hits + alarms);
            area += (alarms - alarmsBefore) * (hits + hitsBefore) / 2.0;
            average += (hits - hitsBefore) * precision;
            points.add(new double[]{alarms / (double) negatives, hits / (double) positives, precision});
        }
        List<double[]> kept = new ArrayList<>(List.of(new double[]{0, 0, points.getFirst()[2]}));
        for (int i = 0; i < points.size(); i++) {
            double[] last = kept.getLast();
            double[] point = points.get(i);
            double moved = point[0] - last[0] + point[1] - last[1] + Math.abs(point[2] - last[2]);
            if (i == points.size() - 1 || moved >= 3.0 / POINTS) {
                kept.add(point);
            }
        }
        return Optional.of(new Curves(label, positives, area / positives / negatives, average / positives,
                kept.stream().map(point -> point[0]).toList(), kept.stream().map(point -> point[1]).toList(),
                kept.stream().map(point -> point[2]).toList()));
    }
}
