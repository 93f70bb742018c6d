package org.chainrule.spark;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Task;

/// Trains networks on tables of Spark. The columns are read, encoded and learned from as the command `chainrule train`
/// does it.
///
/// @param <E> the kind of estimator
/// @param <M> the kind of model that it trains
public abstract class ChainruleEstimator<E extends ChainruleEstimator<E, M>, M extends ChainruleModel<M>>
        extends
            Estimator<M>
        implements
            ChainruleParams,
            MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final ParamSet paramSet;

    ChainruleEstimator(String uid) {
        this.uid = uid;
        this.paramSet = new ParamSet(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public ParamSet paramSet() {
        return paramSet;
    }

    abstract Task task();

    abstract M model(String uid, byte[] file, boolean text);

    /// Returns the type of a prediction for a type of label.
    abstract DataType predicted(DataType label);

    @Override
    public M fit(Dataset<?> dataset) {
        transformSchema(dataset.schema(), true);
        DataType label = Inputs.field(dataset.schema(), getLabelCol()).dataType();
        byte[] file = Training.of(this, task(), dataset);
        M model = copyValues(model(uid, file, !Cells.isNumber(label)), ParamMap.empty());
        return model.setParent(this);
    }

    /// Returns an estimate of the size of the model in bytes, by which Spark Connect decides whether to train it.
    @Override
    public long estimateModelSize(Dataset<?> dataset) {
        return Training.modelSize(this, task(), dataset);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        DataType label = Inputs.field(schema, getLabelCol()).dataType();
        Inputs.check(schema, Inputs.read(this, schema));
        return ChainruleModel.added(this, schema, task().isClasses(), predicted(label));
    }

    @Override
    public E copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public MLWriter write() {
        return new DefaultParamsWriter(this);
    }

    @SuppressWarnings("unchecked")
    private <T> E with(Param<T> param, T value) {
        ArgumentException.requireNotNull("set", param.name(), value);
        set(param, value);
        return (E) this;
    }

    /// Sets the column of vectors; see [ChainruleParams#featuresCol].
    public E setFeaturesCol(String name) {
        return with(featuresCol(), name);
    }

    /// Sets the raw columns to learn from; see [ChainruleParams#inputCols].
    public E setInputCols(String... names) {
        return with(inputCols(), names);
    }

    /// Sets the column to predict; see [ChainruleParams#labelCol].
    public E setLabelCol(String name) {
        return with(labelCol(), name);
    }

    /// Sets the column of weights; see [ChainruleParams#weightCol].
    public E setWeightCol(String name) {
        return with(weightCol(), name);
    }

    /// Sets the column of predictions; see [ChainruleParams#predictionCol].
    public E setPredictionCol(String name) {
        return with(predictionCol(), name);
    }

    /// Sets the column of probabilities; see [ChainruleParams#probabilityCol].
    public E setProbabilityCol(String name) {
        return with(probabilityCol(), name);
    }

    /// Sets the column of logarithms of probabilities; see [ChainruleParams#rawPredictionCol].
    public E setRawPredictionCol(String name) {
        return with(rawPredictionCol(), name);
    }

    /// Sets the seed; see [ChainruleParams#seed].
    public E setSeed(long seed) {
        return with(seed(), seed);
    }

    /// Sets the maximum number of epochs; see [ChainruleParams#maxIter].
    public E setMaxIter(int epochs) {
        return with(maxIter(), epochs);
    }

    /// Sets the widths of the hidden layers; see [ChainruleParams#hiddenLayers].
    public E setHiddenLayers(int... widths) {
        return with(hiddenLayers(), widths);
    }

    /// Sets the kind of model; see [ChainruleParams#modelType].
    public E setModelType(String type) {
        return with(modelType(), type);
    }

    /// Sets the time limit in seconds; see [ChainruleParams#maxSeconds].
    public E setMaxSeconds(double seconds) {
        return with(maxSeconds(), seconds);
    }

    /// Sets the number of folds; see [ChainruleParams#folds].
    public E setFolds(int folds) {
        return with(folds(), folds);
    }

    /// Sets the number of networks; see [ChainruleParams#ensemble].
    public E setEnsemble(int networks) {
        return with(ensemble(), networks);
    }

    /// Sets the share of rows for the test; see [ChainruleParams#testFraction].
    public E setTestFraction(double fraction) {
        return with(testFraction(), fraction);
    }

    /// Sets where networks are trained; see [ChainruleParams#trainOn].
    public E setTrainOn(String place) {
        return with(trainOn(), place);
    }

    /// Sets the folder of checkpoints; see [ChainruleParams#checkpointDir].
    public E setCheckpointDir(String folder) {
        return with(checkpointDir(), folder);
    }
}
