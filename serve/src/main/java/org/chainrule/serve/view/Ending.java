package org.chainrule.serve.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;

/// What a trained model relies on, and where it errs, both on test rows.
public final class Ending {
    /// More rows would not change the picture.
    private static final int MOST_ROWS = 1000;
    private static final Duration TIME = Duration.ofSeconds(1);

    private Ending() {
    }

    /// Returns a tree for [org.chainrule.io.Json]: `rows`; `metric` and `columns` with the rise of this measure if a column is
    /// shuffled; `labels` and `confusion` (true classes by predicted ones) for classes, or `truth` and `prediction` for
    /// numbers.
    ///
    /// @param table the table of the test rows
    /// @param rows  the test rows in it, at least one
    public static Map<String, Object> of(TabularModel model, Table table, int[] rows) {
        int count = Math.min(rows.length, MOST_ROWS);
        int[] some = IntStream.range(0, count).map(i -> rows[(int) ((long) i * rows.length / count)]).toArray();
        Table tests = table.select("shown", some);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", (long) count);
        Importance importance = model.explain(tests).within(TIME).importance();
        json.put("metric", importance.metric());
        List<Object> columns = new ArrayList<>();
        importance.columns().forEach(each -> columns.add(
                Map.of("column", each.column(), "rise", Spread.number(each.mean()))));
        json.put("columns", columns);
        Predictions predictions = model.predict(tests);
        if (model.target() instanceof Target.Classes classes && predictions instanceof Predictions.Classes found) {
            json.put("labels", classes.labels());
            json.put("confusion", confusion(classes, tests, found));
        } else if (model.target() instanceof Target.Numbers numbers
                && predictions instanceof Predictions.Numbers found) {
            json.put("truth", IntStream.range(0, count)
                    .mapToObj(i -> Spread.number(numbers.values(tests).value(i))).toList());
            json.put("prediction", IntStream.range(0, count).mapToObj(i -> Spread.number(found.value(i))).toList());
        }
        return json;
    }

    private static List<Object> confusion(Target.Classes classes, Table tests, Predictions.Classes found) {
        int[] truths = classes.classes(tests, tests.rows());
        int[][] counts = new int[classes.labels().size()][classes.labels().size()];
        for (int i = 0; i < truths.length; i++) {
            counts[truths[i]][found.index(i)]++;
        }
        List<Object> lines = new ArrayList<>();
        for (int[] line : counts) {
            lines.add(IntStream.of(line).asLongStream().boxed().toList());
        }
        return lines;
    }
}
