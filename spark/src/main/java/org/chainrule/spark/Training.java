package org.chainrule.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
        Inputs inputs = Inputs.of(rows, columns(params, rows));
        Gathered table = Gathered.of(rows, inputs);
        Settings settings = Settings.of(params, task, inputs.places());
        try {
            TrainingPlan plan = settings.tabular().prepare(TableSource.of(table, TABLE));
            LOG.info("Training on the driver, since {} rows of {} bytes fit its memory", table.rows(), table.bytes());
            TabularResult result = plan.fit();
            return ModelFile.bytes(result.model());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the columns of Spark's table that the training needs.
    private static List<String> columns(ChainruleParams params, Dataset<?> rows) {
        List<String> columns = new ArrayList<>(Inputs.chosen(params, rows.schema()));
        columns.add(params.getLabelCol());
        if (params.isSet(params.weightCol()) && !params.$(params.weightCol()).isEmpty()) {
            columns.add(params.$(params.weightCol()));
        }
        return columns;
    }

    /// Returns an estimate of the size of the model in bytes.
    static long modelSize(ChainruleParams params, Task task, Dataset<?> rows) {
        Inputs inputs = Inputs.of(rows, columns(params, rows));
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
