package org.chainrule.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The results of two checkouts: for each row, one pair of figures per round, from the fast end of each process.
final class Pairs {
    /// The smallest share of the old speed with which a row passes.
    static final double FLOOR = 0.97;

    private static final List<String> HEAD = List.of("work", "threads", "library", "before", "after", "unit", "ratio",
            "lowest", "highest", "");

    /// The work and the library of a row.
    record Case(Work work, int threads, Contestant peer) {
    }

    /// The figures of one round: rates, or seconds.
    private record Pair(double before, double after) {
        /// Returns the speed of the new checkout divided by that of the old one.
        double ratio(Work work) {
            return work instanceof Work.Startup ? before / after : after / before;
        }
    }

    private final Map<Case, List<Pair>> pairs = new LinkedHashMap<>();
    private final Map<String, String> missing = new TreeMap<>();

    /// Adds the results of one round. If one of the processes has no results, the row is not compared.
    void add(Case at, List<Double> before, List<Double> after) {
        double fast = at.work() instanceof Work.Startup ? 0.1 : 0.9;
        pairs.computeIfAbsent(at, key -> new ArrayList<>())
                .add(new Pair(Quantile.of(before, fast), Quantile.of(after, fast)));
    }

    /// Records why a row is not compared.
    void missing(String what, String reason) {
        missing.put(what, reason);
    }

    /// Returns the median over the rounds of the new speed divided by the old speed.
    double ratio(Case at) {
        return Quantile.median(ratios(at));
    }

    /// Returns whether every row keeps at least [#FLOOR] of its speed.
    boolean keep() {
        return pairs.keySet().stream().allMatch(at -> ratio(at) >= FLOOR);
    }

    private List<Double> ratios(Case at) {
        return pairs.getOrDefault(at, List.of()).stream().map(pair -> pair.ratio(at.work())).sorted().toList();
    }

    /// Returns the table with aligned columns, in the order of the works.
    String table() {
        List<List<String>> lines = new ArrayList<>(List.of(HEAD));
        List<Work> order = Work.all();
        pairs.keySet().stream().sorted(Comparator.comparingInt((Case at) -> order.indexOf(at.work()))
                .thenComparingInt(Case::threads).thenComparing(Case::peer)).forEach(at -> {
                    List<Pair> rounds = pairs.getOrDefault(at, List.of());
                    List<Double> ratios = ratios(at);
                    lines.add(List.of(at.work().id(), "" + at.threads(), at.peer().title(),
                            Report.figure(Quantile.median(rounds.stream().map(Pair::before).toList())),
                            Report.figure(Quantile.median(rounds.stream().map(Pair::after).toList())), at.work().unit(),
                            ratio(ratio(at)), ratio(ratios.getFirst()), ratio(ratios.getLast()),
                            ratio(at) < FLOOR ? "below " + FLOOR : ""));
                });
        StringBuilder out = new StringBuilder(Report.aligned(lines));
        missing.forEach(
                (what, reason) -> out.append("missing: ").append(what).append(": ").append(reason).append('\n'));
        return out.toString();
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
