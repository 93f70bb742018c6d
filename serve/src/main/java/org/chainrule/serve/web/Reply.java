package org.chainrule.serve.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An answer to a request.
///
/// @param status  the status of HTTP
/// @param type    the type of the body
/// @param body    the body, which no one may change
/// @param headers further headers
/// @param rows    the number of rows that were predicted
public record Reply(int status, String type, byte[] body, Map<String, String> headers, int rows) {
    /// The type of JSON.
    public static final String JSON = "application/json";

    /// Returns JSON.
    public static Reply json(byte[] body) {
        return new Reply(200, JSON, body, Map.of(), 0);
    }

    /// Returns text of some type in UTF-8.
    public static Reply text(String type, String text) {
        return new Reply(200, type, text.getBytes(StandardCharsets.UTF_8), Map.of(), 0);
    }

    /// Returns a copy with other headers.
    public Reply with(Map<String, String> others) {
        return new Reply(status, type, body, others, rows);
    }

    /// Returns a copy with the number of rows.
    public Reply rows(int count) {
        return new Reply(status, type, body, headers, count);
    }
}
