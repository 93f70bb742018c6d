package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.model.Trace;
import org.chainrule.nn.Activations;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.train.Gradients;
import org.chainrule.train.Run;

/// One row on its way through the network at one step: forward to the loss, backward by the chain rule, and the update that
/// follows if the network learns from this row alone. Values and gradients come from [Trace], the update from the run.
/// Dropout rests.
final class Walkthrough {
    private static final long MOST_PARAMETERS = 20_000;

    private final Study study;
    private final LessonSettings settings;
    private final Course course;

    Walkthrough(Study study, LessonSettings settings, Course course) {
        this.study = study;
        this.settings = settings;
        this.course = course;
    }

    /// Returns the walk as a tree for [org.chainrule.io.Json].
    ///
    /// @param row the number of the row in the table, from 0
    /// @throws ArgumentException if there is no such row or step, the row has no target, or the network is too large to
    ///     be shown number by number
    Map<String, Object> of(long step, int row) {
        if (row < 0 || row >= study.table().size()
                || study.table().column(study.target().column()).missing(row)) {
            throw new ArgumentException("row", "the table has no row " + row + " with a target, expected one from 0 to "
                    + (study.table().size() - 1));
        }
        long parameters = course.lens().network().parameterCount();
        if (parameters > MOST_PARAMETERS) {
            throw new ArgumentException("hidden", "the network has " + parameters
                    + " parameters, and step by step shows at most " + MOST_PARAMETERS + "; choose a smaller one");
        }
        int[] rows = {row};
        float truth = study.truths(rows)[0];
        float[] inputs = study.schema().encode(study.table(), rows);
        Map<String, Tensor> before = course.at(step, Run::parameters);
        Trace trace = trace(before, inputs, truth);
        Map<String, Tensor> after = course.updated(step, new Gradients(trace.value(), trace.parameters()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step);
        json.put("line", study.table().line(row));
        json.put("truth", study.texts(rows).getFirst());
        json.put("class", study.classes() ? (Object) (int) truth : -1);
        json.put("learned", Numbers.finite(truth));
        json.put("loss", Numbers.finite(trace.value()));
        json.put("optimizer", course.blueprint().optimizer().describe());
        json.put("rate", settings.rate());
        Map<String, Trace.Step> places = trace.steps().stream()
                .collect(Collectors.toMap(Trace.Step::path, place -> place, (first, _) -> first));
        Trace.Step input = Objects.requireNonNull(places.get("input"));
        json.put("input", side(input));
        List<Object> layers = new ArrayList<>();
        for (Blueprint.Stage stage : course.blueprint().stages(course.lens().network())) {
            layers.add(layer(stage, places, trace, before, after));
        }
        json.put("layers", layers);
        json.put("output", output(trace));
        return json;
    }

    private Trace trace(Map<String, Tensor> values, float[] inputs, float truth) {
        Model model = course.blueprint().model(study.examples().type().inputs(), values);
        return model instanceof Classifier classifier
                ? classifier.trace(inputs, (int) truth)
                : ((Regressor) model).trace(inputs, truth);
    }

    private static Map<String, Object> side(Trace.Step place) {
        return new LinkedHashMap<>(Map.of("value", Numbers.floats(place.value().values()), "gradient",
                Numbers.floats(place.gradient().values())));
    }

    private Map<String, Object> layer(Blueprint.Stage stage, Map<String, Trace.Step> places, Trace trace,
            Map<String, Tensor> before, Map<String, Tensor> after) {
        String path = stage.linear().path();
        Trace.Step z = Objects.requireNonNull(places.get(path));
        boolean bends = !stage.activation().path().equals(path);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("activation", bends ? LessonSettings.word(settings.activation()) : "none");
        json.put("z", side(z));
        if (bends) {
            json.put("a", side(Objects.requireNonNull(places.get(stage.activation().path()))));
            json.put("slope", Numbers.floats(slope(z.value()).values()));
        }
        for (String name : List.of("weight", "bias")) {
            String parameter = path + "/" + name;
            json.put(name, Map.of("before", floats(before, parameter), "gradient",
                    floats(trace.parameters(), parameter), "after", floats(after, parameter)));
        }
        return json;
    }

    private static String floats(Map<String, Tensor> values, String path) {
        return Numbers.floats(Objects.requireNonNull(values.get(path)).values());
    }

    /// Returns the derivative of the activation function at each value.
    private Tensor slope(Tensor values) {
        Tensor z = Tensor.of(values.values());
        Tensor bent = switch (settings.activation()) {
            case RELU -> z.relu();
            case TANH -> z.tanh();
            case SIGMOID -> z.sigmoid();
            case GELU -> Activations.gelu(z);
            case NONE -> z;
        };
        return bent.sum().gradient(z);
    }

    /// Returns the answer in words: the probability of each class, or the number in the unit of the target.
    private Map<String, Object> output(Trace trace) {
        float[] outputs = trace.steps().getLast().value().values();
        Map<String, Object> json = new LinkedHashMap<>();
        if (study.target() instanceof Target.Classes classes) {
            float[] shares = Tensor.of(outputs).softmax(0).values();
            json.put("labels", classes.labels());
            json.put("shares", Numbers.list(shares));
        } else {
            json.put("number", Numbers.finite(study.restored(outputs[0])));
        }
        return json;
    }
}
