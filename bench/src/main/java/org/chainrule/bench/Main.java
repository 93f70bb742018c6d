package org.chainrule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The driver of the benchmark. It runs Chainrule and its peers in turn, one process each, over several rounds, and writes a
/// report. `bench/run` builds everything and starts this class.
public final class Main {
    private final Path root;
    private final Options options;
    private final Results results = new Results();

    private Main(Path root, Options options) {
        this.root = root;
        this.options = options;
    }

    /// Runs the benchmark.
    ///
    /// @param args the folder of the checkout, then options
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.of(List.of(args).subList(1, args.length));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        new Main(Path.of(args[0]), options).run();
    }

    private void run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Map<String, List<Work>> groups = options.groups();
        for (int round = 0; round < options.rounds(); round++) {
            for (int threads : options.threads()) {
                for (Map.Entry<String, List<Work>> group : groups.entrySet()) {
                    System.err.printf(Locale.ROOT, "round %d of %d, %d thread(s), %s (%d s so far)%n", round + 1,
                            options.rounds(),
                            threads, group.getKey(), (System.nanoTime() - start) / 1_000_000_000);
                    // Each round begins with another peer, so that no peer always runs after the same one.
                    for (int i = 0; i < options.peers().size(); i++) {
                        Contestant peer = options.peers().get((i + round) % options.peers().size());
                        List<Work> works = group.getValue().stream().filter(peer::does)
                                .filter(work -> threads == 1 || options.onMoreThreads(work)).toList();
                        if (!works.isEmpty()) {
                            round(peer, works, threads);
                        }
                    }
                }
            }
        }
        Report report = new Report(facts(), results);
        System.out.print(report.table());
        Path folder = Files.createDirectories(root.resolve("bench/results"));
        Files.writeString(folder.resolve("latest.json"), report.json());
        Files.writeString(folder.resolve("latest.md"), report.markdown());
        System.err.println("written: bench/results/latest.json and, as Markdown, latest.md");
    }

    private void round(Contestant peer, List<Work> works, int threads) throws IOException, InterruptedException {
        if (works.getFirst() instanceof Work.Startup startup) {
            startup(peer, startup);
            return;
        }
        List<String> command;
        try {
            command = new ArrayList<>(peer.command(root, threads));
        } catch (IOException e) {
            results.missing(peer, "all", "it could not be built: " + buildFailure(peer));
            return;
        }
        command.addAll(options.arguments(works, threads));
        execute(peer, command, threads, works.getFirst().title());
    }

    private void startup(Contestant peer, Work.Startup work) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chainrule-bench");
        Path model = folder.resolve("model.safetensors");
        switch (work) {
            case STEP, PREDICTION -> {
                for (List<String> command : Cold.commands(peer, System.getProperty("java.class.path"), work, model)) {
                    execute(peer, command, 1, work.title());
                }
            }
            case IRIS -> {
                if (peer == Contestant.CHAINRULE) {
                    List<String> command = List.of(root.resolve("chainrule").toString(), "train",
                            root.resolve("examples/data/iris.csv").toString(), "--target", "species", "--out",
                            model.toString());
                    execute(peer, List.of(command.getFirst(), "--version"), 1, work.title()); // builds
                    long start = System.nanoTime();
                    if (execute(peer, command, 1, work.title())) {
                        results.add(work, 1, peer, List.of((System.nanoTime() - start) * 1e-9));
                    }
                }
            }
        }
        Files.deleteIfExists(model);
        Files.deleteIfExists(folder);
    }

    /// Runs a process to its end, records its results, and returns whether it succeeded.
    private boolean execute(Contestant peer, List<String> command, int threads, String what)
            throws IOException, InterruptedException {
        Child child = Child.run(command, threads);
        for (Map<?, ?> line : child.lines()) {
            Work work = Work.of(String.valueOf(line.get("work")));
            if (line.get("version") instanceof String version && !version.isEmpty()) {
                results.version(peer, version);
            }
            List<Double> rates = Child.rates(line);
            if (rates.isEmpty()) {
                results.missing(peer, work.id(), Child.reason(line));
            } else {
                results.add(work, threads, peer, rates);
            }
        }
        if (!child.failure().isEmpty()) {
            results.missing(peer, what, child.failure());
        }
        return child.failure().isEmpty();
    }

    private String buildFailure(Contestant peer) throws IOException {
        Path log = root.resolve("bench/target/build.log");
        if (!Files.exists(log)) {
            return "there is no log.";
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("[ERROR]") && line.contains("chainrule-bench-" + peer.title()))
                .findFirst().orElse("see bench/target/build.log.");
    }

    private Map<String, Object> facts() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("machine", Machine.name());
        facts.put("date", LocalDate.now(java.time.ZoneId.systemDefault()).toString());
        facts.put("java", Machine.java());
        facts.put("settings", options.rounds() + " rounds, " + options.warm() + " s to warm up, " + options.measured()
                + " s measured" + (options.quick() ? " (quick)" : "")
                + (System.getenv(Child.CORE) == null ? "" : ", " + Child.CORE + "=" + System.getenv(Child.CORE)));
        Map<String, String> versions = new LinkedHashMap<>();
        results.versions().forEach((peer, version) -> versions.put(peer.title(), version));
        facts.put("versions", versions);
        Map<String, String> flags = new LinkedHashMap<>();
        for (Contestant peer : options.peers()) {
            String own = String.join(" ", peer.flags(1));
            flags.put(peer.title(), own.isEmpty() ? "none" : own);
        }
        facts.put("flags", flags);
        return facts;
    }
}
