package org.chainrule.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.Test;

class TaskTrainingTest {
    private static final Dataset<Row> IRIS = LocalSpark.table("iris.csv").cache();

    private static TabularModel trained(String place, double seconds) {
        return new ChainruleClassifier().setLabelCol("species").setHiddenLayers(8).setMaxIter(6).setFolds(3)
                .setMaxSeconds(seconds).setTrainOn(place).fit(IRIS).tabular();
    }

    @Test
    void trainsTheSameNetworksInTasksAsOnTheDriver() {
        TabularModel driver = trained("driver", 0);
        TabularModel tasks = trained("tasks", 0);
        assertThat(tasks.provenance().members()).hasSize(3).isEqualTo(driver.provenance().members());
        assertThat(LocalSpark.values(tasks)).isEqualTo(LocalSpark.values(driver));
        assertThat(tasks.target().toJson()).isEqualTo(driver.target().toJson());
    }

    @Test
    void trainsWithinATimeLimit() {
        assertThat(trained("tasks", 60).provenance().members()).hasSize(3);
    }
}
