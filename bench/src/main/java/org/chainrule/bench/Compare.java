package org.chainrule.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Compares two checkouts of Chainrule, each with its own benchmark. For every group of works, a process of one checkout runs
/// right after a process of the other, and the order changes from round to round, so a slow phase of the machine affects
/// both. `bench/run --compare` builds both checkouts and starts this class.
public final class Compare {
    private final List<Path> checkouts;
    private final Options options;
    private final Pairs pairs = new Pairs();

    private Compare(List<Path> checkouts, Options options) {
        this.checkouts = checkouts;
        this.options = options;
    }

    /// Runs the comparison and prints a table. Exits with status 1 if a row is below [Pairs#FLOOR].
    ///
    /// @param args the folder of the old checkout, that of the new one, then options
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.of(List.of(args).subList(2, args.length));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Compare compare = new Compare(List.of(Path.of(args[0]), Path.of(args[1])), options);
        compare.run();
        System.out.print(compare.pairs.table());
        System.exit(compare.pairs.keep() ? 0 : 1);
    }

    private void run() throws IOException, InterruptedException {
        List<Contestant> rows = options.peers().stream().filter(Contestant::own).toList();
        for (int round = 0; round < options.rounds(); round++) {
            for (int threads : options.threads()) {
                for (Map.Entry<String, List<Work>> group : options.groups().entrySet()) {
                    List<Work> works = group.getValue().stream().filter(work -> work != Work.Startup.IRIS)
                            .filter(work -> threads == 1 || options.onMoreThreads(work)).toList();
                    if (works.isEmpty()) {
                        continue;
                    }
                    System.err.printf(Locale.ROOT, "round %d of %d, %d thread(s), %s%n", round + 1, options.rounds(),
                            threads, group.getKey());
                    for (Contestant row : rows) {
                        pair(row, works, threads, round % 2);
                    }
                }
            }
        }
    }

    private void pair(Contestant row, List<Work> works, int threads, int first)
            throws IOException, InterruptedException {
        List<Map<String, List<Double>>> sides = new ArrayList<>(List.of(Map.of(), Map.of()));
        for (int side : List.of(first, 1 - first)) {
            sides.set(side, rates(row, works, threads, side));
        }
        for (Work work : works) {
            List<Double> before = sides.get(0).getOrDefault(work.id(), List.of());
            List<Double> after = sides.get(1).getOrDefault(work.id(), List.of());
            if (!before.isEmpty() && !after.isEmpty()) {
                pairs.add(new Pairs.Case(work, threads, row), before, after);
            }
        }
    }

    /// Returns the rates of each work from one process of a checkout; for a start, from the last process.
    private Map<String, List<Double>> rates(Contestant row, List<Work> works, int threads, int side)
            throws IOException, InterruptedException {
        String classPath = classPath(checkouts.get(side));
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Path folder = Files.createTempDirectory("chainrule-bench");
        Path model = folder.resolve("model.safetensors");
        List<List<String>> commands = new ArrayList<>();
        if (works.getFirst() instanceof Work.Startup start) {
            commands.addAll(Cold.commands(row, classPath, start, model));
        } else {
            List<String> command = new ArrayList<>(row.java(classPath, Chainrule.class.getName(), threads));
            command.addAll(options.arguments(works, threads));
            commands.add(command);
        }
        String name = side == 0 ? "before" : "after";
        for (List<String> command : commands) {
            Child child = Child.run(command, threads);
            for (Map<?, ?> line : child.lines()) {
                String work = String.valueOf(line.get("work"));
                rates.put(work, Child.rates(line));
                if (Child.rates(line).isEmpty()) {
                    pairs.missing(name + ", " + work, Child.reason(line));
                }
            }
            if (!child.failure().isEmpty()) {
                pairs.missing(name + ", " + row.title() + ", " + works.getFirst().title(), child.failure());
            }
        }
        Files.deleteIfExists(model);
        Files.delete(folder);
        return rates;
    }

    private static String classPath(Path checkout) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String module : List.of("core", "bench")) {
            try (DirectoryStream<Path> built = Files.newDirectoryStream(checkout.resolve(module + "/target"),
                    "chainrule-" + module + "-*-SNAPSHOT.jar")) {
                built.forEach(jar -> jars.add(jar.toString()));
            }
        }
        return String.join(java.io.File.pathSeparator, jars);
    }
}
