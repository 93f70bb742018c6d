package org.chainrule.spark;

import org.apache.spark.sql.SparkSession;

/// The session of all tests in a JVM, with two threads.
public final class LocalSpark {
    private static final SparkSession SESSION = SparkSession.builder().master("local[2]").appName("chainrule")
            .config("spark.ui.enabled", false).config("spark.sql.shuffle.partitions", 2)
            .config("spark.driver.host", "localhost").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate();

    private LocalSpark() {
    }

    /// Returns the session, which ends with the JVM.
    public static SparkSession session() {
        return SESSION;
    }
}
