package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Encoding;

/// How much the network relies on each column: by how much the loss of rows rises when the values of the column are shuffled
/// among them (permutation importance; Breiman, "Random forests", 2001). The orders are always the same, so the same step has
/// the same numbers.
final class Shuffling {
    private static final int REPEATS = 3;
    private static final int FEWEST_ROWS = 32;
    /// About this many products are computed; a table with many columns is judged on fewer rows.
    private static final long WORK = 300_000_000;

    private final Study study;
    private final Lens lens;

    Shuffling(Study study, Lens lens) {
        this.study = study;
        this.lens = lens;
    }

    /// How much the loss rises without a column.
    ///
    /// @param column the name of the column
    /// @param rise   the rise; about 0 if the network does not use the column, below 0 if shuffling happened to help
    record Reliance(String column, double rise) {
    }

    /// Returns all columns that the network reads, the most important first, at the parameters that the lens looks at.
    List<Reliance> columns() {
        Map<String, List<Integer>> inputs = new LinkedHashMap<>();
        int next = 0;
        for (Encoding each : study.schema().encodings()) {
            List<Integer> own = inputs.computeIfAbsent(each.column(), _ -> new ArrayList<>());
            IntStream.range(next, next + each.width()).forEach(own::add);
            next += each.width();
        }
        Lens.Sample rows = rows(inputs.size());
        double before = lens.loss(rows);
        List<Reliance> found = new ArrayList<>();
        inputs.forEach((column, own) -> found.add(new Reliance(column, shuffled(rows, own) - before)));
        found.sort(Comparator.comparingDouble(Reliance::rise).reversed());
        return found;
    }

    static List<Object> toJson(List<Reliance> columns) {
        List<Object> json = new ArrayList<>();
        columns.forEach(each -> json.add(Map.of("column", each.column, "rise", Numbers.finite(each.rise))));
        return json;
    }

    /// Returns rows that the network never learns from; training rows if there are none.
    private Lens.Sample rows(int columns) {
        int[] rows = study.measuredHeld().length > 0 ? study.measuredHeld() : study.measuredTraining();
        long affordable = WORK / ((long) REPEATS * columns * lens.network().parameterCount());
        return Lens.Sample.of(study, Study.some(rows, (int) Math.min(rows.length, Math.max(FEWEST_ROWS, affordable))));
    }

    private double shuffled(Lens.Sample rows, List<Integer> columns) {
        int width = study.schema().width();
        SplittableRandom random = new SplittableRandom(0);
        double loss = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            int[] order = IntStream.range(0, rows.count()).toArray();
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int held = order[i];
                order[i] = order[other];
                order[other] = held;
            }
            float[] inputs = rows.inputs().clone();
            for (int i = 0; i < order.length; i++) {
                for (int column : columns) {
                    inputs[i * width + column] = rows.inputs()[order[i] * width + column];
                }
            }
            loss += lens.loss(new Lens.Sample(rows.count(), inputs, rows.truths())) / REPEATS;
        }
        return loss;
    }
}
