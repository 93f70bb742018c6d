package org.chainrule.spark.parallel;

import java.io.File;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/// Sessions whose executors are processes of their own, on this machine. A JVM can have only one, and no other session.
final class Clusters {
    private Clusters() {
    }

    /// Starts a session with executors of one core each.
    ///
    /// @param memory the memory of an executor in megabytes
    static SparkSession start(int executors, int memory) {
        return start(executors, memory, Map.of());
    }

    /// Same as [#start(int, int)], with further settings of Spark.
    static SparkSession start(int executors, int memory, Map<String, Object> settings) {
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> entry.endsWith("*") ? entry : new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
        return SparkSession.builder().master("local-cluster[" + executors + ",1," + memory + "]").appName("chainrule")
                .config("spark.ui.enabled", false).config("spark.sql.shuffle.partitions", 4)
                .config("spark.executor.memory", memory + "m")
                .config("spark.executor.extraClassPath", classes)
                // executors take the classes of this JVM instead of those of an installation
                .config("spark.executorEnv.SPARK_TESTING", "1").config("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
                .config("spark.executor.extraJavaOptions", "-Xlog:disable -Xlog:all=error:stderr")
                .config("spark.driver.host", "localhost").config("spark.driver.bindAddress", "127.0.0.1")
                .config(settings).getOrCreate();
    }
}
