package org.chainrule.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Losses;
import org.chainrule.testing.SharedData;
import org.chainrule.train.Plan;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

/// The numbers behind the examples that train networks.
class NetworksTest {
    @Test
    void linearRegressionFindsTheNumbersBehindTheRows() {
        Regressor line = LinearRegression.fit(LinearRegression.rows(0));
        assertThat(line.parameter("linear/weight").values()).containsExactly(new float[]{3, -2}, within(1e-3f));
        assertThat(line.parameter("linear/bias").at(0)).isCloseTo(0.5f, within(1e-3f));
    }

    @Test
    void softmaxRegressionTellsIrisesApart() {
        assertThat(SoftmaxRegression.accuracy(0)).isGreaterThan(0.93);
    }

    @Test
    void aPredictionNeedsNoSoftmax() {
        Tensor logits = Tensor.of(Draws.of(1, "logits").normal(5000), Shape.of(1000, 5)).mul(8);
        Tensor without = OneHot.withoutSoftmax(logits);
        assertThat(without.values()).isEqualTo(OneHot.withSoftmax(logits).values());
        assertThat(without.sum(1).values()).containsOnly(1);
        Tensor tie = Tensor.of(new float[][]{{0, 3, 3}});
        assertThat(OneHot.withoutSoftmax(tie).values()).containsExactly(0, 1, 0);
    }

    @Test
    void aHiddenLayerSolvesXor() {
        assertThat(Xor.right(Xor.oneLayer(), Perceptron.AND)).isEqualTo(4);
        assertThat(Xor.right(Xor.oneLayer(), Perceptron.XOR)).isLessThan(4);
        assertThat(Xor.right(Xor.hiddenLayer(), Perceptron.XOR)).isEqualTo(4);
    }

    @Test
    void hiddenVectorsOfAClassLieTogether() {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        Classifier model = HiddenVectors.fit(digits, 15);
        Tensor hidden = model.hidden("latent", digits.testInputs());
        int[] labels = digits.testLabels();
        assertThat(hidden.shape()).isEqualTo(Shape.of(labels.length, 2));
        assertThat(HiddenVectors.nearest(hidden, HiddenVectors.centers(hidden, labels, 10), labels)).isGreaterThan(0.6);
    }

    @Test
    void widerNetworksComeCloser() {
        assertThat(Approximation.parameters(16, 16)).isEqualTo(321);
        assertThat(Approximation.error(150, 0, 64)).isLessThan(Approximation.error(150, 0, 2));
    }

    @Test
    void weightsSetByHandComeAsCloseAsAsked() {
        // The error of straight pieces falls with the square of their length.
        assertThat(Approximation.byHand(32) / Approximation.byHand(256)).isBetween(40.0, 80.0);
        assertThat(Approximation.byHand(256)).isLessThan(0.003);
    }

    @Test
    void anOwnLayerIsTrainedSavedAndLoaded() {
        assertThat(Document.run("OwnLayer")).contains("residual/inner/linear/weight     [32, 32]\n")
                .containsPattern("\ntest accuracy (\\S+)\nloaded, test accuracy \\1\n");
    }

    @Test
    void anOwnLossIsNotDraggedAway() {
        assertThat(OwnLoss.atOne(OwnLoss.ABSOLUTE)).isCloseTo(2, within(0.05f));
        assertThat(OwnLoss.atOne(Losses.squared())).isGreaterThan(4);
    }

    @Test
    void fashionMnistIsReadAndPlanned() throws IOException {
        Path images = SharedData.require("images/fashion-mnist/t10k-images-idx3-ubyte.gz");
        Examples test = FashionMnist.read(images.getParent(), "t10k");
        assertThat(test.size()).isEqualTo(10_000);
        Plan plan = FashionMnist.trainer(1, 0).plan(test);
        assertThat(plan.parameters()).isEqualTo(784 * 256 + 256 + 256 * 128 + 128 + 128 * 100 + 100 + 100 * 10 + 10);
    }
}
