package org.chainrule.spark;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.chainrule.tabular.outcome.Task;

/// Trains a regression on a table of Spark.
///
/// ```java
/// ChainruleRegressionModel model = new ChainruleRegressor().setLabelCol("price").fit(houses);
/// Dataset<Row> predicted = model.transform(others);
/// ```
public final class ChainruleRegressor extends ChainruleEstimator<ChainruleRegressor, ChainruleRegressionModel> {
    private static final long serialVersionUID = 1;

    /// Creates an estimator with the default parameters.
    public ChainruleRegressor() {
        this(Identifiable$.MODULE$.randomUID("chainruleRegressor"));
    }

    /// Creates an estimator with the default parameters and a name.
    public ChainruleRegressor(String uid) {
        super(uid);
    }

    @Override
    Task task() {
        return Task.REGRESSION;
    }

    @Override
    ChainruleRegressionModel model(String uid, byte[] file, boolean text) {
        return ChainruleRegressionModel.of(uid, file, uid);
    }

    @Override
    DataType predicted(DataType label) {
        return DataTypes.DoubleType;
    }

    /// Returns a reader of saved estimators.
    public static MLReader<ChainruleRegressor> read() {
        return new EstimatorReader<>(ChainruleRegressor.class, ChainruleRegressor::new);
    }

    /// Loads a saved estimator.
    public static ChainruleRegressor load(String path) {
        return read().load(path);
    }
}
