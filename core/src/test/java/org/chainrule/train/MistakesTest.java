package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.averaged;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.data.Row;
import org.chainrule.data.RowType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.error.ShapeException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.model.Classifier;
import org.chainrule.model.MultiLabelClassifier;
import org.chainrule.model.NetModel;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Objective;
import org.chainrule.optim.Schedule;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// The errors for settings that do not fit a training.
class MistakesTest {
    private static final float[][] X = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
    private static final Examples CLASSES = Examples.of(X, new int[]{0, 1, 2, 1});
    private static final Examples NUMBERS = Examples.of(X, new float[]{1, 2, 3, 4});

    private static void refused(ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(ArgumentException.class).hasMessage(message);
    }

    private static Trainer<Classifier> trainer() {
        return Classifier.of(linear(3)).epochs(1);
    }

    @Test
    void aUsualMetricIsMeasuredOnce() {
        Classifier model = trainer().metrics(Metrics.accuracy(), Metrics.topK(2), Metrics.topK(2))
                .monitor(Metrics.accuracy()).fit(CLASSES, CLASSES);
        assertThat(model.history().getFirst().validation().keySet())
                .containsExactly("loss", "accuracy", "logLoss", "macroF1", "top2");
        assertThat(model.evaluate(CLASSES, Metrics.accuracy())).isEqualTo(model.evaluate(CLASSES));
    }

    @Test
    void anotherMetricOfAUsualName() {
        Metric other = Metric.ofRows("accuracy", true, (_, _) -> 1);
        refused(() -> trainer().metrics(other).fit(CLASSES, CLASSES),
                "metrics: two metrics are named accuracy, expected a name of its own for each");
    }

    @Test
    void aMetricNamedLoss() {
        Metric loss = Metric.ofRows("loss", true, (_, _) -> 1);
        refused(() -> trainer().metrics(loss).fit(CLASSES, CLASSES),
                "metrics: a metric is named loss, which is the name of the objective; choose another name");
    }

    @Test
    void aMetricOfANamedOutputWhereThereIsOne() {
        refused(() -> trainer().metrics("y", Metrics.topK(2)).fit(CLASSES, CLASSES),
                "metrics: the model has one output, which has no name; leave 'y' out");
    }

    @Test
    void aMetricWhereNoOutputIsMeasured() {
        Trainer<NetModel> trainer = NetModel.of(linear(3), Objective.on("y", "class", crossEntropy()));
        Examples rows = CLASSES.withoutTargets().target("class", new int[]{0, 1, 2, 1});
        refused(() -> trainer.metrics(Metrics.accuracy()).fit(rows, rows),
                "metrics: no output has a target of the same name; name a target after an output");
    }

    @Test
    void anEpochThatIsOver() {
        List<Epoch<Classifier>> epochs = new ArrayList<>();
        Classifier model = trainer().epochs(2).onEpoch(epochs::add).onEpoch(epoch -> {
            assertThat(epoch.model().history()).hasSize(epoch.number());
            assertThat(epoch.rate()).isEqualTo(0.001f);
        }).fit(CLASSES);
        assertThat(model.history()).hasSize(2);
        Epoch<Classifier> first = epochs.getFirst();
        refused(first::model, "model: the callback of epoch 1 is over; call this method during the callback");
        refused(first::gradientNorm,
                "gradientNorm: the callback of epoch 1 is over; call this method during the callback");
        refused(first::rate, "rate: the callback of epoch 1 is over; call this method during the callback");
        assertThat(first.loss()).isPositive();
    }

    @Test
    void noValueChosenToStartFrom() {
        refused(() -> trainer().from(Map.of("linear/bias", Tensor.of(1, 2, 3)), path -> path.startsWith("Linear")),
                "from: none of the values is chosen, expected some of [linear/bias]");
    }

    @Test
    void noValueChosenForARun() {
        Run run = Step.of(linear(3), crossEntropy(), adam(0.01)).start(CLASSES, 4, 1);
        refused(() -> run.from(Map.of("linear/bias", Tensor.of(1, 2, 3)), path -> path.startsWith("Linear")),
                "from: none of the values is chosen, expected some of [linear/bias]");
        Map<String, Tensor> none = new HashMap<>();
        none.put("linear/bias", null);
        refused(() -> run.from(none), "from: the value of linear/bias is null, expected a value");
    }

    @Test
    void nothingToFreeze() {
        String message = "freeze: there is nothing of such a path, expected some of [linear/weight, linear/bias]";
        refused(() -> trainer().freeze(path -> path.startsWith("trunk/")).fit(CLASSES), message);
        Step step = Step.of(linear(3), crossEntropy(), adam(0.01)).freeze(path -> path.startsWith("trunk/"));
        refused(() -> step.start(CLASSES, 4, 1), message);
        assertThat(step.freeze("linear/bias"::equals).start(CLASSES, 4, 1).steps()).isZero();
    }

