package org.chainrule.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Inits;
import org.chainrule.train.Epoch;
import org.chainrule.train.Trainer;
import org.junit.jupiter.api.Test;

class ObserverTest {
    private static final int ROWS = 50;

    private static Examples rows() {
        float[][] inputs = new float[ROWS][3];
        float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < 3; k++) {
                inputs[i][k] = (float) Math.sin(1 + 7 * i + 3 * k);
            }
            targets[i] = inputs[i][0] * inputs[i][1] - inputs[i][2];
        }
        return Examples.of(inputs, targets);
    }

    private static Trainer<Regressor> trainer() {
        return Regressor.of(sequential(linear(8), batchNorm(), relu(), dropout(0.3), linear(1))).optimizer(adam(0.01))
                .epochs(4).batch(16).seed(3).threads(2);
    }

    /// Keeps what it is told, and measures after each step.
    private static final class Notes implements Observer {
        private final List<Flow> flows = new ArrayList<>();
        private final List<String> epochs = new ArrayList<>();
        private String ended = "not yet";

        @Override
        public void step(Moment moment) {
            flows.add(moment.flow(10));
            assertThat(moment.rate()).isEqualTo(0.01, within(1e-8));
            assertThat(moment.of()).isEqualTo(ROWS);
            assertThat(moment.memory().total()).isPositive();
        }

        @Override
        public void epoch(Moment moment, double loss, Map<String, Double> validation, boolean best) {
            epochs.add(moment.epoch() + " of " + moment.epochs() + " " + validation.keySet());
        }

        @Override
        public void ended(String failure) {
            ended = failure;
        }
    }

    @Test
    void anObserverChangesNoBit() {
        Regressor plain = trainer().fit(rows(), rows());
        Notes notes = new Notes();
        Regressor observed = trainer().observe(notes).fit(rows(), rows());
        plain.parameters().forEach((path, value) -> assertThat(observed.parameters().get(path).values()).as(path)
                .isEqualTo(value.values()));
        assertThat(observed.history().toString().replaceAll("seconds=[^\\]]*", ""))
                .isEqualTo(plain.history().toString().replaceAll("seconds=[^\\]]*", ""));
        assertThat(notes.flows).hasSize(4 * 4);
        assertThat(notes.epochs).hasSize(4).last().isEqualTo("4 of 4 [loss, rmse, mae, r2]");
        assertThat(notes.ended).isEmpty();
    }

    @Test
    void theFlowIsThatOfTheChainRule() {
        // y = w x + b from w = 1 and b = 0, at a rate near 0: the loss is the mean of x squared
        List<Flow> flows = new ArrayList<>();
        Regressor.of(linear(1).weights(Inits.ones()).biases(Inits.zeros())).optimizer(sgd(1e-12)).epochs(1).batch(2)
                .observe(moment -> flows.add(moment.flow(100)))
                .fit(Examples.of(new float[][]{{1}, {3}}, new float[]{0, 0}));
        Flow flow = flows.getFirst();
        assertThat(flow.rows()).isEqualTo(2);
        assertThat(flow.loss()).isEqualTo(5, within(1e-6f));
        assertThat(flow.places()).extracting(Flow.Place::path).containsExactly("input", "linear");
        assertThat(flow.places().getLast().value().values()).containsExactlyInAnyOrder(1, 3);
        // of the mean of two squares, the derivative by each output is the output itself
        assertThat(flow.places().getLast().gradient().values()).isEqualTo(flow.places().getLast().value().values());
        assertThat(flow.places().getFirst().gradient().values()).isEqualTo(flow.places().getFirst().value().values());
        assertThat(flow.weights()).extracting(Flow.Weights::path).containsExactly("linear/weight", "linear/bias");
        assertThat(flow.weights().getFirst().gradient().value()).isEqualTo(10, within(1e-5f));
        assertThat(flow.weights().getLast().gradient().value()).isEqualTo(4, within(1e-5f));
    }

    @Test
    void theGradientsAreThoseOfTheEpoch() {
        List<Double> norms = new ArrayList<>();
        List<Flow> flows = new ArrayList<>();
        trainer().onEpoch((Epoch<Regressor> epoch) -> norms.add(epoch.gradientNorm()))
                .observe(moment -> flows.add(moment.flow(ROWS))).fit(rows());
        Flow last = flows.getLast();
        double squares = 0;
        for (Flow.Weights weights : last.weights()) {
            for (float value : weights.gradient().values()) {
                squares += (double) value * value;
            }
        }
        assertThat(Math.sqrt(squares)).isEqualTo(norms.getLast(), within(1e-9));
    }

    @Test
    void anObserverStopsATraining() {
        Regressor after = trainer().observe(moment -> {
            if (moment.epoch() == 2 && moment.rows() > 16) {
                moment.stop();
            }
        }).fit(rows(), rows());
        assertThat(after.history()).hasSize(1);
    }

    @Test
    void aDivergenceIsToldInWords() {
        Notes notes = new Notes();
        assertThatThrownBy(() -> Regressor.of(linear(1)).optimizer(sgd(1e30)).epochs(3).batch(50)
                .observe(new Observer() {
                    @Override
                    public void step(Moment moment) {
                        // nothing to see
                    }

                    @Override
                    public void ended(String failure) {
                        notes.ended(failure);
                    }
                }).fit(rows())).isInstanceOf(DivergedException.class);
        assertThat(notes.ended).startsWith("training: ").contains("in epoch ");
    }

    /// Notes the end, and may fail at it.
    private record Ending(List<String> ends, boolean fails) implements Observer {
        @Override
        public void step(Moment moment) {
            // nothing to see
        }

        @Override
        public void ended(String failure) {
            ends.add(failure);
            if (fails) {
                throw new IllegalStateException("end " + ends.size());
            }
        }
    }

    @Test
    void allObserversAreToldOfTheEndEvenIfOneFails() {
        List<String> ends = new ArrayList<>();
        assertThatThrownBy(() -> trainer().observe(new Ending(ends, true)).observe(new Ending(ends, true))
                .observe(new Ending(ends, false)).fit(rows())).isInstanceOf(IllegalStateException.class)
                .hasMessage("end 1").satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(ends).containsExactly("", "", "");
    }

    @Test
    void theFailureOfATrainingIsThrownEvenIfAnObserverFailsAtItsEnd() {
        List<String> ends = new ArrayList<>();
        assertThatThrownBy(() -> trainer().observe(new Ending(ends, true)).observe(_ -> {
            throw new UnsupportedOperationException("broken");
        }).fit(rows())).isInstanceOf(UnsupportedOperationException.class).hasMessage("broken");
        assertThat(ends).containsExactly("the training ended with an error");
        ends.clear();
        assertThatThrownBy(() -> trainer().observe(new Ending(ends, false)).observe(_ -> {
            throw new ArgumentException("value", "value: got 3, expected 4");
        }).fit(rows())).isInstanceOf(ArgumentException.class);
        assertThat(ends).containsExactly("value: got 3, expected 4");
    }

    @Test
    void withoutAViewerThereIsNoView() {
        assumeThat(ServiceLoader.load(Viewer.class).findFirst()).as("a viewer on the class path").isEmpty();
        assertThatThrownBy(() -> trainer().view()).isInstanceOf(ArgumentException.class).hasMessage(
                "view: nothing here can show a training; add chainrule-serve to the class path or module path");
    }
}
