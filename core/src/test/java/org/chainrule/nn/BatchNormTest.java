package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.batchNorm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.model.Regressor;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Batch norm against values that NumPy computed in float64 by the formulas of the paper, with PyTorch's momentum and
/// unbiased running variance.
class BatchNormTest {
    private static final float[][] X = {{1, 10}, {2, 14}, {4, 12}, {0.5f, 9}, {-1, 20}, {3, 11}, {2.5f, 15}};
    private static final float[] WEIGHT = {1.5f, 0.75f};
    private static final float[] BIAS = {0.1f, -0.2f};
    private static final double[][] PREDICTED = {{0.9869304375659754, 2.4520125977454708},
            {2.24202067940462, 3.850261770546247}, {4.752201163081908, 3.151137184145859},
            {0.3593853166466532, 2.102450304545277}, {-1.5232500461113134, 5.94763552974741},
            {3.497110921243264, 2.8015748909456644}, {2.869565800323942, 4.199824063746441}};

    private static Network network(Network.Mode mode) {
        return Network.of(batchNorm(), Map.of("x", TensorType.f32(Shape.batch(2))), mode);
    }

    private static Tensor variable(Network network, String path) {
        return network.variables().stream().filter(variable -> variable.path().equals("batchNorm/" + path)).findFirst()
                .orElseThrow().tensor();
    }

    private static float[] flat(float[][] rows) {
        return Tensor.of(rows).values();
    }

