package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import java.util.Arrays;
import java.util.OptionalInt;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.error.DivergedException;
import org.chainrule.error.DivergedException.Origin;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Scope;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.Trainer;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The message of a training that diverges reports the first failure, even if it is noticed later.
class DivergenceTest {
    private static final int ROWS = 40;
    private static final String ADVICE = "; try a smaller learning rate, scaled inputs, or clip(1)";

    /// Rows 0 to 39 with the single value `row + 1`, except for one row that may have another value.
    private static Examples rows(int odd, float value) {
        return Examples.of((row, out, at) -> out[at] = row == odd ? value : row + 1, 1, new float[ROWS]);
    }

    private static DivergedException diverged(Trainer<Regressor> trainer, Examples examples) {
        return catchThrowableOfType(DivergedException.class, () -> trainer.fit(examples));
    }

    private static Trainer<Regressor> trainer(Layer net) {
        return Regressor.of(net).optimizer(Optimizers.sgd(1e-3)).batch(4).seed(1);
    }

    /// Returns the step of the first epoch, from 1, whose batch contains a row.
    private static int stepOf(int row) {
        int[] seen = {0};
        int[] found = {0};
        Examples counted = Examples.of((number, out, at) -> {
            found[0] = number == row ? seen[0] / 4 + 1 : found[0];
            seen[0]++;
            out[at] = 0;
        }, 1, new float[ROWS]);
        trainer(linear(1)).epochs(1).fit(counted);
        return found[0];
    }

    @Test
    void aRow() {
        DivergedException error = diverged(trainer(linear(1)), rows(17, Float.NaN));
        assertThat(error)
                .hasMessage("training: row 17 of the examples had NaN in column 0 in epoch 1, step " + stepOf(17)
                        + "; expected finite numbers, fill or drop missing values first");
        assertThat(error.origin()).isEqualTo(Origin.ROW);
        assertThat(error.where()).isEqualTo("input");
        assertThat(error.row()).isEqualTo(OptionalInt.of(17));
        assertThat(error.epoch()).isOne();
        assertThat(error.step()).isEqualTo(stepOf(17));
    }

    @Test
    void aTargetWrittenLater() {
        float[] y = new float[ROWS];
        Examples examples = Examples.of(new float[ROWS], 1, y);
        y[5] = Float.POSITIVE_INFINITY;
        DivergedException error = diverged(trainer(linear(1)), examples);
        assertThat(error).hasMessage("training: row 5 of the examples had Infinity in target column 0 in epoch 1, step "
                + stepOf(5) + "; expected finite numbers, fill or drop missing values first");
        assertThat(error.where()).isEqualTo("target");
    }

    @Test
    void weightsThatAreAllNothing() {
        float[] weights = new float[ROWS];
        weights[0] = 1;
        DivergedException error = diverged(trainer(linear(1)), rows(-1, 0).weights(weights));
        int step = stepOf(0) == 1 ? 2 : 1;
        assertThat(error).hasMessage("training: the weights of all 4 rows of the batch were 0, so that the loss has no"
                + " mean, in epoch 1, step " + step + "; expected larger batches, or rows of weight 0 left out");
        assertThat(error.where()).isEqualTo("weights");
    }

    /// The logarithm of a negative number in one row. Layers before it are finite; layers after it become NaN because of it.
    @Test
    void aLayerInTheMiddle() {
        Layer log = (x, _) -> x.log();
        Layer plain = linear(1).weights(Inits.ones()).withoutBias();
        DivergedException error = diverged(trainer(sequential(named("copy", plain), named("log", log), linear(3),
                linear(1))), rows(23, -1));
        assertThat(error)
                .hasMessage("training: the output of log became NaN for row 23 of the examples in epoch 1, step "
                        + stepOf(23) + ADVICE);
        assertThat(error.origin()).isEqualTo(Origin.LAYER);
        assertThat(error.where()).isEqualTo("log");
        assertThat(error.row()).isEqualTo(OptionalInt.of(23));
    }

    @Test
    void aLayerInsideAnother() {
        record Beside(Layer inner) implements Layer {
            @Override
            public Tensor apply(Tensor x, Scope scope) {
                return x.add(scope.call("inner", inner, x));
            }
        }
        Layer log = (x, _) -> x.log();
        DivergedException error = diverged(trainer(sequential(new Beside(sequential(relu(), named("log", log))),
                linear(1))), rows(23, 0));
        assertThat(error).hasMessage("training: the output of beside/inner/log became -Infinity for row 23 of the"
                + " examples in epoch 1, step " + stepOf(23) + ADVICE);
    }

