package org.chainrule.tabular.explain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rows of a table that are most like a row, as the model sees them.
///
/// The distance is Euclidean, over the inputs of the network and the values before its last linear layer (of several networks,
/// of the one with the largest weight). Both are scaled by their spread in the table; the inputs count four times as much
/// as the hidden values in its square.
///
/// @param rows the rows, the nearest first; of equally distant ones, the first in the table
public record NearestRows(List<Near> rows) {
    /// Creates nearest rows; copies the list.
    public NearestRows {
        rows = List.copyOf(rows);
    }

    /// A row of the table.
    ///
    /// @param row      the row, from 0
    /// @param line     the line of the file on which it begins, from 1
    /// @param distance the distance; 0 if the network cannot tell the rows apart, and about 1.6 for two rows drawn at random
    /// @param target   the target, as the table writes it; empty if it is missing
    /// @param values   the value of each column that the model reads, as the table writes it; empty if it is missing
    public record Near(int row, int line, double distance, String target, Map<String, String> values) {
        /// Creates a row; copies the map.
        public Near {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("row", row + 1);
            json.put("line", line);
            json.put("distance", distance);
            json.put("target", target);
            json.put("values", values);
            return json;
        }
    }

    /// Returns the rows as a tree for [org.chainrule.io.Json]; their numbers are counted from 1.
    public List<Object> toJson() {
        return rows.stream().<Object>map(Near::toJson).toList();
    }
}
