package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.value.JsonFields;

/// A column of numbers, standardized: `(x - mean) / deviation`, with mean and population standard deviation of the
/// training rows. A missing value becomes the mean, that is 0, and a second input says that it was missing when the
/// training rows had missing values too.
///
/// Standardized values are limited to ±10^6, so that one absurd value cannot make sums in a network infinite.
///
/// @param column    the name of the column
/// @param mean      mean of the training rows' values
/// @param deviation population standard deviation of these; 0 when they are all the same, so that only whether a value
///                  is missing tells anything
/// @param indicator whether an input says that a value is missing
public record NumberEncoding(String column, double mean, double deviation, boolean indicator) implements Encoding {
    private static final double LIMIT = 1e6;

    @Override
    public Column.Kind kind() {
        return Column.Kind.NUMBER;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (deviation > 0) {
            names.add(column);
        }
        if (indicator) {
            names.add(column + " missing");
        }
        return List.copyOf(names);
    }

    /// Writes the inputs of one value, NaN when it is missing, from `out[at]` on.
    public void encode(double value, float[] out, int at) {
        boolean missing = Double.isNaN(value);
        int next = at;
        if (deviation > 0) {
            double z = missing ? 0 : (value - mean) / deviation;
            out[next++] = (float) Math.clamp(z, -LIMIT, LIMIT);
        }
        if (indicator) {
            out[next] = missing ? 1 : 0;
        }
    }

    @Override
    public RowSource rows(Column column) {
        return column instanceof NumberColumn numbers
                ? (row, out, at) -> encode(numbers.value(row), out, at)
                : (_, out, at) -> encode(Double.NaN, out, at);
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("column", column);
        json.put("kind", "number");
        json.put("mean", mean);
        json.put("deviation", deviation);
        json.put("indicator", indicator);
        return json;
    }

    static NumberEncoding read(JsonFields fields) {
        double deviation = fields.number("deviation");
        if (deviation < 0) {
            throw fields.refuse("has a negative \"deviation\"");
        }
        return new NumberEncoding(fields.text("column"), fields.number("mean"), deviation, fields.flag("indicator"));
    }
}
