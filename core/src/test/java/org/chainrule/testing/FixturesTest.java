package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FixturesTest {
    /// The loss follows from the logits and the targets by its definition, so names, order, shapes and precision were
    /// read correctly.
    @Test
    void theLossFollowsFromTheLogits() {
        Fixtures mlp = Fixtures.open("mlp");
        double[] logits = mlp.doubles("logits");
        int[] target = mlp.ints("target");
        assertThat(mlp.shape("logits")).containsExactly(13, 5);
        double sum = 0;
        for (int row = 0; row < 13; row++) {
            double all = 0;
            for (int k = 0; k < 5; k++) {
                all += StrictMath.exp(logits[row * 5 + k]);
            }
            sum += StrictMath.log(all) - logits[row * 5 + target[row]];
        }
        assertThat(mlp.shape("loss")).isEmpty();
        mlp.assertClose("loss", new double[]{sum / 13}, 1e-15);
        assertThat(mlp.doubles("train/adam/losses")).hasSize(10).startsWith(mlp.doubles("loss"));
    }

    @Test
    void namesAreListedBelowAPrefix() {
        assertThat(Fixtures.open("net2").names("grad/")).containsExactly("embedding/weight", "layerNorm/bias",
                "layerNorm/weight", "linear/bias", "linear/weight", "residual/inner/linear/bias",
                "residual/inner/linear/weight");
        assertThat(Fixtures.open("ops").names("")).hasSize(205);
        assertThat(Fixtures.open("losses").names("")).hasSize(42);
        assertThat(Fixtures.open("mlp").names("")).hasSize(80);
        assertThat(Fixtures.open("tables").names("")).hasSize(78);
    }

    @Test
    void inputsAreFloatsAndResultsKeepAllTheirBits() {
        Fixtures ops = Fixtures.open("ops");
        assertThat(ops.floats("op/tanh/x")).hasSize(41).startsWith(-50, -30, -20, -12.5f).contains(0, 0.1f);
        assertThat(ops.doubles("op/leakyRelu/y")).startsWith(-50 * (double) 0.01f, -30 * (double) 0.01f);
        assertThatThrownBy(() -> ops.floats("op/leakyRelu/y")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("op/leakyRelu/y[0] of ops.safetensors as a float");
    }

    @Test
    void settingsAreText() {
        Fixtures mlp = Fixtures.open("mlp");
        assertThat(mlp.setting("train/nesterov"))
                .isEqualTo("SGD {'lr': 0.10000000149011612, 'momentum': 0.8999999761581421, 'nesterov': True}");
        assertThat(mlp.setting("torch")).isEqualTo("1.13.0a0");
    }

    @Test
    void whatIsFarOffOrAbsentIsSaid() {
        Fixtures net2 = Fixtures.open("net2");
        double[] off = net2.doubles("prediction");
        off[5] += 1e-6;
        net2.assertClose("prediction", off, 1e-6);
        assertThatThrownBy(() -> net2.assertClose("prediction", off, 1e-9)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("distance of prediction of net2.safetensors");
        off[5] = Double.NaN;
        assertThatThrownBy(() -> net2.assertClose("prediction", off, 1e-6)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> net2.doubles("logits")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no logits in net2.safetensors, which holds [embedding/weight, ");
    }
}
