package org.chainrule.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.spark.parallel.DataParallel;
import org.chainrule.spark.parallel.DataParallelResult;
import org.chainrule.spark.parallel.ParallelSettings;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.read.TableSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Trains one network on a table that the driver cannot hold. A sample of the rows goes to the driver, which learns the
/// encodings of the columns from it and keeps it to calibrate and to measure the model; the executors learn from all other
/// rows.
final class ClusterTraining {
    private static final Logger LOG = LoggerFactory.getLogger(ChainruleEstimator.class);
    /// Quantiles of so many rows are right within a fifth of a percent of the rows.
    private static final long SAMPLE = 100_000;
    /// A sample is drawn by buckets of rows.
    static final int BUCKETS = 1 << 20;
    /// The rows of a class that the sample should have, unless that is more than half of them.
    private static final long ROWS_OF_CLASS = 20;
    private static final int MOST_RARE_CLASSES = 1000;
    /// Fewer rows would leave shards without any.
    private static final int LEAST = 200;
    private static final int EPOCHS = 20;
    private static final int PATIENCE = 5;
    private static final double HELD = 0.05;
    /// The size of a packed number in bytes.
    private static final long PACKED = 9;
    /// How many times as large as Spark's estimate packed rows can be. The estimate is that of the files, which are
    /// compressed.
    private static final long COMPRESSION = 16;

    /// The names of the columns that a training adds; no name of a table has a character of the value 0.
    private static final String HASH = "\0hash";
    private static final String BUCKET = "\0bucket";
    private static final String COUNT = "\0count";

    private ClusterTraining() {
    }

