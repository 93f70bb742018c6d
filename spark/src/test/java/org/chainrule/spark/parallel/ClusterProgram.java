package org.chainrule.spark.parallel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/// Trains in a cluster of two executors and prints the result; a program of its own, so that it can be killed.
///
/// ```
/// ClusterProgram FOLDER            with checkpoints in a folder
/// ClusterProgram FOLDER kill       kills an executor once there is a checkpoint
/// ClusterProgram FOLDER encrypt    encrypts all connections, and the files of the executors
/// ```
final class ClusterProgram {
    static final String RESULT = "result ";

    private ClusterProgram() {
    }

    private static final Map<String, Object> ENCRYPTED = Map.of("spark.authenticate", true, "spark.authenticate.secret",
            "of this test", "spark.network.crypto.enabled", true, "spark.io.encryption.enabled", true);

    static ParallelSettings settings() {
        return ParallelSettings.epochs(40).batch(256).seed(5);
    }

    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[0]);
        String mode = args.length > 1 ? args[1] : "";
        try (SparkSession session = Clusters.start(2, 512, mode.equals("encrypt") ? ENCRYPTED : Map.of())) {
            session.range(10).count(); // both executors are there
            if (mode.equals("kill")) {
                Thread.ofVirtual().start(() -> kill(folder));
            }
            DataParallelResult result = DataParallel.train(DataParallelTest.rows(session, 2000, 3),
                    new WorkerTrainingTest.Weighted(), settings().checkpoints(folder.toUri().toString(), 50));
            System.out.println(RESULT + text(result));
        }
    }

    /// Returns a result as text of one line, with every bit of the parameters.
    static String text(DataParallelResult result) {
        StringBuilder text = new StringBuilder().append(result.steps()).append(' ').append(result.epochs().getLast());
        result.parameters().forEach((path, value) -> text.append(' ').append(path).append(' ')
                .append(Integer.toHexString(Arrays.hashCode(value.values()))));
        return text.toString();
    }

    private static void kill(Path folder) {
        try {
            while (!written(folder)) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ProcessHandle> executors = ProcessHandle.current().descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java")) // all of them are executors
                .toList();
        Optional<ProcessHandle> one = executors.stream().findFirst();
        System.out.println("killed one of " + executors.size() + " executors: "
                + one.map(ProcessHandle::destroyForcibly).orElse(false));
    }

    /// Returns whether a folder holds a complete checkpoint.
    static boolean written(Path folder) {
        try (var list = Files.list(folder)) {
            return list.anyMatch(file -> Files.exists(file.resolve("progress.json")));
        } catch (IOException e) {
            return false; // the folder is not there yet, or a checkpoint is being deleted
        }
    }
}
