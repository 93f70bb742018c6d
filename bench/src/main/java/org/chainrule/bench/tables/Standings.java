package org.chainrule.bench.tables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// How models stand on tables: means over the runs that all of them have, ranks and shares of tables won.
final class Standings {
    /// Differences up to this share of a value are ties.
    private static final double TIE = 1e-9;

    /// The mean over runs.
    ///
    /// @param mean  the mean
    /// @param error the standard error of the mean; NaN for one run
    /// @param runs  the number of runs
    record Mean(double mean, double error, int runs) {
        /// Returns the mean of values: its standard error is s / √n, where s² has the denominator n - 1.
        static Mean of(List<Double> values) {
            int n = values.size();
            double mean = values.stream().mapToDouble(x -> x).sum() / n;
            double squares = values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
            return new Mean(mean, n > 1 ? Math.sqrt(squares / (n - 1) / n) : Double.NaN, n);
        }
    }

    private final List<String> models;
    private final Map<String, Map<String, List<Outcome>>> runs = new LinkedHashMap<>();

    /// Creates the standings of models on tables.
    Standings(List<String> models, List<String> tables, List<Outcome> outcomes) {
        this.models = models.stream().filter(model -> outcomes.stream().anyMatch(run -> run.model().equals(model)))
                .toList();
        for (String table : tables) {
            Map<String, List<Outcome>> byModel = new LinkedHashMap<>();
            for (String model : this.models) {
                List<Outcome> own = outcomes.stream()
                        .filter(run -> run.table().equals(table) && run.model().equals(model)).toList();
                if (!own.isEmpty()) {
                    byModel.put(model, own);
                }
            }
            Map<String, List<Outcome>> shared = common(byModel);
            if (!shared.isEmpty()) {
                runs.put(table, shared);
            }
        }
    }

    /// Returns the runs with those splits and seeds that all models have, so that no model is measured on easier rows.
    private static Map<String, List<Outcome>> common(Map<String, List<Outcome>> byModel) {
        Set<List<Long>> shared = null;
        for (List<Outcome> own : byModel.values()) {
            Set<List<Long>> pairs = new HashSet<>(own.stream().map(Standings::pair).toList());
            if (shared == null) {
                shared = pairs;
            } else {
                shared.retainAll(pairs);
            }
        }
        Set<List<Long>> kept = shared == null ? Set.of() : shared;
        Map<String, List<Outcome>> result = new LinkedHashMap<>();
        byModel.forEach((model, own) -> {
            List<Outcome> those = own.stream().filter(run -> kept.contains(pair(run))).toList();
            if (!those.isEmpty()) {
                result.put(model, those);
            }
        });
        return result;
    }

    private static List<Long> pair(Outcome run) {
        return List.of((long) run.split(), run.seed());
    }

    /// Returns the models that have results, in order.
    List<String> models() {
        return models;
    }

    /// Returns the tables that have results, in order.
    List<String> tables() {
        return List.copyOf(runs.keySet());
    }

    /// Returns the tables on which every model has results; ranks and shares are taken over them.
    List<String> complete() {
        return runs.keySet().stream().filter(table -> runs(table).size() == models.size()).toList();
    }

    private Map<String, List<Outcome>> runs(String table) {
        return runs.getOrDefault(table, Map.of());
    }

    /// Returns the runs of a model that are compared.
    Stream<Outcome> runsOf(String model) {
        return runs.values().stream().flatMap(table -> table.getOrDefault(model, List.of()).stream());
    }

    /// Returns the mean of each model on a table, of those that have the value.
    Map<String, Mean> means(String table, ToDoubleFunction<Outcome> value) {
        Map<String, Mean> means = new LinkedHashMap<>();
        runs(table).forEach((model, own) -> means.put(model,
                Mean.of(own.stream().map(value::applyAsDouble).toList())));
        return means;
    }

    /// Returns the mean of each model on a table by a measure.
    Map<String, Mean> means(String table, Measure measure) {
        return means(table, run -> run.measures().getOrDefault(measure, Double.NaN));
    }

    /// Returns the rank of each value, from 1 for the best; equal values share the mean of their ranks.
    static double[] ranks(double[] values, boolean up) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double better = 0;
            double equal = 0;
            for (double other : values) {
                if (tied(other, values[i])) {
                    equal++;
                } else if (other > values[i] == up) {
                    better++;
                }
            }
            ranks[i] = better + (equal + 1) / 2;
        }
        return ranks;
    }

    private static boolean tied(double a, double b) {
        return Math.abs(a - b) <= TIE * Math.max(Math.abs(a), Math.abs(b));
    }

    /// Returns the mean rank of each model over the complete tables; empty if there is none.
    Map<String, Double> meanRanks(Map<String, Measure> deciding) {
        return over(deciding, ranks -> ranks);
    }

    /// Returns the share of the complete tables that each model has won. Models that tie share a table.
    Map<String, Double> won(Map<String, Measure> deciding) {
        return over(deciding, ranks -> {
            double[] shares = new double[ranks.length];
            double best = java.util.Arrays.stream(ranks).min().orElse(1);
            long winners = java.util.Arrays.stream(ranks).filter(rank -> rank == best).count();
            for (int i = 0; i < ranks.length; i++) {
                shares[i] = ranks[i] == best ? 1.0 / winners : 0;
            }
            return shares;
        });
    }

    /// Returns the share of the complete tables on which the first model is ahead of each other one; ties count as a half.
    Map<String, Double> ahead(Map<String, Measure> deciding) {
        return summed(deciding,
                (first, other, measure) -> tied(first, other) ? 0.5 : first > other == measure.up() ? 1 : 0,
                false);
    }

    /// Returns the geometric mean over the complete tables of the error of each model relative to that of the first one.
    Map<String, Double> relative(Map<String, Measure> deciding) {
        Map<String, Double> logs = summed(deciding, (first, other, measure) -> measure.up()
                ? Math.log((1 - other) / (1 - first))
                : Math.log(other / first), true);
        logs.replaceAll((_, log) -> Math.exp(log));
        return logs;
    }

    private interface Comparison {
        double of(double first, double other, Measure measure);
    }

    /// Returns the mean of a comparison of each model with the first one over the complete tables.
    private Map<String, Double> summed(Map<String, Measure> deciding, Comparison comparison, boolean self) {
        List<String> tables = complete();
        Map<String, Double> sums = new LinkedHashMap<>();
        for (String table : tables) {
            Measure measure = java.util.Objects.requireNonNull(deciding.get(table));
            Map<String, Mean> means = means(table, measure);
            double first = means.values().iterator().next().mean();
            means.keySet().stream().skip(self ? 0 : 1).forEach(model -> sums.merge(model,
                    comparison.of(first, java.util.Objects.requireNonNull(means.get(model)).mean(), measure)
                            / tables.size(),
                    Double::sum));
        }
        return sums;
    }

    private Map<String, Double> over(Map<String, Measure> deciding, java.util.function.UnaryOperator<double[]> score) {
        List<String> tables = complete();
        Map<String, Double> sums = new LinkedHashMap<>();
        for (String table : tables) {
            Measure measure = java.util.Objects.requireNonNull(deciding.get(table));
            Map<String, Mean> means = means(table, measure);
            List<String> order = new ArrayList<>(means.keySet());
            double[] scores = score.apply(ranks(means.values().stream().mapToDouble(Mean::mean).toArray(),
                    measure.up()));
            for (int i = 0; i < scores.length; i++) {
                sums.merge(order.get(i), scores[i] / tables.size(), Double::sum);
            }
        }
        return sums;
    }
}
