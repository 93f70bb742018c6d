package org.chainrule.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.testing.Fixtures;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizersTest {
    private static final String PATH = "linear/weight";

    /// A training in the fixtures: the file with its results, its name there, and its settings.
    record Run(String file, String name, FixtureTraining.Settings settings) {
        Run(String file, String name, Optimizer optimizer) {
            this(file, name, FixtureTraining.Settings.of(optimizer));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// The settings are the float32 numbers used by PyTorch.
    static List<Run> runs() {
        Adam adam = Optimizers.adam(0.01f, 0.9f, 0.999f, 1e-8f);
        return List.of(new Run("mlp", "sgd", Optimizers.sgd(0.1f)),
                new Run("mlp", "momentum", Optimizers.momentum(0.1f, 0.9f)),
                new Run("mlp", "nesterov", Optimizers.nesterov(0.1f, 0.9f)),
                new Run("mlp", "adam", adam), new Run("mlp", "adamW", adam.decay(0.1f)),
                new Run("mlp", "adamClip", FixtureTraining.Settings.of(adam).clip(0.5)),
                new Run("optimizers", "groups",
                        adam.decay(0.1f).decayFactors(path -> path.endsWith("/bias") ? 0 : 1)),
                new Run("optimizers", "realMlp", realMlp()),
                new Run("optimizers", "muon", Optimizers.muon(0.02f, adam).momentum(0.95f).decay(0.1f)),
                new Run("optimizers", "muonChosen",
                        Optimizers.muon(0.05f, Optimizers.sgd(0.1f)).momentum(0.9f).withoutNesterov()
                                .only(path -> path.equals("linear/weight") || path.startsWith("linear4/"))));
    }

    /// The rates and the decay of RealMLP, in which the factor of a parameter enters the decay twice.
    private static FixtureTraining.Settings realMlp() {
        ToDoubleFunction<String> rates = path -> path.endsWith("/bias") ? 0.1f : path.equals("linear/weight") ? 6 : 1;
        Adam adam = Optimizers.adam(0.04f, 0.9f, 0.95f, 1e-8f).decay(0.02f).decaySchedule(Schedule.flatCosine())
                .decayFactors(path -> path.endsWith("/bias") ? 0 : rates.applyAsDouble(path));
        return new FixtureTraining.Settings(adam, 0, Schedule.coslog(4), rates);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void tenStepsAgreeWithPyTorch(Run run) {
        Fixtures file = Fixtures.open(run.file());
        FixtureTraining training = new FixtureTraining(Fixtures.open("mlp"), run.settings());
        String prefix = "train/" + run.name() + "/";
        training.doubles(10).forEach((name, values) -> file.assertClose(prefix + name, values, 1e-9));
        Map<String, float[]> floats = training.floats(10);
        floats.forEach((name, values) -> file.assertClose(prefix + name, values, 1e-4));
        assertThat(floats.keySet()).containsExactlyInAnyOrderElementsOf(file.names(prefix));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "optimizers"})
    void everyTrainingOfTheFixturesIsTested(String file) {
        assertThat(Fixtures.open(file).names("train/").stream().filter(name -> name.endsWith("/losses"))
                .map(name -> name.substring(0, name.indexOf('/'))))
                .containsExactlyInAnyOrderElementsOf(
                        runs().stream().filter(run -> run.file().equals(file)).map(Run::name).toList());
    }

    /// One parameter that is updated with a given gradient.
    private static final class Stepper {
        final Tensor parameter;
        final Tensor gradient;
        final Tensor rate = Tensor.input("rate", Shape.scalar());
        final List<Tensor> slots = new ArrayList<>();
        final List<Tensor> scalars = new ArrayList<>();
        final Program program;
        final Program.Session session;

        Stepper(Optimizer optimizer, Shape shape) {
            parameter = Tensor.input("parameter", shape);
            gradient = Tensor.input("gradient", shape);
            optimizer.slots(PATH, shape).forEach(name -> slots.add(Tensor.input(name, shape)));
            optimizer.scalars().forEach(scalar -> scalars.add(Tensor.input(scalar.name(), Shape.scalar())));
            List<Tensor> advanced = optimizer.advance(scalars);
            Optimizer.Update next = optimizer.update(PATH, parameter, gradient, slots, advanced,
                    new Optimizer.Time(rate, Tensor.scalar(0)));
            Map<Tensor, Tensor> updates = new LinkedHashMap<>();
            for (int i = 0; i < slots.size(); i++) {
                updates.put(slots.get(i), next.slots().get(i));
            }
            updates.put(parameter, next.parameter());
            for (int i = 0; i < scalars.size(); i++) {
                updates.put(scalars.get(i), advanced.get(i));
            }
            List<Tensor> inputs = new ArrayList<>(List.of(parameter, gradient, rate));
            inputs.addAll(slots);
            inputs.addAll(scalars);
            program = Program.of(inputs, List.of(), updates);
            session = program.start(1, 1);
            for (int i = 0; i < scalars.size(); i++) {
                session.array(scalars.get(i))[0] = optimizer.scalars().get(i).start();
            }
            session.array(rate)[0] = (float) optimizer.learningRate();
        }

        float step(float value) {
            java.util.Arrays.fill(session.array(gradient), value);
            session.run(1);
            return session.array(parameter)[0];
        }
    }

    static List<Optimizer> all() {
        return List.of(Optimizers.sgd(0.1), Optimizers.momentum(0.1), Optimizers.nesterov(0.1), Optimizers.adam(0.1),
                Optimizers.adamW(0.1), Optimizers.muon(0.1, Optimizers.adam(0.2)));
    }

    /// Parameters and state are updated in place: a step needs a few additional buffers and no copy of everything.
    @ParameterizedTest
    @MethodSource("all")
    void stateIsReplacedInPlace(Optimizer optimizer) {
        int size = 10_000;
        Memory memory = new Stepper(optimizer, Shape.of(size)).program.memory(1);
        long tensor = (long) Float.BYTES * size;
        assertThat(memory.state()).isEqualTo(
                tensor * (1 + optimizer.slots(PATH, Shape.of(size)).size())
                        + (long) Float.BYTES * optimizer.scalars().size());
        assertThat(memory.work()).isLessThan(3 * tensor);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theFirstStepGoesDownhill(Optimizer optimizer) {
        float after = new Stepper(optimizer, Shape.of(3)).step(2);
        switch (optimizer) {
            case Momentum momentum when momentum.nesterov() -> assertThat(after).isCloseTo(-0.38f, offset(1e-7f));
            case Adam _ -> assertThat(after).isCloseTo(-0.1f, offset(1e-7f));
            default -> assertThat(after).isCloseTo(-0.2f, offset(1e-7f));
        }
    }

    /// With a constant gradient every step of Adam equals the learning rate, from the first to the thousandth.
    @Test
    void biasCorrectionIsExactFromTheFirstStep() {
        Stepper stepper = new Stepper(Optimizers.adam(0.5), Shape.of(1));
        float before = 0;
        for (int step = 0; step < 1000; step++) {
            float after = stepper.step(0.75f);
            assertThat(before - after).as("step %d", step).isCloseTo(0.5f, offset(1e-4f));
            before = after;
        }
        assertThat(before).isCloseTo(-500, offset(0.01f));
    }

    /// Without the flush the momentum would decay through subnormal floats, which are slow, for thousands of steps.
    @ParameterizedTest
    @MethodSource("all")
    void stateTooSmallToMatterBecomesZero(Optimizer optimizer) {
        Stepper stepper = new Stepper(optimizer, Shape.of(4));
        stepper.step(1e-13f);
        for (int step = 0; step < 3000; step++) {
            stepper.step(0);
            for (Tensor slot : stepper.slots) {
                assertThat(Math.abs(stepper.session.array(slot)[0])).satisfiesAnyOf(
                        value -> assertThat(value).isZero(), value -> assertThat(value).isGreaterThanOrEqualTo(1e-30f));
            }
        }
        for (Tensor slot : stepper.slots) {
            assertThat(stepper.session.array(slot)).containsOnly(0);
        }
        assertThat(stepper.step(Float.NaN)).isNaN();
    }

    @Test
    void decayShrinksMatricesAndOnRequestNothingElse() {
        Adam everything = Optimizers.adamW(0.5, 0.1);
        for (Shape shape : List.of(Shape.of(2), Shape.of(2, 2))) {
            boolean matrix = shape.rank() == 2;
            assertThat(shrunk(everything, shape)).isCloseTo(0.95f, offset(1e-7f));
            assertThat(shrunk(everything.decayMatricesOnly(), shape)).isCloseTo(matrix ? 0.95f : 1, offset(1e-7f));
            assertThat(shrunk(Optimizers.adam(0.5), shape)).isEqualTo(1);
        }
    }

    @Test
    void decayFollowsTheFactorOfAPath() {
        Adam half = Optimizers.adamW(0.5, 0.1).decayFactors(path -> path.equals("linear/weight") ? 0.5 : 1);
        assertThat(shrunk(half, Shape.of(2))).isCloseTo(0.975f, offset(1e-7f));
        assertThat(shrunk(half.decayFactors(_ -> 0), Shape.of(2))).isEqualTo(1);
        assertThat(shrunk(half.decayFactors(_ -> 2).decayMatricesOnly(), Shape.of(2))).isEqualTo(1);
        assertThat(shrunk(half.decay(0), Shape.of(2))).isEqualTo(1);
    }

    private static float shrunk(Optimizer optimizer, Shape shape) {
        Stepper stepper = new Stepper(optimizer, shape);
        java.util.Arrays.fill(stepper.session.array(stepper.parameter), 1);
        return stepper.step(0);
    }

    @Test
    void clippingShortensAllGradientsTogether() {
        List<Tensor> gradients = List.of(Tensor.of(3, 0), Tensor.of(new float[][]{{0}, {4}}));
        assertThat(Optimizers.globalNorm(gradients).value()).isEqualTo(5);
        List<Tensor> clipped = Optimizers.clipByGlobalNorm(gradients, 1);
        assertThat(clipped.get(0).values()).containsExactly(new float[]{0.6f, 0}, offset(1e-6f));
        assertThat(clipped.get(1).values()).containsExactly(new float[]{0, 0.8f}, offset(1e-6f));
        assertThat(clipped.get(1).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(Optimizers.globalNorm(clipped).value()).isLessThan(1);
        List<Tensor> kept = Optimizers.clipByGlobalNorm(gradients, 5.1);
        assertThat(kept.get(0).values()).containsExactly(3, 0);
        assertThat(kept.get(1).values()).containsExactly(0, 4);
        assertThat(Optimizers.clipByGlobalNorm(List.of(Tensor.of(0, 0)), 1).getFirst().values()).containsExactly(0, 0);
        assertThat(Optimizers.clipByGlobalNorm(List.of(), 1)).isEmpty();
    }

    @Test
    void optimizersSayWhatTheyAre() {
        assertThat(all().stream().map(Optimizer::describe)).containsExactly("sgd(lr 0.1)",
                "momentum(lr 0.1, momentum 0.9)", "nesterov(lr 0.1, momentum 0.9)", "adam(lr 0.1)",
                "adamW(lr 0.1, decay 0.01)", "muon(lr 0.1, momentum 0.95, others adam(lr 0.2))");
        assertThat(Optimizers.adam(3e-4, 0.8, 0.99, 1e-6).decay(1e-5).decayMatricesOnly().describe())
                .isEqualTo("adamW(lr 0.0003, beta1 0.8, beta2 0.99, epsilon 0.000001, decay 0.00001 of matrices)");
    }

    @Test
    void settingsAreChecked() {
        assertInvalid(() -> Optimizers.sgd(0), "sgd: learningRate is 0.0, expected a number above 0");
        assertInvalid(() -> Optimizers.momentum(-1), "momentum: learningRate is -1.0, expected a number above 0");
        assertInvalid(() -> Optimizers.nesterov(Double.NaN),
                "nesterov: learningRate is NaN, expected a number above 0");
        assertInvalid(() -> Optimizers.momentum(0.1, 1),
                "momentum: momentum is 1.0, expected at least 0 and below 1");
        assertInvalid(() -> Optimizers.adam(Double.POSITIVE_INFINITY),
                "adam: learningRate is Infinity, expected a number above 0");
        assertInvalid(() -> Optimizers.adam(0.1, 1, 0.9, 1e-8),
                "adam: beta1 is 1.0, expected at least 0 and below 1");
        assertInvalid(() -> Optimizers.adam(0.1, 0.9, -0.1, 1e-8),
                "adam: beta2 is -0.1, expected at least 0 and below 1");
        assertInvalid(() -> Optimizers.adam(0.1, 0.9, 0.999, 0), "adam: epsilon is 0.0, expected a number above 0");
        assertInvalid(() -> Optimizers.adamW(0.1, -0.1), "adamW: decay is -0.1, expected a number above 0");
        assertInvalid(() -> WeightDecay.of(Double.NaN), "weightDecay: share is NaN, expected a number above 0");
        for (double factor : new double[]{-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertInvalid(() -> shrunk(Optimizers.adamW(0.1).decayFactors(_ -> factor), Shape.of(2)),
                    "weightDecay: the factor of linear/weight is " + factor
                            + ", expected a finite number of at least 0");
        }
        assertInvalid(() -> Optimizers.clipByGlobalNorm(List.of(), 0), "clip: max is 0.0, expected a number above 0");
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessage(message);
    }

    @Test
    void aDecayThatMovesIsDescribed() {
        assertThat(Optimizers.adamW(0.1, 0.01).decaySchedule(Schedule.constant()).describe())
                .isEqualTo("adamW(lr 0.1, decay 0.01)");
        assertThat(Optimizers.adamW(0.1, 0.01).decayMatricesOnly().decaySchedule(Schedule.linear(0)).describe())
                .isEqualTo("adamW(lr 0.1, decay 0.01 of matrices times [1.0, 0.75, 0.5, 0.25, 0.0])");
    }

    /// An optimizer of a network names the parameters that decay in another way than the rest.
    @Test
    void factorsOfADecayAreDescribed() {
        Optimizer adam = Optimizers.averaged(
                Optimizers.adamW(0.1, 0.01).decayFactors(path -> path.endsWith("bias") ? 0 : 1), 0.9);
        assertThat(adam.describe()).isEqualTo("adamW(lr 0.1, decay 0.01 by path) averaged(0.9)");
        List<Optimizer.Parameter> parameters = List.of(new Optimizer.Parameter(PATH, Shape.of(2, 3), true),
                new Optimizer.Parameter("linear/bias", Shape.of(3), false));
        assertThat(adam.forParameters(parameters).describe())
                .isEqualTo("adamW(lr 0.1, decay 0.01 by path {linear/bias=0.0}) averaged(0.9)");
        assertThat(Optimizers.adamW(0.1).decayFactors(_ -> 1).forParameters(parameters).describe())
                .isEqualTo("adamW(lr 0.1, decay 0.01)");
        assertThat(Optimizers.adamW(0.1).forParameters(parameters)).isEqualTo(Optimizers.adamW(0.1));
    }
}
