package org.chainrule.spark;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.SparkSession;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Target;

/// A trained regression. It adds the column `prediction`.
public final class ChainruleRegressionModel extends ChainruleModel<ChainruleRegressionModel> {
    private static final long serialVersionUID = 1;

    /// Creates a model without a network, by which Spark Connect knows the class.
    public ChainruleRegressionModel() {
        this(Identifiable$.MODULE$.randomUID("chainruleRegressor"), new byte[0]);
    }

    ChainruleRegressionModel(String uid, byte[] file) {
        super(uid, file);
    }

    /// Returns a regression of a model file, such as one that the command trained.
    ///
    /// @param path a path of Hadoop or of the machine
    /// @throws ArgumentException if there is no model, or it predicts classes
    public static ChainruleRegressionModel fromFile(String path) {
        return of(Identifiable$.MODULE$.randomUID("chainruleRegressor"), ModelBytes.read(path, SparkSession.active()),
                path);
    }

    static ChainruleRegressionModel of(String uid, byte[] file, String path) {
        ChainruleRegressionModel model = new ChainruleRegressionModel(uid, file);
        if (!(model.open(path).target() instanceof Target.Numbers)) {
            throw new ArgumentException("path",
                    path + " is a model that predicts classes; load it as a ChainruleClassificationModel");
        }
        return model;
    }

    @Override
    Labels labels() {
        return Labels.NONE;
    }

    @Override
    ChainruleRegressionModel created(String uid, byte[] file) {
        return new ChainruleRegressionModel(uid, file);
    }

    /// Returns a reader of saved models.
    public static MLReader<ChainruleRegressionModel> read() {
        return new ModelReader<>(ChainruleRegressionModel.class, ChainruleRegressionModel::of);
    }

    /// Loads a saved model.
    public static ChainruleRegressionModel load(String path) {
        return read().load(path);
    }
}
