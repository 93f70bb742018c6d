package org.chainrule.serve.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.sigmoid;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.junit.jupiter.api.Test;

/// Each warning, from a network that deserves it.
class FindingsTest {
    private static Examples rows(float size) {
        float[][] inputs = new float[128][4];
        float[] targets = new float[128];
        for (int i = 0; i < inputs.length; i++) {
            for (int k = 0; k < 4; k++) {
                inputs[i][k] = size * (float) Math.sin(1 + 5 * i + 3 * k);
            }
            targets[i] = (float) Math.sin(i);
        }
        return Examples.of(inputs, targets);
    }

    private static List<Findings.Finding> of(Layer net, float size) {
        List<Measured> measured = new ArrayList<>();
        Regressor.of(net).optimizer(sgd(1e-12)).epochs(1).batch(128)
                .observe(moment -> measured.add(Measured.of(moment.flow(256)))).fit(rows(size));
        return Findings.of(1, List.of(), List.of(), measured.getFirst());
    }

    @Test
    void aHealthyNetworkIsNotBlamed() {
        assertThat(of(sequential(linear(16), relu(), linear(16), relu(), linear(1)), 1)).isEmpty();
    }

    @Test
    void vanishingGradients() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            layers.add(linear(8));
            layers.add(sigmoid());
        }
        layers.add(linear(1));
        assertThat(of(sequential(layers.toArray(Layer[]::new)), 1)).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo("vanishing gradients");
            assertThat(found.fact()).startsWith("The gradient of linear/weight is ").contains(" linear9/weight ");
            assertThat(found.advice()).contains("relu");
        });
    }

    @Test
    void deadUnits() {
        assertThat(of(sequential(linear(16).biases(Inits.constant(-10)), relu(), linear(1)), 1)).singleElement()
                .satisfies(found -> assertThat(found.fact())
                        .isEqualTo("16 of the 16 units of relu answered 0 to all 128 rows, so they get no gradient and"
                                + " cannot learn."));
    }

    @Test
    void unscaledInputs() {
        assertThat(of(linear(1), 1000)).singleElement()
                .satisfies(found -> assertThat(found.fact()).startsWith("The root mean square of input reaches 7"));
    }

    @Test
    void overfitting() {
        List<Double> training = new ArrayList<>();
        List<Double> held = new ArrayList<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            training.add(1.0 / (1 + epoch));
            held.add(1 + Math.abs(epoch - 5) * 0.02);
        }
        assertThat(Findings.of(1, training, held, null)).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo("overfitting");
            assertThat(found.fact()).startsWith("Since epoch 6 the loss on the validation rows has risen from 1.00 to");
        });
        assertThat(Findings.of(1, training.subList(0, 8), held.subList(0, 8), null)).isEmpty();
    }

    @Test
    void divergence() {
        List<Double> losses = List.of(1.0, 0.5, 0.4, 0.6, 1.2, 9.0);
        assertThat(Findings.of(1, losses, Collections.nCopies(6, Double.NaN), null)).singleElement()
                .satisfies(found -> assertThat(found.fact())
                        .isEqualTo("The training loss has risen from 0.400 in epoch 3 to 9.00."));
        List<Double> noise = List.of(1.0, 0.2, 0.018, 0.05, 0.039, 0.04);
        assertThat(Findings.of(1, noise, Collections.nCopies(6, Double.NaN), null)).isEmpty();
    }

    @Test
    void epochsAreThoseOfTheTrainingThatWasResumed() {
        List<Double> losses = List.of(1.0, 0.5, 0.4, 0.6, 1.2, 9.0);
        assertThat(Findings.of(11, losses, Collections.nCopies(6, Double.NaN), null)).singleElement()
                .satisfies(found -> assertThat(found.fact()).contains(" in epoch 13 to "));
    }

    @Test
    void lossesThatAreNoNumbersAreNotBlamed() {
        List<Double> none = Collections.nCopies(8, Double.NaN);
        assertThat(Findings.of(1, none, none, null)).isEmpty();
    }

    @Test
    void progressSaysWhetherATrainingHasConverged() {
        List<Double> falling = List.of(7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0);
        assertThat(Findings.progress(1, List.of(), List.of())).isEmpty();
        assertThat(Findings.progress(11, falling, falling))
                .isEqualTo("Still improving: the loss on the validation rows is"
                        + " lowest in the latest epoch, 17. No overfitting so far.");
        assertThat(Findings.progress(1, falling, List.of(3.0, 2.0, 2.01, 2.02, 2.01, 2.02, 2.01))).isEqualTo(
                "Converged: the loss on the validation rows was lowest in epoch 2, and the 5 epochs since were not"
                        + " better. No overfitting so far.");
        assertThat(Findings.progress(1, falling, List.of(3.0, 2.0, 2.1, 2.1, 2.1, 1.995, 1.99)))
                .isEqualTo(
                        "Not clearly converged: the loss on the validation rows is lowest in the latest epoch, 7, but"
                                + " hardly lower than before. No overfitting so far.");
        List<Double> slower = IntStream.range(0, 60).mapToObj(epoch -> 1 + 1.0 / (1 + epoch)).toList();
        assertThat(Findings.progress(1, slower, slower))
                .isEqualTo("Converged: the loss on the validation rows is lowest in the latest epoch, 60, but the last"
                        + " tenth of the epochs was hardly better than the tenth before. No overfitting so far.");
        assertThat(Findings.progress(1, falling, List.of(3.0, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0))).endsWith("not better.");
    }
}