    private static void assertClose(float[] actual, double... expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("number %d", i).isCloseTo(expected[i],
                    within(2e-6 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Test
    void trainingUsesTheBatch() {
        Network network = network(Network.Mode.TRAINING);
        Tensor x = network.input();
        Tensor weight = variable(network, "weight");
        Tensor bias = variable(network, "bias");
        Tensor target = Tensor.input("target", Shape.batch());
        Tensor factors = Tensor.of(new float[]{0.5f, -0.25f}, Shape.of(2, 1));
        Tensor loss = network.output().matmul(factors).reshape(Shape.batch()).sub(target).square().mean();
        List<Tensor> outputs = new ArrayList<>(List.of(network.output(), loss));
        outputs.addAll(loss.gradients(List.of(x, weight, bias)));
        Program program = Program.of(List.of(x, weight, bias, target, variable(network, "mean"),
                variable(network, "variance")), outputs);
        List<Tensor> results = program.run(Tensor.of(new float[][]{X[0], X[1], X[2]}), Tensor.of(WEIGHT),
                Tensor.of(BIAS), Tensor.of(1, 2, 0), Tensor.of(100, 100), Tensor.of(100, 100));
        assertClose(results.get(0).values(), -1.5035622971754465, -1.1185569312510604, -0.3008905742938618,
                0.7185569312510605, 2.104452871469308, -0.2);
        assertClose(results.get(1).values(), 2.9371329353232305);
        assertClose(results.get(2).values(), 0.29483424682347753, 0.0766315006345847, -0.4422572674913811,
                0.07663174690526299, 0.14742302066790378, -0.15326324753984769);
        assertClose(results.get(3).values(), 1.223142475045765, 0.1751264723754391);
        assertClose(results.get(4).values(), -0.9, 0.45);
    }

    /// Batches of 3, 3 and 1 row. The last has no variance.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void runningStatisticsMoveTowardsThoseOfBatches(int threads) {
        Examples rows = Examples.of(X, new float[X.length][2]);
        Run run = Step.of(batchNorm(), Losses.squared(), Optimizers.sgd(0.01)).freeze(path -> path.endsWith("weight")
                || path.endsWith("bias")).start(rows, 3, threads);
        run.from(Map.of("batchNorm/weight", Tensor.of(WEIGHT), "batchNorm/bias", Tensor.of(BIAS)));
        double[][] means = {{0.23333333333333336, 1.2}, {0.29333333333333333, 2.413333333333334},
                {0.29333333333333333, 2.413333333333334}};
        double[][] variances = {{1.1333333333333333, 1.3}, {1.4283333333333332, 4.6033333333333335},
                {1.4283333333333332, 4.6033333333333335}};
        float loss = 0;
        for (Batch batch : rows.inOrder().batches(3)) {
            loss = run.step(batch);
            assertClose(run.variables().get("batchNorm/mean").values(), means[batch.number()]);
            assertClose(run.variables().get("batchNorm/variance").values(), variances[batch.number()]);
        }
        // the single row is normalized by the running statistics; its loss is the mean of the squares of its prediction
        double[] last = PREDICTED[6];
        assertThat((double) loss).isCloseTo((last[0] * last[0] + last[1] * last[1]) / 2, within(1e-4));
        assertPredictions(Regressor.of(batchNorm(), rows.type().inputs(), run.parameters()));
    }

    /// A prediction does not depend on the other rows.
    private static void assertPredictions(Regressor model) {
        float[] together = model.predictAll(flat(X));
        for (int row = 0; row < X.length; row++) {
            float[] alone = model.predictAll(X[row]);
            assertClose(alone, PREDICTED[row]);
            assertThat(new float[]{together[2 * row], together[2 * row + 1]}).isEqualTo(alone);
        }
    }

    /// Training steps compute the same as the model: their loss is that of its predictions.
    @Test
    void frozenStatisticsAreUsed() {
        Examples rows = Examples.of(X, new float[X.length][2]);
        Run run = Step.of(batchNorm(), Losses.squared(), Optimizers.sgd(0.01)).freeze(path -> true).start(rows, 7, 1);
        run.from(Map.of("batchNorm/weight", Tensor.of(WEIGHT), "batchNorm/bias", Tensor.of(BIAS), "batchNorm/mean",
                Tensor.of(4.4f / 15, 36.2f / 15), "batchNorm/variance", Tensor.of(8.57f / 6, 13.81f / 3)));
        Map<String, Tensor> before = run.variables();
        double expected = 0;
        for (double[] row : PREDICTED) {
            expected += (row[0] * row[0] + row[1] * row[1]) / 14;
        }
        assertThat((double) run.step(rows.batch())).isCloseTo(expected, within(1e-4));
        before.forEach((path, value) -> assertThat(run.variables().get(path).values()).isEqualTo(value.values()));
    }

    @Test
    void aSequenceIsNormalizedOverRowsAndPlaces() {
        Examples rows = Examples.of(new float[][]{{1, 10, 2, 14}, {4, 12, 0.5f, 9}}, new float[2][4]);
        Layer net = (x, s) -> s.call("norm", new BatchNorm(0.1, 1e-5), x.reshape(Shape.batch(2, 2)))
                .reshape(Shape.batch(4));
        Run run = Step.of(net, Losses.squared(), Optimizers.sgd(0.01)).start(rows, 2, 1);
        run.step(rows.batch());
        assertClose(run.variables().get("layer/norm/mean").values(), 0.1875, 1.125);
        assertClose(run.variables().get("layer/norm/variance").values(), 1.1395833333333334, 1.3916666666666666);
    }

    @Test
    void statisticsAreStateAndWeightsAreTrained() {
        Network network = network(Network.Mode.PREDICTING);
        assertThat(network.variables().stream().map(variable -> variable.path() + " " + variable.role()))
                .containsExactly(
                        "batchNorm/mean STATE", "batchNorm/variance STATE", "batchNorm/weight PARAMETER",
                        "batchNorm/bias PARAMETER");
        assertThat(network.updates()).isEmpty();
        assertThat(network.parameterCount()).isEqualTo(4);
        List<Field> inputs = List.of(new Field("x", TensorType.f32(Shape.of(2))));
        Regressor fresh = Regressor.of(batchNorm(), inputs, Map.of("batchNorm/mean", Tensor.of(1, 2),
                "batchNorm/variance", Tensor.of(4, 9), "batchNorm/weight", Tensor.of(1, 1), "batchNorm/bias",
                Tensor.of(0, 5)));
        assertClose(fresh.predictAll(new float[]{3, 8}), 2 / Math.sqrt(4 + 1e-5), 6 / Math.sqrt(9 + 1e-5) + 5);
    }
}
