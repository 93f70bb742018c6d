package org.chainrule.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chainrule.Memory;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

/// The numbers behind the examples that need tensors alone.
class FoundationsTest {
    @Test
    void aWeightConnectsOneInputWithOneOutput() {
        Tensor x = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}});
        Tensor w = Tensor.fill(0.5, Shape.of(3, 2));
        assertThat(LinearLayer.reach(x, w, 1, 0).rows()).isDeepEqualTo(new float[][]{{4, 0}, {5, 0}, {6, 0}});
        assertThat(LinearLayer.reach(x, w, 0, 1).rows()).isDeepEqualTo(new float[][]{{0, 1}, {0, 2}, {0, 3}});
    }

    @Test
    void softmaxOverflowsOnlyByTheFormula() {
        assertThat(Softmax.byFormula(Tensor.of(1001, 1002, 1003)).values()).containsOnly(Float.NaN);
        float[] stable = Softmax.largestSubtracted(Tensor.of(1001, 1002, 1003)).values();
        assertThat(stable).isEqualTo(Softmax.largestSubtracted(Tensor.of(1, 2, 3)).values());
        assertThat(stable).containsExactly(new float[]{0.0900306f, 0.2447285f, 0.6652409f}, within(1e-6f));
    }

    @Test
    void softmaxSeesAllValuesAndAnActivationOne() {
        Tensor z = Tensor.of(1, 2, 3);
        float[][] full = Softmax.jacobian(z, z.softmax(-1)).rows();
        float[] s = z.softmax(-1).values();
        float[][] diagonal = Softmax.jacobian(z, z.sigmoid()).rows();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(full[i][j]).isCloseTo(s[i] * ((i == j ? 1 : 0) - s[j]), within(1e-6f)).isNotZero();
                assertThat(diagonal[i][j] != 0).isEqualTo(i == j);
            }
        }
    }

    @Test
    void layersWithoutActivationsAreOneLayer() {
        Tensor x = Tensor.of(new float[][]{{1, -2, 0.5f, 3, 0, 1}});
        WithoutActivations.Layers layers = WithoutActivations.Layers.random(6, 32, 2, 32, 4);
        assertThat(WithoutActivations.distance(layers.deep(x), layers.flat(x))).isLessThan(1e-5f);
        assertThat(WithoutActivations.rank(layers.weight())).isEqualTo(2);
        assertThat(WithoutActivations.rank(WithoutActivations.Layers.random(6, 32, 4).weight())).isEqualTo(4);
    }

    @Test
    void theChainRuleByHandGivesTheGradients() {
        Map<String, Tensor> nodes = ChainRule.nodes(0.5f);
        List<Tensor> gradients = ChainRule.gradients(nodes);
        List<Tensor> byHand = ChainRule.byHand(nodes);
        assertThat(byHand).hasSameSizeAs(gradients);
        for (int i = 0; i < gradients.size(); i++) {
            assertThat(byHand.get(i).shape()).isEqualTo(gradients.get(i).shape());
            assertThat(byHand.get(i).values()).containsExactly(gradients.get(i).values(), within(1e-6f));
        }
        double slope = (loss(0.5f + 0.01f) - loss(0.5f - 0.01f)) / 0.02;
        assertThat((double) gradients.get(1).at(0, 0)).isCloseTo(slope, within(1e-3));
    }

    private static double loss(float firstWeight) {
        return List.copyOf(ChainRule.nodes(firstWeight).values()).getLast().value();
    }

    @Test
    void memoryCountedByHandIsPlanned() {
        for (int[] size : new int[][]{{2, 32, 64}, {8, 64, 256}, {9, 64, 16}, {5, 48, 48}}) {
            Tower tower = Tower.of(size[1], size[0]);
            assertThat(tower.forward().memory(size[2]).work()).isEqualTo(TrainingMemory.forward(size[1], size[2]));
            assertThat(tower.step().memory(size[2]).work())
                    .isEqualTo(TrainingMemory.training(size[0], size[1], size[2]));
        }
    }

    @Test
    void memoryPlannedIsAllocated() {
        Tower tower = Tower.of(256, 8);
        Memory planned = tower.step().memory(1024);
        long allocated = TrainingMemory.allocated(tower.step(), 1024);
        assertThat(allocated).isBetween(planned.total(), planned.total() + 200_000);
    }

    @Test
    void updatesInSequenceUseTheOldWeightsAndHoldOneGradient() {
        Tower tower = Tower.of(48, 5);
        assertThat(UpdatesInSequence.agrees(tower, 64)).isTrue();
        // One gradient of [48, 48] is held at a time instead of five.
        assertThat(UpdatesInSequence.saved(tower, 64)).isEqualTo(4L * 48 * 48 * Float.BYTES);
    }

    @Test
    void thePerceptronLearnsAndButNotXor() {
        assertThat(new Perceptron().learn(Perceptron.AND, 1000)).isEqualTo(6);
        assertThat(new Perceptron().learn(Perceptron.XOR, 1000)).isZero();
    }

    @Test
    void thePerceptronRuleIsAGradient() {
        Tensor weight = Tensor.of(new float[][]{{-1}, {-1}});
        Tensor rows = Tensor.of(new float[][]{{1, 1}, {1, 0}});
        // The first row is wrong and pulls, the second is right and does not.
        Tensor loss = Perceptron.loss(rows, Tensor.of(new float[][]{{1}, {-1}}), weight, Tensor.of(0.5f));
        assertThat(loss.gradient(weight).values()).containsExactly(-1, -1);
    }

    @Test
    void sigmoidLosesTheGradientWithDepthAndReluKeepsIt() {
        double[] sigmoid = Depth.norms(Tensor::sigmoid, 1, 8, 0);
        double[] relu = Depth.norms(Tensor::relu, 2, 8, 0);
        assertThat(sigmoid[0] / sigmoid[7]).isLessThan(1e-3);
        assertThat(relu[0] / relu[7]).isBetween(0.05, 20.0);
    }

    @Test
    void newtonFindsTheLowestPoint() {
        float[] at = {-1.2f, 1};
        for (int step = 0; step < 7; step++) {
            at = GradientsOfGradients.newton(at);
        }
        assertThat(at).containsExactly(new float[]{1, 1}, within(1e-5f));
    }

    @Test
    void aProgramKeepsState() {
        float[] numbers = {2, 4, 4, 4, 5, 5, 7, 9, 1.5f};
        RunningMean running = new RunningMean(4);
        for (int from = 0; from < numbers.length; from += 2) {
            running.see(Arrays.copyOfRange(numbers, from, Math.min(from + 2, numbers.length)));
        }
        assertThat(running.mean()).isCloseTo(41.5f / 9, within(1e-5f));
        assertThat(running.variance()).isCloseTo(234.25f / 9 - (41.5f / 9) * (41.5f / 9), within(1e-4f));
    }

    /// Only what a block begins with is kept, and the inside of one block at a time.
    @Test
    void computedAgainTakesLessMemoryAndGivesTheSameModel() {
        long layer = 4L * 256 * 128;
        assertThat(Recomputed.work(8, false) - Recomputed.work(4, false)).isGreaterThanOrEqualTo(16 * layer);
        assertThat(Recomputed.work(8, true) - Recomputed.work(4, true)).isBetween(4 * layer, 5 * layer);
        assertThat(Recomputed.agrees(2)).isTrue();
    }

    @Test
    void aFrozenProgramAnswersManyThreadsAsOne() throws Exception {
        assertThat(Served.right(Served.example())).isEqualTo(1000);
    }
}
