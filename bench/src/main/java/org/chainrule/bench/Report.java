package org.chainrule.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.bench.Results.Row;

/// The results as people and programs read them.
///
/// @param facts the machine, the date, flags and settings, by name
/// @param results the figures
record Report(Map<String, Object> facts, Results results) {
    private static final List<String> HEAD = List.of("work", "batch", "threads", "library", "median", "p90", "unit",
            "ratio");

    /// Aligned columns.
    String table() {
        List<List<String>> lines = new ArrayList<>(List.of(HEAD));
        lines.addAll(lines());
        StringBuilder out = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < HEAD.size(); column++) {
                int at = column;
                int width = lines.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
                boolean left = column == 0 || column == 3 || column == 6;
                out.append(String.format(Locale.ROOT, (left ? "%-" : "%") + width + "s  ", line.get(column)));
            }
            out.setLength(out.toString().stripTrailing().length());
            out.append('\n');
        }
        notes().forEach(note -> out.append(note).append('\n'));
        return out.toString();
    }

    /// The same in Markdown.
    String markdown() {
        StringBuilder out = new StringBuilder();
        facts.forEach((name, value) -> out.append("- ").append(name).append(": ").append(plain(value)).append('\n'));
        out.append("\n| ").append(String.join(" | ", HEAD)).append(" |\n|---|--:|--:|---|--:|--:|---|--:|\n");
        lines().forEach(line -> out.append("| ").append(String.join(" | ", line)).append(" |\n"));
        out.append('\n');
        notes().forEach(note -> out.append("- ").append(note).append('\n'));
        return out.toString();
    }

    private static String plain(Object value) {
        return value instanceof Map<?, ?> map
                ? String.join("; ", map.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList())
                : value.toString();
    }

    private List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        for (Row row : results.rows()) {
            Work work = row.at().work();
            lines.add(List.of(work.title(), work.batch() == 0 ? "" : "" + work.batch(), "" + row.at().threads(),
                    row.peer().title(), figure(row.median()), figure(row.p90()), work.unit(),
                    row.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", row.ratio())));
        }
        return lines;
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.3f", value);
    }

    /// What two threads gain over one, and what is missing.
    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        List<Row> rows = results.rows();
        for (Row two : rows) {
            for (Row one : rows) {
                boolean same = one.at().work().equals(two.at().work()) && one.peer() == two.peer();
                if (same && one.at().threads() == 1 && two.at().threads() == 2 && two.peer() == Contestant.CHAINRULE) {
                    notes.add(String.format(Locale.ROOT, "%s: two threads are %.2f times one (p90)",
                            two.at().work().id(), two.p90() / one.p90()));
                }
            }
        }
        results.reasons().forEach((what, reason) -> notes.add("missing: " + what + ": " + reason));
        return notes;
    }

    /// One JSON object, a line for each row.
    String json() {
        Map<String, Object> top = new LinkedHashMap<>(facts);
        top.put("missing", results.reasons());
        StringBuilder out = new StringBuilder("{");
        top.forEach((name, value) -> out.append(JsonLine.of(name)).append(": ").append(JsonLine.of(value))
                .append(",\n"));
        out.append("\"rows\": [");
        String separator = "\n";
        for (Row row : results.rows()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("work", row.at().work().title());
            line.put("threads", row.at().threads());
            line.put("batch", row.at().work().batch());
            line.put("peer", row.peer().title());
            line.put("median", row.median());
            line.put("p90", row.p90());
            line.put("ratioP90", row.ratio() == null ? 1.0 : row.ratio());
            out.append(separator).append(JsonLine.of(line));
            separator = ",\n";
        }
        return out.append("\n]}\n").toString();
    }
}
