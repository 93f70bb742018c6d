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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.io.Json;

/// The driver: runs Chainrule and its peers in turn, one process each, over several rounds, and reports. Started by
/// `bench/run`, which builds first.
public final class Main {
    private static final String CORE = "OPENBLAS_CORETYPE";

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
        Map<String, List<Work>> groups = new LinkedHashMap<>();
        for (Work work : options.works()) {
            groups.computeIfAbsent(work instanceof Work.Matmul ? "matmul" : work.title(), key -> new ArrayList<>())
                    .add(work);
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (int threads : options.threads()) {
                for (Map.Entry<String, List<Work>> group : groups.entrySet()) {
                    System.err.printf(Locale.ROOT, "round %d of %d, %d thread(s), %s (%d s so far)%n", round + 1,
                            options.rounds(),
                            threads, group.getKey(), (System.nanoTime() - start) / 1_000_000_000);
                    // Each round begins with another, so that nobody always follows the same neighbour.
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
        boolean matmul = works.getFirst() instanceof Work.Matmul;
        command.addAll(List.of("" + threads, "" + (matmul ? options.warm() / 2 : options.warm()),
                "" + (matmul ? options.measured() / 2 : options.measured())));
        works.forEach(work -> command.add(work.id()));
        execute(peer, command, threads, works.getFirst().title());
    }

    private void startup(Contestant peer, Work.Startup work) throws IOException, InterruptedException {
        String own = System.getProperty("java.class.path");
        List<String> cold = peer.java(own, "org.chainrule.bench.Cold", 1);
        Path folder = Files.createTempDirectory("chainrule-bench");
        String model = folder.resolve("model.safetensors").toString();
        switch (work) {
            case STEP -> execute(peer, with(cold, "step"), 1, work.title());
            case PREDICTION -> {
                execute(peer, with(cold, "save", model), 1, work.title());
                execute(peer, with(cold, "prediction", model), 1, work.title());
            }
            case IRIS -> {
                if (peer == Contestant.CHAINRULE) {
                    List<String> command = List.of(root.resolve("chainrule").toString(), "train",
                            root.resolve("examples/data/iris.csv").toString(), "--target", "species", "--out", model);
                    execute(peer, List.of(command.getFirst(), "--version"), 1, work.title()); // builds
                    long start = System.nanoTime();
                    if (execute(peer, command, 1, work.title())) {
                        results.add(work, 1, peer, List.of((System.nanoTime() - start) * 1e-9));
                    }
                }
            }
        }
        Files.deleteIfExists(Path.of(model));
        Files.deleteIfExists(folder);
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    /// Runs a process to its end and takes in what it says; whether it ended well.
    private boolean execute(Contestant peer, List<String> command, int threads, String what)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        // Whatever the environment says about BLAS and OpenMP was meant for something else, and can slow a peer down; but
        // an OpenBLAS that does not know the processor needs to be told whose kernels to take.
        builder.environment().keySet().removeIf(
                name -> !name.equals(CORE) && name.matches("(OPENBLAS|GOTO|OMP|GOMP|KMP|MKL|BLIS)_.*"));
        for (String name : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
            builder.environment().put(name, "" + threads);
        }
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Path log = Files.createTempFile("chainrule-bench", ".log");
        Process process;
        try {
            process = builder.redirectError(log.toFile()).start();
        } catch (IOException e) {
            results.missing(peer, what, "it could not be started: " + e.getMessage());
            return false;
        }
        process.getOutputStream().close();
        process.inputReader().lines().filter(line -> line.startsWith("{\"work\"") || line.startsWith("{\"rates\""))
                .forEach(line -> take(peer, threads, Json.parse(line)));
        boolean ended = process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
        if (!ended) {
            process.destroyForcibly();
            results.missing(peer, what, reason(Files.readAllLines(log)));
        }
        Files.delete(log);
        return ended;
    }

    private void take(Contestant peer, int threads, Object line) {
        if (!(line instanceof Map<?, ?> map)) {
            return;
        }
        Work work = Work.of(String.valueOf(map.get("work")));
        if (map.get("version") instanceof String version && !version.isEmpty()) {
            results.version(peer, version);
        }
        if (map.get("rates") instanceof List<?> rates) {
            results.add(work, threads, peer, rates.stream().map(rate -> ((Number) rate).doubleValue()).toList());
        } else {
            results.missing(peer, work.id(), String.valueOf(map.get("reason")).lines().findFirst().orElse(""));
        }
    }

    /// What a failed process said, in one line.
    private static String reason(List<String> log) {
        String last = log.isEmpty() ? "it failed and said nothing" : log.getLast();
        Matcher absent = Pattern.compile("No module named '([^']*)'").matcher(last);
        return absent.find() ? "it is not installed: Python has no module " + absent.group(1) + "." : last;
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
        facts.put("machine", machine());
        facts.put("date", LocalDate.now(java.time.ZoneId.systemDefault()).toString());
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("settings", options.rounds() + " rounds, " + options.warm() + " s to warm up, " + options.measured()
                + " s measured" + (options.quick() ? " (quick)" : "")
                + (System.getenv(CORE) == null ? "" : ", " + CORE + "=" + System.getenv(CORE)));
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

    private static String machine() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        String model = lines.stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown processor");
        String flags = lines.stream().filter(line -> line.startsWith("flags")).findFirst().orElse("") + " ";
        String vectors = flags.contains(" avx512f ") ? " (AVX-512)" : flags.contains(" avx2 ") ? " (AVX2)" : "";
        return String.join(", ", model + vectors, Runtime.getRuntime().availableProcessors() + " cores",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }
}
