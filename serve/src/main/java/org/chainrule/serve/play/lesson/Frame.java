package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.io.Json;

/// What is shown of one step of a training. It depends on the parameters at this step and on the picture only, so the
/// same step always has the same text.
///
/// | field | content |
/// |---|---|
/// | `step` | the number of steps so far |
/// | `held` | the loss and the score of rows that the network never learns from |
/// | `mistakes` | the predictions for the rows of the picture and the errors of the rows in `held`; see [Mistakes] |
/// | `winner`, `sure` | the class of each cell, and how sure it is from 0 (no class is likelier than another) to 255; for classes |
/// | `surface` | the prediction of each cell in the unit of the target, float32; for numbers |
/// | `maps` | of each layer, what each drawn unit answers to the cells of its map: 128 is 0 (of a sigmoid 0.5), 1 and 255 are the `reach` below and above it |
/// | `reach` | of each layer, the value that the ends of the map of each drawn unit stand for |
/// | `weights`, `biases` | of each layer, the drawn weights [from, to] and biases, float32 |
/// | `gradients` | of each layer, the root mean square of the gradients of its weights |
final class Frame {
    /// The most units of a layer that are drawn.
    static final int DRAWN = 16;
    private static final int FULL = 255;

    /// What the ends of a map stand for.
    ///
    /// @param center the value of 128
    /// @param reach  the distance of the ends; 0 for the largest value of the unit
    private record Scale(double center, double reach) {
        static final Scale FREE = new Scale(0, 0);

        static Scale of(LessonSettings.Function activation) {
            return switch (activation) {
                case SIGMOID -> new Scale(0.5, 0.5);
                case TANH -> new Scale(0, 1);
                case RELU, GELU, NONE -> FREE;
            };
        }
    }

    private final Study study;
    private final LessonSettings settings;
    private final Lens lens;

    Frame(Study study, LessonSettings settings, Lens lens) {
        this.study = study;
        this.settings = settings;
        this.lens = lens;
    }

    /// Returns the frame of a step as JSON.
    ///
    /// @param values the parameters at this step; the lens looks at them
    String of(long step, Map<String, Tensor> values) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step);
        json.put("held", lens.onHeld().toJson());
        List<float[]> answers = lens.answers();
        json.put("mistakes", new Mistakes(study, lens).toJson());
        surface(json, answers.getLast());
        maps(json, answers);
        parameters(json, values);
        List<Object> gradients = new ArrayList<>();
        for (double gradient : lens.gradients()) {
            gradients.add(Numbers.finite(gradient));
        }
        json.put("gradients", gradients);
        return Json.write(json);
    }

    private void surface(Map<String, Object> json, float[] outputs) {
        int cells = lens.grid().size();
        if (!study.classes()) {
            float[] surface = new float[cells];
            for (int i = 0; i < cells; i++) {
                surface[i] = (float) study.restored(outputs[i]);
            }
            json.put("surface", Numbers.floats(surface));
            return;
        }
        int classes = study.outputs();
        byte[] winner = new byte[cells];
        byte[] sure = new byte[cells];
        for (int i = 0; i < cells; i++) {
            int best = Lens.largest(outputs, i * classes, classes);
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += StrictMath.exp(outputs[i * classes + k] - outputs[i * classes + best]);
            }
            winner[i] = (byte) best;
            sure[i] = (byte) Math.round(FULL * (1 / sum - 1.0 / classes) / (1 - 1.0 / classes));
        }
        json.put("winner", Numbers.bytes(winner));
        json.put("sure", Numbers.bytes(sure));
    }

    private void maps(Map<String, Object> json, List<float[]> answers) {
        int[] places = lens.grid().map();
        List<Object> maps = new ArrayList<>();
        List<Object> reaches = new ArrayList<>();
        for (int layer = 0; layer < answers.size(); layer++) {
            float[] values = answers.get(layer);
            int width = values.length / lens.grid().size();
            int drawn = Math.min(width, DRAWN);
            byte[] map = new byte[drawn * places.length];
            List<Object> reach = new ArrayList<>();
            float[] own = new float[places.length];
            Scale scale = layer < settings.hidden().size() ? Scale.of(settings.activation()) : Scale.FREE;
            for (int unit = 0; unit < drawn; unit++) {
                for (int i = 0; i < places.length; i++) {
                    own[i] = values[places[i] * width + unit];
                }
                double most = scale.reach == 0 ? Numbers.largest(own) : scale.reach;
                Numbers.scaled(own, scale.center, most, map, unit * places.length);
                reach.add(Numbers.finite(most));
            }
            maps.add(Numbers.bytes(map));
            reaches.add(reach);
        }
        json.put("maps", maps);
        json.put("reach", reaches);
    }

    private void parameters(Map<String, Object> json, Map<String, Tensor> values) {
        List<Object> weights = new ArrayList<>();
        List<Object> biases = new ArrayList<>();
        int[] from = lens.grid().drawnInputs(DRAWN);
        for (String path : lens.weights()) {
            Tensor weight = Objects.requireNonNull(values.get(path));
            int units = weight.shape().size(1);
            int drawn = Math.min(units, DRAWN);
            float[] all = weight.values();
            float[] some = new float[from.length * drawn];
            for (int i = 0; i < from.length; i++) {
                System.arraycopy(all, from[i] * units, some, i * drawn, drawn);
            }
            weights.add(Numbers.floats(some));
            float[] bias = Objects.requireNonNull(values.get(path.replaceFirst("weight$", "bias"))).values();
            biases.add(Numbers.floats(Arrays.copyOf(bias, drawn)));
            from = IntStream.range(0, drawn).toArray();
        }
        json.put("weights", weights);
        json.put("biases", biases);
    }
}
