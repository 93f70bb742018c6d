package org.chainrule.spark;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTrainingTest {
    private static final Dataset<Row> TABLE = LocalSpark.session().range(0, 3000, 1, 3).selectExpr(
            "hash(id) % 1000 / 1000 as x", "concat('k', id % 3) as kind",
            "hash(id) % 1000 / 100 + 5 * (id % 3) as y", "if(hash(id) > 0, 'up', null) as word",
            "1 + id % 2 as w").cache();

    private static ChainruleRegressor regressor() {
        return new ChainruleRegressor().setLabelCol("y").setInputCols("x", "kind").setHiddenLayers(16).setMaxIter(30)
                .setTrainOn("cluster");
    }

    @Test
    void learnsNumbersOverTheCluster() {
        ChainruleRegressionModel model = regressor().setWeightCol("w").fit(TABLE);
        double error = new RegressionEvaluator().setLabelCol("y").evaluate(model.transform(TABLE));
        assertThat(error).isLessThan(3);
    }

    @Test
    void learnsTheSameFromAnyPartitions() {
        TabularModel one = regressor().setMaxIter(1).fit(TABLE).tabular();
        TabularModel other = regressor().setMaxIter(1).fit(TABLE.repartition(5)).tabular();
        assertThat(LocalSpark.values(other)).isEqualTo(LocalSpark.values(one));
        assertThat(other.schema()).isEqualTo(one.schema());
    }

    @Test
    void learnsClassesOverTheCluster() {
        Dataset<Row> labelled = TABLE.selectExpr("x", "kind", "int(x > 0) + 3 as label");
        ChainruleClassificationModel model = new ChainruleClassifier().setModelType("linear").setMaxIter(40)
                .setTrainOn("cluster").fit(labelled);
        assertThat(new MulticlassClassificationEvaluator().setMetricName("accuracy")
                .evaluate(model.transform(labelled))).isGreaterThan(0.95);
    }

    @ParameterizedTest
    @ValueSource(strings = {"decimal(10,2)", "string"})
    @Tag("full")
    void learnsFromNumbersOfAnyType(String type) {
        Dataset<Row> written = TABLE.selectExpr("x", "kind", "y as number", "cast(y as " + type + ") as y",
                "cast(w as " + type + ") as w");
        ChainruleRegressionModel model = regressor().setWeightCol("w").fit(written);
        assertThat(new RegressionEvaluator().setLabelCol("number").evaluate(model.transform(written))).isLessThan(3);
    }

    @Test
    @Tag("full")
    void learnsFromLabelsWithBlanksAtTheirEnds() {
        Dataset<Row> padded = TABLE.selectExpr("x", "kind", "if(x > 0, 'up  ', 'down') as label");
        ChainruleClassificationModel model = new ChainruleClassifier().setModelType("linear").setMaxIter(40)
                .setTrainOn("cluster").fit(padded);
        assertThat(model.transform(padded).where("prediction = trim(label)").count()).isGreaterThan(2700);
    }

    @Test
    void learnsFromLabelsInAnyCase() {
        Dataset<Row> labelled = TABLE.selectExpr("x", "if(x > 0, 'right', 'left') as label");
        ChainruleClassificationModel model = new ChainruleClassifier().setModelType("linear").setMaxIter(2)
                .setTrainOn("cluster").fit(labelled);
        EncodeRows encode = new EncodeRows(ModelHandle.of(model.file(), LocalSpark.session().sparkContext()),
                Inputs.sources(List.of(model.inputNames()), labelled.schema()), 1, -1);
        assertThat(encode.call(labelled.selectExpr("x", "upper(label) as label").collectAsList().iterator()))
                .toIterable().hasSize(3000);
    }

    @Test
    @Tag("full")
    void samplesTablesOfFewDifferentRows() {
        Dataset<Row> few = LocalSpark.session().range(0, 2000, 1, 3).selectExpr("concat('k', id % 10) as kind",
                "if(id % 10 < 5, 'low', 'high') as label");
        for (int parts : new int[]{1, 4}) {
            ChainruleClassificationModel model = new ChainruleClassifier().setModelType("linear").setMaxIter(30)
                    .setTrainOn("cluster").fit(few.repartition(parts));
            assertThat(model.transform(few).where("prediction = label").count()).isEqualTo(2000);
        }
    }

    @Test
    @Tag("full")
    void takesInfiniteNumbersAsMissing() {
        Dataset<Row> infinite = TABLE.selectExpr("if(hash(x, 1) % 50 = 0, double('Infinity'), x) as x", "kind", "y");
        assertThat(regressor().setMaxIter(1).fit(infinite).numFeatures()).isEqualTo(2);
    }

    @Test
    void refusesWhatTheSampleDidNotHave() {
        Dataset<Row> words = LocalSpark.session().range(0, 3000, 1, 3)
                .selectExpr("if(id = 1, 'a word', string(hash(id))) as x", "id % 2 as label");
        assertThatThrownBy(() -> new ChainruleClassifier().setModelType("linear").setTrainOn("cluster").setMaxIter(1)
                .fit(words)).isInstanceOf(ArgumentException.class).hasMessageContaining("\"a word\"");
    }

    /// The model knows only the classes of the sample.
    @Test
    void theSampleHasMoreOfARareClass() {
        Dataset<Row> rows = LocalSpark.session().range(0, 3000, 1, 3).selectExpr(
                "case when id < 4 then 'rare' when id < 104 then 'some' when id % 50 = 49 then null else 'usual' end as `a.label`");
        Column label = Inputs.quoted("a.label");
        long part = ClusterTraining.BUCKETS / 64;
        Map<String, Long> shares = new HashMap<>();
        rows.select(label, ClusterTraining.shareByClass(rows, label, part)).distinct().collectAsList()
                .forEach(row -> shares.put(String.valueOf(row.get(0)), row.getLong(1)));
        assertThat(shares).isEqualTo(Map.of("rare", ClusterTraining.BUCKETS / 2L, "some",
                ClusterTraining.BUCKETS * 20L / 100, "usual", part, "null", part));
        Dataset<Row> numbers = LocalSpark.session().range(0, 3000, 1, 3).selectExpr("if(id = 0, 7, 1.5D) as label");
        assertThat(numbers.select(ClusterTraining.shareByClass(numbers, Inputs.quoted("label"), part)).distinct()
                .as(Encoders.LONG()).collectAsList()).containsExactlyInAnyOrder(ClusterTraining.BUCKETS / 2L, part);
    }

    @Test
    void countsTheRowsOfCompactTables() {
        long rows = Runtime.getRuntime().maxMemory() / 8 / 100;
        String[] flags = IntStream.range(0, 30).mapToObj(i -> "id % 2 = 0 as flag" + i).toArray(String[]::new);
        Dataset<Row> compact = LocalSpark.session().range(rows).selectExpr(flags);
        Inputs inputs = Inputs.of(compact, List.of(compact.columns()));
        assertThat(ClusterTraining.tooLarge(compact, inputs)).isEqualTo(rows);
        assertThat(ClusterTraining.tooLarge(compact.limit(100), inputs)).isNegative();
    }

    @Test
    void refusesWhatItCannotTrain() {
        assertThatThrownBy(() -> regressor().setFolds(3).fit(TABLE))
                .hasMessageContaining("over the cluster a single mlp or linear model can be trained");
        assertThatThrownBy(() -> regressor().setMaxSeconds(60).fit(TABLE)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("a training over the cluster has no time limit");
        assertThatThrownBy(() -> regressor().fit(TABLE.limit(0))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the table has no rows");
    }

    @Test
    void refusesTheWeightsThatTheDriverRefuses() {
        for (String weight : List.of("-1", "double(null)")) {
            // of a single row, which the sample for the driver need not have
            Dataset<Row> table = TABLE.withColumn("w", expr("if(x = 0.5, " + weight + ", w)"));
            assertThatThrownBy(() -> regressor().setWeightCol("w").fit(table)).isInstanceOf(ArgumentException.class)
                    .hasMessageContaining("weight");
        }
    }
}
