package org.chainrule.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The pooled results of all rounds.
final class Results {
    /// A work on a number of threads.
    record Case(Work work, int threads) {
    }

    /// A line of the table.
    ///
    /// @param p90 the fast end: the 90 % quantile of the rates, or the 10 % quantile of seconds
    /// @param ratio the speed of Chainrule with the vector module divided by this one; null on Chainrule's own line
    record Row(Case at, Contestant peer, double median, double p90, @Nullable Double ratio) {
    }

    /// The speed of training relative to its single steps.
    ///
    /// @param median the ratio of the medians
    /// @param p90 the ratio of the 90 % quantiles
    record Share(Row fit, double median, double p90) {
    }

    private final Map<Case, Map<Contestant, List<Double>>> rates = new LinkedHashMap<>();
    private final Map<Contestant, String> versions = new TreeMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /// Adds the chunks of one process.
    void add(Work work, int threads, Contestant peer, List<Double> chunks) {
        rates.computeIfAbsent(new Case(work, threads), key -> new TreeMap<>())
                .computeIfAbsent(peer, key -> new ArrayList<>()).addAll(chunks);
    }

    /// Records why a figure is missing.
    void missing(Contestant peer, String what, String reason) {
        reasons.put(peer.title() + ", " + what, reason);
    }

    /// Records the version that a peer reports.
    void version(Contestant peer, String version) {
        versions.put(peer, version);
    }

    Map<Contestant, String> versions() {
        return versions;
    }

    /// Returns the reasons for missing figures, by the name of the figure.
    Map<String, String> reasons() {
        return reasons;
    }

    /// Returns all lines, in the order of the works.
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Work work : Work.all()) {
            for (Map.Entry<Case, Map<Contestant, List<Double>>> entry : rates.entrySet()) {
                if (!entry.getKey().work().equals(work)) {
                    continue;
                }
                double fast = work instanceof Work.Startup ? 0.1 : 0.9;
                List<Double> own = entry.getValue().get(Contestant.CHAINRULE);
                entry.getValue().forEach((peer, chunks) -> {
                    double p90 = Quantile.of(chunks, fast);
                    Double ratio = null;
                    if (own != null && peer != Contestant.CHAINRULE) {
                        double ours = Quantile.of(own, fast);
                        ratio = work instanceof Work.Startup ? p90 / ours : ours / p90;
                    }
                    rows.add(new Row(entry.getKey(), peer, Quantile.of(chunks, 0.5), p90, ratio));
                });
            }
        }
        return rows;
    }

    /// Returns, for each training whose loop the library runs, its speed relative to its single steps.
    List<Share> shares() {
        List<Row> rows = rows();
        List<Share> shares = new ArrayList<>();
        for (Row fit : rows) {
            if (fit.at().work() instanceof Work.Fit work) {
                Case alone = new Case(work.step(), fit.at().threads());
                rows.stream().filter(step -> step.at().equals(alone) && step.peer() == fit.peer())
                        .map(step -> new Share(fit, fit.median() / step.median(), fit.p90() / step.p90()))
                        .forEach(shares::add);
            }
        }
        return shares;
    }
}
