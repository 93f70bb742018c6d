package org.chainrule.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The options of a benchmark run.
///
/// @param works the works to time
/// @param peers the libraries to run
/// @param threads the numbers of threads
/// @param rounds the number of times that each process is started
/// @param warm the seconds to warm up
/// @param measured the seconds to measure
/// @param quick whether this is the short run
record Options(List<Work> works, List<Contestant> peers, List<Integer> threads, int rounds, double warm,
        double measured, boolean quick) {
    private static final String EXPECTED = "--quick, --rounds N, --work NAME..., --peer NAME...";

    /// Reads `--quick`, `--rounds N`, `--work NAME...` and `--peer NAME...`.
    static Options of(List<String> args) {
        boolean quick = false;
        List<String> works = new ArrayList<>();
        List<String> peers = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        List<String> open = null;
        for (String arg : args) {
            switch (arg) {
                case "--quick" -> quick = true;
                case "--rounds" -> open = counts;
                case "--work" -> open = works;
                case "--peer" -> open = peers;
                default -> {
                    if (open == null || arg.startsWith("--")) {
                        throw refuse("cannot read '" + arg + "'", EXPECTED);
                    }
                    open.add(arg);
                }
            }
        }
        boolean all = !quick;
        List<Work> chosen = Work.all().stream()
                .filter(work -> works.isEmpty()
                        ? all || core(work)
                        : works.stream().anyMatch(name -> work.id().startsWith(name)))
                .toList();
        List<Contestant> rows = Arrays.stream(Contestant.values())
                .filter(peer -> peers.isEmpty() ? all || quickly(peer) : peer.own() || peers.contains(peer.title()))
                .toList();
        List<String> names = Arrays.stream(Contestant.values()).map(Contestant::title).toList();
        if (!names.containsAll(peers)) {
            throw refuse("there is no such peer", String.join(", ", names));
        }
        if (chosen.isEmpty()) {
            throw refuse("there is no such work", "the beginning of one of "
                    + String.join(", ", Work.all().stream().map(Work::id).toList()));
        }
        List<Integer> threads = quick || Runtime.getRuntime().availableProcessors() < 2 ? List.of(1) : List.of(1, 2);
        int rounds = args.contains("--rounds") ? rounds(counts) : quick ? 2 : 3;
        return new Options(chosen, rows, threads, rounds, 2, quick ? 0.4 : 1, quick);
    }

    private static int rounds(List<String> counts) {
        if (counts.size() != 1 || !counts.getFirst().matches("[1-9][0-9]{0,3}")) {
            throw refuse(counts.isEmpty() ? "--rounds has no number" : "the rounds are " + String.join(" ", counts),
                    "one whole number from 1 to 9999");
        }
        return Integer.parseInt(counts.getFirst());
    }

    private static boolean core(Work work) {
        return switch (work) {
            case Work.Train(Net net, int _) -> net != Net.WIDE;
            case Work.Matmul matmul -> matmul.m() < 2048;
            case Work.Fit _,Work.Infer _ -> true;
            case Work.Startup startup -> startup != Work.Startup.IRIS;
        };
    }

    private static boolean quickly(Contestant peer) {
        return peer.own() || peer == Contestant.LIBTORCH || peer == Contestant.OPENBLAS;
    }

    /// Returns whether a work is also timed on two threads. A prediction runs on the caller's thread, and a start on one
    /// thread.
    boolean onMoreThreads(Work work) {
        return work instanceof Work.Train || work instanceof Work.Fit || work instanceof Work.Matmul;
    }

    /// Returns the works by the name of their group, in order.
    Map<String, List<Work>> groups() {
        Map<String, List<Work>> groups = new LinkedHashMap<>();
        for (Work work : works) {
            groups.computeIfAbsent(work.group(), key -> new ArrayList<>()).add(work);
        }
        return groups;
    }

    /// Returns the arguments for a process that times a group of works ([Meter#run]).
    List<String> arguments(List<Work> group, int threads) {
        // a product warms up faster than a network
        double share = group.getFirst() instanceof Work.Matmul ? 0.5 : 1;
        List<String> arguments = new ArrayList<>(List.of("" + threads, "" + share * warm, "" + share * measured));
        group.forEach(work -> arguments.add(work.id()));
        return arguments;
    }

    private static IllegalArgumentException refuse(String what, String expected) {
        return new IllegalArgumentException("bench: " + what + ", expected " + expected);
    }
}
