package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.fan;
import static org.chainrule.nn.Layers.heads;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.memberMean;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Mixture.Kind.CLASSES;
import static org.chainrule.nn.Mixture.Kind.NUMBERS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Network;
import org.chainrule.optim.Optimizers;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ensembles whose members share weights: [org.chainrule.nn.Fan], [org.chainrule.nn.Heads],
/// [org.chainrule.nn.MemberMean] and [Losses#members].
class MembersTest {
    private static final int MEMBERS = 3;
    private static final Tensor OUTPUTS = Tensor.of(new float[]{1, -1, 0.5f, 2, 0, 0, -3, 1, 2, 2, 14, -14},
            Shape.of(2, MEMBERS, 2));

    @TempDir
    private Path folder;

    private static float[] mean(org.chainrule.nn.Mixture.Kind kind) {
        return Network.of((_, scope) -> memberMean(kind).apply(OUTPUTS, scope), OUTPUTS.type(), Map.of()).output()
                .values();
    }

    @Test
    void theMeanIsThatOfNumbersOrOfProbabilities() {
        assertThat(mean(NUMBERS)).containsExactly(new float[]{0.5f, 1f / 3, 13f / 3, -11f / 3}, offset(1e-6f));
        float[] logits = mean(CLASSES);
        float[] values = OUTPUTS.values();
        for (int row = 0; row < 2; row++) {
            double second = 0;
            for (int member = 0; member < MEMBERS; member++) {
                int at = (row * MEMBERS + member) * 2;
                second += 1 / (1 + StrictMath.exp((double) values[at] - values[at + 1])) / MEMBERS;
            }
            assertThat(StrictMath.exp(logits[row * 2 + 1])).isCloseTo(second, within(1e-6));
            assertThat(StrictMath.exp(logits[row * 2])).isCloseTo(1 - second, within(1e-6));
        }
    }

    @Test
    void inTrainingTheMembersStayApart() {
        Layer net = sequential(fan(MEMBERS, true), linear(4), heads(2), memberMean(CLASSES));
        TensorType row = TensorType.f32(Shape.batch(5));
        assertThat(Network.of(net, row, true).output().shape()).isEqualTo(Shape.batch(MEMBERS, 2));
        assertThat(Network.of(net, row, false).output().shape()).isEqualTo(Shape.batch(2));
        assertThatThrownBy(() -> Network.of(memberMean(CLASSES), row, false)).isInstanceOf(ShapeException.class)
                .hasMessage("memberMean: needs the outputs of each member: input [n, 5] (in memberMean)");
    }

    @Test
    void theLossIsTheMeanOfTheLossesOfTheMembers() {
        Tensor labels = Tensor.of(1, 0).cast(DType.I32);
        Tensor numbers = Tensor.of(new float[]{1, 2, 3, 4}, Shape.of(2, 2));
        check(Losses.crossEntropy().smoothing(0.1), labels);
        check(Losses.crossEntropy(), Tensor.of(new float[]{0.2f, 0.8f, 1, 0}, Shape.of(2, 2)));
        check(Losses.squared(), numbers);
        assertThatThrownBy(() -> Losses.members(Losses.squared()).apply(OUTPUTS, OUTPUTS))
                .isInstanceOf(ShapeException.class)
                .hasMessage("members: needs one target for each row, which all members share: "
                        + "prediction [2, 3, 2], target [2, 3, 2]");
    }

    private static void check(Loss loss, Tensor target) {
        Tensor rows = Losses.members(loss).apply(OUTPUTS, target);
        float[] expected = new float[2];
        for (int member = 0; member < MEMBERS; member++) {
            Tensor own = OUTPUTS.slice(1, member, member + 1).squeeze(1);
            float[] each = loss.apply(own, target).values();
            for (int row = 0; row < 2; row++) {
                expected[row] += each[row] / MEMBERS;
            }
            float[] slope = Losses.members(loss).apply(OUTPUTS, target).sum().gradient(OUTPUTS)
                    .slice(1, member, member + 1).values();
            float[] alone = loss.apply(own, target).sum().gradient(own).values();
            for (int i = 0; i < alone.length; i++) {
                assertThat(slope[i]).isEqualTo(alone[i] / MEMBERS, offset(1e-6f));
            }
            assertThat(Losses.members(loss).apply(own, target).values()).containsExactly(each);
        }
        assertThat(rows.values()).containsExactly(expected, offset(2e-5f));
    }

    @Test
    void theModelIsTheSameOnAnyNumberOfThreads() throws Exception {
        Random random = new Random(3);
        float[][] x = new float[300][4];
        int[] labels = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < 4; j++) {
                x[i][j] = (float) random.nextGaussian();
            }
            labels[i] = x[i][0] * x[i][1] > 0 ? 1 : 0;
        }
        Layer net = sequential(fan(8, false), linear(32), relu(), heads(2), memberMean(CLASSES));
        Examples examples = Examples.of(x, labels);
        List<byte[]> files = new java.util.ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            Classifier model = Classifier.of(net).loss(Losses.members(Losses.crossEntropy()))
                    .optimizer(Optimizers.adam(0.01)).epochs(30).batch(32).threads(threads).fit(examples);
            assertThat(model.evaluate(examples).get("accuracy")).isGreaterThan(0.95);
            Path file = folder.resolve("model" + threads);
            model.save(file, Map.of());
            files.add(Files.readAllBytes(file));
            assertThat(Classifier.load(file).probabilities(x)).isDeepEqualTo(model.probabilities(x));
        }
        assertThat(files.get(1)).isEqualTo(files.get(0));
        assertThat(files.get(2)).isEqualTo(files.get(0));
    }
}
