package org.chainrule.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Prediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.QuantilePrediction;
import org.chainrule.tabular.TabularModel;

/// Adds predictions to the rows of a partition, a batch at a time.
///
/// @param places where the rows hold the columns of the model
/// @param labels the classes; of no length for a regression
/// @param added  what is added
record PredictRows(ModelHandle handle, Inputs.Source[] places, Labels labels, Added added)
        implements
            MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;
    private static final int BATCH = 1024;
    /// The most numbers of a batch, so that wide rows come in smaller ones.
    private static final int NUMBERS = 1 << 20;

    /// The values that a prediction adds to a row, in this order.
    ///
    /// @param raw         whether there are logarithms of probabilities
    /// @param probability whether there are probabilities
    /// @param prediction  whether there is a prediction
    record Added(boolean raw, boolean probability, boolean prediction) implements Serializable {
        private static final long serialVersionUID = 1;

        int count() {
            return (raw ? 1 : 0) + (probability ? 1 : 0) + (prediction ? 1 : 0);
        }
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return rows;
        }
        TabularModel model = handle.model();
        int width = model.schema().width();
        int batch = Math.clamp(NUMBERS / Math.max(1, width), 1, BATCH);
        return new Batches(rows, model, new RowScorer(model, places), batch, width);
    }

    /// The rows with what is added, from one batch after the other.
    private final class Batches implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final TabularModel model;
        private final RowScorer scorer;
        private final Row[] read;
        private final float[] inputs;
        private final int width;
        private int size;
        private int next;
        private Predictions predictions;

        Batches(Iterator<Row> rows, TabularModel model, RowScorer scorer, int batch, int width) {
            this.rows = rows;
            this.model = model;
            this.scorer = scorer;
            this.read = new Row[batch];
            this.inputs = new float[batch * width];
            this.width = width;
            this.predictions = filled();
        }

        private Predictions filled() {
            size = 0;
            next = 0;
            while (size < read.length && rows.hasNext()) {
                Row row = rows.next();
                scorer.encode(row, inputs, size * width);
                read[size++] = row;
            }
            return model.predict(size == read.length ? inputs : Arrays.copyOf(inputs, size * width));
        }

        @Override
        public boolean hasNext() {
            return next < size || rows.hasNext();
        }

        @Override
        public Row next() {
            if (next == size) {
                if (!rows.hasNext()) {
                    throw new NoSuchElementException();
                }
                predictions = filled();
            }
            Row row = read[next];
            int length = row.size();
            Object[] values = new Object[length + added.count()];
            for (int i = 0; i < length; i++) {
                values[i] = row.get(i);
            }
            add(predictions, next++, values, length);
            return RowFactory.create(values);
        }
    }

    private void add(Predictions predictions, int row, Object[] out, int from) {
        int at = from;
        if (predictions instanceof Predictions.Classes classes) {
            if (added.raw) {
                out[at++] = Vectors.dense(labels.logarithms(classes, row));
            }
            if (added.probability) {
                out[at++] = Vectors.dense(labels.probabilities(classes, row));
            }
            if (added.prediction) {
                out[at] = labels.prediction(classes.index(row));
            }
        } else if (added.prediction) {
            out[at] = number(predictions, row);
        }
    }

    /// Returns the predicted number of a regression: the median of quantiles.
    static double number(Predictions predictions, int row) {
        if (predictions instanceof Predictions.Numbers numbers) {
            return numbers.value(row);
        }
        Prediction prediction = predictions.prediction(row);
        return switch (prediction) {
            case QuantilePrediction quantiles -> quantiles.value();
            case NumberPrediction number -> number.value();
            default -> throw new IllegalStateException("the prediction is no number");
        };
    }
}
