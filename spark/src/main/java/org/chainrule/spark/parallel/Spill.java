package org.chainrule.spark.parallel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.spark.parallel.exchange.ShardTree;
import scala.collection.Iterator;

/// Copies the rows of a task, which come in the order of the shards, to a file.
final class Spill {
    // the columns of the rows that reach a task
    private static final int SHARD = 0;
    private static final int HASH = 1;
    private static final int INPUTS = 2;
    private static final int TARGETS = 3;
    private static final int WEIGHT = 4;

    private final RowFile file;
    private final RowLayout layout;
    private final int first;
    private final int[] rows;
    private final double[] weights;
    private final long[] hashes;

    Spill(RowFile file, RowLayout layout, ShardTree tree, int worker) {
        this.file = file;
        this.layout = layout;
        this.first = tree.first(worker);
        this.rows = new int[tree.first(worker + 1) - first];
        this.weights = new double[rows.length];
        this.hashes = new long[rows.length];
    }

    /// Copies all rows.
    ///
    /// @return what is wrong with the rows, in one sentence, or the empty string
    String read(Iterator<InternalRow> from) throws IOException {
        float[] floats = new float[layout.width()];
        int inputs = layout.inputs();
        int targets = layout.targets();
        try {
            while (from.hasNext()) {
                InternalRow row = from.next();
                int shard = row.getInt(SHARD) - first;
                copy(row, INPUTS, floats, 0, inputs);
                copy(row, TARGETS, floats, inputs, targets);
                float weight = 1;
                if (layout.type().weighted()) {
                    weight = row.isNullAt(WEIGHT)
                            ? Float.NaN
                            : row.getFloat(WEIGHT);
                    floats[floats.length - 1] = weight;
                }
                layout.check(floats, rows[shard]);
                file.add(floats);
                rows[shard]++;
                weights[shard] += weight;
                hashes[shard] += row.getLong(HASH);
            }
        } catch (ChainruleException e) {
            return String.valueOf(e.getMessage());
        }
        file.flush();
        return "";
    }

    private static void copy(InternalRow row, int column, float[] to, int at, int width) {
        String what = column == INPUTS ? "inputs" : "targets";
        if (row.isNullAt(column)) {
            throw new ArgumentException("rows", "train: the " + what + " of a row are missing; fill or drop such rows");
        }
        ArrayData values = row.getArray(column);
        if (values.numElements() != width) {
            throw new ArgumentException("rows", "train: a row has " + values.numElements() + " " + what + ", expected "
                    + width);
        }
        for (int i = 0; i < width; i++) {
            to[at + i] = values.isNullAt(i) ? Float.NaN : values.getFloat(i);
        }
    }

    /// Returns the number of rows of each shard.
    int[] rows() {
        return rows.clone();
    }

    /// Returns the sum of the weights of each shard.
    double[] weights() {
        return weights.clone();
    }

    /// Returns the sum of the hashes of the rows of each shard, which differs for other rows.
    long[] hashes() {
        return hashes.clone();
    }

    List<RowOrder.Shard> shards() {
        List<RowOrder.Shard> shards = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < rows.length; i++) {
            shards.add(new RowOrder.Shard(first + i, at, rows[i]));
            at += rows[i];
        }
        return shards;
    }
}
