package org.chainrule.tabular.encode;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The encoding of a column of dates: the elapsed time, standardized, and the position of the date in recurring cycles.
/// Each position becomes a sine and a cosine, so that the end of a cycle is next to its beginning. A missing date makes
/// these inputs 0; if the training rows had missing dates, a last input flags them.
///
/// Dates far outside the range of the training rows are compressed, so that no date can make a prediction explode.
///
/// @param column    the name of the column
/// @param mean      the mean of the training rows' dates, in seconds since 1970-01-01T00:00; their median if the scaling
///                  is robust
/// @param deviation their population standard deviation, or interquartile range, in seconds; 0 if all dates are equal
/// @param cycles    the cycles in which the training rows' dates differ
/// @param indicator whether an input flags missing dates
/// @param range     the range of the training rows' dates
/// @param scaling   how the elapsed time is scaled
public record DateEncoding(String column, double mean, double deviation, List<Cycle> cycles, boolean indicator,
        Range range, NumberScaling scaling) implements Encoding {
    /// The share of the training period beyond which dates are unlike it; later rows usually have later dates.
    private static final double MARGIN = 1;
    private static final double DAY = 86_400;

    /// A recurring cycle.
    public enum Cycle {
        /// The day of the year.
        YEAR,
        /// The day of the month.
        MONTH,
        /// The day of the week, starting on Monday.
        WEEKDAY,
        /// The time of day.
        HOUR;

        /// Returns the elapsed fraction of the cycle, from 0 (inclusive) to 1 (exclusive).
        double phase(double seconds) {
            LocalDate date = LocalDate.ofEpochDay((long) Math.floor(seconds / DAY));
            return switch (this) {
                case YEAR -> (date.getDayOfYear() - 1.0) / date.lengthOfYear();
                case MONTH -> (date.getDayOfMonth() - 1.0) / date.lengthOfMonth();
                case WEEKDAY -> (date.getDayOfWeek().getValue() - 1) / 7.0;
                case HOUR -> seconds / DAY - Math.floor(seconds / DAY);
            };
        }

        /// Returns the name that files and inputs use.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Creates an encoding; copies the cycles.
    public DateEncoding {
        cycles = List.copyOf(cycles);
    }

    /// Creates an encoding with a standardized elapsed time.
    public DateEncoding(String column, double mean, double deviation, List<Cycle> cycles, boolean indicator,
            Range range) {
        this(column, mean, deviation, cycles, indicator, range, NumberScaling.STANDARD);
    }

    @Override
    public Column.Kind kind() {
        return Column.Kind.DATE;
    }

    @Override
    public int width() {
        return (deviation > 0 ? 1 : 0) + 2 * cycles.size() + (indicator ? 1 : 0);
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (deviation > 0) {
            names.add(column + " elapsed");
        }
        for (Cycle cycle : cycles) {
            names.add(column + " " + cycle.word() + " sin");
            names.add(column + " " + cycle.word() + " cos");
        }
        if (indicator) {
            names.add(column + " missing");
        }
        return List.copyOf(names);
    }

    @Override
    public List<InputGroup> groups(int from) {
        List<InputGroup> groups = new ArrayList<>();
        int next = from;
        if (deviation > 0) {
            groups.add(new InputGroup(column, InputGroup.Kind.NUMBER, next, ++next));
        }
        if (!cycles.isEmpty()) {
            groups.add(new InputGroup(column, InputGroup.Kind.OTHER, next, next + 2 * cycles.size()));
            next += 2 * cycles.size();
        }
        if (indicator) {
            groups.add(new InputGroup(column, InputGroup.Kind.FLAG, next, next + 1));
        }
        return groups;
    }

    @Override
    public void encode(double seconds, float[] out, int at) {
        boolean missing = Double.isNaN(seconds);
        int next = at;
        if (deviation > 0) {
            out[next++] = missing ? 0 : (float) scaling.input(seconds, mean, deviation, range);
        }
        for (Cycle cycle : cycles) {
            double angle = missing ? 0 : 2 * StrictMath.PI * cycle.phase(seconds);
            out[next++] = missing ? 0 : (float) StrictMath.sin(angle);
            out[next++] = missing ? 0 : (float) StrictMath.cos(angle);
        }
        if (indicator) {
            out[next] = missing ? 1 : 0;
        }
    }

    @Override
    public Novelty.Kind novelty(double seconds) {
        if (Double.isNaN(seconds)) {
            return indicator ? Novelty.Kind.NONE : Novelty.Kind.MISSING;
        }
        return range.excludes(seconds, MARGIN) ? Novelty.Kind.OUTSIDE : Novelty.Kind.NONE;
    }

    @Override
    public String rangeInWords() {
        return range.known() ? range.words(s -> Dates.spell(s, false), s -> Dates.spell(s, true)) : "";
    }

    @Override
    public IntToDoubleFunction cells(Column column) {
        return column instanceof DateColumn dates ? dates::seconds : _ -> Double.NaN;
    }

    @Override
    public ValueReader values(TableFormat format) {
        return new Values(column, format);
    }

    @Override
    public void check(Table table) {
        EncodingType.check(table, this, "dates");
    }

    @Override
    public Optional<String> refusal(Class<?> type) {
        return JavaValues.isTime(type) || JavaValues.isText(type)
                ? Optional.empty()
                : JavaValues.declare(column, "dates", "LocalDate, LocalDateTime or String");
    }

    @Override
    public String description() {
        return "elapsed time" + scaling.words()
                + (cycles.isEmpty()
                        ? ""
                        : ", and the position in the "
                                + cycles.stream().map(Cycle::word).collect(Collectors.joining(", ")))
                + (indicator ? ", and a flag for missing values" : "");
    }

    @Override
    public Object sample() {
        return LocalDateTime.ofEpochSecond(Math.round(mean), 0, ZoneOffset.UTC);
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = EncodingType.json(this);
        json.put("mean", mean);
        json.put("deviation", deviation);
        json.put("cycles", cycles.stream().map(Cycle::word).toList());
        json.put("indicator", indicator);
        range.toJson(json);
        scaling.toJson(json);
        return json;
    }

    static DateEncoding read(JsonFields fields) {
        double deviation = fields.number("deviation");
        if (deviation < 0) {
            throw fields.refuse("has a negative \"deviation\"");
        }
        List<Cycle> cycles = new ArrayList<>();
        for (String word : fields.texts("cycles")) {
            @Nullable
            Cycle cycle = null;
            for (Cycle each : Cycle.values()) {
                cycle = each.word().equals(word) ? each : cycle;
            }
            if (cycle == null || cycles.contains(cycle)) {
                throw fields.refuse("has the wrong cycle " + Phrases.quoted(word));
            }
            cycles.add(cycle);
        }
        return new DateEncoding(fields.text("column"), fields.number("mean"), deviation, cycles,
                fields.flag("indicator"), Range.read(fields), NumberScaling.read(fields));
    }

    /// Learns the encoding of a column from the training rows, at least one of which has a value.
    static EncodingChoice fit(DateColumn column, int[] rows, NumberScaling scaling) {
        double[] seconds = IntStream.of(rows).mapToDouble(column::seconds).filter(s -> !Double.isNaN(s)).toArray();
        boolean missing = seconds.length < rows.length;
        Range range = Range.ofDates(seconds);
        Moments moments = scaling.fit(seconds, range);
        if (DoubleStream.of(seconds).allMatch(s -> s == seconds[0])) {
            return missing
                    ? new EncodingChoice.Used(new DateEncoding(column.name(), seconds[0], 0, List.of(), true, range,
                            scaling))
                    : new EncodingChoice.Unused("it is always " + column.text(rows[0]));
        }
        List<DateEncoding.Cycle> cycles = Arrays.stream(DateEncoding.Cycle.values())
                .filter(cycle -> DoubleStream.of(seconds).anyMatch(s -> cycle.phase(s) != cycle.phase(seconds[0])))
                .toList();
        return new EncodingChoice.Used(
                new DateEncoding(column.name(), moments.mean(), moments.deviation(), cycles, missing, range,
                        scaling));
    }

    /// Reads dates, date-times, and text that a table would read as a date.
    private static final class Values extends JavaValues {
        Values(String column, TableFormat format) {
            super(column, "dates", "a date, a date-time or text such as \"2026-01-31\"", format);
        }

        @Override
        double present(Object value) {
            if (value instanceof TemporalAccessor || value instanceof CharSequence) {
                String word = value.toString().strip();
                // a zoned date-time ends in the name of its zone, which adds nothing to its local time
                int zone = word.indexOf('[');
                double seconds = seconds(zone < 0 ? word : word.substring(0, zone));
                if (!Double.isNaN(seconds) || missing.contains(word)) {
                    return isSentinel(seconds) ? Double.NaN : seconds;
                }
            }
            if (value instanceof Number number && notation.form().isDate()) {
                double seconds = notation.date(number.doubleValue());
                if (!Double.isNaN(seconds)) {
                    return missing.contains(number.doubleValue()) ? Double.NaN : seconds;
                }
            }
            throw refused(value);
        }

        /// Returns whether a date means missing, as the training files showed.
        private boolean isSentinel(double seconds) {
            return !Double.isNaN(seconds)
                    && missing.contains(Dates.spell(seconds, seconds % Dates.DAY != 0));
        }

        /// Returns the seconds of a date in the notation of the training files, or as Java writes it.
        private double seconds(String word) {
            double written = notation.form().isDate() ? notation.parse(word) : Double.NaN;
            return Double.isNaN(written) ? Dates.parse(word, notation.order()) : written;
        }
    }
}
