package org.chainrule.spark;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/// The parameters of the estimators and of their models, by the names that Spark uses.
///
/// The inputs are the columns `inputCols` if they are set, otherwise the vector column `featuresCol` if the table has it,
/// otherwise all columns but the label and the weight. A column of vectors among the inputs counts as one column of numbers
/// for each place, named `column_0`, `column_1` and so on.
public interface ChainruleParams extends Params {
    /// Returns the parameters, which each object creates once.
    ParamSet paramSet();

    /// Returns the name of a column of vectors; default `features`. If no column has that name, the inputs are raw columns.
    default Param<String> featuresCol() {
        return paramSet().featuresCol;
    }

    /// Returns the names of the raw columns to learn from; by default all but the label and the weight.
    default StringArrayParam inputCols() {
        return paramSet().inputCols;
    }

    /// Returns the name of the column to predict; default `label`.
    default Param<String> labelCol() {
        return paramSet().labelCol;
    }

    /// Returns the name of the column of weights; by default all rows weigh the same.
    default Param<String> weightCol() {
        return paramSet().weightCol;
    }

    /// Returns the name of the column of predictions; default `prediction`.
    default Param<String> predictionCol() {
        return paramSet().predictionCol;
    }

    /// Returns the name of the column of probabilities; default `probability`. Empty for none, and unused by regressions.
    default Param<String> probabilityCol() {
        return paramSet().probabilityCol;
    }

    /// Returns the name of the column of logarithms of probabilities; default `rawPrediction`. Empty for none, and unused by
    /// regressions.
    default Param<String> rawPredictionCol() {
        return paramSet().rawPredictionCol;
    }

    /// Returns the seed of all random numbers; default 0.
    default LongParam seed() {
        return paramSet().seed;
    }

    /// Returns the maximum number of epochs; by default that of the kind of model.
    default IntParam maxIter() {
        return paramSet().maxIter;
    }

    /// Returns the widths of the hidden layers of a multilayer perceptron; default 256 and 128.
    default IntArrayParam hiddenLayers() {
        return paramSet().hiddenLayers;
    }

    /// Returns the kind of model: `best` (a portfolio, the default), `realmlp`, `tabm`, `mlp` or its other name `quick`, or
    /// `linear`. If it is not set and `maxIter` or `hiddenLayers` is, the model is an `mlp`.
    default Param<String> modelType() {
        return paramSet().modelType;
    }

    /// Returns the time limit of the training in seconds; 0, the default, for none. A training over the cluster refuses one.
    default DoubleParam maxSeconds() {
        return paramSet().maxSeconds;
    }

    /// Returns the number of folds that hold out rows in turn, each with a network; by default as the kind of model has it.
    default IntParam folds() {
        return paramSet().folds;
    }

    /// Returns the number of networks that differ by their seeds and are averaged; default 1.
    default IntParam ensemble() {
        return paramSet().ensemble;
    }

    /// Returns the share of the rows that only measures the model, beside the validation rows; default 0, because Spark's
    /// programs hold out rows themselves.
    default DoubleParam testFraction() {
        return paramSet().testFraction;
    }

    /// Returns where the networks are trained: `driver`, `tasks` (each network in a task of its own), `cluster` (one network,
    /// each executor learning from its own rows), or `auto`, the default: over the cluster if the driver cannot hold the
    /// table, in tasks if there are several networks and several tasks can run at once, and otherwise on the driver.
    default Param<String> trainOn() {
        return paramSet().trainOn;
    }

    /// Returns the folder of checkpoints of a training over the cluster, of any file system of Hadoop; none by default. A
    /// training that was killed and is started again with the same rows and settings goes on from the last one.
    default Param<String> checkpointDir() {
        return paramSet().checkpointDir;
    }

    /// Returns the column of vectors, if it is set or has a default.
    default String getFeaturesCol() {
        return $(featuresCol());
    }

    /// Returns the column to predict.
    default String getLabelCol() {
        return $(labelCol());
    }

    /// Returns the column of weights; empty if all rows weigh the same.
    default String getWeightCol() {
        return isSet(weightCol()) ? $(weightCol()) : "";
    }

    /// Returns the column of predictions.
    default String getPredictionCol() {
        return $(predictionCol());
    }

    /// Returns the column of probabilities.
    default String getProbabilityCol() {
        return $(probabilityCol());
    }

    /// Returns the column of logarithms of probabilities.
    default String getRawPredictionCol() {
        return $(rawPredictionCol());
    }
}
