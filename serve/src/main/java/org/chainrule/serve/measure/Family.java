package org.chainrule.serve.measure;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// The values of one metric, one for each combination of labels.
///
/// @param <T> the type of the values
final class Family<T extends Family.Value> {
    private final String name;
    private final String type;
    private final String help;
    private final List<String> labels;
    private final Supplier<T> empty;
    private final Map<String, T> values = new ConcurrentSkipListMap<>();

    /// A value that is written as one or more samples.
    interface Value {
        /// Writes the samples.
        ///
        /// @param name   the name of the metric
        /// @param labels the labels as `a="1",b="2"`; empty if there are none
        void write(StringBuilder out, String name, String labels);
    }

    /// @param type   the type of the metric in Prometheus
    /// @param help   what it counts
    /// @param labels the names of the labels
    /// @param empty  makes the value of a new combination
    Family(String name, String type, String help, List<String> labels, Supplier<T> empty) {
        this.name = name;
        this.type = type;
        this.help = help;
        this.labels = List.copyOf(labels);
        this.empty = empty;
    }

    /// Returns the value of a combination of labels, which the caller may keep.
    T of(String... words) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            key.append(i == 0 ? "" : ",").append(labels.get(i)).append("=\"");
            escape(words[i], key);
            key.append('"');
        }
        return values.computeIfAbsent(key.toString(), _ -> empty.get());
    }

    private static void escape(String word, StringBuilder out) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(c);
            }
        }
    }

    void write(StringBuilder out) {
        out.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(' ')
                .append(type).append('\n');
        values.forEach((key, value) -> value.write(out, name, key));
    }

    /// Writes one sample of a whole number.
    static void sample(StringBuilder out, String name, String labels, long value) {
        sample(out, name, labels, Long.toString(value));
    }

    /// Writes one sample.
    static void sample(StringBuilder out, String name, String labels, double value) {
        sample(out, name, labels, number(value));
    }

    private static void sample(StringBuilder out, String name, String labels, String value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    /// Returns a number as Prometheus writes it.
    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Math.abs(value) >= 1e-6 && Math.abs(value) < 1e15
                        ? BigDecimal.valueOf(value).toPlainString()
                        : Double.toString(value);
    }
}
