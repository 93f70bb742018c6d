package org.chainrule.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final Dataset<Row> IRIS = LocalSpark.table("iris.csv").cache();

    @TempDir
    static Path folder;

    private static String file;
    private static List<String> expected;

    @BeforeAll
    static void train() throws IOException {
        TabularModel model = Tabular.of("species").quick().epochs(4).fit(LocalSpark.example("iris.csv")).model();
        file = folder.resolve("iris.safetensors").toString();
        model.save(Path.of(file));
        var predictions = model.predict(model.read(LocalSpark.example("iris.csv")));
        expected = IntStream.range(0, predictions.size()).mapToObj(predictions::text).toList();
        IRIS.createOrReplaceTempView("iris");
        ChainruleExtensions.register(SPARK);
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(row -> row.getString(0)).toList();
    }

    @Test
    void predictsInSql() {
        String call = "select chainrule_predict('" + file + "', ";
        assertThat(texts(SPARK.sql(call
                + "petal_width_cm, petal_length_cm, sepal_length_cm, sepal_width_cm) from iris"))).isEqualTo(expected);
        assertThat(texts(SPARK.sql(call
                + "sepal_length_cm + 0, sepal_width_cm + 0, petal_length_cm + 0, petal_width_cm + 0) from iris")))
                .isEqualTo(expected);
        assertThatThrownBy(() -> SPARK.sql(call + "petal_width_cm) from iris").collect())
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("the table has no column \"sepal_length_cm\", which the model reads");
        assertThatThrownBy(() -> SPARK.sql("select chainrule_predict('nowhere', 1)").collect())
                .hasMessageContaining("there is no model at \"nowhere\"");
        assertThatThrownBy(() -> SPARK.sql("select chainrule_predict(petal_width_cm) from iris").collect())
                .hasMessageContaining("the first argument is not the path of a model");
    }

    @Test
    void predictsVectorsInSql() throws IOException {
        Dataset<Row> vectors = new VectorAssembler().setInputCols(new String[]{"petal_length_cm", "petal_width_cm"})
                .setOutputCol("features").transform(IRIS);
        ChainruleRegressionModel model = new ChainruleRegressor().setLabelCol("sepal_width_cm").setModelType("linear")
                .setMaxIter(2).fit(vectors);
        model.write().save(folder.resolve("vectors").toString());
        vectors.select("features").write().parquet(folder.resolve("vectors.parquet").toString());
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
        SparkSession extended = SparkSession.builder().withExtensions(new ChainruleExtensions()).getOrCreate();
        SparkSession.setDefaultSession(SPARK);
        extended.read().parquet(folder.resolve("vectors.parquet").toString()).createOrReplaceTempView("vectors");
        assertThat(extended.sql("select chainrule_predict('" + folder.resolve("vectors")
                + "', features) from vectors").collectAsList())
                .isEqualTo(model.transform(SPARK.read().parquet(folder.resolve("vectors.parquet").toString()))
                        .select("prediction").collectAsList());

        Dataset<Row> shorter = new VectorAssembler().setInputCols(new String[]{"petal_length_cm"})
                .setOutputCol("features").transform(IRIS);
        assertThatThrownBy(() -> model.transform(shorter).collect())
                .hasStackTraceContaining("the model reads column \"features_1\", but a vector has 1 numbers");
    }

    @Test
    void refusesColumnsThatTheModelCannotRead() throws IOException {
        Dataset<Row> vectors = new VectorAssembler().setInputCols(new String[]{"petal_length_cm"})
                .setOutputCol("features").transform(IRIS);
        ChainruleRegressionModel model = new ChainruleRegressor().setLabelCol("sepal_width_cm").setModelType("linear")
                .setInputCols("petal_length_cm").setMaxIter(2).fit(IRIS);
        model.write().save(folder.resolve("one").toString());
        vectors.createOrReplaceTempView("others");
        assertThatThrownBy(() -> SPARK.sql("select chainrule_predict('" + folder.resolve("one")
                + "', features) from others").collect()).isInstanceOf(AnalysisException.class)
                .hasMessageContaining("column \"features\" has the type vector, but the model reads a number");
        assertThatThrownBy(() -> model.transform(IRIS.withColumn("petal_length_cm", functions.struct("species"))))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("\"petal_length_cm\" has the type struct<");
    }

    @Test
    void predictsAStream() throws Exception {
        Path in = folder.resolve("in");
        IRIS.repartition(3).write().option("header", true).csv(in.toString());
        Dataset<Row> stream = SPARK.readStream().schema(IRIS.schema()).option("header", true)
                .option("maxFilesPerTrigger", 1).csv(in.toString());
        ChainruleClassificationModel model = ChainruleClassificationModel.fromFile(file);
        StreamingQuery query = model.transform(stream).writeStream().format("memory").queryName("scored")
                .outputMode("append").trigger(Trigger.AvailableNow()).start();
        query.awaitTermination();
        Dataset<Row> scored = SPARK.table("scored");
        assertThat(scored.count()).isEqualTo(150);
        assertThat(scored.drop("rawPrediction", "probability").exceptAll(
                model.transform(IRIS).drop("rawPrediction", "probability")).count()).isZero();
    }

    @Test
    void buildsAModelOncePerJvm() {
        ChainruleClassificationModel model = ChainruleClassificationModel.fromFile(file);
        ModelHandle first = ModelHandle.of(model.file(), SPARK.sparkContext());
        ModelHandle second = ModelHandle.of(model.file(), SPARK.sparkContext());
        assertThat(second.model()).isSameAs(first.model());
    }

    @Test
    void sendsAModelOnce() {
        byte[] bytes = ChainruleClassificationModel.fromFile(file).file();
        assertThat(ModelHandle.sent(bytes.clone(), SPARK.sparkContext()))
                .isSameAs(ModelHandle.sent(bytes, SPARK.sparkContext()));
    }
}