    @Test
    void theLoss() {
        Loss loss = (prediction, _) -> prediction.sub(prediction).log().sum(1);
        DivergedException error = diverged(trainer(linear(1)).loss(loss), rows(-1, 0));
        assertThat(error)
                .hasMessageMatching("training: the loss became -Infinity for row \\d+ of the examples, of finite"
                        + " outputs, in epoch 1, step 1; check the loss at the outputs that the network can produce, or"
                        + " try a smaller learning rate, scaled inputs, or clip\\(1\\)");
        assertThat(error.origin()).isEqualTo(Origin.LOSS);
        assertThat(error.where()).isEqualTo("loss");
        assertThat(error.row()).isPresent();
    }

    @Test
    void theMeanLossAlone() {
        Loss loss = (prediction, _) -> prediction.mul(0).add(3e38).sum(1);
        DivergedException error = diverged(trainer(linear(1)).loss(loss), rows(-1, 0));
        assertThat(error).hasMessage("training: the mean loss became Infinity, of finite losses, in epoch 1, step 1;"
                + " try smaller targets, or try a smaller learning rate, scaled inputs, or clip(1)");
    }

    /// The square root of 0 is 0, but its derivative is not finite, so the forward pass shows nothing until the next step.
    @Test
    void aGradientOnTheWayBackOnly() {
        Layer root = (x, _) -> x.sqrt();
        Layer net = sequential(named("first", linear(2).weights(Inits.ones()).withoutBias()), named("root", root),
                named("last", linear(1)));
        int step = stepOf(11);
        Trainer<Regressor> trainer = trainer(net).optimizer(Optimizers.sgd(1e-6));
        DivergedException error = diverged(trainer, rows(11, 0));
        assertThat(error).hasMessage("training: the gradient of first/weight became NaN on the way back through root in"
                + " epoch 1, step " + step + ADVICE);
        assertThat(error.origin()).isEqualTo(Origin.GRADIENT);
        assertThat(error.where()).isEqualTo("first/weight");
        assertThat(error.step()).isEqualTo(step);
        // clipping by the global norm spreads the failure to all parameters but does not hide it
        assertThat(diverged(trainer.clip(1), rows(11, 0))).hasMessage(error.getMessage());
        assertThat(diverged(trainer.threads(3), rows(11, 0))).hasMessage(error.getMessage());
    }

    @Test
    void aGradientThroughTheLoss() {
        Loss loss = (prediction, _) -> prediction.mul(0).sqrt().sum(1);
        DivergedException error = diverged(trainer(sequential(linear(2), linear(1))).loss(loss), rows(-1, 0));
        assertThat(error)
                .hasMessage("training: the gradient of linear2/bias became NaN on the way back through the loss"
                        + " in epoch 1, step 1" + ADVICE);
    }

    /// Only the last step of the training fails, after which no loss is computed.
    @Test
    void theLastStep() {
        Layer root = (x, _) -> x.sqrt();
        Layer net = sequential(linear(1).weights(Inits.ones()).biases(Inits.zeros()), named("root", root), linear(1));
        DivergedException error = diverged(trainer(net).batch(ROWS).epochs(1), rows(3, 0));
        assertThat(error)
                .hasMessageMatching("training: the gradient of linear/bias became (NaN|-?Infinity) on the way back"
                        + " through root in epoch 1, step 1; try a smaller learning rate, scaled inputs, or clip\\(1\\)");
    }

    /// The square root of a value that becomes negative at step 13, in a training of 20 epochs with 10 steps each.
    private static Tensor badFromStepThirteen(Tensor progress) {
        return progress.mul(-1).add(12.5 / 200).sqrt().mul(0).add(1);
    }

    @Test
    void theSchedule() {
        DivergedException error = diverged(trainer(linear(1)).schedule(DivergenceTest::badFromStepThirteen),
                rows(-1, 0));
        assertThat(error).hasMessage(
                "training: the schedule returned NaN as the learning rate in epoch 2, step 4; expected a finite number");
        assertThat(error.origin()).isEqualTo(Origin.RATE);
        assertThat(error.where()).isEqualTo("learning rate");
        assertThat(diverged(trainer(linear(1)).schedule(_ -> Tensor.scalar(Double.POSITIVE_INFINITY)), rows(-1, 0)))
                .hasMessage(
                        "training: the schedule returned Infinity as the learning rate in epoch 1, step 1; expected a finite number");
    }

