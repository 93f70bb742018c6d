package org.chainrule.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.outcome.Task;

/// Compares the accuracy of a training in Spark with the same training on a file, as the command does it, and with MLlib's
/// network, on tables of which a fifth is the test. Arguments: the folder of the tables, one for files, and `quick` or
/// `realmlp`.
final class QualityBenchmark {
    /// A text column with more values is left out for MLlib, because it would get an input for each.
    private static final int MOST_VALUES = 50;

    private QualityBenchmark() {
    }

    private record Case(String file, String separator, boolean header, String label) {
    }

    public static void main(String... args) throws IOException {
        SparkSession spark = SparkSession.builder().master("local[2]").config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost").config("spark.sql.shuffle.partitions", 2).getOrCreate();
        System.out.println("table, test rows, accuracy in Spark, on the file, of MLlib; seconds in Spark, of MLlib");
        for (Case each : List.of(new Case("iris/iris.csv", ",", false, "_c4"),
                new Case("penguins/penguins.csv", ",", true, "species"),
                new Case("titanic/titanic.csv", ",", true, "Survived"),
                new Case("wine_quality/winequality-red.csv", ",", false, "_c11"),
                new Case("bank_marketing/bank.csv", ";", true, "y"))) {
            Dataset<Row> all = spark.read().option("header", each.header).option("inferSchema", true)
                    .option("sep", each.separator).option("nullValue", "NA").option("escape", "\"")
                    .csv(Path.of(args[0], each.file).toString()).coalesce(1)
                    .where(functions.col(each.label).isNotNull());
            Dataset<Row> marked = all.withColumn("test", functions.pmod(functions.hash(java.util.Arrays
                    .stream(all.columns()).map(Inputs::quoted).toArray(org.apache.spark.sql.Column[]::new)),
                    functions.lit(5)).equalTo(0)).cache();
            Dataset<Row> train = marked.where("not test").drop("test").cache();
            Dataset<Row> test = marked.where("test").drop("test").cache();
            long rows = test.count();
            train.count();

            long start = System.nanoTime();
            ChainruleClassificationModel model = new ChainruleClassifier().setLabelCol(each.label)
                    .setModelType(args[2]).fit(train);
            double seconds = (System.nanoTime() - start) * 1e-9;
            double accuracy = right(model.transform(test), each.label) / rows;

            String file = csv(train, Path.of(args[1], each.label + "-train"));
            Tabular command = Tabular.of(each.label).task(Task.CLASSIFICATION).testFraction(0);
            TabularModel direct = (args[2].equals("quick") ? command.quick() : command.realMlp()).fit(Path.of(file))
                    .model();
            double onFile = direct.evaluate(direct.readWithTarget(Path.of(csv(test, Path.of(args[1], each.label
                    + "-test"))))).measures().getOrDefault("accuracy", Double.NaN);

            start = System.nanoTime();
            double mllib = mllib(train, test, each.label);
            System.out.printf("%s, %d, %.4f, %.4f, %.4f; %.1f, %.1f%n", each.file, rows, accuracy, onFile, mllib,
                    seconds,
                    (System.nanoTime() - start) * 1e-9);
        }
        spark.stop();
    }

    private static double right(Dataset<Row> predicted, String label) {
        return predicted.where(predicted.col("prediction").equalTo(predicted.col(label))).count();
    }

    private static String csv(Dataset<Row> rows, Path folder) throws IOException {
        rows.coalesce(1).write().mode("overwrite").option("header", true).option("escape", "\"")
                .csv(folder.toString());
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow().toString();
        }
    }

    private static double mllib(Dataset<Row> train, Dataset<Row> test, String label) {
        List<PipelineStage> stages = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        Dataset<Row> known = train;
        Dataset<Row> unknown = test;
        for (StructField field : train.schema().fields()) {
            String name = field.name();
            if (name.equals(label)) {
                continue;
            }
            if (Cells.isNumber(field.dataType())) {
                known = known.withColumn(name, functions.col(name).cast("double"));
                unknown = unknown.withColumn(name, functions.col(name).cast("double"));
                numbers.add(name);
                inputs.add(name + "_full");
            } else if (train.select(name).distinct().count() <= MOST_VALUES) {
                stages.add(new StringIndexer().setInputCol(name).setOutputCol(name + "_index")
                        .setHandleInvalid("keep"));
                stages.add(new OneHotEncoder().setInputCol(name + "_index").setOutputCol(name + "_hot"));
                inputs.add(name + "_hot");
            }
        }
        stages.add(new Imputer().setInputCols(numbers.toArray(String[]::new))
                .setOutputCols(numbers.stream().map(name -> name + "_full").toArray(String[]::new)));
        stages.add(new VectorAssembler().setInputCols(inputs.toArray(String[]::new)).setOutputCol("raw")
                .setHandleInvalid("keep"));
        stages.add(new StandardScaler().setInputCol("raw").setOutputCol("features").setWithMean(true));
        stages.add(new StringIndexer().setInputCol(label).setOutputCol("label").setHandleInvalid("keep"));
        var prepared = new Pipeline().setStages(stages.toArray(PipelineStage[]::new)).fit(known);
        Dataset<Row> encoded = prepared.transform(known).cache();
        int width = encoded.head().<Vector>getAs("features").size();
        int classes = (int) train.select(label).distinct().count() + 1;
        var network = new MultilayerPerceptronClassifier().setLayers(new int[]{width, 64, classes}).setMaxIter(200)
                .setSeed(0).fit(encoded);
        return new MulticlassClassificationEvaluator().setMetricName("accuracy")
                .evaluate(network.transform(prepared.transform(unknown)));
    }
}
