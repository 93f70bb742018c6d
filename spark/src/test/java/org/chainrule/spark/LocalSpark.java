package org.chainrule.spark;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// The session of all tests in a JVM, with two threads.
public final class LocalSpark {
    private static final SparkSession SESSION = SparkSession.builder().master("local[2]").appName("chainrule")
            .config("spark.ui.enabled", false).config("spark.sql.shuffle.partitions", 2)
            .config("spark.driver.host", "localhost").config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.extensions", "org.chainrule.spark.ChainruleExtensions").getOrCreate();

    private LocalSpark() {
    }

    /// Returns the session, which ends with the JVM.
    public static SparkSession session() {
        return SESSION;
    }

    /// Returns a file of the examples.
    public static Path example(String name) {
        return Path.of("../examples/data", name);
    }

    /// Returns an example as a table with the types that Spark finds.
    public static Dataset<Row> table(String name) {
        return SESSION.read().option("header", true).option("inferSchema", true).csv(example(name).toString());
    }
}
