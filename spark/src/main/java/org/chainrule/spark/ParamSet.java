package org.chainrule.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import scala.runtime.AbstractFunction1;

/// The parameters of one estimator or model, with their defaults.
public final class ParamSet implements Serializable {
    private static final long serialVersionUID = 1;

    static final List<String> TYPES = List.of("best", "realmlp", "tabm", "mlp", "quick", "linear");
    static final List<String> PLACES = List.of("auto", "driver", "tasks", "cluster");

    final Param<String> featuresCol;
    final StringArrayParam inputCols;
    final Param<String> labelCol;
    final Param<String> weightCol;
    final Param<String> predictionCol;
    final Param<String> probabilityCol;
    final Param<String> rawPredictionCol;
    final LongParam seed;
    final IntParam maxIter;
    final IntArrayParam hiddenLayers;
    final Param<String> modelType;
    final DoubleParam maxSeconds;
    final IntParam folds;
    final IntParam ensemble;
    final DoubleParam testFraction;
    final Param<String> trainOn;
    final Param<String> checkpointDir;

    ParamSet(Params owner) {
        String uid = owner.uid();
        featuresCol = new Param<>(uid, "featuresCol", "column of vectors; raw columns if the table has no such column");
        inputCols = new StringArrayParam(owner, "inputCols", "raw columns to learn from; all by default");
        labelCol = new Param<>(uid, "labelCol", "column to predict");
        weightCol = new Param<>(uid, "weightCol", "column of weights; none by default");
        predictionCol = new Param<>(uid, "predictionCol", "column of predictions");
        probabilityCol = new Param<>(uid, "probabilityCol", "column of probabilities; empty for none");
        rawPredictionCol = new Param<>(uid, "rawPredictionCol",
                "column of logarithms of probabilities; empty for none");
        seed = new LongParam(uid, "seed", "seed of all random numbers");
        maxIter = new IntParam(uid, "maxIter", "maximum number of epochs (>= 1)", ParamValidators.gtEq(1));
        hiddenLayers = new IntArrayParam(owner, "hiddenLayers", "widths of the hidden layers (each >= 1)",
                new Check<>() {
                    @Override
                    boolean holds(int[] widths) {
                        return widths.length > 0 && Arrays.stream(widths).allMatch(width -> width >= 1);
                    }
                });
        modelType = new Param<>(uid, "modelType", "kind of model: " + String.join(", ", TYPES), new OneOf(TYPES));
        maxSeconds = new DoubleParam(uid, "maxSeconds", "time limit in seconds; 0 for none", ParamValidators.gtEq(0));
        folds = new IntParam(uid, "folds", "number of folds that hold out rows in turn (>= 2)",
                ParamValidators.gtEq(2));
        ensemble = new IntParam(uid, "ensemble", "number of networks that are averaged (>= 1)",
                ParamValidators.gtEq(1));
        testFraction = new DoubleParam(uid, "testFraction", "share of rows that only measure the model (>= 0, < 1)",
                ParamValidators.inRange(0, 1, true, false));
        trainOn = new Param<>(uid, "trainOn", "where networks are trained: " + String.join(", ", PLACES),
                new OneOf(PLACES));
        checkpointDir = new Param<>(uid, "checkpointDir",
                "folder of checkpoints of a training over the cluster; none by default");
        owner.setDefault(featuresCol, "features");
        owner.setDefault(labelCol, "label");
        owner.setDefault(predictionCol, "prediction");
        owner.setDefault(probabilityCol, "probability");
        owner.setDefault(rawPredictionCol, "rawPrediction");
        owner.setDefault(seed, 0L);
        owner.setDefault(modelType, "best");
        owner.setDefault(maxSeconds, 0.0);
        owner.setDefault(ensemble, 1);
        owner.setDefault(testFraction, 0.0);
        owner.setDefault(trainOn, "auto");
    }

    /// A condition on values, as Spark's parameters take it.
    private abstract static class Check<T> extends AbstractFunction1<T, Object> implements Serializable {
        private static final long serialVersionUID = 1;

        abstract boolean holds(T value);

        @Override
        public Object apply(T value) {
            return holds(value);
        }
    }

    /// Whether a text is one of several.
    private static final class OneOf extends Check<String> {
        private static final long serialVersionUID = 1;
        private final List<String> texts;

        OneOf(List<String> texts) {
            this.texts = texts;
        }

        @Override
        boolean holds(String value) {
            return texts.contains(value);
        }
    }
}
