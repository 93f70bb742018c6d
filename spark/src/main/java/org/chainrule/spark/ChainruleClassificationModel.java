package org.chainrule.spark;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.SparkSession;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Target;

/// A trained classifier. It adds the columns `rawPrediction`, `probability` and `prediction`. Predictions are numbers if the
/// labels of the training were, as MLlib's evaluators expect, and text otherwise.
public final class ChainruleClassificationModel extends ChainruleModel<ChainruleClassificationModel> {
    private static final long serialVersionUID = 1;

    private final BooleanParam textPrediction;

    /// Creates a model without a network, by which Spark Connect knows the class.
    public ChainruleClassificationModel() {
        this(Identifiable$.MODULE$.randomUID("chainruleClassifier"), new byte[0]);
    }

    ChainruleClassificationModel(String uid, byte[] file) {
        super(uid, file);
        this.textPrediction = new BooleanParam(uid, "textPrediction", "whether predictions are text, not numbers");
    }

    /// Returns whether predictions are text, not numbers.
    public BooleanParam textPrediction() {
        return textPrediction;
    }

    /// Returns a classifier of a model file, such as one that the command trained.
    ///
    /// @param path a path of Hadoop or of the machine
    /// @throws ArgumentException if there is no model, or it predicts numbers
    public static ChainruleClassificationModel fromFile(String path) {
        return of(Identifiable$.MODULE$.randomUID("chainruleClassifier"), ModelBytes.read(path, SparkSession.active()),
                path);
    }

    static ChainruleClassificationModel of(String uid, byte[] file, String path) {
        ChainruleClassificationModel model = new ChainruleClassificationModel(uid, file);
        if (!(model.open(path).target() instanceof Target.Classes)) {
            throw new ArgumentException("path",
                    path + " is a model that predicts numbers; load it as a ChainruleRegressionModel");
        }
        model.setDefault(model.textPrediction, !Labels.areNumbers(model.tabular()));
        return model;
    }

    /// Returns the labels in the order of the model, which is that of the vectors unless the labels are whole numbers.
    public String[] classLabels() {
        return ((Target.Classes) tabular().target()).labels().toArray(String[]::new);
    }

    /// Returns the number of classes.
    public int numClasses() {
        return labels().size();
    }

    @Override
    Labels labels() {
        return Labels.of(tabular(), (boolean) $(textPrediction));
    }

    @Override
    ChainruleClassificationModel created(String uid, byte[] file) {
        return of(uid, file, uid);
    }

    /// Sets the column of probabilities; see [ChainruleParams#probabilityCol].
    public ChainruleClassificationModel setProbabilityCol(String name) {
        return with(probabilityCol(), name);
    }

    /// Sets the column of logarithms of probabilities; see [ChainruleParams#rawPredictionCol].
    public ChainruleClassificationModel setRawPredictionCol(String name) {
        return with(rawPredictionCol(), name);
    }

    /// Returns a reader of saved models.
    public static MLReader<ChainruleClassificationModel> read() {
        return new ModelReader<>(ChainruleClassificationModel.class, ChainruleClassificationModel::of);
    }

    /// Loads a saved model.
    public static ChainruleClassificationModel load(String path) {
        return read().load(path);
    }
}
