package org.chainrule.serve.play.lesson;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Table;

/// A table that is ready to be learned: its columns are encoded, and its rows are divided, as `chainrule train` does it.
public final class Study {
    /// Rows that are measured again and again; more would not change the picture.
    private static final int MEASURED = 1000;
    private static final int SHOWN = 400;
    private static final int SHOWN_HELD = 150;
    private static final int MOST_CLASSES = 20;
    private static final int MOST_INPUTS = 2000;

    private final TrainingPlan plan;
    private final int[] train;
    private final int[] held;

    private Study(TrainingPlan plan) {
        this.plan = plan;
        this.train = plan.places().getFirst();
        this.held = IntStream.concat(IntStream.of(plan.places().get(1)), IntStream.of(plan.places().get(2))).sorted()
                .toArray();
    }

    /// Prepares a table.
    ///
    /// @throws IOException if the table cannot be read
    /// @throws ArgumentException if a network cannot learn the target; the message is one sentence
    public static Study of(TableSource source, String target) throws IOException {
        Study study = new Study(Tabular.of(target).quick().prepare(source));
        if (study.classes() && study.outputs() > MOST_CLASSES) {
            throw new ArgumentException("target", "the target " + target + " has " + study.outputs()
                    + " classes, and the playground shows at most " + MOST_CLASSES
                    + "; choose another target, or use chainrule train");
        }
        if (study.schema().width() > MOST_INPUTS) {
            throw new ArgumentException("table", "the columns become " + study.schema().width()
                    + " inputs, and the playground shows at most " + MOST_INPUTS + "; leave out columns of texts and"
                    + " lists, or use chainrule train");
        }
        return study;
    }

    TrainingPlan plan() {
        return plan;
    }

    Table table() {
        return plan.table();
    }

    Schema schema() {
        return plan.schema();
    }

    Target target() {
        return plan.target();
    }

    /// Returns the examples to learn from.
    Examples examples() {
        return plan.examples();
    }

    boolean classes() {
        return target() instanceof Target.Classes;
    }

    int outputs() {
        return target() instanceof Target.Classes classes ? classes.labels().size() : 1;
    }

    /// Returns some of the training rows, evenly spaced.
    int[] measuredTraining() {
        return some(train, MEASURED);
    }

    /// Returns some of the rows that the network never learns from, evenly spaced.
    int[] measuredHeld() {
        return some(held, MEASURED);
    }

    int[] shownTraining() {
        return some(train, SHOWN);
    }

    int[] shownHeld() {
        return some(held, SHOWN_HELD);
    }

    static int[] some(int[] rows, int most) {
        int count = Math.min(rows.length, most);
        return IntStream.range(0, count).map(i -> rows[(int) ((long) i * rows.length / count)]).toArray();
    }

    /// Returns what a network should answer for rows: the number of the class, or the standardized number.
    float[] truths(int[] rows) {
        float[] truths = new float[rows.length];
        switch (target()) {
            case Target.Classes classes -> {
                int[] labels = classes.classes(table(), rows);
                for (int i = 0; i < rows.length; i++) {
                    truths[i] = labels[i];
                }
            }
            case Target.Numbers numbers -> {
                for (int i = 0; i < rows.length; i++) {
                    truths[i] = numbers.learned(numbers.values(table()).value(rows[i]));
                }
            }
        }
        return truths;
    }

    /// Returns a number that the network answers in the unit of the target; that of a class as it is.
    double restored(float answer) {
        return target() instanceof Target.Numbers numbers ? numbers.restore(answer) : answer;
    }

    /// Returns the target of rows in words.
    List<String> texts(int[] rows) {
        return IntStream.of(rows).mapToObj(row -> table().column(target().column()).text(row)).toList();
    }

    /// Returns what the page tells about the table, as a tree for [org.chainrule.io.Json].
    ///
    /// @param wording how remarks name settings that help
    public Map<String, Object> toJson(Wording wording) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", table().size());
        json.put("train", train.length);
        json.put("held", held.length);
        json.put("target", target().column());
        json.put("task", classes() ? "classes" : "number");
        json.put("labels", target() instanceof Target.Classes classes ? classes.labels() : List.of());
        json.put("names", table().columns().stream().map(column -> column.name()).toList());
        json.put("columns", GridAxis.columns(this));
        json.put("inputs", schema().names());
        List<Map<String, String>> left = new ArrayList<>();
        for (LeftOut each : schema().leftOut()) {
            left.add(Map.of("column", each.column(), "reason", each.reason()));
        }
        json.put("leftOut", left);
        List<String> remarks = new ArrayList<>();
        for (Remark remark : table().reading().remarks()) {
            remarks.add(remark.sentence(wording));
        }
        json.put("remarks", remarks);
        return json;
    }
}
