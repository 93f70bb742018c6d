package org.chainrule.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.metric.Metrics.accuracy;
import static org.chainrule.metric.Metrics.coverage;
import static org.chainrule.metric.Metrics.hammingLoss;
import static org.chainrule.metric.Metrics.mae;
import static org.chainrule.metric.Metrics.r2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.data.Split;
import org.chainrule.model.Classifier;
import org.chainrule.model.MultiLabelClassifier;
import org.chainrule.model.NetModel;
import org.chainrule.model.Regressor;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The accuracy of the examples with several inputs and outputs, custom parts and custom loops.
class ModelsTest {
    @Test
    void aSiameseNetworkTellsNewPairsApart() {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        NetModel model = Siamese.fit(digits.train());
        Examples pairs = Siamese.pairs(digits.test(), 1000, 2);
        assertThat(Siamese.right(model, pairs)).isGreaterThan(0.9);
    }

    @Test
    void vectorsOfUsersAndFilmsGuessRatings() {
        Split ratings = MatrixFactorization.ratings().split(0.9, 0);
        Regressor model = MatrixFactorization.fit(ratings.train());
        // The error that was added is 0.1 in the mean square, 0.08 in the mean.
        assertThat(model.measure(ratings.held(), mae())).isBetween(0.07, 0.15);
    }

    @Test
    void bothOutputsAreLearned() {
        Split houses = TwoOutputs.houses().split(0.8, 0);
        NetModel model = TwoOutputs.fit(houses);
        assertThat(model.measure(houses.held(), "price", r2())).isGreaterThan(0.99);
        assertThat(model.measure(houses.held(), "sold", accuracy())).isGreaterThan(0.97);
    }

    @Test
    void theHalvesOfAnAutoencoderAreModels() {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        Autoencoder model = new Autoencoder(Autoencoder.images(digits.train()));
        assertThat(model.whole.measure(Autoencoder.images(digits.test()), r2())).isGreaterThan(0.5);
        float[] row = digits.testRow(3);
        float[] code = model.encoder.predictAll(row);
        assertThat(code).hasSize(8).isEqualTo(model.whole.hidden("encoder", row).values());
        assertThat(model.decoder.predictAll(code)).isEqualTo(model.whole.predictAll(row));
    }

    @Test
    void circlesThatOverlapAreLearned() {
        Split points = MultiLabel.points().split(0.8, 0);
        MultiLabelClassifier model = MultiLabel.fit(points.train());
        assertThat(model.measure(points.held(), hammingLoss())).isLessThan(0.04);
        assertThat(model.predict(0, 0.3f)).containsExactly(true, true, true);
        assertThat(model.predict(3, 3)).containsExactly(false, false, false);
    }

    @Test
    void intervalsGrowWithTheNoise() {
        Split rows = Intervals.wave().split(0.75, 0);
        Regressor model = Intervals.fit(rows);
        assertThat(model.measure(rows.held(), coverage())).isBetween(0.86, 0.94);
        float[] left = model.predictAll(new float[]{0.1f});
        float[] right = model.predictAll(new float[]{0.9f});
        assertThat(left[1]).isCloseTo((float) Math.sin(0.6), within(0.1f));
        assertThat(right[1]).isCloseTo((float) Math.sin(5.4), within(0.25f));
        // from the 5 % to the 95 % quantile of a normal distribution are 3.29 standard deviations
        assertThat(left[2] - left[0]).isCloseTo(0.329f, within(0.1f));
        assertThat(right[2] - right[0]).isCloseTo(2.961f, within(0.4f));
    }

    @Test
    void theTipOfAnArmIsFound() {
        Regressor arm = SeveralTargets.fit(SeveralTargets.rows(0));
        assertThat(arm.measure(SeveralTargets.rows(1), r2())).isGreaterThan(0.99);
        assertThat(arm.predictAll(new float[]{(float) (Math.PI / 2), 0})).containsExactly(new float[]{0, 2},
                within(0.1f));
    }

    @Test
    void aLoopOfOnesOwnGivesTheTrainersModel() {
        assertThat(Document.run("OwnLoop")).contains("from the trainer's weights they differ by 0.0\n");
        Samples wine = Samples.read("wine.csv", "class", 0);
        assertThat(wine.accuracy(OwnLoop.fit(wine.train()))).isGreaterThan(0.9);
    }

    @Test
    void fourSmallBatchesMakeOneLargeStep() {
        Examples train = Samples.read("wine.csv", "class", 0).train().rows(IntStream.range(0, 96).toArray());
        assertThat(GradientAccumulation.bySmallBatches(train).steps()).isEqualTo(30);
        assertThat(GradientAccumulation.difference(GradientAccumulation.bySmallBatches(train),
                GradientAccumulation.byLargeBatches(train))).isLessThan(1e-5f);
    }

