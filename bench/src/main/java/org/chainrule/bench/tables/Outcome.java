package org.chainrule.bench.tables;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The result of one run: a model on one split with one seed.
///
/// @param table     the name of the table
/// @param model     the name of the model
/// @param split     the index of the split
/// @param seed      the seed of the model
/// @param measures  the measures on the test rows
/// @param seconds   the seconds taken by learning and predicting
/// @param processor the processor time of the whole process in seconds, over all threads
/// @param budget    the seconds given to a search; 0 if the model has none
/// @param version   the name and version of the library
/// @param session   the session of the benchmark, which the file of results describes
record Outcome(String table, String model, int split, long seed, Map<Measure, Double> measures, double seconds,
        double processor, double budget, String version, int session) {
    /// What identifies a run; a repetition replaces it.
    record Key(String table, String model, int split, long seed) {
    }

    /// Creates a result; copies the map.
    Outcome {
        measures = new EnumMap<>(measures);
    }

    /// Returns what identifies this run.
    Key key() {
        return new Key(table, model, split, seed);
    }

    /// Returns this result in another session.
    Outcome in(int other) {
        return new Outcome(table, model, split, seed, measures, seconds, processor, budget, version, other);
    }

    /// Returns a tree for JSON, with numbers of at most six significant digits.
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table);
        json.put("model", model);
        json.put("split", split);
        json.put("seed", seed);
        Map<String, Object> values = new LinkedHashMap<>();
        measures.forEach((measure, value) -> values.put(measure.title(), rounded(value, 6)));
        json.put("measures", values);
        json.put("seconds", rounded(seconds, 3));
        json.put("processor", rounded(processor, 3));
        if (budget > 0) {
            json.put("budget", budget);
        }
        json.put("version", version);
        json.put("session", session);
        return json;
    }

    private static double rounded(double value, int digits) {
        return new java.math.BigDecimal(value).round(new java.math.MathContext(digits)).doubleValue();
    }

    /// Returns the result of a tree of JSON.
    static Outcome fromJson(Map<?, ?> json) {
        Map<Measure, Double> measures = new EnumMap<>(Measure.class);
        Map<?, ?> values = (Map<?, ?>) Objects.requireNonNull(json.get("measures"));
        for (Measure measure : Measure.values()) {
            if (values.get(measure.title()) instanceof Number value) {
                measures.put(measure, value.doubleValue());
            }
        }
        return new Outcome(String.valueOf(json.get("table")), String.valueOf(json.get("model")),
                (int) number(json, "split"), (long) number(json, "seed"), measures, number(json, "seconds"),
                number(json, "processor"),
                number(json, "budget"), String.valueOf(json.get("version")), (int) number(json, "session"));
    }

    private static double number(Map<?, ?> json, String key) {
        return json.get(key) instanceof Number value ? value.doubleValue() : 0;
    }
}
