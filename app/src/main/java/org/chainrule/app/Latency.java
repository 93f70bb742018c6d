package org.chainrule.app;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.Schema;

/// The time that a model takes on this machine to predict one row, passed as a map, in sequence on one thread.
///
/// @param predictions the number of measured predictions, after a warm-up of the same length
/// @param median      the median in nanoseconds
/// @param p99         the 99th percentile in nanoseconds
record Latency(int predictions, long median, long p99) {
    // Nanoseconds.
    private static final long WARMING = 300_000_000;
    private static final long MEASURING = 300_000_000;
    private static final int MOST = 100_000;

    /// Measures models that predict each row one after the other, which takes a little more than half a second.
    static Latency of(List<TabularModel> models) {
        Map<String, Object> row = new HashMap<>();
        models.forEach(model -> row.putAll(row(model.schema())));
        measure(models, row, WARMING, new long[MOST]);
        long[] times = new long[MOST];
        int count = measure(models, row, MEASURING, times);
        Arrays.sort(times, 0, count);
        return new Latency(count, times[count / 2], times[Math.min(count - 1, (int) (count * 99L / 100))]);
    }

    private static int measure(List<TabularModel> models, Map<String, Object> row, long most, long[] times) {
        long start = System.nanoTime();
        long last = start;
        int count = 0;
        while (count < times.length && (count == 0 || last - start < most)) {
            models.forEach(model -> model.predict(row));
            long now = System.nanoTime();
            times[count++] = now - last;
            last = now;
        }
        return count;
    }

    /// Returns a row of typical values: means and first categories.
    private static Map<String, Object> row(Schema schema) {
        Map<String, Object> row = new HashMap<>();
        for (Encoding encoding : schema.encodings()) {
            row.put(encoding.column(), encoding.sample());
        }
        return row;
    }
}
