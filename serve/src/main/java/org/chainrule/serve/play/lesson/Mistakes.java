package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Where the network errs at one step, as a tree for [org.chainrule.io.Json].
///
/// | field | content |
/// |---|---|
/// | `train`, `held` | the prediction for each shown row: the number of the class as a byte, or the number as float32 |
/// | `confusion` | of the rows that the network never learns from, how many of each class (rows) got each class (columns) |
/// | `typical` | their mean absolute error in the unit of the target; for numbers, null without such rows |
final class Mistakes {
    private final Study study;
    private final Lens lens;

    Mistakes(Study study, Lens lens) {
        this.study = study;
        this.lens = lens;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("train", predictions(lens.shownTraining()));
        json.put("held", predictions(lens.shownHeld()));
        Lens.Sample held = lens.held();
        float[] outputs = lens.outputs(held);
        if (study.classes()) {
            json.put("confusion", confusion(held, outputs));
        } else {
            double sum = 0;
            for (int i = 0; i < held.count(); i++) {
                sum += Math.abs(study.restored(outputs[i]) - study.restored(held.truths()[i]));
            }
            json.put("typical", Numbers.finite(sum / held.count()));
        }
        return json;
    }

    private String predictions(Lens.Sample rows) {
        float[] outputs = lens.outputs(rows);
        int width = study.outputs();
        if (study.classes()) {
            byte[] classes = new byte[rows.count()];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = (byte) Lens.largest(outputs, i * width, width);
            }
            return Numbers.bytes(classes);
        }
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = (float) study.restored(outputs[i]);
        }
        return Numbers.floats(outputs);
    }

    private List<Object> confusion(Lens.Sample rows, float[] outputs) {
        int classes = study.outputs();
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < rows.count(); i++) {
            counts[(int) rows.truths()[i]][Lens.largest(outputs, i * classes, classes)]++;
        }
        List<Object> lines = new ArrayList<>();
        for (int[] line : counts) {
            lines.add(IntStream.of(line).boxed().toList());
        }
        return lines;
    }
}
