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
        Map<Object, Integer> classes = new HashMap<>();
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

    /// Returns what the network should predict for a value of the label; null if it is missing or unknown.
    ///
    /// @param known the classes of the values so far; -1 for values that are no class
    private static @Nullable Object target(Target target, Map<Object, Integer> known, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (target) {
            case Target.Numbers numbers -> {
                double number = Cells.number(value);
                yield Double.isFinite(number) ? (Object) numbers.learned(number) : null;
            }
            case Target.Classes classes -> {
                int place = known.computeIfAbsent(value, label -> place(classes, label));
                yield place < 0 ? null : (Object) place;
            }
        };
    }

    private static int place(Target.Classes classes, Object value) {
        int written = classes.place(value.toString().strip());
        double number = Cells.number(value);
        for (int k = 0; written < 0 && k < classes.labels().size(); k++) {
            String label = classes.labels().get(k);
            written = Labels.isNumber(label) && Double.parseDouble(label) == number ? k : -1;
        }
        return written;
    }
}
