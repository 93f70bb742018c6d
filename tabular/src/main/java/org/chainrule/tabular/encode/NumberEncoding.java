package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.text.Identifiers;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.Phrases;

/// The encoding of a column of numbers: `(x - mean) / deviation`, with the mean and the population standard deviation
/// of the training rows, or their median and interquartile range if the [scaling][NumberScaling] is robust; or the
/// [normal quantile][QuantileTransform] of its rank. Values far outside the range of the training rows are compressed, so
/// that no value can make a prediction explode. A missing value becomes 0, which is the mean or the median; if the training
/// rows had missing values, a second input flags them. If the file gave only a limit of some numbers, as `<0.5` does, a last input flags those.
///
/// A `double` holds a number and that flag: the lowest bit of the mantissa, which no input could show, is 1 if the number
/// is only a limit.
///
/// @param column    the name of the column
/// @param mean      the mean of the training rows' values; their median if the scaling is robust
/// @param deviation their population standard deviation, or interquartile range; 0 if all values are equal, so that only the flag carries
///                  information
/// @param indicator whether an input flags missing values
/// @param range     the range of the training rows' values
/// @param limits    whether an input flags numbers that are only limits
/// @param scaling   how the numbers are scaled
/// @param quantiles the transform to normal quantiles, which replaces the scaling; [QuantileTransform#NONE] if there is none
/// @param binary    whether the training rows had two values only, so that no embedding of the number can tell more
public record NumberEncoding(String column, double mean, double deviation, boolean indicator, Range range,
        boolean limits, NumberScaling scaling, QuantileTransform quantiles, boolean binary) implements Encoding {
    /// The share of the width of the range by which ordinary new values may exceed it.
    private static final double MARGIN = 0.1;
    private static final String BINARY = "binary";

    /// Creates an encoding of scaled numbers.
    public NumberEncoding(String column, double mean, double deviation, boolean indicator, Range range,
            boolean limits, NumberScaling scaling) {
        this(column, mean, deviation, indicator, range, limits, scaling, QuantileTransform.NONE, false);
    }

    /// Creates an encoding of standardized numbers.
    public NumberEncoding(String column, double mean, double deviation, boolean indicator, Range range,
            boolean limits) {
        this(column, mean, deviation, indicator, range, limits, NumberScaling.STANDARD);
    }

    /// Creates an encoding of standardized numbers none of which is only a limit.
    public NumberEncoding(String column, double mean, double deviation, boolean indicator, Range range) {
        this(column, mean, deviation, indicator, range, false);
    }

    @Override
    public Column.Kind kind() {
        return Column.Kind.NUMBER;
    }

    @Override
    public int width() {
        return (deviation > 0 ? 1 : 0) + (indicator ? 1 : 0) + (limits ? 1 : 0);
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
        if (limits) {
            names.add(column + " limit");
        }
        return List.copyOf(names);
    }

    @Override
    public List<InputGroup> groups(int from) {
        List<InputGroup> groups = new ArrayList<>();
        int flags = from;
        if (deviation > 0) {
            groups.add(new InputGroup(column, binary ? InputGroup.Kind.OTHER : InputGroup.Kind.NUMBER, from, ++flags));
        }
        if (indicator || limits) {
            groups.add(new InputGroup(column, InputGroup.Kind.FLAG, flags, from + width()));
        }
        return groups;
    }

    @Override
    public void encode(double value, float[] out, int at) {
        boolean missing = Double.isNaN(value);
        int next = at;
        if (deviation > 0) {
            out[next++] = missing ? 0 : (float) scaled(value);
        }
        if (indicator) {
            out[next++] = missing ? 1 : 0;
        }
        if (limits) {
            out[next] = !missing && (Double.doubleToRawLongBits(value) & 1) == 1 ? 1 : 0;
        }
    }

    private double scaled(double value) {
        return quantiles.isNone() ? scaling.input(value, mean, deviation, range) : quantiles.input(value, deviation);
    }

    /// Returns a copy that transforms the numbers to normal quantiles of their ranks among some rows; this encoding if their
    /// values are all equal. Values that stand alone do not count, as in the mean.
    ///
    /// @param values the column
    NumberEncoding ranked(Column values, int[] rows) {
        IntToDoubleFunction cells = cells(values);
        double[] known = IntStream.of(rows).mapToDouble(cells).filter(value -> !Double.isNaN(value)).toArray();
        return new NumberEncoding(column, mean, deviation, indicator, range, limits, scaling,
                QuantileTransform.fit(range.kept(known)), binary);
    }

    /// Returns a number with the flag that it is only a limit, if this encoding knows such numbers.
    private double flagged(double value, boolean limit) {
        if (!limits || Double.isNaN(value)) {
            return value;
        }
        long bits = Double.doubleToRawLongBits(value);
        return Double.longBitsToDouble(limit ? bits | 1 : bits & ~1L);
    }

    @Override
    public Novelty.Kind novelty(double value) {
        if (Double.isNaN(value)) {
            return indicator ? Novelty.Kind.NONE : Novelty.Kind.MISSING;
        }
        return range.excludes(value, MARGIN) ? Novelty.Kind.OUTSIDE : Novelty.Kind.NONE;
    }

    @Override
    public String rangeInWords() {
        return range.known() ? range.words(Phrases::plain, Decimal::spell) : "";
    }

    @Override
    public IntToDoubleFunction cells(Column column) {
        if (!(column instanceof NumberColumn numbers)) {
            return _ -> Double.NaN;
        }
        return limits ? row -> flagged(numbers.value(row), numbers.limited(row)) : numbers::value;
    }

    @Override
    public ValueReader values(TableFormat format) {
        return new Values(this, format);
    }

    @Override
    public void check(Table table) {
        EncodingType.check(table, this, "numbers");
    }

    @Override
    public Optional<String> refusal(Class<?> type) {
        return JavaValues.isPlain(type)
                ? Optional.empty()
                : JavaValues.declare(column, "numbers", "double or Double");
    }

    @Override
    public String description() {
        String scaled = (mean < 0 ? "(x + " : "(x - ") + Phrases.plain(Math.abs(mean)) + ") / "
                + Phrases.plain(deviation) + scaling.words();
        return (quantiles.isNone() ? scaled : quantiles.words()) + (indicator ? ", and a flag for missing values" : "")
                + (limits ? ", and a flag for limits" : "");
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
        json.put("limits", limits);
        range.toJson(json);
        scaling.toJson(json);
        quantiles.toJson(json);
        if (binary) {
            json.put(BINARY, true);
        }
        return json;
    }

    static NumberEncoding read(JsonFields fields) {
        double deviation = fields.number("deviation");
        if (deviation < 0) {
            throw fields.refuse("has a negative \"deviation\"");
        }
        return new NumberEncoding(fields.text("column"), fields.number("mean"), deviation, fields.flag("indicator"),
                Range.read(fields), fields.keys().contains("limits") && fields.flag("limits"),
                NumberScaling.read(fields), QuantileTransform.read(fields),
                fields.keys().contains(BINARY) && fields.flag(BINARY));
    }

    /// Learns the encoding of a column from the training rows, at least one of which has a value.
    ///
    /// @param wanted whether the user declared the column as numbers, so that it is used even if it looks like an
    ///               identifier
    static EncodingChoice fit(NumberColumn column, int[] rows, boolean wanted, NumberScaling scaling) {
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
        Range range = Range.of(values);
        if (constant) {
            return missing
                    ? new EncodingChoice.Used(
                            new NumberEncoding(column.name(), values[0], 0, true, range, false, scaling))
                    : new EncodingChoice.Unused("it is always " + Decimal.spell(values[0]));
        }
        Optional<String> identifier = wanted ? Optional.empty() : Identifiers.reason(column, rows);
        if (identifier.isPresent()) {
            return new EncodingChoice.Unused(identifier.get());
        }
        Moments moments = scaling.fit(values, range);
        if (!(moments.deviation() > 0) || Double.isInfinite(moments.deviation())) {
            return new EncodingChoice.Unused(
                    "its values are too " + (moments.deviation() == 0 ? "close together" : "large")
                            + " to be standardized");
        }
        return new EncodingChoice.Used(
                new NumberEncoding(column.name(), moments.mean(), moments.deviation(), missing, range,
                        IntStream.of(rows).anyMatch(column::limited), scaling, QuantileTransform.NONE,
                        isBinary(values)));
    }

    private static boolean isBinary(double[] values) {
        double low = DoubleStream.of(values).min().orElse(Double.NaN);
        double high = DoubleStream.of(values).max().orElse(Double.NaN);
        return DoubleStream.of(values).allMatch(value -> value == low || value == high);
    }

    /// Reads numbers, booleans as 1 and 0, and text that a table would read as a number.
    private static final class Values extends JavaValues {
        private final NumberEncoding encoding;

        Values(NumberEncoding encoding, TableFormat format) {
            super(encoding.column, "numbers", "a finite number", format);
            this.encoding = encoding;
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
            return missing.contains(number) ? Double.NaN : encoding.flagged(number, false);
        }

        @Override
        double present(Object value) {
            if (value instanceof Number number) {
                return readNumber(number.doubleValue());
            }
            if (value instanceof Boolean yes) {
                return encoding.flagged(yes ? 1 : 0, false);
            }
            if (value instanceof CharSequence text) {
                String word = text.toString().strip();
                if (missing.contains(word)) {
                    return Double.NaN;
                }
                double number = notation.parse(word);
                if (!Double.isNaN(number)) {
                    return encoding.flagged(readNumber(number), notation.isLimit(word));
                }
            }
            throw refused(value);
        }
    }
}
