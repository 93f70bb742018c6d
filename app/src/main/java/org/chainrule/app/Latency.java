package org.chainrule.app;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.Schema;

/// How long a model takes to predict one row given by name, one after another on one thread of this machine.
///
/// @param predictions how many were measured, after as long a time that only warmed the process up
/// @param median      nanoseconds of which half took less
/// @param p99         nanoseconds of which 99 in 100 took less
record Latency(int predictions, long median, long p99) {
    private static final long WARMING = 300_000_000;
    private static final long MEASURING = 300_000_000;
    private static final int MOST = 100_000;

    /// Measures for a little more than half a second.
    static Latency of(TabularModel model) {
        Map<String, Object> row = row(model.schema());
        measure(model, row, WARMING, new long[MOST]);
        long[] times = new long[MOST];
        int count = measure(model, row, MEASURING, times);
        Arrays.sort(times, 0, count);
        return new Latency(count, times[count / 2], times[Math.min(count - 1, (int) (count * 99L / 100))]);
    }

    private static int measure(TabularModel model, Map<String, Object> row, long most, long[] times) {
        long start = System.nanoTime();
        long last = start;
        int count = 0;
        while (count < times.length && (count == 0 || last - start < most)) {
            model.predict(row);
            long now = System.nanoTime();
            times[count++] = now - last;
            last = now;
        }
        return count;
    }

    /// A row of ordinary values: means, and first categories.
    private static Map<String, Object> row(Schema schema) {
        Map<String, Object> row = new HashMap<>();
        for (Encoding encoding : schema.encodings()) {
            row.put(encoding.column(), encoding.sample());
        }
        return row;
    }
}
