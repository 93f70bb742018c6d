package org.chainrule.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// A program for `spark-submit`: trains five networks of five folds in tasks of the executors, scores the rows and saves the
/// model. Arguments: a CSV file, its column of classes, and a folder for the model.
public final class SubmitExample {
    private SubmitExample() {
    }

    public static void main(String... args) throws Exception {
        try (SparkSession spark = SparkSession.builder().appName("Chainrule").getOrCreate()) {
            Dataset<Row> table = spark.read().option("header", true).option("inferSchema", true).csv(args[0]);
            Dataset<Row>[] parts = table.randomSplit(new double[]{0.8, 0.2}, 1);
            ChainruleClassificationModel model = new ChainruleClassifier().setLabelCol(args[1]).setModelType("quick")
                    .setFolds(5).fit(parts[0]);
            Dataset<Row> predicted = model.transform(parts[1]);
            long right = predicted.where(predicted.col("prediction").equalTo(predicted.col(args[1]))).count();
            System.out.println(right + " of " + predicted.count() + " rows of the test are predicted right");
            model.write().overwrite().save(args[2]);
        }
    }
}
