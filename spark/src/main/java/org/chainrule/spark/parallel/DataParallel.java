package org.chainrule.spark.parallel;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.util.SerializableConfiguration;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.io.Safetensors;
import org.chainrule.spark.parallel.exchange.Handshake;
import org.chainrule.type.Shape;
import scala.reflect.ClassTag$;

/// Trains one network on rows that need not fit into one machine: each executor of Spark learns from its own rows, and
/// after each step, or after several, the executors agree on one network.
///
/// The rows are divided into shards by a hash of their values. The result has the same bits for any number of executors,
/// and any order of the rows, with the same number of shards.
public final class DataParallel {
    /// The refusal of the workers to train with shards of very different sizes.
    static final String UNEVEN = "uneven shards";

    private DataParallel() {
    }

    /// Trains a network.
    ///
    /// @param rows the rows: `features`, an array of the values of all inputs; `target`, a number or an array of the values
    ///     of all targets; and `weight`, if the rows have weights. Other columns are ignored.
    /// @throws ArgumentException if a column is missing, the settings do not fit the rows, or the training diverges
    /// @throws UncheckedIOException if the folder of checkpoints cannot be used
    public static DataParallelResult train(Dataset<Row> rows, NetworkTraining training, ParallelSettings settings) {
        ArgumentException.requireNotNull("train", "rows", rows);
        ArgumentException.requireNotNull("train", "training", training);
        ArgumentException.requireNotNull("train", "settings", settings);
        SparkContext context = rows.sparkSession().sparkContext();
        SerializableConfiguration hadoop = new SerializableConfiguration(
                ((org.apache.spark.sql.classic.SparkSession) rows.sparkSession()).sessionState().newHadoopConf());
        claim(training, settings, hadoop);
        int workers = workers(context, settings);
        List<ParallelOutcome> outcomes = train(rows, training, settings, workers, false, hadoop);
        if (outcomes.stream().anyMatch(outcome -> UNEVEN.equals(outcome.failure()))) {
            outcomes = train(rows, training, settings, workers, true, hadoop);
        }
        return result(outcomes);
    }

    private static void claim(NetworkTraining training, ParallelSettings settings, SerializableConfiguration hadoop) {
        if (settings.folder().isEmpty()) {
            return;
        }
        Map<String, Object> same = new LinkedHashMap<>();
        same.put("rows", training.type().toString());
        same.put("shards", (long) settings.shards());
        same.put("batch", (long) settings.batch());
        same.put("localSteps", (long) settings.localSteps());
        same.put("epochs", (long) settings.epochs());
        same.put("held", settings.held());
        same.put("seed", Long.toString(settings.seed()));
        try {
            new CheckpointStore(settings.folder().get(), hadoop.value()).claim(Json.write(same));
        } catch (IOException e) {
            throw new UncheckedIOException("train: the folder of checkpoints " + settings.folder().get()
                    + " cannot be used: " + e.getMessage(), e);
        }
    }

    /// Returns the number of tasks: as many as run at the same time, by the count that Spark holds a barrier stage to. The
    /// default parallelism can be set to any other number.
    static int workers(SparkContext context, ParallelSettings settings) {
        int slots = Math.max(1,
                context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile()));
        return Math.min(settings.shards(), settings.workers() == 0 ? slots : settings.workers());
    }

    private static List<ParallelOutcome> train(Dataset<Row> rows, NetworkTraining training, ParallelSettings settings,
            int workers, boolean spread, SerializableConfiguration hadoop) {
        SparkConf conf = rows.sparkSession().sparkContext().conf();
        Handshake.Secret secret = Handshake.Secret.random(conf.getBoolean("spark.network.crypto.enabled", false)
                || conf.getBoolean("spark.ssl.rpc.enabled", false));
        boolean diskEncrypted = conf.getBoolean("spark.io.encryption.enabled", false);
        RDD<InternalRow> divided = divided(rows, training, settings.shards(), workers, spread).queryExecution()
                .toRdd();
        RDD<ParallelOutcome> outcomes = divided.barrier().mapPartitions(
                new BarrierWorker(training, settings, secret, spread, diskEncrypted, hadoop), false,
                ClassTag$.MODULE$.apply(ParallelOutcome.class));
        // Spark repeats a barrier stage only if it is not the last one
        return outcomes.toJavaRDD().coalesce(1, true).collect();
    }

    /// Returns the rows with each shard in the partition of its worker, in the order of the hashes of the rows. Equal rows
    /// have the same hash and, unless they are spread, the same shard.
    private static Dataset<Row> divided(Dataset<Row> rows, NetworkTraining training, int shards, int workers,
            boolean spread) {
        List<Column> columns = new ArrayList<>(List.of(numbers(rows, "features"), numbers(rows, "target")));
        if (training.type().weighted()) {
            columns.add(column(rows, "weight").cast("float").as("weight"));
        }
        Dataset<Row> plain = rows.select(columns.toArray(Column[]::new));
        String hash = "xxhash64(" + String.join(", ", plain.columns()) + ")";
        Dataset<Row> hashed = plain.withColumn("hash", expr(hash));
        String number = spread ? "hash + row_number() over (partition by hash order by hash)" : "hash";
        List<Column> ordered = new ArrayList<>(
                List.of(expr("cast(pmod(" + number + ", " + shards + "L) as int)").as("shard"), col("hash")));
        Arrays.stream(plain.columns()).forEach(name -> ordered.add(col(name)));
        return hashed.select(ordered.toArray(Column[]::new))
                .repartitionById(workers, expr("cast(((shard + 1L) * " + workers + " - 1) div " + shards + " as int)"))
                .sortWithinPartitions("shard", "hash");
    }

    private static Column numbers(Dataset<Row> rows, String name) {
        Column column = column(rows, name);
        boolean many = rows.schema().apply(name).dataType() instanceof ArrayType;
        return (many ? column : array(column)).cast("array<float>").as(name);
    }

    private static Column column(Dataset<Row> rows, String name) {
        if (!List.of(rows.columns()).contains(name)) {
            throw new ArgumentException("rows", "train: the rows have no column " + name + ", only "
                    + String.join(", ", rows.columns()));
        }
        return col(name);
    }

    private static DataParallelResult result(List<ParallelOutcome> outcomes) {
        if (outcomes.isEmpty()) { // Spark starts no task for a table that it has found to be empty
            throw new ArgumentException("rows", "train: there are no rows to learn from");
        }
        List<String> failures = outcomes.stream().map(ParallelOutcome::failure).filter(failure -> failure != null)
                .sorted().toList();
        if (!failures.isEmpty()) {
            throw new ArgumentException("rows", failures.stream()
                    .filter(failure -> !failure.equals(ParallelOutcome.ELSEWHERE)).findFirst()
                    .orElse(failures.getFirst()));
        }
        ParallelOutcome first = outcomes.stream().filter(outcome -> outcome.values() != null).findFirst().orElseThrow();
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Safetensors.read(first.values(), "the trained network").tensors().forEach((path, array) -> parameters.put(path,
                Tensor.of(array.values(),
                        Shape.of(Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray()))));
        Progress progress = Objects.requireNonNull(first.progress());
        return new DataParallelResult(parameters, progress.epochs(), progress.best(), first.steps(),
                first.seconds());
    }
}
