package org.chainrule.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.Dataset;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.read.TableSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Trains the networks of an estimator.
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(ChainruleEstimator.class);
    static final String TABLE = "the table of Spark";

    private Training() {
    }

    /// Returns the file of the trained model.
    static byte[] of(ChainruleParams params, Task task, Dataset<?> rows) {
        Inputs inputs = Inputs.of(rows, Inputs.read(params, rows.schema()));
        Settings settings = Settings.of(params, task, inputs.places());
        String place = params.$(params.trainOn());
        long count = switch (place) {
            case "cluster" -> rows.count();
            case "auto" -> ClusterTraining.tooLarge(rows, inputs);
            default -> -1;
        };
        if (count >= 0) {
            return ClusterTraining.of(settings, rows, inputs, count);
        }
        Gathered table = Gathered.of(rows, inputs);
        try {
            TrainingPlan plan = settings.tabular().prepare(TableSource.of(table, TABLE));
            int parallel = TaskTraining.parallel(params, plan.networks(), rows.sparkSession().sparkContext());
            LOG.info("{}", reason(plan, table, parallel));
            TabularResult result = parallel == 0
                    ? plan.fit()
                    : TaskTraining.fit(plan, settings, table, parallel, rows.sparkSession().sparkContext());
            return ModelBytes.of(result.model()::save);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(TrainingPlan plan, Gathered table, int parallel) {
        String size = table.rows() + " rows of " + table.bytes() + " bytes fit the memory of the driver";
        return parallel == 0
                ? "Training on the driver: " + size + ", and " + (plan.networks() == 1
                        ? "there is a single network"
                        : "the networks share its processors")
                : "Training in tasks: " + size + ", and each of " + plan.networks()
                        + " networks has a task of its own, "
                        + parallel + " at a time";
    }

    /// Returns an estimate of the size of the model in bytes.
    static long modelSize(ChainruleParams params, Task task, Dataset<?> rows) {
        Inputs inputs = Inputs.of(rows, Inputs.read(params, rows.schema()));
        int[] hidden = params.isSet(params.hiddenLayers()) ? params.$(params.hiddenLayers()) : new int[]{256, 128};
        long inputsOfFirst = Math.max(1, inputs.names().size());
        long parameters = 0;
        for (int width : hidden) {
            parameters += (inputsOfFirst + 1) * width;
            inputsOfFirst = width;
        }
        return parameters * Float.BYTES;
    }
}