    @Test
    void gradientsThatAreNotFinite() {
        Run run = Step.of(linear(3), crossEntropy(), adam(0.01)).start(CLASSES, 4, 1);
        Map<String, Tensor> byPath = new HashMap<>(run.gradients(CLASSES.batch()).byPath());
        byPath.put("linear/bias", Tensor.of(0, Float.NaN, 0));
        Tensor before = run.parameter("linear/weight");
        refused(() -> run.apply(new Gradients(1, byPath)), "apply: the gradient of linear/bias holds NaN at number 1,"
                + " expected finite numbers; leave this batch out, or try a smaller learning rate");
        assertThat(run.parameter("linear/weight").values()).isEqualTo(before.values());
        assertThat(run.steps()).isZero();
    }

    @Test
    void gradientsOfALossThatIsNotFinite() {
        Examples bad = Examples.of((row, out, at) -> out[at] = row == 2 ? Float.NaN : row, 1, new float[4]);
        Run run = Step.of(linear(1), squared(), adam(0.01)).start(bad, 4, 1);
        assertThatThrownBy(() -> run.gradients(bad.batch())).isInstanceOf(DivergedException.class)
                .hasMessageContaining("row 2 of the examples had NaN in column 0");
    }

    @Test
    void twoPiecesOfStateOfOneName() {
        Step step = Step.of(linear(3), crossEntropy(), averaged(averaged(adam(0.01), 0.9), 0.99));
        refused(() -> step.start(CLASSES, 4, 1), "step: the optimizer keeps two pieces of state under the name average"
                + " correction; use a different name for each");
    }

    @Test
    void noTargets() {
        refused(() -> Step.of(linear(3), crossEntropy(), adam(0.01)).start(Examples.of(X), 4, 1),
                "step: the examples have no targets, expected at least one");
    }

    @Test
    void labelsThatAreNoProbabilities() {
        refused(() -> MultiLabelClassifier.of(linear(2)).fit(Examples.of(X, new float[][]{{0, 1}, {1, 0.5f}, {5, 0},
                {0, 0}})), "fit: the target of row 2 holds 5.0 in column 0, expected 0, 1, or a probability between");
    }

    @Test
    void noInputs() {
        refused(() -> trainer().fit(Examples.named()), "fit: the examples have no inputs, expected at least one");
        refused(() -> trainer().fit(Examples.named(), CLASSES),
                "fit: the examples have no inputs, expected at least one");
    }

    @Test
    void anObjectiveOfAnotherName() {
        refused(() -> NetModel.of(linear(1), Objective.on("y", "price", squared())).fit(NUMBERS),
                "objective: there is no target 'price', expected one of [y]");
        refused(() -> NetModel.of(linear(1), Objective.on("price", "y", squared())).fit(NUMBERS),
                "objective: there is no output 'price', expected one of [y]");
        refused(() -> NetModel.of(linear(1), Objective.of(squared())).fit(NUMBERS.target("z", new float[4])),
                "objective: there are the targets [y, z], expected exactly one; choose with Objective.on(..)");
    }

    @Test
    void anInputOfAnotherName() {
        refused(() -> NetModel.of((in, _) -> Tensors.of("y", in.get("age")), Objective.of(squared())).fit(NUMBERS),
                "get: there is no tensor 'age', expected one of [x]");
    }

    @Test
    void aLabelBeyondTheOutputsOfALoop() {
        Run run = Step.of(linear(2), crossEntropy(), adam(0.01)).start(CLASSES, 4, 1);
        refused(() -> run.step(CLASSES.batch()), "oneHot: index 2 at position 2 is out of range, expected 0 to 1"
                + " (in the objective; a label must be below the number of outputs)");
    }

    @Test
    void aScheduleOfSeveralNumbers() {
        Step step = Step.of(linear(3), crossEntropy(), adam(0.01));
        assertThatThrownBy(() -> step.schedule(_ -> Tensor.of(1, 2))).isInstanceOf(ShapeException.class)
                .hasMessage("step: the factor of a schedule must be one number: factor [2]");
    }

    @Test
    void aScheduleOfAnUnknownNumberOfSteps() {
        Step step = Step.of(linear(3), crossEntropy(), adam(0.01));
        refused(() -> step.schedule(Schedule.warmup(0.1, Schedule.constant())).start(CLASSES, 4, 1),
                "start: the schedule"
                        + " moves over the training, so the number of its steps must be known; set it with steps(..)");
        assertThat(step.schedule(_ -> Tensor.scalar(0.5)).start(CLASSES, 4, 1).steps()).isZero();
        assertThat(step.schedule(Schedule.cosine()).steps(9).start(CLASSES.type(), 4, 1).steps()).isZero();
    }

    @Test
    void aStreamThatCanBeReadOnce() {
        RowType type = new RowType(List.of(new Field("x", TensorType.f32(Shape.of(1)))),
                List.of(new Field("y", TensorType.f32(Shape.of(1)))), false);
        Stream<Row> once = Stream.of(Row.of(new float[]{1}, 2), Row.of(new float[]{3}, 4));
        Examples rows = Examples.stream(type, 2, () -> once);
        refused(() -> Regressor.of(linear(1)).epochs(2).fit(rows),
                "examples: the stream was used before, expected a new"
                        + " one each time it is opened: stream has already been operated upon or closed");
    }
}
