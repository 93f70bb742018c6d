package org.chainrule.bench.tables;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A model that takes part, and the command that starts its process.
///
/// @param name     the name in options
/// @param title    the title in reports
/// @param standard whether a run has it by default, and docs/tables.md shows it
/// @param searches whether it uses the time that a run gives to a search
/// @param library  the module in bench/peers, or `chainrule`, or `sklearn` in Python
/// @param main     the class or script to run
record Rival(String name, String title, boolean standard, boolean searches, String library, String main) {
    private static final String CHAINRULE = "chainrule";
    private static final String PYTHON = "sklearn";

    /// Returns all models: the configurations of Chainrule, then the others.
    static List<Rival> all() {
        Stream<Rival> own = Configurations.all().stream().map(configuration -> new Rival(configuration.name(),
                "Chainrule " + configuration.name(), configuration.standard(), configuration.searches(), CHAINRULE,
                ChainruleLearner.class.getName()));
        return Stream.concat(own, Stream.of(
                new Rival("xgboost", "XGBoost default", true, false, "xgboost", "org.chainrule.bench.peer.Xgboost"),
                new Rival("xgboost-tuned", "XGBoost tuned", true, true, "xgboost", "org.chainrule.bench.peer.Xgboost"),
                new Rival("smile-forest", "Smile random forest", true, false, "smile",
                        "org.chainrule.bench.peer.SmileTrees"),
                new Rival("smile-boosting", "Smile gradient boosting", true, false, "smile",
                        "org.chainrule.bench.peer.SmileTrees"),
                new Rival("sklearn-boosting", "scikit-learn HistGradientBoosting", true, false, PYTHON,
                        "bench/peers/python/tables.py")))
                .toList();
    }

    /// Returns the command that solves a problem; see [Learner#run] for its arguments.
    ///
    /// @throws IOException if the library is not built or not installed; the message gives the reason
    List<String> command(Path root, Path folder, LearnerSettings settings) throws IOException {
        List<String> command = new ArrayList<>();
        if (library.equals(PYTHON)) {
            command.addAll(List.of(python(), root.resolve(main).toString()));
        } else {
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                    "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + settings.threads(), "-cp",
                    classPath(root), main));
        }
        command.addAll(List.of(folder.toString(), settings.model(), "" + settings.seed(), "" + settings.threads(),
                "" + settings.seconds()));
        return command;
    }

    private String classPath(Path root) throws IOException {
        if (library.equals(CHAINRULE)) {
            return System.getProperty("java.class.path");
        }
        Path target = root.resolve("bench/peers/" + library + "/target");
        if (!Files.exists(target.resolve("classpath"))) {
            throw new IOException("it could not be built; see bench/target/build.log");
        }
        return target.resolve("classes") + File.pathSeparator + Files.readString(target.resolve("classpath")).strip();
    }

    /// Returns the first Python that has scikit-learn.
    private static String python() throws IOException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import sklearn").redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
                if (process.waitFor() == 0) {
                    return python;
                }
            } catch (IOException _) {
                // the next one
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        throw new IOException("there is no python3 with scikit-learn");
    }
}
