package org.chainrule.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.chainrule.error.DivergedException;
import org.chainrule.model.Model;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

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

    @Test
    void travelsWithAnySerializer() {
        Gathered table = Gathered.of(IRIS, Inputs.of(IRIS, List.of(IRIS.columns())));
        Gathered received = LocalSpark.throughKryo(table);
        assertThat(received.names()).isEqualTo(table.names());
        assertThat(received.blocks()).usingElementComparator(Arrays::compare).isEqualTo(table.blocks());
        DivergedException diverged = new DivergedException(
                new DivergedException.Facts(1, 2, DivergedException.Origin.LOSS, "loss", -1, "NaN"), "the loss is NaN");
        assertThat(LocalSpark.throughKryo(new TaskNetwork.Result(new byte[]{1}, diverged)).diverged())
                .hasMessage(diverged.getMessage());
    }

    /// The first broadcast of an application, which has the same number in the next application of a JVM.
    private static final class First extends Broadcast<Gathered> {
        private static final long serialVersionUID = 1;
        private final Gathered table;

        First(Dataset<Row> rows) {
            super(0, ClassTag$.MODULE$.apply(Gathered.class));
            this.table = Gathered.of(rows, Inputs.of(rows, List.of(rows.columns())));
        }

        @Override
        public Gathered getValue() {
            return table;
        }

        @Override
        public void doUnpersist(boolean blocking) {
        }

        @Override
        public void doDestroy(boolean blocking) {
        }
    }

    @Test
    void learnsFromTheTableOfItsOwnTraining() throws IOException {
        Settings settings = Settings.of(new ChainruleClassifier().setLabelCol("species").setHiddenLayers(4)
                .setMaxIter(1), Task.CLASSIFICATION, List.of());
        Dataset<Row> wide = IRIS.withColumn("one_more", functions.expr("petal_width_cm * petal_length_cm"));
        byte[] first = new TaskNetwork(UUID.randomUUID(), new First(IRIS), settings, 1, Long.MAX_VALUE).call(0).file();
        byte[] second = new TaskNetwork(UUID.randomUUID(), new First(wide), settings, 1, Long.MAX_VALUE).call(0)
                .file();
        assertThat(Model.load(new ByteArrayInputStream(first), "first").row()).isEqualTo(Shape.of(4));
        assertThat(Model.load(new ByteArrayInputStream(second), "second").row()).isEqualTo(Shape.of(5));
    }
}
