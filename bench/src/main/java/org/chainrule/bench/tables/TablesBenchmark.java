package org.chainrule.bench.tables;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.bench.Child;
import org.chainrule.bench.Machine;

/// The driver of the benchmark on tables. It gives each problem to each competitor, one process each, measures the
/// predictions, and writes all results. `bench/tables` builds everything and starts this class.
public final class TablesBenchmark {
    private static final int THREADS = 2;

    private final Path root;
    private final TablesOptions options;
    private final Path results;
    private final Path page;
    private final Ledger ledger;
    private final int session;
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final Map<Rival, String> absent = new HashMap<>();

    private TablesBenchmark(Path root, TablesOptions options) throws IOException {
        this.root = root;
        this.options = options;
        Path out = options.out();
        this.results = out == null ? root.resolve("bench/results/tables.json") : out.resolve("tables.json");
        this.page = out == null ? root.resolve("docs/tables.md") : out.resolve("tables.md");
        if (out != null) {
            Files.createDirectories(out);
        }
        this.ledger = Ledger.read(results);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now(ZoneId.systemDefault()).toString());
        facts.put("machine", Machine.name());
        facts.put("java", Machine.java());
        facts.put("threads", THREADS + " threads");
        // whether the machine was busy with other work, which takes time from a search
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        facts.put("load", String.format(Locale.ROOT, "load average %.1f at the start", load));
        this.session = ledger.session(facts);
    }

    /// Runs the benchmark.
    ///
    /// @param args the folder of the checkout, then options
    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            Path root = Path.of(args[0]);
            new TablesBenchmark(root, TablesOptions.of(root, List.of(args).subList(1, args.length))).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chainrule-bench");
        try {
            for (Catalog.Entry table : options.tables()) {
                try {
                    run(table, table.read(options.data().resolve("tabular")), folder);
                } catch (NoSuchFileException e) {
                    skip(table.title(), "there is no file " + e.getMessage());
                }
                ledger.write(results);
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        List<Rival> standard = Rival.all().stream().filter(Rival::standard).toList();
        Files.writeString(page, new TablesReport(ledger, standard).page());
        // a variant stands beside the standard models here, and only here
        List<Rival> shown = Rival.all().stream().filter(model -> model.standard() || options.models().contains(model))
                .toList();
        System.out.print(new TablesReport(ledger, shown).page());
        skipped.forEach((what, reason) -> System.out.println("skipped: " + what + ": " + reason));
        System.err.println("written: " + results + " and " + page);
    }

    private void skip(String what, String reason) {
        skipped.put(what, reason);
        System.err.println("skipped: " + what + ": " + reason);
    }

    private void run(Catalog.Entry table, Dataset data, Path folder) throws IOException, InterruptedException {
        ledger.size(table.title(), new Ledger.Size(data.rows().length, data.attributes().size(),
                data.labels().size()));
        for (TablesOptions.Turn turn : options.turns(data.splits().size())) {
            Partition split = data.splits().get(turn.split());
            data.problem(split).write(folder);
            for (Rival model : options.models()) {
                if (!absent.containsKey(model)) {
                    String which = String.format(Locale.ROOT, "%-12s split %2d of %2d  seed %d  %-18s", table.title(),
                            turn.split() + 1, data.splits().size(), turn.seed(), model.name());
                    run(model, new Outcome.Key(table.title(), model.name(), turn.split(), turn.seed()), data, folder,
                            which);
                }
            }
        }
    }

    private void run(Rival model, Outcome.Key key, Dataset data, Path folder, String which)
            throws IOException, InterruptedException {
        List<String> command;
        try {
            command = model.command(root, folder,
                    new LearnerSettings(model.name(), key.seed(), THREADS, options.seconds()));
        } catch (IOException e) {
            absent.put(model, String.valueOf(e.getMessage()));
            skip(model.name(), String.valueOf(e.getMessage()));
            return;
        }
        Path answer = folder.resolve("predictions.bin");
        Path ends = folder.resolve("intervals.bin");
        Files.deleteIfExists(answer);
        Files.deleteIfExists(ends);
        Child child = Child.run(command, THREADS);
        try {
            if (child.lines().isEmpty()) {
                throw new IllegalArgumentException(child.failure());
            }
            Map<?, ?> line = child.lines().getLast();
            int classes = data.labels().size();
            double[] targets = data.targets(data.splits().get(key.split()).test());
            Map<Measure, Double> measures = Judge.measures(classes, Problem.read(answer, Math.max(1, classes)),
                    targets);
            if (Files.exists(ends) && Files.size(ends) > 0) {
                measures.put(Measure.COVERAGE, Judge.coverage(Problem.read(ends, 2), targets));
            }
            if (classes > 0 && number(line, "temperature") > 0) {
                measures.put(Measure.UNCALIBRATED, Judge.calibration(Problem.read(answer, classes), targets,
                        number(line, "temperature")));
            }
            double seconds = number(line, "seconds");
            ledger.put(new Outcome(key.table(), key.model(), key.split(), key.seed(), measures, seconds,
                    number(line, "processor"),
                    model.searches() ? options.seconds() : 0, String.valueOf(line.get("version")), session));
            System.err.printf(Locale.ROOT, "%s  %s  %6.1f s  %s%n", which, measures.entrySet().stream()
                    .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey().title(), e.getValue()))
                    .collect(Collectors.joining("  ")), seconds, line.get("note"));
        } catch (IllegalArgumentException e) {
            // the result of an earlier run would hide the failure
            ledger.remove(key);
            skip(which.strip(), String.valueOf(e.getMessage()));
        }
    }

    private static double number(Map<?, ?> line, String key) {
        return line.get(key) instanceof Number number ? number.doubleValue() : 0;
    }
}
