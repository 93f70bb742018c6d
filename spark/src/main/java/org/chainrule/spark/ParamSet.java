package org.chainrule.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;
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
        inputCols = new StringArrayParam(owner, "inputCols", "raw columns to learn from; all by default",
                new Check<>("inputCols", names -> names.length > 0 && Arrays.stream(names).noneMatch(Objects::isNull),
                        "names of columns, one or more; leave it out for all columns"));
        labelCol = new Param<>(uid, "labelCol", "column to predict");
        weightCol = new Param<>(uid, "weightCol", "column of weights; none by default");
        predictionCol = new Param<>(uid, "predictionCol", "column of predictions");
        probabilityCol = new Param<>(uid, "probabilityCol", "column of probabilities; empty for none");
        rawPredictionCol = new Param<>(uid, "rawPredictionCol",
                "column of logarithms of probabilities; empty for none");
        seed = new LongParam(uid, "seed", "seed of all random numbers");
        maxIter = new IntParam(uid, "maxIter", "maximum number of epochs (>= 1)",
                number("maxIter", value -> value >= 1, "at least 1"));
        hiddenLayers = new IntArrayParam(owner, "hiddenLayers", "widths of the hidden layers (each >= 1)",
                new Check<>("hiddenLayers", widths -> widths.length > 0
                        && Arrays.stream(widths).allMatch(width -> width >= 1), "widths of at least 1, one or more"));
        modelType = new Param<>(uid, "modelType", "kind of model: " + String.join(", ", TYPES),
                oneOf("modelType", TYPES));
        maxSeconds = new DoubleParam(uid, "maxSeconds", "time limit in seconds; 0 for none",
                number("maxSeconds", value -> value >= 0, "at least 0; 0 for no limit"));
        folds = new IntParam(uid, "folds", "number of folds that hold out rows in turn (>= 2)",
                number("folds", value -> value >= 2, "at least 2; leave it out for no folds"));
        ensemble = new IntParam(uid, "ensemble", "number of networks that are averaged (>= 1)",
                number("ensemble", value -> value >= 1, "at least 1"));
        testFraction = new DoubleParam(uid, "testFraction", "share of rows that only measure the model (>= 0, < 1)",
                number("testFraction", value -> value >= 0 && value < 1, "at least 0 and less than 1"));
        trainOn = new Param<>(uid, "trainOn", "where networks are trained: " + String.join(", ", PLACES),
                oneOf("trainOn", PLACES));
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

    private static Check<Object> number(String name, Condition<Double> holds, String wanted) {
        return new Check<>(name, value -> holds.test(((Number) value).doubleValue()), wanted);
    }

    private static Check<String> oneOf(String name, List<String> texts) {
        return new Check<>(name, texts::contains, "one of " + String.join(", ", texts));
    }

    /// A condition on values, which travels with a parameter.
    private interface Condition<T> extends Predicate<T>, Serializable {
    }

    /// Refuses values in a sentence that tells what was expected, which Spark's own refusals lack.
    private static final class Check<T> extends AbstractFunction1<T, Object> implements Serializable {
        private static final long serialVersionUID = 1;
        private final String name;
        private final Condition<T> holds;
        private final String wanted;

        Check(String name, Condition<T> holds, String wanted) {
            this.name = name;
            this.holds = holds;
            this.wanted = wanted;
        }

        @Override
        public Object apply(T value) {
            if (value == null || !holds.test(value)) {
                throw new ArgumentException(name, name + " is " + text(value) + ", expected " + wanted);
            }
            return true;
        }

        private static String text(@Nullable Object value) {
            return switch (value) {
                case int[] numbers -> Arrays.toString(numbers);
                case String[] texts -> Arrays.toString(texts);
                case String text -> Quote.of(text);
                case null, default -> String.valueOf(value);
            };
        }
    }
}
