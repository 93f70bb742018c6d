package org.chainrule.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values of all types mean the same when they are gathered to learn from and when they are scored.
class ValuesTest {
    @Test
    void scoresWhatATableWouldHold(@TempDir Path folder) throws Exception {
        Dataset<Row> rows = LocalSpark.session().range(0, 300, 1, 3).selectExpr(
                "cast(id % 7 as byte) as small", "cast(id as float) / 3 as fraction",
                "cast(id % 5 as decimal(10,2)) as price", "id % 2 = 0 as even",
                "date_add(date'2026-01-31', cast(id as int)) as day",
                "timestamp_seconds(1700000000 + id * 3600) as at",
                "cast(timestamp_seconds(1700000000 + id * 86400) as timestamp_ntz) as local",
                "if(id % 11 = 0, null, concat('k', id % 4)) as kind", "array('a', concat('b', id % 3)) as tags",
                "id % 3 as label");
        ChainruleClassificationModel model = new ChainruleClassifier().setModelType("quick").setMaxIter(2).fit(rows);
        assertThat(model.tabular().schema().kinds().keySet()).contains("small", "fraction", "price", "even", "day",
                "at", "local", "kind", "tags");

        List<Row> scored = model.transform(rows).select("prediction").collectAsList();
        Inputs inputs = Inputs.of(rows, List.of(rows.columns()));
        Table table = model.tabular().read(TableSource.of(Gathered.of(rows, inputs), "rows"), ReadingListener.SILENT);
        Predictions expected = model.tabular().predict(table);
        for (int row = 0; row < scored.size(); row++) {
            assertThat(scored.get(row).getDouble(0)).isEqualTo(Double.parseDouble(expected.text(row)));
        }
        List<Row> probabilities = model.transform(rows).select("probability").collectAsList();
        for (int row = 0; row < scored.size(); row++) {
            assertThat(((org.apache.spark.ml.linalg.Vector) probabilities.get(row).get(0)).apply(1))
                    .isEqualTo(((Predictions.Classes) expected).probability(row, 1));
        }

        model.write().save(folder.resolve("model").toString());
        ChainruleExtensions.register(LocalSpark.session());
        assertThat(rows.selectExpr("chainrule_predict('" + folder.resolve("model")
                + "', small, fraction, price, even, day, at, local, kind, tags) as prediction").collectAsList())
                .isEqualTo(scored);
    }

    @Test
    void readsTimesOfDayAsText() {
        assertThat(Cells.value(LocalTime.of(10, 15))).isEqualTo("10:15");
    }

    @Test
    void putsWholeNumbersInTheirPlaces() {
        Dataset<Row> rows = LocalSpark.session().range(0, 200).selectExpr("id as x", "1 + 2 * (id % 2) as label");
        ChainruleClassificationModel model = new ChainruleClassifier().setModelType("linear").setMaxIter(1).fit(rows);
        Row first = model.transform(rows).head();
        org.apache.spark.ml.linalg.Vector probability = first.getAs("probability");
        assertThat(probability.size()).isEqualTo(4);
        assertThat(probability.apply(0)).isZero();
        assertThat(probability.apply(1) + probability.apply(3)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(first.<Double>getAs("prediction")).isIn(1.0, 3.0);
    }
}
