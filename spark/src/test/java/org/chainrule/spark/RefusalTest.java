package org.chainrule.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.Tabular;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be trained, loaded or scored is refused in one sentence, and what can be is not.
class RefusalTest {
    private static final SparkSession SESSION = LocalSpark.session();

    private static ChainruleClassifier linear() {
        return new ChainruleClassifier().setModelType("linear").setMaxIter(2);
    }

    private static Dataset<Row> table(String... columns) {
        return SESSION.range(0, 200, 1, 2).selectExpr(columns);
    }

    private static Dataset<Row> vectors(String array) {
        return table(array + " as a", "id % 2 as label").withColumn("features", functions.array_to_vector(col("a")))
                .drop("a");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessageContaining(message)
                .message().doesNotContain("\n");
    }

    @SuppressWarnings("NullAway") // other languages may pass null
    @Test
    void tellsWhatASettingShouldBe() {
        refused(() -> linear().setMaxIter(0), "maxIter is 0, expected at least 1");
        refused(() -> linear().setFolds(1), "folds is 1, expected at least 2");
        refused(() -> linear().setEnsemble(-1), "ensemble is -1, expected at least 1");
        refused(() -> linear().setTestFraction(Double.NaN), "testFraction is NaN, expected at least 0");
        refused(() -> linear().setMaxSeconds(-1), "maxSeconds is -1.0, expected at least 0");
        refused(() -> linear().setModelType("forest"), "modelType is \"forest\", expected one of best, realmlp");
        refused(() -> linear().setTrainOn("moon"), "trainOn is \"moon\", expected one of auto, driver");
        refused(() -> linear().setHiddenLayers(8, 0), "hiddenLayers is [8, 0], expected widths of at least 1");
        refused(() -> linear().setInputCols(), "inputCols is [], expected names of columns");
        refused(() -> linear().setLabelCol(null), "labelCol is null");
        refused(() -> linear().setHiddenLayers(8).fit(table("id as x", "id % 2 as label")),
                "hiddenLayers requires modelType mlp, but it is linear");
        refused(() -> linear().setModelType("best").fit(table("id as x", "id % 2 as label")),
                "maxIter describes a single network, but modelType is best");
    }

    @Test
    void refusesColumnsThatItWouldMisread() {
        refused(() -> linear().setFeaturesCol("f").fit(table("array(id / 2, id) as f", "id % 2 as label")),
                "column \"f\" of featuresCol has the type array<double>, expected vectors");
        refused(() -> linear().fit(table("array(id / 2, id) as f", "id % 2 as label")),
                "column \"f\" has the type array<double>, but lists are read as words");
        refused(() -> linear().setLabelCol("features").setInputCols("label").fit(vectors("array(1D)")),
                "column \"features\" has the type vector, but a label or a weight is a single value");
        refused(() -> linear().setWeightCol("w").fit(table("id as x", "array(1) as w", "id % 2 as label")),
                "column \"w\" has the type array<int>, but a label or a weight");
        refused(() -> linear().fit(table("id as x", "id as x", "id % 2 as label")),
                "the table has several columns \"x\"");
        refused(() -> linear().setTrainOn("cluster").fit(table("id as x", "id % 2 as label").limit(10)),
                "needs at least 200 rows, but the table has 10");
    }

    @Test
    void scoresWhatMeansTheSameAndRefusesTheRest() {
        ChainruleClassificationModel model = linear()
                .fit(table("id as x", "concat('k', id % 3) as k", "id % 2 as label"));
        Dataset<Row> rows = table("id as x", "concat('k', id % 3) as k");
        List<Row> expected = model.transform(rows).select("prediction").collectAsList();
        assertThat(model.transform(rows.toDF("X", "K")).select("prediction").collectAsList()).isEqualTo(expected);
        assertThat(model.transform(table("double('-Infinity') as x", "'k1' as k")).select("prediction").collectAsList())
                .isEqualTo(model.transform(table("cast(null as double) as x", "'k1' as k")).select("prediction")
                        .collectAsList());
        refused(() -> model.transform(table("id as x", "-id as X", "'k1' as k")), "several columns \"x\"");
        refused(() -> model.transform(table("current_date() as x", "'k1' as k")),
                "column \"x\" has the type date, but the model reads a number");
    }

    @Test
    void readsVectorsOfAnotherName() {
        ChainruleClassificationModel model = linear().fit(vectors("array(double(id), id % 3)"));
        Dataset<Row> rows = vectors("array(double(id), id % 3)");
        List<Row> expected = model.transform(rows).select("prediction").collectAsList();
        assertThat(model.setFeaturesCol("other").transform(rows.withColumnRenamed("features", "other"))
                .select("prediction").collectAsList()).isEqualTo(expected);
        refused(() -> model.transform(rows), "the table has no column \"other_0\"");
    }

    @Test
    void namesTheFileThatIsNoModel(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "these notes are no model");
        assertThatThrownBy(() -> ChainruleClassificationModel.fromFile(text.toString()))
                .isInstanceOf(FormatException.class).hasMessageStartingWith(text + ": not a safetensors file");
        refused(() -> ChainruleRegressionModel.fromFile(""), "\"\" is no path");
        String saved = folder.resolve("saved").toString();
        refused(() -> new ChainruleClassificationModel().write().save(saved), "has no network; train one by fit");
        linear().fit(table("id as x", "id % 2 as label")).write().save(saved);
        assertThatThrownBy(() -> ChainruleClassifier.load(saved)).hasMessageContaining("Expected class name");
    }

    @Test
    void findsArgumentsOfSqlByNameOrRefusesThem(@TempDir Path folder) throws IOException {
        linear().fit(table("id as x", "id % 3 as y", "id % 2 as label")).write().save(folder.resolve("m").toString());
        ChainruleExtensions.register(SESSION);
        String call = "chainrule_predict('" + folder.resolve("m") + "', ";
        Dataset<Row> rows = table("id as x", "id % 3 as y");
        List<Row> expected = rows.selectExpr(call + "x, y)").collectAsList();
        assertThat(rows.selectExpr(call + "Y, X)").collectAsList()).isEqualTo(expected);
        assertThat(rows.selectExpr(call + "x + 0, y + 0)").collectAsList()).isEqualTo(expected);
        assertThatThrownBy(() -> rows.selectExpr(call + "y, x + 0)"))
                .hasMessageContaining("column \"y\" is value 1, where the model reads \"x\"");
        assertThatThrownBy(() -> rows.selectExpr(call + "x)")).hasMessageContaining("the model reads x, y; pass");
    }

    @Test
    void keepsTheZerosOfCodes(@TempDir Path folder) throws IOException {
        StringBuilder text = new StringBuilder("x,shop\n");
        for (int i = 0; i < 100; i++) {
            text.append(i).append(i % 2 == 0 ? ",007\n" : ",012\n");
        }
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        Path saved = folder.resolve("m.safetensors");
        Tabular.of("shop").text("shop").linear().epochs(1).fit(file).model().save(saved);
        Row row = ChainruleClassificationModel.fromFile(saved.toString()).transform(table("id as x")).head();
        assertThat(row.<String>getAs("prediction")).isIn("007", "012");
    }

    @Test
    void putsDecimalsInTheirPlaces() {
        ChainruleClassificationModel model = linear()
                .fit(table("id as x", "cast(1 + 2 * (id % 2) as decimal(10,2)) as label"));
        assertThat(model.numClasses()).isEqualTo(4);
    }
}
