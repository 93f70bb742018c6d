package org.chainrule.spark;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.outcome.Target;
import org.jspecify.annotations.Nullable;

/// Turns the rows of a partition into the inputs and the target of a network. Rows without a target, of a class that the
/// sample did not have, or with the weight 0 are left out.
///
/// @param handle a model with the encodings
/// @param places where the rows hold the columns of the model
/// @param label  the place of the label
/// @param weight the place of the weight; -1 for none
record EncodeRows(ModelHandle handle, Inputs.Source[] places, int label, int weight)
        implements
            MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        TabularModel model = handle.model();
        RowScorer scorer = new RowScorer(model, places);
        Map<Object, Integer> classes = classes(model.target());
        int width = model.schema().width();
        return new Iterator<>() {
            private @Nullable Row next = following();

            private @Nullable Row following() {
                while (rows.hasNext()) {
                    Row row = rows.next();
                    Object target = target(model.target(), classes, Cells.value(row.get(label)));
                    // a weight that is missing or negative reaches the training, which refuses it
                    float share = weight < 0 ? 1 : (float) Cells.number(Cells.value(row.get(weight)));
                    if (target != null && share != 0) {
                        float[] inputs = new float[width];
                        scorer.encode(row, inputs, 0);
                        return RowFactory.create(inputs, target, share);
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Row next() {
                Row row = next;
                if (row == null) {
                    throw new NoSuchElementException();
                }
                next = following();
                return row;
            }
        };
    }

    private static Map<Object, Integer> classes(Target target) {
        if (!(target instanceof Target.Classes classes)) {
            return new HashMap<>();
        }
        Map<Object, Integer> places = new HashMap<>();
        for (int k = 0; k < classes.labels().size(); k++) {
            String label = classes.labels().get(k);
            places.put(label, k);
            if (Labels.isNumber(label)) {
                places.put(Double.parseDouble(label), k);
            }
        }
        return places;
    }

    private static @Nullable Object target(Target target, Map<Object, Integer> classes, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (target instanceof Target.Numbers numbers) {
            double number = Cells.number(value);
            return Double.isFinite(number) ? numbers.learned(number) : null;
        }
        Integer written = classes.get(value.toString().strip());
        return written != null ? written : classes.get(Cells.number(value));
    }
}
