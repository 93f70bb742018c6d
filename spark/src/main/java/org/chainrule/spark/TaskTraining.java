package org.chainrule.spark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.chainrule.model.Model;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;

/// Trains the networks of a training in tasks of Spark, each in a job of one task, so that the scheduler places it and
/// repeats it if its executor is lost. The table travels once to each executor.
final class TaskTraining {
    private TaskTraining() {
    }

    /// Returns the number of networks that are trained in tasks at a time; 0 if they are trained on the driver.
    static int parallel(ChainruleParams params, int networks, SparkContext context) {
        String place = params.$(params.trainOn());
        int slots = context.defaultParallelism() / Math.max(1, cpus(context));
        boolean tasks = place.equals("tasks") || place.equals("auto") && !context.isLocal() && slots > 1;
        return tasks && networks > 1 ? Math.clamp(slots, 1, networks) : 0;
    }

    private static int cpus(SparkContext context) {
        return context.conf().getInt("spark.task.cpus", 1);
    }

    static TabularResult fit(TrainingPlan plan, Settings settings, Gathered table, int parallel,
            SparkContext context) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(context);
        Broadcast<Gathered> rows = spark.broadcast(table);
        long end = settings.seconds() > 0
                ? (long) (System.currentTimeMillis() + settings.seconds() * 1000)
                : Long.MAX_VALUE;
        TaskNetwork task = new TaskNetwork(UUID.randomUUID(), rows, settings, cpus(context), end);
        try {
            return plan.fit(parallel, place -> network(spark, task, plan.networkNames().get(place), place));
        } finally {
            rows.destroy();
        }
    }

    private static Model network(JavaSparkContext spark, TaskNetwork task, String name, int place) {
        spark.sc().setJobDescription("Chainrule trains " + name);
        TaskNetwork.Result result = spark.parallelize(List.of(place), 1).map(task).collect().getFirst();
        if (result.diverged() != null) {
            throw result.diverged();
        }
        try {
            return Model.load(new ByteArrayInputStream(result.file()), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
