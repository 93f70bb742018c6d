package org.chainrule.spark;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.chainrule.tabular.outcome.Task;

/// Trains a classifier on a table of Spark.
///
/// ```java
/// ChainruleClassificationModel model = new ChainruleClassifier().setLabelCol("churned").fit(customers);
/// Dataset<Row> predicted = model.transform(today);
/// ```
public final class ChainruleClassifier extends ChainruleEstimator<ChainruleClassifier, ChainruleClassificationModel> {
    private static final long serialVersionUID = 1;

    /// Creates an estimator with the default parameters.
    public ChainruleClassifier() {
        this(Identifiable$.MODULE$.randomUID("chainruleClassifier"));
    }

    /// Creates an estimator with the default parameters and a name.
    public ChainruleClassifier(String uid) {
        super(uid);
    }

    @Override
    Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    ChainruleClassificationModel model(String uid, byte[] file, boolean text) {
        ChainruleClassificationModel model = ChainruleClassificationModel.of(uid, file, uid);
        model.set(model.textPrediction(), text);
        return model;
    }

    @Override
    DataType predicted(DataType label) {
        return Cells.isNumber(label) ? DataTypes.DoubleType : DataTypes.StringType;
    }

    /// Returns a reader of saved estimators.
    public static MLReader<ChainruleClassifier> read() {
        return new EstimatorReader<>(ChainruleClassifier.class, ChainruleClassifier::new);
    }

    /// Loads a saved estimator.
    public static ChainruleClassifier load(String path) {
        return read().load(path);
    }
}