    @Test
    void aTrunkThatWasTrainedHelpsWithFewRows() {
        Samples samples = Samples.read("digits.csv", "digit", 0);
        Classifier digits = Classifier.of(FineTuning.net(10)).epochs(15).seed(0).fit(samples.train());
        Examples few = FineTuning.odd(samples.train(), 40);
        Examples test = FineTuning.odd(samples.test(), samples.test().size());
        Classifier tuned = FineTuning.tuned(digits, few);
        assertThat(tuned.parameter("trunk/linear/weight").values())
                .isEqualTo(digits.parameter("trunk/linear/weight").values());
        assertThat(tuned.measure(test, accuracy())).isGreaterThan(0.85)
                .isGreaterThan(FineTuning.fromNothing(few).measure(test, accuracy()) + 0.03);
    }

    @Test
    void batchNormByHandKeepsRunningStatistics() {
        Examples points = OwnBatchNorm.points();
        Classifier model = OwnBatchNorm.fit(points);
        assertThat(model.measure(points, accuracy())).isGreaterThan(0.93);
        assertThat(model.parameter("batchNorm/mean").at(0)).isCloseTo(1000, within(20f));
        assertThat(model.parameter("batchNorm/variance").at(0)).isCloseTo(10_000, within(3000f));
    }

    @Test
    void aMetricOfOnesOwnChoosesTheEpoch() {
        Split rows = SeveralTargets.rows(0).split(0.8, 0);
        Regressor arm = OwnMetric.fit(rows);
        double best = arm.measure(rows.held(), OwnMetric.NEAR);
        assertThat(best).isGreaterThan(0.9).isEqualTo(
                arm.history().stream().mapToDouble(epoch -> epoch.validation("near")).max().orElseThrow());
    }

    @Test
    void aLongTrainingGoesOnFromItsCheckpoint(@TempDir Path folder) throws IOException {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        Path file = LongTraining.write(digits.train());
        Examples train = LongTraining.rows(file, digits.train().size());
        Classifier model = LongTraining.fit(train, folder);
        Classifier again = LongTraining.fit(train, folder);
        Files.delete(file);
        assertThat(digits.accuracy(model)).isGreaterThan(0.93);
        assertThat(again.parameter("linear2/weight").values()).isEqualTo(model.parameter("linear2/weight").values());
    }

    @Test
    void aServiceNamesAnIrisByARecord(@TempDir Path folder) throws IOException {
        TabularResult result = Irises.fit(Irises.csv());
        assertThat(result.test().get("accuracy")).isGreaterThan(0.9);
        Path file = folder.resolve("irises.safetensors");
        result.model().save(file);
        // A flower from the middle of its species.
        assertThat(Irises.answer(Irises.load(file), new Irises.Iris(5.9, 2.8, 4.3, 1.3))).startsWith("versicolor {");
        assertThat(Irises.answer(Irises.load(file), new Irises.Iris(5.0, 3.4, 1.5, 0.2))).startsWith("setosa {");
        assertThat(Irises.doubts(Irises.load(file), new Irises.Iris(5.0, 3.4, 1.5, 0.2))).isEmpty();
        assertThat(Irises.doubts(Irises.load(file), new Irises.Iris(50, 3.4, 1.5, 0.2)))
                .containsExactly("sepal_length_cm");
        assertThat(Irises.accuracy(result)).isEqualTo(new Interval(0.9, 1));
        Table irises = result.model().read(Irises.csv());
        Path page = folder.resolve("report.html");
        assertThat(Irises.reported(result.model(), result.model().readWithTarget(Irises.csv()), page))
                .startsWith("On 30 rows that the model did not learn from, ");
        assertThat(page).content().startsWith("<!DOCTYPE html>");
        TabularModel lengths = Irises.quantiles("petal_length_cm").linear().epochs(5).fit(irises).model();
        assertThat(Irises.rarelyExceeded(lengths, irises, 0))
                .isGreaterThanOrEqualTo(((Predictions.Quantiles) lengths.predict(irises)).value(0, 1));
        assertThat(Irises.candidates(result.model(), irises, 0)).containsExactly("setosa");
        assertThat(Irises.important(result.model(), irises)).hasSize(4).first().asString().startsWith("petal_");
        assertThat(Irises.direction(result.model(), irises, "petal_length_cm")).contains("\"petal_length_cm\"");
        assertThat(Irises.reason(result.model(), irises, 0)).startsWith("petal_");
        assertThat(Irises.crossValidated(Tabular.of("species").linear().epochs(5), Irises.csv()))
                .matches("accuracy 0\\.[0-9]{4}, deviation 0\\.[0-9]{4}");
    }

    @Test
    void layersForTablesAndTheirEnsembleClassifyWines() {
        Samples wine = Samples.read("wine.csv", "class", 0);
        Classifier one = TableLayers.fit(wine.train(), 0);
        Classifier two = TableLayers.fit(wine.train(), 1);
        Classifier both = TableLayers.ensemble(one, two);
        assertThat(wine.accuracy(one)).isGreaterThan(0.9);
        assertThat(wine.accuracy(both)).isGreaterThan(0.9);
        float[] row = wine.testRow(3);
        assertThat(both.probabilities(row)[1]).isCloseTo((one.probabilities(row)[1] + two.probabilities(row)[1]) / 2,
                within(1e-6f));
    }
}
