package org.chainrule.bench.tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes the results as a page in Markdown.
final class TablesReport {
    private static final String HEAD = """
            # Tables

            Written by `bench/tables`: the quality of the predictions of Chainrule and of other libraries on rows that
            took part in no choice. [bench/README.md](../bench/README.md#tables) describes the tables, their splits and
            the settings of each library, and how to repeat all rows or single ones. The results of all runs are in
            [bench/results/tables.json](../bench/results/tables.json).

            A cell is the mean over all runs that every library has, with its standard error. The best mean is bold.

            """;
    private static final String DECIDING = """
            ## The deciding measure

            AUC for two classes: more is better. Log loss for more classes, and RMSE for numbers, in the units of the
            target: less is better.

            """;
    private static final String EQUAL_TIME = """
            ## With the same time

            The log loss for classes and RMSE for numbers, less is better, of a search that each library ends after
            the time in its title. The last row is the share of the tables on which the first model is ahead.

            """;
    private static final List<String> TIMED = List.of("best-timed", "xgboost-tuned", "sklearn-boosting");
    private static final String ABLATION = """
            ## What each piece is worth

            The deciding measure of Chainrule's simple network, of that network averaged over five folds, of single
            networks of the other kinds, and of the portfolio, which averages several kinds over folds. The last row is
            the geometric mean of the error relative to that of the first model; the error of an AUC is 1 - AUC.

            """;
    private static final List<String> PIECES = List.of("mlp", "mlp-folds", "realmlp", "realmlp-folds", "tabm", "best");
    private static final String TRUST = """
            ## Intervals and probabilities

            The share of the test rows of all runs of `best-timed` whose number lies in its interval of level 0.9, and the
            expected calibration error of its probabilities (15 bins of equal width) before and after they were
            calibrated on rows that were held out.

            | data | runs | coverage | calibration error before | after |
            |---|--:|--:|--:|--:|
            """;
    private static final String SECONDS = """
            ## Seconds

            The mean time of a run, learning and predicting, without the start of its process and reading the rows, and
            in brackets the processor time of its whole process. Runs may share the machine with other work, which
            changes the first more than the second; a search for a fixed time then makes fewer trials.

            """;

    private final Ledger ledger;
    private final List<Rival> models;
    private final Standings standings;
    private final Map<String, Measure> deciding = new LinkedHashMap<>();

    /// Creates the report of all results of these models, which takes them in this order.
    TablesReport(Ledger ledger, List<Rival> models) {
        this.ledger = ledger;
        // those of the catalogue in its order, then those of the user
        List<String> tables = Stream.concat(Catalog.all().stream().map(Catalog.Entry::title),
                ledger.sizes().keySet().stream()).distinct().toList();
        this.standings = new Standings(models.stream().map(Rival::name).toList(), tables, ledger.outcomes());
        this.models = models.stream().filter(model -> standings.models().contains(model.name())).toList();
        standings.tables().forEach(table -> deciding.put(table, Measure.deciding(size(table).classes())));
    }

    private Ledger.Size size(String table) {
        return Objects.requireNonNull(ledger.sizes().get(table));
    }

    /// Returns the page.
    String page() {
        StringBuilder out = new StringBuilder(HEAD);
        out.append(table(DECIDING, standings.tables(), null, true));
        List<String> classes = standings.tables().stream().filter(table -> size(table).classes() > 0).toList();
        if (!classes.isEmpty()) {
            out.append(table("## Accuracy\n\n", classes, Measure.ACCURACY, false));
            out.append(table("## Log loss\n\n", classes, Measure.LOG_LOSS, false));
        }
        return out.append(of(TIMED).equalTime()).append(of(PIECES).ablation())
                .append(of(List.of("best-timed")).trust()).append(seconds()).append(sessions())
                .toString();
    }

    private TablesReport of(List<String> names) {
        return new TablesReport(ledger, Rival.all().stream().filter(model -> names.contains(model.name()))
                .sorted(Comparator.comparingInt(model -> names.indexOf(model.name()))).toList());
    }

    private String equalTime() {
        deciding.replaceAll((table, _) -> size(table).classes() > 0 ? Measure.LOG_LOSS : Measure.RMSE);
        return models.size() < TIMED.size()
                ? ""
                : table(EQUAL_TIME, standings.complete(), null, false).stripTrailing()
                        + "\n"
                        + row("ahead on " + standings.complete().size() + " tables", standings.ahead(deciding), "%.2f",
                                true)
                        + "\n";
    }

    private String ablation() {
        return models.size() < PIECES.size()
                ? ""
                : table(ABLATION, standings.complete(), null, false).stripTrailing()
                        + "\n" + row("relative error", standings.relative(deciding), "%.3f", false) + "\n";
    }

