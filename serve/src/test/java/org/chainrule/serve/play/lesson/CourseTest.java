package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.train.Run;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static Study spirals;

    @BeforeAll
    static void read() throws Exception {
        spirals = Lab.study("spirals");
    }

    @Test
    void anEarlierStepHasTheFrameThatItHad() {
        Course course = Lab.course(spirals, Map.of("hidden", List.of(6, 5), "dropout", 0.2));
        List<String> frames = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            frames.add(course.frame(course.step()));
            steps.add(course.step());
            Lab.mark(course);
        }
        for (int i : new int[]{0, 149, 3, 75, 148, 0}) {
            assertThat(course.frame(steps.get(i))).isEqualTo(frames.get(i));
        }
        assertThat(frames).doesNotHaveDuplicates();
    }

    @Test
    void aStepBetweenMarksIsReachedByRepeatingStepsAndDisturbsNothing() {
        Course course = Lab.course(spirals, Map.of("hidden", List.of(4)));
        Course other = Lab.course(spirals, Map.of("hidden", List.of(4)));
        Lab.reach(course, 300);
        Lab.reach(other, 300);
        String between = course.frame(129);
        Lab.reach(course, 320);
        Lab.reach(other, 320);
        assertThat(course.frame(129)).isEqualTo(between);
        assertThat(course.frame(course.step())).isEqualTo(other.frame(other.step()));
        assertThat(course.history()).isEqualTo(other.history());
    }

    @Test
    void theParametersAreThoseOfTheProgramThatIsTakenAway() throws Exception {
        LessonSettings settings = Samples.settings("iris")
                .with(Map.of("hidden", List.of(5), "optimizer", "adam", "decay", 0.1,
                        "dropout", 0.1, "seed", 3));
        Study iris = Lab.study("iris");
        Course course = Lab.course(iris, settings.toJson());
        Lab.reach(course, 40);
        TrainingPlan plan = Tabular.of("species").quick().prepare(Lab.table("iris"));
        Run run = course.blueprint().step().start(plan.examples(), settings.batch(), 1);
        for (int epoch = 1; run.steps() < 40; epoch++) {
            for (Batch batch : plan.examples().shuffled(3, epoch).batches(settings.batch())) {
                if (run.steps() < 40) {
                    run.step(batch);
                }
            }
        }
        Map<String, Tensor> own = course.at(40, Run::parameters);
        assertThat(own.keySet()).isEqualTo(run.parameters().keySet());
        own.forEach((path, value) -> assertThat(value.values()).isEqualTo(run.parameter(path).values()));
    }

    @Test
    void aTrainingThatDivergesEndsWithASentenceAtItsLastMark() {
        Course course = Lab.course(Lab.sine(),
                Map.of("hidden", List.of(20, 20), "activation", "none", "optimizer", "sgd", "rate", 10, "batch", 8));
        while (!course.paused()) {
            Lab.mark(course);
        }
        assertThat(course.ended()).startsWith("the ")
                .endsWith("; the training cannot go on, so choose a smaller learning rate");
        assertThat(course.history().getLast().getFirst()).isEqualTo(course.step());
        assertThat(course.frame(course.step())).contains("\"step\":" + course.step());
    }

    @Test
    void itPausesAtAStepAndGoesOnFromThere() {
        Course course = Lab.course(spirals, Map.of("hidden", List.of(2), "until", 131));
        while (!course.paused()) {
            Lab.mark(course);
        }
        assertThat(course.step()).isEqualTo(131);
        course.until(0);
        Lab.mark(course);
        assertThat(course.step()).isEqualTo(132);
    }

    @Test
    void aStepToComeIsRefused() {
        Course course = Lab.course(spirals, Map.of("hidden", List.of(2)));
        assertThatThrownBy(() -> course.frame(7)).isInstanceOf(ArgumentException.class)
                .hasMessage("the training has taken 0 steps; there is no step 7 to look at");
    }

    @Test
    void theUsualNetworkSeparatesTheSpirals() {
        Course course = Lab.course(spirals, Map.of());
        Lab.reach(course, 2000);
        assertThat((double) course.history().getLast().get(4)).isGreaterThan(0.95);
    }

    /// The variance of the noise of the sine, as a share of the variance of the sine.
    private static final double NOISE = 0.007;

    /// Takes a training of a tour (tours.js) to its end.
    private static Course toured(Study study, int steps, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("decay", 0, "dropout", 0, "seed", 0, "until", steps));
        all.putAll(settings);
        Course course = Lab.course(study, all);
        Lab.reach(course, steps);
        return course;
    }

    @Test
    void theErrorFallsWithTheWidthAsTheTourSays() {
        List<Double> errors = new ArrayList<>();
        for (int units : new int[]{1, 2, 3, 4, 6, 8, 16, 32}) {
            Course course = toured(Lab.sine(), 3000, Map.of("hidden", List.of(units), "activation", "tanh", "optimizer",
                    "adam", "rate", 0.01, "batch", 128));
            errors.add((double) course.history().getLast().get(3));
        }
        for (int i = 1; i < errors.size(); i++) {
            assertThat(errors.get(i)).as(errors.toString()).isLessThan(1.02 * errors.get(i - 1));
        }
        assertThat(errors.subList(0, 3)).as("too few for this sine").allMatch(error -> error > 4 * NOISE);
        assertThat(errors.subList(6, 8)).as("almost the noise").allMatch(error -> error < 1.5 * NOISE);
    }

    /// The gradient of the first layer, as a part of that of the last one.
    private static double arriving(Course course) {
        course.lens().parameters(course.at(0, Run::parameters));
        double[] gradients = course.lens().gradients();
        return gradients[0] / gradients[gradients.length - 1];
    }

    @Test
    void theGradientAlmostVanishesOverEightSigmoidsAsTheTourSays() throws Exception {
        Study circles = Lab.study("circles");
        List<Double> right = new ArrayList<>();
        List<Double> arriving = new ArrayList<>();
        for (int layers : new int[]{8, 2}) {
            Course course = toured(circles, 1500, deep(layers, "sigmoid"));
            right.add((double) course.history().getLast().get(4));
            arriving.add(arriving(course));
        }
        assertThat(right.getFirst()).as("the first layers stand still").isLessThan(0.6);
        assertThat(right.getLast()).isGreaterThan(0.95);
        assertThat(arriving.getFirst()).as("a tiny part").isLessThan(1e-5);
        assertThat(arriving.getLast()).as("the gradient arrives").isGreaterThan(1000 * arriving.getFirst());
        for (String activation : List.of("tanh", "relu")) {
            Course course = toured(circles, 1500, deep(8, activation));
            assertThat((double) course.history().getLast().get(4)).as(activation).isGreaterThan(0.95);
            assertThat(arriving(course)).as(activation).isGreaterThan(0.01);
        }
    }

    private static Map<String, Object> deep(int layers, String activation) {
        return Map.of("hidden", Collections.nCopies(layers, 8), "activation", activation, "optimizer", "momentum",
                "rate",
                0.1, "batch", 32);
    }

    @Test
    void theColumnThatDecidesMattersMost() throws Exception {
        Course course = Lab.course(Lab.study("iris"), Map.of("hidden", List.of(8), "rate", 0.01));
        Lab.reach(course, 300);
        String before = course.frame(300);
        List<Shuffling.Reliance> found = course.reliance(300);
        assertThat(found).hasSize(4);
        assertThat(found.getFirst().column()).startsWith("petal");
        assertThat(found.getFirst().rise()).isGreaterThan(10 * Math.abs(found.getLast().rise()));
        assertThat(course.reliance(300)).isEqualTo(found);
        assertThat(course.frame(300)).isEqualTo(before);
    }

    @Test
    void aSmallTableIsShuffledToo() throws Exception {
        String csv = "a,kind\n" + "1,x\n2,y\n".repeat(20);
        Course course = Lab.course(Material.of("small.csv", csv.getBytes(StandardCharsets.UTF_8)).study("kind"),
                Map.of());
        assertThat(course.reliance(0)).singleElement().satisfies(each -> assertThat(each.column()).isEqualTo("a"));
    }

    @Test
    void theCurveOfAWeightHasItsValueAtEachMark() {
        Course course = Lab.course(spirals, Map.of("hidden", List.of(4)));
        List<Object> weight = new ArrayList<>();
        List<Object> bias = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Map<String, Tensor> values = course.at(course.step(), Run::parameters);
            weight.add(List.of(course.step(), (double) values.get(course.lens().weights().get(1)).values()[2 * 2 + 1]));
            bias.add(
                    List.of(course.step(), (double) values.get(course.lens().weights().get(0).replace("weight", "bias"))
                            .values()[3]));
            if (i < 19) {
                Lab.mark(course);
            }
        }
        assertThat(course.curve(1, 2, 1)).isEqualTo(weight);
        assertThat(course.curve(0, -1, 3)).isEqualTo(bias);
        assertThatThrownBy(() -> course.curve(1, 4, 0)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("choose one of the drawing");
        assertThatThrownBy(() -> course.curve(2, 0, 0)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void mistakesAgreeWithTheScore() throws Exception {
        Course course = Lab.course(Lab.study("iris"), Map.of("hidden", List.of(8), "rate", 0.01));
        Lab.reach(course, 30);
        Map<?, ?> frame = (Map<?, ?>) Json.parse(course.frame(30), "the frame");
        List<?> lines = (List<?>) ((Map<?, ?>) frame.get("mistakes")).get("confusion");
        long right = 0;
        long all = 0;
        for (int i = 0; i < lines.size(); i++) {
            for (int k = 0; k < lines.size(); k++) {
                long times = (long) ((List<?>) lines.get(i)).get(k);
                all += times;
                right += i == k ? times : 0;
            }
        }
        assertThat((double) right / all).isEqualTo(((List<?>) frame.get("held")).get(1));
        Course numbers = Lab.course(Lab.sine(), Map.of());
        Map<?, ?> sine = (Map<?, ?>) Json.parse(numbers.frame(0), "the frame");
        assertThat((double) ((Map<?, ?>) sine.get("mistakes")).get("typical")).isBetween(0.1, 2.0);
    }
}
