package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Classifier;
import org.chainrule.train.Gradients;
import org.chainrule.train.Run;
import org.junit.jupiter.api.Test;

class WalkthroughTest {
    private static final int STEPS = 20;

    private static Map<?, ?> layer(Map<String, Object> walk, int layer) {
        return (Map<?, ?>) ((List<?>) walk.get("layers")).get(layer);
    }

    private static float[] floats(Map<?, ?> layer, String of, String what) {
        byte[] bytes = Base64.getDecoder().decode((String) ((Map<?, ?>) layer.get(of)).get(what));
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static Course iris(Study study, String optimizer) {
        Course course = Lab.course(study, Map.of("hidden", List.of(4, 3), "optimizer", optimizer, "rate", 0.05));
        Lab.reach(course, STEPS);
        return course;
    }

    private static Map<String, Object> walk(Study study, Course course, int row) {
        return new Walkthrough(study, course.settings(), course).of(STEPS, row);
    }

    @Test
    void theGradientsAreThoseOfTheLibraryForABatchOfThisRow() throws Exception {
        Study study = Lab.study("iris");
        Course course = iris(study, "sgd");
        int row = study.shownTraining()[7];
        Map<String, Object> walk = walk(study, course, row);
        int place = 7; // few rows: all training rows are shown, in order
        Batch alone = study.examples().rows(place).shuffled(0, 1).batches(1).iterator().next();
        Gradients gradients = course.at(STEPS, run -> run.gradients(alone));
        assertThat((double) walk.get("loss")).isCloseTo(gradients.loss(), within(1e-6));
        List<String> paths = List.of("linear", "linear2", "linear3");
        for (int k = 0; k < paths.size(); k++) {
            assertThat(floats(layer(walk, k), "weight", "gradient"))
                    .containsExactly(gradients.byPath().get(paths.get(k) + "/weight").values(), within(1e-6f));
            assertThat(floats(layer(walk, k), "bias", "gradient"))
                    .containsExactly(gradients.byPath().get(paths.get(k) + "/bias").values(), within(1e-6f));
        }
    }

    @Test
    void theGradientsAreThoseOfFiniteDifferences() throws Exception {
        Study study = Lab.study("iris");
        Course course = iris(study, "sgd");
        int row = study.shownTraining()[50];
        Map<String, Object> walk = walk(study, course, row);
        float[] gradient = floats(layer(walk, 0), "weight", "gradient");
        Map<String, Tensor> values = course.at(STEPS, Run::parameters);
        float[] inputs = study.schema().encode(study.table(), new int[]{row});
        int label = (int) study.truths(new int[]{row})[0];
        double step = 1e-2;
        for (int i = 0; i < gradient.length; i++) {
            double up = loss(course, study, values, i, step, inputs, label);
            double down = loss(course, study, values, i, -step, inputs, label);
            assertThat((double) gradient[i]).isCloseTo((up - down) / (2 * step), within(2e-3));
        }
    }

    private static double loss(Course course, Study study, Map<String, Tensor> values, int place, double step,
            float[] inputs, int label) {
        Map<String, Tensor> moved = new HashMap<>(values);
        float[] weights = values.get("linear/weight").values().clone();
        weights[place] += (float) step;
        moved.put("linear/weight", Tensor.of(weights, values.get("linear/weight").shape()));
        Classifier model = (Classifier) course.blueprint().model(study.examples().type().inputs(), moved);
        return model.trace(inputs, label).value();
    }

    @Test
    void theNumbersOfANodeFollowFromOneAnother() throws Exception {
        Study study = Lab.study("iris");
        Course course = iris(study, "sgd");
        Map<String, Object> walk = walk(study, course, study.shownTraining()[3]);
        Map<?, ?> first = layer(walk, 0);
        Map<?, ?> second = layer(walk, 1);
        float[] a = floats(first, "a", "value");
        float[] z = floats(second, "z", "value");
        float[] weights = floats(second, "weight", "before");
        float[] bias = floats(second, "bias", "before");
        float[] dz = floats(second, "z", "gradient");
        for (int j = 0; j < z.length; j++) {
            double sum = bias[j];
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * weights[i * z.length + j];
            }
            assertThat((double) z[j]).isCloseTo(sum, within(1e-5));
        }
        float[] da = floats(first, "a", "gradient");
        float[] slope = decode((String) first.get("slope"));
        float[] before = floats(first, "z", "gradient");
        for (int i = 0; i < a.length; i++) {
            double back = 0;
            for (int j = 0; j < z.length; j++) {
                back += weights[i * z.length + j] * dz[j];
                assertThat((double) floats(second, "weight", "gradient")[i * z.length + j]).isCloseTo(a[i] * dz[j],
                        within(1e-5));
            }
            assertThat((double) da[i]).isCloseTo(back, within(1e-5));
            assertThat((double) before[i]).isCloseTo(da[i] * slope[i], within(1e-5));
        }
    }

    private static float[] decode(String text) {
        return floats(Map.of("it", Map.of("value", text)), "it", "value");
    }

    @Test
    void theUpdateOfGradientDescentIsRateTimesGradient() throws Exception {
        Study study = Lab.study("iris");
        Course course = iris(study, "sgd");
        String before = course.frame(STEPS);
        Map<?, ?> last = layer(walk(study, course, study.shownTraining()[3]), 2);
        float[] weights = floats(last, "weight", "before");
        float[] gradient = floats(last, "weight", "gradient");
        float[] after = floats(last, "weight", "after");
        for (int i = 0; i < weights.length; i++) {
            assertThat((double) after[i]).isCloseTo(weights[i] - 0.05 * gradient[i], within(1e-6));
        }
        assertThat(course.frame(STEPS)).as("the walk changes nothing").isEqualTo(before);
    }

    @Test
    void theUpdateOfAdamUsesItsMemory() throws Exception {
        Study study = Lab.study("iris");
        Course course = iris(study, "adam");
        Map<?, ?> last = layer(walk(study, course, study.shownTraining()[3]), 2);
        float[] change = floats(last, "bias", "after");
        float[] before = floats(last, "bias", "before");
        // the first step of an Adam that remembers nothing is the rate, up or down
        assertThat(Math.abs(change[0] - before[0])).isNotCloseTo(0.05f, within(1e-3f));
    }

    @Test
    void aRowThatIsNotThereIsRefused() throws Exception {
        Study study = Lab.study("iris");
        Course course = iris(study, "sgd");
        assertThatThrownBy(() -> walk(study, course, 150)).isInstanceOf(ArgumentException.class)
                .hasMessage("the table has no row 150 with a target, expected one from 0 to 149");
    }

    @Test
    void aLargeNetworkIsRefused() throws Exception {
        Study study = Lab.study("iris");
        Course course = Lab.course(study, Map.of("hidden", List.of(64, 64, 64, 64, 64, 64, 64)));
        assertThatThrownBy(() -> new Walkthrough(study, course.settings(), course).of(0, 1))
                .isInstanceOf(ArgumentException.class).hasMessage("the network has 25475 parameters, and step by step"
                        + " shows at most 20000; choose a smaller one");
    }
}
