package org.chainrule.tabular.value;

import java.time.LocalTime;
import java.util.Locale;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.number.Units;
import org.chainrule.tabular.number.WrittenNumber;
import org.chainrule.tabular.time.Clock;
import org.chainrule.tabular.time.Coordinates;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.time.Durations;
import org.chainrule.tabular.time.Epochs;

/// The way in which the values of a column are written, and with it the meaning of their text as a `double`.
///
/// @param form  the kind of value
/// @param style the decimal mark of numbers
/// @param order the order of day and month in dates
/// @param unit  the unit of numbers, such as `kg`, `%` or `$`, to which others are converted; empty if they have none
public record Notation(Form form, NumberStyle style, Dates.Order order, String unit) {
    /// A kind of value that text can stand for.
    public enum Form {
        /// A number, possibly with a unit: `1,234.5`, `$3.5M`, `(12.50)`, `6.31 kg`.
        NUMBER,
        /// A duration, in seconds: `1:02:58`, `90 min`, `PT1H30M`.
        DURATION,
        /// A latitude or longitude, in degrees: `52°31'12"N`.
        COORDINATE,
        /// A date, in seconds since 1970-01-01T00:00.
        DATE,
        /// A date with a year of two digits in front: `26-01-31`.
        YEAR_FIRST_DATE,
        /// A month, a quarter or a week, as its first day: `2026-01`, `Q1 2026`.
        PERIOD,
        /// A time of day, in seconds, as a time on 1970-01-01: `09:30`, `9:30 PM`.
        CLOCK,
        /// A date as a number of seconds since 1970.
        EPOCH_SECONDS,
        /// A date as a number of milliseconds since 1970.
        EPOCH_MILLIS,
        /// A date as a number of eight digits: `20260131`.
        COMPACT_DATE,
        /// A date as the number of a day in a spreadsheet: 46053 is 2026-01-31.
        SERIAL_DATE;

        /// Returns whether the values are dates or times of day.
        public boolean isDate() {
            return switch (this) {
                case NUMBER, DURATION, COORDINATE -> false;
                case DATE, YEAR_FIRST_DATE, PERIOD, CLOCK, EPOCH_SECONDS, EPOCH_MILLIS, COMPACT_DATE, SERIAL_DATE ->
                    true;
            };
        }

        /// Returns the name of several such values: `numbers`, `times of day`.
        public String plural() {
            return switch (this) {
                case NUMBER -> "numbers";
                case DURATION -> "durations";
                case COORDINATE -> "coordinates";
                case CLOCK -> "times of day";
                case DATE, YEAR_FIRST_DATE, PERIOD, EPOCH_SECONDS, EPOCH_MILLIS, COMPACT_DATE, SERIAL_DATE -> "dates";
            };
        }

        /// Returns a value as text: `300.91`, `3778 seconds`, `the date 2026-01-31`, `the time 09:30`.
        public String spell(double value) {
            return switch (this) {
                case NUMBER -> Decimal.spell(value);
                case DURATION -> Decimal.spell(value) + (value == 1 ? " second" : " seconds");
                case COORDINATE -> Decimal.spell(value) + " degrees";
                case CLOCK -> "the time " + LocalTime.ofNanoOfDay(Math.round(value * 1e9) % 86_400_000_000_000L);
                case DATE, YEAR_FIRST_DATE, PERIOD, EPOCH_SECONDS, EPOCH_MILLIS, COMPACT_DATE, SERIAL_DATE ->
                    "the date " + Dates.spell(value, value % Dates.DAY != 0);
            };
        }

        /// Returns the form with a name in model files; `NUMBER` for an empty name.
        ///
        /// @throws IllegalArgumentException if there is none
        public static Form of(String word) {
            return word.isEmpty() ? NUMBER : valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        /// Returns the name in model files: `number`, `epoch-seconds`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Returns the notation of plain numbers in a style.
    public static Notation of(NumberStyle style) {
        return new Notation(Form.NUMBER, style, Dates.Order.UNKNOWN, "");
    }

    /// Returns a copy with another form.
    public Notation with(Form other) {
        return new Notation(other, style, order, unit);
    }

    /// Returns a copy with another style of numbers.
    public Notation with(NumberStyle other) {
        return new Notation(form, other, order, unit);
    }

    /// Returns a copy with another order of day and month.
    public Notation with(Dates.Order other) {
        return new Notation(form, style, other, unit);
    }

    /// Returns a copy for numbers with a unit.
    public Notation in(String other) {
        return new Notation(form, style, order, other);
    }

    /// Returns whether the values are numbers without a unit.
    public boolean plain() {
        return form == Form.NUMBER && unit.isEmpty();
    }

    /// Returns the value of a text; NaN if the text is not such a value.
    public double parse(String text) {
        return switch (form) {
            case NUMBER -> number(text);
            case DURATION -> Durations.parse(text);
            case COORDINATE -> Coordinates.parse(text);
            case DATE -> Dates.parse(text, order);
            case YEAR_FIRST_DATE -> Dates.parse(text, Dates.Order.YEAR_FIRST);
            case PERIOD -> Dates.parsePeriod(text);
            case CLOCK -> Clock.parse(text);
            case EPOCH_SECONDS, EPOCH_MILLIS, SERIAL_DATE -> date(style.of(text));
            case COMPACT_DATE -> {
                // pandas writes 20260131.0 if a date of the column is missing
                double date = Dates.parseCompact(text);
                yield Double.isNaN(date) ? date(style.of(text)) : date;
            }
        };
    }

    /// Returns the seconds of the date that a number stands for; NaN if it stands for none in this notation.
    public double date(double number) {
        return switch (form) {
            case EPOCH_SECONDS -> number;
            case EPOCH_MILLIS -> number / 1000;
            case SERIAL_DATE -> Epochs.ofSerial(number);
            case COMPACT_DATE -> Dates.parseCompact(Decimal.spell(number));
            case NUMBER, DURATION, COORDINATE, DATE, YEAR_FIRST_DATE, PERIOD, CLOCK -> Double.NaN;
        };
    }

    private double number(String text) {
        double plain = style.of(text);
        if (!Double.isNaN(plain)) {
            return plain;
        }
        WrittenNumber written = WrittenNumber.of(text, style);
        return written == null ? Double.NaN : value(written);
    }

    /// Returns a number in the unit of the column, and half of it if it is an upper bound; NaN if its unit cannot be
    /// converted. A number without a unit is in the unit of the column.
    public double value(WrittenNumber written) {
        double factor = written.unit().isEmpty() ? 1 : Units.factor(written.unit(), unit);
        // 628.5 g are 0.6285 kg by a division, which rounds once
        double value = factor < 1 ? written.value() / Math.rint(1 / factor * 1e6) * 1e6 : written.value() * factor;
        return written.bound() == WrittenNumber.Bound.BELOW ? value / 2 : value;
    }

    /// Returns whether a text gives only a limit of a number, as `<0.5` does.
    public boolean isLimit(String text) {
        WrittenNumber written = form == Form.NUMBER ? WrittenNumber.of(text, style) : null;
        return written != null && written.isLimit();
    }

    /// Returns the number in the label of a class, written in any style and in any unit; NaN if it is not a number.
    public static double ofLabel(String label) {
        double plain = NumberStyle.either(label);
        if (!Double.isNaN(plain)) {
            return plain;
        }
        for (NumberStyle style : NumberStyle.values()) {
            WrittenNumber written = WrittenNumber.of(label, style);
            if (written != null) {
                // Adding 0 turns -0.0 into 0.0.
                return written.value() + 0.0;
            }
        }
        return Durations.parse(label);
    }
}
