package org.chainrule.spark.parallel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.io.Json;
import org.chainrule.io.JsonObject;

/// What a worker tells the others when all meet.
///
/// @param host where to reach the worker
/// @param rows the number of rows of each of its shards
/// @param weights the sum of the weights of each of its shards
/// @param hashes the sum of the hashes of the rows of each of its shards
/// @param checkpoint the name of the checkpoint to go on from, of worker 0; empty for none
/// @param failure what is wrong with its rows; empty if nothing is
record Meeting(String host, int port, int[] rows, double[] weights, long[] hashes, String checkpoint,
        String failure) {
    String text() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("host", host);
        tree.put("port", (long) port);
        tree.put("rows", Arrays.stream(rows).mapToObj(Long::valueOf).toList());
        tree.put("weights", Arrays.stream(weights).mapToObj(Double::toString).toList());
        tree.put("hashes", Arrays.stream(hashes).mapToObj(Long::toString).toList());
        tree.put("checkpoint", checkpoint);
        tree.put("failure", failure);
        return Json.write(tree);
    }

    static Meeting parse(String text) {
        JsonObject tree = JsonObject.parse(text, "the message of a worker");
        return new Meeting(tree.text("host"), tree.count("port"),
                tree.list("rows").stream().mapToInt(value -> ((Number) value).intValue()).toArray(),
                tree.list("weights").stream().mapToDouble(value -> Double.parseDouble((String) value)).toArray(),
                tree.list("hashes").stream().mapToLong(value -> Long.parseLong((String) value)).toArray(),
                tree.text("checkpoint"), tree.text("failure"));
    }

    /// Returns what the workers know together.
    static WorkerRows.Totals totals(List<Meeting> all, double held) {
        int[] rows = all.stream().flatMapToInt(one -> Arrays.stream(one.rows)).toArray();
        double[] weights = all.stream().flatMapToDouble(one -> Arrays.stream(one.weights)).toArray();
        long[] hashes = all.stream().flatMapToLong(one -> Arrays.stream(one.hashes)).toArray();
        return WorkerRows.Totals.of(rows, weights, hashes, held);
    }
}
