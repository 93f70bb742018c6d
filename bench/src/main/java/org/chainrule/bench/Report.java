package org.chainrule.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chainrule.bench.Results.Row;

/// The report of a benchmark run as text, Markdown and JSON.
///
/// @param facts the machine, the date, flags and settings, by name
/// @param results the figures
record Report(Map<String, Object> facts, Results results) {
    private static final List<String> HEAD = List.of("work", "batch", "threads", "library", "median", "p90", "unit",
            "ratio");

    /// The columns that hold words.
    private static final Set<String> WORDS = Set.of("work", "library", "unit", "");

    /// The smallest share of the rate of its single steps that training with Chainrule must reach.
    private static final double FLOOR = 0.95;

    /// Returns the table with aligned columns.
    String table() {
        List<List<String>> lines = new ArrayList<>(List.of(HEAD));
        lines.addAll(lines());
        StringBuilder out = new StringBuilder(aligned(lines));
        notes().forEach(note -> out.append(note).append('\n'));
        return out.toString();
    }

    /// Aligns lines with the same number of columns. The first line holds the names; words are aligned left, numbers right.
    static String aligned(List<List<String>> lines) {
        StringBuilder out = new StringBuilder();
        List<String> head = lines.getFirst();
        for (List<String> line : lines) {
            for (int column = 0; column < head.size(); column++) {
                int at = column;
                int width = lines.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
                boolean left = WORDS.contains(head.get(column));
                out.append(String.format(Locale.ROOT, (left ? "%-" : "%") + Math.max(1, width) + "s  ",
                        line.get(column)));
            }
            out.setLength(out.toString().stripTrailing().length());
            out.append('\n');
        }
        return out.toString();
    }

    /// Returns the report as Markdown.
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

    /// Formats a figure with about three digits.
    static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.3f", value);
    }

    /// Returns notes on the gain of two threads over one, on the cost of training beyond its steps, and on missing figures.
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
        for (Results.Share share : results.shares()) {
            Row fit = share.fit();
            notes.add(String.format(Locale.ROOT,
                    "%s, %d thread(s), %s: %.3f of the rate of its step alone (p90; medians %.3f)%s",
                    fit.at().work().id(), fit.at().threads(), fit.peer().title(), share.p90(), share.median(),
                    fit.peer().own() ? ", floor " + FLOOR : ""));
        }
        results.reasons().forEach((what, reason) -> notes.add("missing: " + what + ": " + reason));
        return notes;
    }

    /// Returns the report as one JSON object, with one line for each row.
    String json() {
        Map<String, Object> top = new LinkedHashMap<>(facts);
        top.put("missing", results.reasons());
        Map<Row, Double> shares = new LinkedHashMap<>();
        results.shares().forEach(share -> shares.put(share.fit(), share.p90()));
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
            Double share = shares.get(row);
            if (share != null) {
                line.put("ofStepP90", share);
            }
            out.append(separator).append(JsonLine.of(line));
            separator = ",\n";
        }
        return out.append("\n]}\n").toString();
    }
}