    @Test
    void anUpdate() {
        Layer net = linear(1).weights(Inits.ones()).withoutBias();
        Examples one = Examples.of(new float[]{2}, 1, new float[]{0});
        DivergedException error = diverged(Regressor.of(net).optimizer(Optimizers.sgd(1e38)), one);
        assertThat(error)
                .hasMessage("training: linear/weight became -Infinity by an update of a finite gradient, with the"
                        + " learning rate 1.0E38, in epoch 1, step 1" + ADVICE);
        assertThat(error.origin()).isEqualTo(Origin.UPDATE);
        assertThat(error.where()).isEqualTo("linear/weight");
    }

    /// The steps since the last checkpoint are repeated, with the state that the optimizer had there.
    @Test
    void longAfterTheStart() {
        int[] reads = {0};
        Layer root = (x, _) -> x.sqrt();
        Layer net = sequential(named("root", root), linear(1));
        Examples examples = Examples.of((row, out, at) -> out[at] = row == 7 && reads[0] > 0 ? -1 : row + 1, 1,
                new float[ROWS]);
        DivergedException error = diverged(trainer(net).optimizer(Optimizers.adam(1e-3)).epochs(100)
                .onEpoch(epoch -> reads[0] = epoch.number() == 77 ? 1 : reads[0]), examples);
        assertThat(error.epoch()).isEqualTo(78);
        assertThat(error.where()).isEqualTo("root");
        assertThat(error.row()).isEqualTo(OptionalInt.of(7));
    }

    /// A state too large to keep a copy of can be restored only at the start.
    @Test
    @Tag("full")
    void aLargeNetworkSaysThatItDoesNotKnow() {
        Layer large = (x, scope) -> x.mul(scope.parameter("weight", Shape.of((1 << 24) + 1),
                (shape, _) -> new float[shape.elements()]).slice(0, 0, 1).add(1));
        Trainer<Regressor> trainer = trainer(named("large", large)).batch(1).epochs(1);
        Loss loss = (prediction, target) -> prediction.sub(target).square().sum(1);
        Examples late = Examples.of((row, out, at) -> out[at] = row == lastOf(300) ? Float.NaN : 1, 1, new float[300]);
        assertThat(diverged(trainer.loss(loss), late)).hasMessage("training: the loss became NaN in epoch 1, step 300;"
                + " the cause is not known, since a network of this size is not kept twice" + ADVICE);
        Examples early = Examples.of((row, out, at) -> out[at] = Float.NaN, 1, new float[300]);
        assertThat(diverged(trainer.loss(loss), early).origin()).isEqualTo(Origin.ROW);
    }

    private static int lastOf(int rows) {
        int[] order = Draws.of(1, "order of epoch 1").permutation(rows);
        return order[rows - 1];
    }

    @Test
    void whatDoesNotComeAgainIsSaid() {
        int[] reads = {0};
        Examples once = Examples.of((row, out, at) -> out[at] = row == 7 && reads[0]++ == 0 ? Float.NaN : 1, 1,
                new float[ROWS]);
        DivergedException error = diverged(trainer(linear(1)), once);
        assertThat(error)
                .hasMessage("training: the loss became NaN in epoch 1, step " + stepOf(7)
                        + "; the cause is not known, since"
                        + " the steps before, repeated, produced different numbers" + ADVICE);
        assertThat(error.origin()).isEqualTo(Origin.UNKNOWN);
        assertThat(error.where()).isEmpty();
    }

    @Test
    void anotherSentenceKeepsTheFacts() {
        DivergedException error = diverged(trainer(linear(1)), rows(17, Float.NaN));
        DivergedException other = error.saying(error.fact() + "; nothing was saved");
        assertThat(other).hasMessage("row 17 of the examples had NaN in column 0; nothing was saved");
        assertThat(Arrays.asList(other.epoch(), other.step(), other.origin(), other.where(), other.row(), other.fact()))
                .isEqualTo(Arrays.asList(error.epoch(), error.step(), error.origin(), error.where(), error.row(),
                        error.fact()));
    }
}
