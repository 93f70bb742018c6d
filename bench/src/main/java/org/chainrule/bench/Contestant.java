package org.chainrule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A library in the comparison, and the command that starts its process.
enum Contestant {
    CHAINRULE("chainrule"), SCALAR("chainrule-scalar"), LIBTORCH("libtorch"), DJL("djl"), DL4J("dl4j"), SMILE(
            "smile"), SKLEARN("sklearn"), PYTORCH("pytorch"), OPENBLAS("openblas");

    static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector");

    private final String title;

    Contestant(String title) {
        this.title = title;
    }

    /// Returns the name of its row.
    String title() {
        return title;
    }

    /// Returns whether this is Chainrule.
    boolean own() {
        return this == CHAINRULE || this == SCALAR;
    }

    /// Returns whether this library runs a work.
    boolean does(Work work) {
        return switch (work) {
            case Work.Matmul _ -> own() || this == OPENBLAS;
            case Work.Startup _ -> own();
            case Work.Fit _ -> own() || this == LIBTORCH || this == SKLEARN;
            case Work.Train _,Work.Infer _ -> this != OPENBLAS;
        };
    }

    /// Returns the JVM flags that affect the figures.
    List<String> flags(int threads) {
        return switch (this) {
            case CHAINRULE -> VECTOR;
            case SCALAR -> List.of();
            case SKLEARN, PYTORCH -> List.of();
            default -> List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + threads);
        };
    }

    /// Returns the command that times works, without its arguments.
    ///
    /// @throws IOException if the peer is not built
    List<String> command(Path root, int threads) throws IOException {
        return switch (this) {
            case CHAINRULE, SCALAR -> java(System.getProperty("java.class.path"), "org.chainrule.bench.Chainrule",
                    threads);
            case SKLEARN -> python(root, "sklearn");
            case PYTORCH -> python(root, "torch");
            default -> {
                Path target = root.resolve("bench/peers/" + title + "/target");
                String others = Files.readString(target.resolve("classpath")).strip();
                String main = title.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + title.substring(1);
                yield java(target.resolve("classes") + java.io.File.pathSeparator + others,
                        "org.chainrule.bench.peer." + main, threads);
            }
        };
    }

    /// Returns a command that runs a class of the benchmark with the flags of this library.
    List<String> java(String classPath, String main, int threads) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString()));
        command.addAll(flags(threads));
        command.addAll(List.of("-cp", classPath, main));
        return command;
    }

    private static List<String> python(Path root, String library) {
        // Prefer the Python of Debian, which has the packages, to another one on the path.
        String python = Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
        return List.of(python, root.resolve("bench/peers/python/peer.py").toString(), library);
    }
}