    private String table(String head, List<String> tables, @org.jspecify.annotations.Nullable Measure given,
            boolean ranked) {
        StringBuilder out = new StringBuilder(head).append("| data | rows | ").append(given == null ? "measure | " : "")
                .append("runs |").append(titles()).append("\n|---|--:|").append(given == null ? "---|" : "")
                .append("--:|").append("--:|".repeat(models.size())).append('\n');
        for (String table : tables) {
            Measure measure = given == null ? measure(table) : given;
            Map<String, Standings.Mean> means = standings.means(table, measure);
            double best = means.values().stream().mapToDouble(Standings.Mean::mean)
                    .reduce((a, b) -> a > b == measure.up() ? a : b).orElse(Double.NaN);
            out.append(String.format(Locale.ROOT, "| %s | %,d |%s %d |", table, size(table).rows(),
                    given == null ? " " + measure.title() + " |" : "",
                    means.values().iterator().next().runs()));
            for (Rival model : models) {
                Standings.Mean mean = means.get(model.name());
                String cell = mean == null ? "" : cell(mean, decimals(best));
                out.append(mean != null && mean.mean() == best ? " **" + cell + "**" : " " + cell).append(" |");
            }
            out.append('\n');
        }
        return ranked ? out.append(ranks()).append('\n').toString() : out.append('\n').toString();
    }

    private Measure measure(String table) {
        return Objects.requireNonNull(deciding.get(table));
    }

    private String titles() {
        return models.stream().map(model -> " " + model.title() + budget(model) + " |").collect(Collectors.joining());
    }

    /// Returns the time that was given to a search, such as ` (60 s)`.
    private String budget(Rival model) {
        TreeSet<Double> budgets = standings.runsOf(model.name()).map(Outcome::budget).filter(budget -> budget > 0)
                .collect(Collectors.toCollection(TreeSet::new));
        return budgets.isEmpty()
                ? ""
                : " (" + budgets.stream().map(budget -> String.format(Locale.ROOT, "%.0f", budget))
                        .collect(Collectors.joining(" or ")) + " s)";
    }

    private String ranks() {
        int tables = standings.complete().size();
        if (tables == 0) {
            return "";
        }
        return row("mean rank on " + tables + " tables", standings.meanRanks(deciding), "%.2f", false)
                + row("share of tables won", standings.won(deciding), "%.2f", true);
    }

    private String row(String title, Map<String, Double> values, String format, boolean up) {
        double best = values.values().stream().mapToDouble(x -> x).reduce((a, b) -> a > b == up ? a : b).orElse(0);
        StringBuilder out = new StringBuilder("| " + title + " | | | |");
        for (Rival model : models) {
            Double value = values.get(model.name());
            String cell = value == null ? "" : String.format(Locale.ROOT, format, value);
            out.append(value != null && value == best ? " **" + cell + "** |" : " " + cell + " |");
        }
        return out.append('\n').toString();
    }

    /// Returns the number of digits after the point that shows four digits of a value.
    private static int decimals(double value) {
        return value >= 100 ? 1 : value >= 10 ? 2 : value >= 1 ? 3 : 4;
    }

    private static String cell(Standings.Mean mean, int decimals) {
        String number = "%." + decimals + "f";
        return Double.isNaN(mean.error())
                ? String.format(Locale.ROOT, number, mean.mean())
                : String.format(Locale.ROOT, number + " ± " + number, mean.mean(), mean.error());
    }

    private String trust() {
        StringBuilder out = new StringBuilder();
        for (String table : standings.tables()) {
            int runs = standings.means(table, Outcome::seconds).values().iterator().next().runs();
            List<String> cells = Stream.of(Measure.COVERAGE, Measure.UNCALIBRATED, Measure.CALIBRATION)
                    .map(measure -> standings.means(table, measure).values().iterator().next().mean())
                    .map(mean -> Double.isNaN(mean) ? "" : String.format(Locale.ROOT, "%.3f", mean)).toList();
            if (!cells.stream().allMatch(String::isEmpty)) {
                out.append("| ").append(table).append(" | ").append(runs).append(" | ")
                        .append(String.join(" | ", cells)).append(" |\n");
            }
        }
        return out.isEmpty() ? "" : TRUST + out.append('\n');
    }

    private String seconds() {
        StringBuilder out = new StringBuilder(SECONDS).append("| data |").append(titles()).append("\n|---|")
                .append("--:|".repeat(models.size())).append('\n');
        for (String table : standings.tables()) {
            Map<String, Standings.Mean> seconds = standings.means(table, Outcome::seconds);
            Map<String, Standings.Mean> processor = standings.means(table, Outcome::processor);
            out.append("| ").append(table).append(" |");
            for (Rival model : models) {
                Standings.Mean mean = seconds.get(model.name());
                Standings.Mean used = processor.get(model.name());
                out.append(mean == null || used == null
                        ? " |"
                        : String.format(Locale.ROOT, " %.1f (%.1f) |", mean.mean(), used.mean()));
            }
            out.append('\n');
        }
        return out.append('\n').toString();
    }

    private String sessions() {
        StringBuilder out = new StringBuilder("## The runs\n\n");
        List<Outcome> shown = ledger.outcomes().stream().filter(run -> standings.models().contains(run.model())
                || TIMED.contains(run.model()) || PIECES.contains(run.model())).toList();
        Map<Integer, Long> sessions = shown.stream()
                .collect(Collectors.groupingBy(Outcome::session, TreeMap::new, Collectors.counting()));
        sessions.forEach((session, runs) -> out.append("- ").append(runs).append(" runs: ")
                .append(String.join("; ", ledger.session(session).values())).append('\n'));
        List<String> versions = new ArrayList<>(new TreeSet<>(shown.stream().map(Outcome::version).toList()));
        return out.append("- ").append(String.join(", ", versions)).append('\n').toString();
    }
}