    /// Returns the file of the trained model.
    ///
    /// @param count the number of rows
    static byte[] of(Settings settings, Dataset<?> rows, Inputs inputs, long count) {
        if (count == 0) {
            throw Gathered.noRows();
        }
        if (!List.of("", "mlp", "quick", "linear").contains(settings.type()) || settings.folds() > 0
                || settings.ensemble() > 1) {
            throw new ArgumentException("modelType",
                    "over the cluster a single mlp or linear model can be trained; choose modelType mlp or linear"
                            + " without folds and ensemble, or set trainOn to driver, which may need a larger"
                            + " spark.driver.memory or a sample of the rows");
        }
        if (count < LEAST) {
            throw new ArgumentException("dataset", "a training over the cluster needs at least " + LEAST
                    + " rows, but the table has " + count + "; set trainOn to driver");
        }
        if (settings.seconds() > 0) {
            throw new ArgumentException("maxSeconds", "a training over the cluster has no time limit; leave out"
                    + " maxSeconds and set maxIter, the maximum number of epochs, or set trainOn to driver");
        }
        LOG.info("Training over the cluster: {} rows are too many for the memory of the driver or trainOn asks for it;"
                + " the encodings are learned from a sample of about {} rows", count, Math.min(count / 2, SAMPLE));
        Column[] columns = inputs.columns().stream().map(Inputs::quoted).toArray(Column[]::new);
        Dataset<Row> all = rows.toDF().select(columns);
        long part = Math.max(1, Math.min(BUCKETS / 2, BUCKETS * Math.min(count / 2, SAMPLE) / count));
        Column share = settings.task().isClasses()
                ? shareByClass(all, Inputs.quoted(settings.label()), part)
                : functions.lit(part);
        Dataset<Row> hashed = all.withColumn(HASH, functions.xxhash64(columns));
        Dataset<Row> divided = bucketed(hashed, functions.xxhash64(columns));
        Dataset<Row> sampled = divided.where(functions.col(BUCKET).lt(share)).persist();
        if (isUneven(sampled, count * part / BUCKETS)) {
            sampled.unpersist();
            // equal rows have equal hashes, so their number takes part
            WindowSpec equal = Window.partitionBy(HASH).orderBy(HASH);
            divided = bucketed(hashed, functions.xxhash64(functions.col(HASH), functions.row_number().over(equal)));
            sampled = divided.where(functions.col(BUCKET).lt(share));
        }
        try {
            // in an order that does not depend on the partitions
            Gathered sample = Gathered.of(sampled.orderBy(HASH), inputs);
            sampled.unpersist();
            TrainingPlan plan = settings.quick().tabular().prepare(TableSource.of(sample, Training.TABLE));
            // a short training gives a file that tells the executors the network and how to encode a row
            TabularModel start = plan.fit().model();
            Model network = network(start, settings, divided.where(functions.col(BUCKET).geq(share))
                    .select(columns), ClusterNetwork.batch(count));
            return ModelBytes.of(plan.model(network)::save);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns how many of the buckets belong to the sample, row by row: more for a class of which it would have few rows or
    /// none, since the model knows only the classes of the sample.
    ///
    /// @param part the number of buckets for other rows
    static Column shareByClass(Dataset<Row> rows, Column label, long part) {
        Column count = functions.col(COUNT);
        List<Row> rare = rows.where(label.isNotNull()).groupBy(label).agg(functions.count(functions.lit(1)).as(COUNT))
                .where(count.lt(ROWS_OF_CLASS * BUCKETS / part)).orderBy(count.desc(), label).limit(MOST_RARE_CLASSES)
                .collectAsList();
        if (rare.isEmpty()) {
            return functions.lit(part);
        }
        DataType type = rows.select(label).schema().fields()[0].dataType();
        Column[] shares = rare.stream().flatMap(row -> Stream.of(functions.lit(row.get(0)).cast(type),
                functions.lit(Math.min(BUCKETS / 2, ROWS_OF_CLASS * BUCKETS / row.getLong(1))))).toArray(Column[]::new);
        return functions.coalesce(functions.try_element_at(functions.map(shares), label), functions.lit(part));
    }

    private static Dataset<Row> bucketed(Dataset<Row> hashed, Column number) {
        return hashed.withColumn(BUCKET, functions.pmod(number, functions.lit(BUCKETS)));
    }

    /// Returns whether a sample is not like its table because many rows are equal: it has all rows that are equal or none
    /// of them.
    ///
    /// @param expected the number of rows that it should have
    private static boolean isUneven(Dataset<Row> sample, long expected) {
        Row counts = sample.agg(functions.count(HASH), functions.approx_count_distinct(HASH)).head();
        return counts.getLong(0) < expected / 2 || counts.getLong(1) < counts.getLong(0) / 2;
    }

    private static Model network(TabularModel start, Settings settings, Dataset<Row> rows, int batch) {
        ModelHandle handle = ModelHandle.of(ModelBytes.of(start::save), rows.sparkSession().sparkContext());
        ClusterNetwork training = new ClusterNetwork(handle, batch, !settings.weight().isEmpty());
        StructType encoded = new StructType().add("features", DataTypes.createArrayType(DataTypes.FloatType, false))
                .add("target", training.classes() ? DataTypes.IntegerType : DataTypes.FloatType)
                .add("weight", DataTypes.FloatType);
        List<String> names = Arrays.asList(rows.columns());
        EncodeRows encode = new EncodeRows(handle, Inputs.sources(RowScorer.names(start), rows.schema()),
                names.indexOf(settings.label()), names.indexOf(settings.weight()));
        int epochs = settings.epochs() > 0 ? settings.epochs() : EPOCHS;
        ParallelSettings parallel = ParallelSettings.epochs(epochs).batch(batch)
                .held(HELD, Math.min(PATIENCE, epochs)).seed(settings.seed());
        String folder = settings.checkpoints();
        DataParallelResult result = train(rows.mapPartitions(encode, Encoders.row(encoded)), training,
                folder == null ? parallel : parallel.checkpoints(folder, 0));
        LOG.info("Trained {} steps in {} s: {}", result.steps(), Math.round(result.seconds()),
                result.epochs().stream().map(Object::toString).collect(Collectors.joining(", ")));
        return training.classes()
                ? Classifier.of(training.net(), start.network().inputs(), result.parameters())
                : Regressor.of(training.net(), start.network().inputs(), result.parameters());
    }

    private static DataParallelResult train(Dataset<Row> rows, ClusterNetwork training, ParallelSettings settings) {
        try {
            return DataParallel.train(rows, training, settings);
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            Gathered.throwRefusal(e);
            throw e;
        }
    }

    /// Returns the number of rows of a table that is too large for the driver; -1 if it is not.
    static long tooLarge(Dataset<?> rows, Inputs inputs) {
        long room = Runtime.getRuntime().maxMemory() / 8;
        BigInteger known = ((org.apache.spark.sql.classic.Dataset<?>) rows).queryExecution().optimizedPlan().stats()
                .sizeInBytes().bigInteger();
        if (known.compareTo(BigInteger.valueOf(room / COMPRESSION)) < 0) {
            return -1;
        }
        long count = rows.count();
        return count * inputs.names().size() * PACKED > room ? count : -1;
    }
}
