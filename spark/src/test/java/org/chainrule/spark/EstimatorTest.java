package org.chainrule.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.outcome.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatorTest {
    private static final Dataset<Row> IRIS = LocalSpark.table("iris.csv").cache();

    private static ChainruleClassifier quick() {
        return new ChainruleClassifier().setLabelCol("species").setModelType("quick").setMaxIter(4);
    }

    private static Dataset<Row> indexed() {
        Dataset<Row> labelled = new StringIndexer().setInputCol("species").setOutputCol("label").fit(IRIS)
                .transform(IRIS);
        return new VectorAssembler().setInputCols(new String[]{"petal_length_cm", "petal_width_cm"})
                .setOutputCol("features").transform(labelled);
    }

    @Test
    void learnsFromRawColumnsWhatTheCommandLearnsFromTheFile() throws IOException {
        ChainruleClassificationModel model = quick().fit(IRIS);
        TabularModel direct = Tabular.of("species").task(Task.CLASSIFICATION).testFraction(0).quick().epochs(4)
                .fit(LocalSpark.example("iris.csv")).model();
        assertThat(model.tabular().schema()).isEqualTo(direct.schema());
        assertThat(LocalSpark.values(model.tabular())).isEqualTo(LocalSpark.values(direct));

        List<Row> rows = model.transform(IRIS).collectAsList();
        Predictions.Classes expected = (Predictions.Classes) direct
                .predict(direct.read(LocalSpark.example("iris.csv")));
        assertThat(rows).hasSize(expected.size());
        for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.get(row).<String>getAs("prediction")).isEqualTo(expected.text(row));
            Vector probability = rows.get(row).getAs("probability");
            for (int k = 0; k < 3; k++) {
                assertThat(probability.apply(k)).isEqualTo(expected.probability(row, k));
            }
        }
    }

    @Test
    void savesTheFileThatTheCommandReads(@TempDir Path folder) throws IOException {
        ChainruleClassificationModel model = quick().setPredictionCol("kind").fit(IRIS);
        Path saved = folder.resolve("model");
        model.write().overwrite().save(saved.toString());
        TabularModel plain = TabularModel.load(saved.resolve("model.safetensors"));
        assertThat(LocalSpark.values(plain)).isEqualTo(LocalSpark.values(model.tabular()));

        ChainruleClassificationModel loaded = ChainruleClassificationModel.load(saved.toString());
        assertThat(loaded.uid()).isEqualTo(model.uid());
        assertThat(loaded.getPredictionCol()).isEqualTo("kind");
        assertThat(loaded.transform(IRIS).collectAsList()).isEqualTo(model.transform(IRIS).collectAsList());

        ChainruleClassificationModel ofFile = ChainruleClassificationModel
                .fromFile(saved.resolve("model.safetensors").toString());
        assertThat(ofFile.transform(IRIS).select("prediction").collectAsList())
                .isEqualTo(model.transform(IRIS).select("kind").collectAsList());
        assertThatThrownBy(() -> ChainruleRegressionModel.fromFile(saved.toString()))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("ChainruleClassificationModel");
        assertThatThrownBy(() -> ChainruleRegressionModel.fromFile(folder.toString()))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("lacks model.safetensors");
    }

    @Test
    void savesTheEstimator(@TempDir Path folder) throws IOException {
        ChainruleClassifier estimator = quick().setHiddenLayers(8, 4).setInputCols("petal_width_cm");
        estimator.write().save(folder.resolve("e").toString());
        ChainruleClassifier loaded = ChainruleClassifier.load(folder.resolve("e").toString());
        assertThat(loaded.$(loaded.hiddenLayers())).containsExactly(8, 4);
        assertThat(loaded.$(loaded.inputCols())).containsExactly("petal_width_cm");
        assertThat(loaded.uid()).isEqualTo(estimator.uid());
        assertThat(loaded.explainParams()).contains("default: best, current: quick");
    }

    @Test
    void worksInAPipelineWithVectors(@TempDir Path folder) throws IOException {
        StringIndexer indexer = new StringIndexer().setInputCol("species").setOutputCol("label");
        VectorAssembler assembler = new VectorAssembler()
                .setInputCols(new String[]{"petal_length_cm", "petal_width_cm"})
                .setOutputCol("features");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[]{indexer, assembler,
                new ChainruleClassifier().setModelType("linear").setMaxIter(60)});
        PipelineModel model = pipeline.fit(IRIS);
        Dataset<Row> predicted = model.transform(IRIS);
        assertThat(predicted.schema().apply("prediction").dataType()).isEqualTo(DataTypes.DoubleType);
        assertThat(predicted.columns()).isEqualTo(model.transformSchema(IRIS.schema()).fieldNames());
        assertThat(new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predicted))
                .isGreaterThan(0.7);

        model.write().save(folder.resolve("pipeline").toString());
        PipelineModel loaded = PipelineModel.load(folder.resolve("pipeline").toString());
        assertThat(loaded.transform(IRIS).collectAsList()).isEqualTo(predicted.collectAsList());
        pipeline.write().save(folder.resolve("untrained").toString());
        assertThat(Pipeline.load(folder.resolve("untrained").toString()).getStages()[2])
                .isInstanceOf(ChainruleClassifier.class);
    }

    @Test
    @Tag("full")
    void isTunedByCrossValidation() {
        ChainruleClassifier classifier = new ChainruleClassifier().setModelType("linear");
        ParamMap[] grid = new ParamGridBuilder().addGrid(classifier.maxIter(), new int[]{1, 60}).build();
        CrossValidatorModel model = new CrossValidator().setEstimator(classifier).setEstimatorParamMaps(grid)
                .setEvaluator(new MulticlassClassificationEvaluator()).setNumFolds(2).setSeed(1).fit(indexed());
        assertThat(model.avgMetrics()[1]).isGreaterThan(model.avgMetrics()[0]);
        assertThat(model.bestModel().extractParamMap().get(classifier.maxIter()).get()).isEqualTo(60);
    }

    @Test
    void isTunedByASplit() {
        ChainruleRegressor regressor = new ChainruleRegressor().setLabelCol("petal_width_cm")
                .setInputCols("petal_length_cm", "sepal_length_cm").setHiddenLayers(8);
        ParamMap[] grid = new ParamGridBuilder().addGrid(regressor.maxIter(), new int[]{1, 10}).build();
        TrainValidationSplitModel model = new TrainValidationSplit().setEstimator(regressor)
                .setEstimatorParamMaps(grid).setEvaluator(new RegressionEvaluator().setLabelCol("petal_width_cm"))
                .setTrainRatio(0.7).setSeed(1).fit(IRIS);
        assertThat(model.validationMetrics()[1]).isLessThan(model.validationMetrics()[0]);
        assertThat(model.bestModel().transform(IRIS).schema().apply("prediction").dataType())
                .isEqualTo(DataTypes.DoubleType);
    }

    @Test
    void weighsRows() {
        Dataset<Row> weighed = IRIS.withColumn("w",
                functions.when(functions.col("species").equalTo("setosa"), 0).otherwise(1));
        ChainruleClassificationModel model = quick().setWeightCol("w").fit(weighed);
        assertThat(model.numClasses()).isEqualTo(2);
        assertThat(model.tabular().schema().kinds()).doesNotContainKey("w");
    }

    @Test
    void leavesOutColumnsWithoutAName() {
        ChainruleClassificationModel model = quick().setProbabilityCol("").setRawPredictionCol("").fit(IRIS);
        assertThat(model.transform(IRIS).columns()).endsWith("species", "prediction");
    }

    @Test
    void refusesWhatCannotBeRead() {
        ChainruleClassificationModel model = quick().fit(IRIS);
        assertThatThrownBy(() -> model.transform(IRIS.drop("petal_width_cm"))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the table has no column \"petal_width_cm\", which the model reads");
        assertThatThrownBy(() -> model.transform(IRIS.withColumn("prediction", functions.lit(1))))
                .hasMessageContaining("the table already has a column \"prediction\"");
        assertThatThrownBy(() -> new ChainruleClassifier().fit(IRIS))
                .hasMessageContaining("the table has no column \"label\"");
        assertThatThrownBy(() -> quick().fit(IRIS.withColumn("m", functions.map())))
                .hasMessageContaining("column \"m\" has the type map");
        Dataset<Row> uneven = IRIS.select(functions.col("species"), org.apache.spark.ml.functions
                .array_to_vector(functions.expr("if(petal_width_cm > 1, array(1.0D), array(1.0D, 2.0D))"))
                .as("features"));
        assertThatThrownBy(() -> quick().fit(uneven)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("column \"features\" has a vector of 1 numbers, but the first one has 2");
        for (ChainruleClassifier twice : List.of(quick().setInputCols("petal_width_cm").setWeightCol("petal_width_cm"),
                quick().setInputCols("petal_width_cm", "petal_width_cm"))) {
            assertThatThrownBy(() -> twice.fit(IRIS)).isInstanceOf(ArgumentException.class)
                    .hasMessageStartingWith("column \"petal_width_cm\" is named twice in inputCols, labelCol");
        }
        assertThatThrownBy(() -> quick().fit(IRIS.limit(0))).hasMessageContaining("the table has no rows");
    }
}
