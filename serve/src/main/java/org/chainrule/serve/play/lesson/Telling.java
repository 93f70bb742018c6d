package org.chainrule.serve.play.lesson;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.encode.Encoding;

/// Chooses the columns of the first picture: the two that tell most about the target, each taken alone. What a column
/// tells is the largest share of the variance of one of its inputs that the classes explain, or that a straight line to
/// the target explains.
final class Telling {
    private Telling() {
    }

    /// Returns the one or two columns that tell most, in the order of the table.
    static List<Encoding> best(Study study, List<Encoding> possible) {
        int[] rows = study.measuredTraining();
        float[] truths = study.truths(rows);
        Map<Encoding, Double> scores = possible.stream().distinct()
                .collect(Collectors.toMap(each -> each, each -> score(study, each, rows, truths)));
        List<Encoding> best = possible.stream()
                .sorted(Comparator.comparingDouble(each -> -scores.getOrDefault(each, 0.0))).limit(2)
                .toList();
        return possible.stream().filter(best::contains).toList();
    }

    private static double score(Study study, Encoding encoding, int[] rows, float[] truths) {
        RowSource source = encoding.rows(study.table().column(encoding.column()));
        float[][] inputs = new float[rows.length][encoding.width()];
        for (int i = 0; i < rows.length; i++) {
            source.read(rows[i], inputs[i], 0);
        }
        return IntStream.range(0, encoding.width()).mapToDouble(k -> {
            double[] values = IntStream.range(0, rows.length).mapToDouble(i -> inputs[i][k]).toArray();
            return study.classes() ? between(values, truths, study.outputs()) : squaredCorrelation(values, truths);
        }).max().orElse(0);
    }

    private static double between(double[] values, float[] truths, int classes) {
        double[] sums = new double[classes];
        double[] counts = new double[classes];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            sums[(int) truths[i]] += values[i];
            counts[(int) truths[i]]++;
            sum += values[i];
            squares += values[i] * values[i];
        }
        double mean = sum / values.length;
        double all = squares - sum * mean;
        double explained = 0;
        for (int k = 0; k < classes; k++) {
            explained += counts[k] == 0 ? 0 : sums[k] * sums[k] / counts[k];
        }
        return all <= 0 ? 0 : (explained - sum * mean) / all;
    }

    private static double squaredCorrelation(double[] values, float[] truths) {
        int n = values.length;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += values[i] / n;
            meanY += (double) truths[i] / n;
        }
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            xy += (values[i] - meanX) * (truths[i] - meanY);
            xx += (values[i] - meanX) * (values[i] - meanX);
            yy += (truths[i] - meanY) * (truths[i] - meanY);
        }
        return xx == 0 || yy == 0 ? 0 : xy * xy / (xx * yy);
    }
}
