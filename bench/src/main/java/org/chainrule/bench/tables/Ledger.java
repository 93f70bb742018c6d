package org.chainrule.bench.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chainrule.io.Json;
import org.jspecify.annotations.Nullable;

/// The file of results: every run, the sessions of the benchmark they come from, and the sizes of the tables. A new
/// result replaces that of the same run, so single runs can be repeated.
final class Ledger {
    /// The size of a table.
    ///
    /// @param rows    the number of rows
    /// @param inputs  the number of input columns
    /// @param classes the number of classes; 0 if the target is a number
    record Size(int rows, int inputs, int classes) {
    }

    private final Map<String, Size> sizes = new TreeMap<>();
    private final List<Map<String, String>> sessions = new ArrayList<>();
    private final Map<Outcome.Key, Outcome> outcomes = new LinkedHashMap<>();

    /// Reads a file of results; empty if there is none.
    static Ledger read(Path file) throws IOException {
        Ledger ledger = new Ledger();
        if (Files.exists(file) && Json.parse(Files.readString(file), file.toString()) instanceof Map<?, ?> json) {
            maps(json.get("tables")).forEach(table -> ledger.size(String.valueOf(table.get("table")),
                    new Size(whole(table, "rows"), whole(table, "inputs"), whole(table, "classes"))));
            maps(json.get("sessions")).forEach(session -> {
                Map<String, String> facts = new LinkedHashMap<>();
                session.forEach((key, value) -> facts.put(String.valueOf(key), String.valueOf(value)));
                ledger.sessions.add(facts);
            });
            maps(json.get("results")).forEach(result -> ledger.put(Outcome.fromJson(result)));
        }
        return ledger;
    }

    private static List<Map<?, ?>> maps(@Nullable Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    private static int whole(Map<?, ?> json, String key) {
        return json.get(key) instanceof Number number ? number.intValue() : 0;
    }

    /// Adds a session of the benchmark and returns its index.
    int session(Map<String, String> facts) {
        sessions.add(facts);
        return sessions.size() - 1;
    }

    /// Records the size of a table.
    void size(String table, Size size) {
        sizes.put(table, size);
    }

    /// Adds a result, in place of that of the same run.
    void put(Outcome outcome) {
        outcomes.put(outcome.key(), outcome);
    }

    /// Removes the result of a run that has now failed.
    void remove(Outcome.Key key) {
        outcomes.remove(key);
    }

    /// Returns the sizes of the tables by name.
    Map<String, Size> sizes() {
        return sizes;
    }

    /// Returns all results.
    List<Outcome> outcomes() {
        return List.copyOf(outcomes.values());
    }

    /// Returns the facts about a session: the date, the machine, the Java and the settings.
    Map<String, String> session(int index) {
        return sessions.get(index);
    }

    /// Writes the results, one on each line, in a fixed order. Sessions of which no result is left are dropped.
    void write(Path file) throws IOException {
        List<Integer> kept = outcomes.values().stream().map(Outcome::session).distinct().sorted().toList();
        List<String> tables = new ArrayList<>();
        sizes.forEach((table, size) -> tables.add(Json.write(ordered("table", table, "rows", size.rows(), "inputs",
                size.inputs(), "classes", size.classes()))));
        List<String> lines = outcomes.values().stream()
                .sorted(Comparator.comparing(Outcome::table).thenComparing(Outcome::model)
                        .thenComparingInt(Outcome::split).thenComparingLong(Outcome::seed))
                .map(outcome -> Json.write(outcome.in(kept.indexOf(outcome.session())).toJson())).toList();
        Files.writeString(file, "{\"tables\": " + array(tables) + ",\n\"sessions\": "
                + array(kept.stream().map(sessions::get).map(Json::write).toList()) + ",\n\"results\": " + array(lines)
                + "}\n");
    }

    private static Map<String, Object> ordered(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(entries[i].toString(), entries[i + 1]);
        }
        return map;
    }

    private static String array(List<String> lines) {
        return "[\n" + String.join(",\n", lines) + "]";
    }
}
