package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;

/// The encoding of a column of numbers: `(x - mean) / deviation`, with the mean and the population standard deviation
/// of the training rows. A missing value becomes the mean, which is 0; if the training rows had missing values, a
/// second input flags them.
///
/// Standardized values are limited to ±10^6, so that one absurd value cannot make sums in a network infinite.
///
/// @param column    the name of the column
/// @param mean      the mean of the training rows' values
/// @param deviation their population standard deviation; 0 if all values are equal, so that only the flag carries
///                  information
/// @param indicator whether an input flags missing values
public record NumberEncoding(String column, double mean, double deviation, boolean indicator) implements Encoding {
    private static final double LIMIT = 1e6;

    @Override
    public Column.Kind kind() {
        return Column.Kind.NUMBER;
    }

    @Override
    public int width() {
        return (deviation > 0 ? 1 : 0) + (indicator ? 1 : 0);
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

    @Override
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
    public IntToDoubleFunction cells(Column column) {
        return column instanceof NumberColumn numbers ? numbers::value : _ -> Double.NaN;
    }

    @Override
    public ValueReader values(TableFormat format) {
        return new Values(column, format);
    }

    @Override
    public void check(Table table) {
        OtherKind.check(table, this, "numbers");
    }

    @Override
    public Optional<String> refusal(Class<?> type) {
        return JavaValues.isPlain(type)
                ? Optional.empty()
                : JavaValues.declare(column, "numbers", "double or Double");
    }

    @Override
    public String description() {
        return "(x - " + Phrases.plain(mean) + ") / " + Phrases.plain(deviation)
                + (indicator ? ", and a flag for missing values" : "");
    }

    @Override
    public Object sample() {
        return mean;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = EncodingType.json(this);
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

    /// Learns the encoding of a column from the training rows, at least one of which has a value.
    ///
    /// @param wanted whether the user declared the column as numbers, so that it is used even if it looks like an
    ///               identifier
    static EncodingChoice fit(NumberColumn column, int[] rows, boolean wanted) {
        double[] values = IntStream.of(rows).mapToDouble(column::value).filter(value -> !Double.isNaN(value)).toArray();
        boolean missing = values.length < rows.length;
        if (DoubleStream.of(values).anyMatch(Double::isInfinite)) {
            return new EncodingChoice.Unused(
                    "it holds infinite numbers; use finite numbers, and leave missing values empty");
        }
        boolean constant = true;
        for (double value : values) {
            constant &= value == values[0];
        }
        if (constant) {
            return missing
                    ? new EncodingChoice.Used(new NumberEncoding(column.name(), values[0], 0, true))
                    : new EncodingChoice.Unused("it is always " + Decimal.spell(values[0]));
        }
        Optional<String> identifier = wanted ? Optional.empty() : Identifiers.reason(column, rows);
        if (identifier.isPresent()) {
            return new EncodingChoice.Unused(identifier.get());
        }
        Moments moments = Moments.of(values);
        if (!(moments.deviation() > 0) || Double.isInfinite(moments.deviation())) {
            return new EncodingChoice.Unused(
                    "its values are too " + (moments.deviation() == 0 ? "close together" : "large")
                            + " to be standardized");
        }
        return new EncodingChoice.Used(new NumberEncoding(column.name(), moments.mean(), moments.deviation(), missing));
    }

    /// Reads numbers, booleans as 1 and 0, and text that a table would read as a number.
    private static final class Values extends JavaValues {
        Values(String column, TableFormat format) {
            super(column, "numbers", "a finite number", format);
        }

        @Override
        public boolean readsNumbers() {
            return true;
        }

        @Override
        public double readNumber(double number) {
            if (Double.isInfinite(number)) {
                throw refused(number + ", which is not finite");
            }
            return missing.contains(number) ? Double.NaN : number;
        }

        @Override
        double present(Object value) {
            if (value instanceof Number number) {
                return readNumber(number.doubleValue());
            }
            if (value instanceof Boolean yes) {
                return yes ? 1 : 0;
            }
            if (value instanceof CharSequence text) {
                String word = text.toString().strip();
                if (missing.contains(word)) {
                    return Double.NaN;
                }
                double number = style.of(word);
                if (!Double.isNaN(number)) {
                    return readNumber(number);
                }
            }
            throw refused(value);
        }
    }
}
