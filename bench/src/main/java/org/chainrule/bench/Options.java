package org.chainrule.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a run of the benchmark consists of.
///
/// @param works what is timed
/// @param peers the rows
/// @param threads the numbers of threads
/// @param rounds how often each process is started
/// @param warm seconds before the clock counts
/// @param measured seconds of chunks
/// @param quick whether it is the short run
record Options(List<Work> works, List<Contestant> peers, List<Integer> threads, int rounds, double warm,
        double measured, boolean quick) {
    /// Reads `--quick`, `--work NAME...` and `--peer NAME...`.
    static Options of(List<String> args) {
        boolean quick = false;
        List<String> works = new ArrayList<>();
        List<String> peers = new ArrayList<>();
        List<String> open = null;
        for (String arg : args) {
            switch (arg) {
                case "--quick" -> quick = true;
                case "--work" -> open = works;
                case "--peer" -> open = peers;
                default -> {
                    if (open == null || arg.startsWith("--")) {
                        throw refuse("cannot read '" + arg + "'",
                                "--quick, --work NAME..., --peer NAME...");
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
        return new Options(chosen, rows, threads, quick ? 2 : 3, 2, quick ? 0.4 : 1, quick);
    }

    private static boolean core(Work work) {
        return switch (work) {
            case Work.Train(Net net, int _) -> net != Net.WIDE;
            case Work.Matmul matmul -> matmul.m() < 2048;
            case Work.Infer _ -> true;
            case Work.Startup startup -> startup != Work.Startup.IRIS;
        };
    }

    private static boolean quickly(Contestant peer) {
        return peer.own() || peer == Contestant.LIBTORCH || peer == Contestant.OPENBLAS;
    }

    /// Whether a work is timed on two threads too. A prediction runs on its caller's thread, and a start is one thread's.
    boolean onMoreThreads(Work work) {
        return work instanceof Work.Train || work instanceof Work.Matmul;
    }

    private static IllegalArgumentException refuse(String what, String expected) {
        return new IllegalArgumentException("bench: " + what + ", expected " + expected);
    }
}
