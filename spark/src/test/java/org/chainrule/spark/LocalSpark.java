package org.chainrule.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.chainrule.tabular.TabularModel;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/// The session of all tests in a JVM, with two threads.
public final class LocalSpark {
    private static final SparkSession SESSION = SparkSession.builder().master("local[2]").appName("chainrule")
            .config("spark.ui.enabled", false).config("spark.sql.shuffle.partitions", 2)
            .config("spark.driver.host", "localhost").config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();

    private LocalSpark() {
    }

    /// Returns the session, which ends with the JVM.
    public static SparkSession session() {
        return SESSION;
    }

    /// Returns the parameters of a network, to compare them bit for bit.
    public static Map<String, List<Float>> values(TabularModel model) {
        Map<String, List<Float>> values = new TreeMap<>();
        model.network().parameters().forEach((name, value) -> {
            List<Float> all = new ArrayList<>();
            for (float each : value.values()) {
                all.add(each);
            }
            values.put(name, all);
        });
        return values;
    }

    /// Returns a copy that went through the serializer that `spark.serializer` often names instead of Java's.
    public static <T> T throughKryo(T value) {
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        ClassTag<T> type = ClassTag$.MODULE$.apply(value.getClass());
        return kryo.deserialize(kryo.serialize(value, type), type);
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
