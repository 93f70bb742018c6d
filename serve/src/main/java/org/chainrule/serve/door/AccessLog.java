package org.chainrule.serve.door;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.chainrule.io.Json;
import org.jspecify.annotations.Nullable;

/// A line of JSON for each request.
///
/// @param lines receives the lines; null if no one reads them
record AccessLog(@Nullable Consumer<String> lines) {
    /// Logs a request.
    ///
    /// @param bytes the bytes of the answer that was sent
    /// @param error the kind of problem; empty if it was answered
    void add(String client, String method, String path, String model, int status, int bytes, long nanos, int rows,
            String error) {
        Consumer<String> receiver = lines;
        if (receiver == null) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("client", client);
        line.put("method", method);
        line.put("path", path);
        line.put("status", status);
        line.put("bytes", bytes);
        line.put("ms", Math.rint(nanos / 1e4) / 100);
        if (!model.isEmpty()) {
            line.put("model", model);
        }
        if (rows > 0) {
            line.put("rows", rows);
        }
        if (!error.isEmpty()) {
            line.put("error", error);
        }
        receiver.accept(Json.write(line));
    }
}
