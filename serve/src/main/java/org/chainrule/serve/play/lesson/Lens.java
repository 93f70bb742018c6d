package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;

/// Programs that look at a network with any values of its parameters: what each layer answers to the rows of the picture,
/// the loss of rows, and the gradients of the loss. It serves one caller at a time.
final class Lens {
    /// The rows whose gradients are measured.
    private static final int GRADIENT_ROWS = 256;

    private final Study study;
    private final Network network;
    private final List<Blueprint.Stage> stages;
    private final Tensor target;
    private final Tensor rows;
    private final List<Tensor> gradients;
    private final Program.Session measuring;
    private final Program.Session differentiating;
    private final Program views;
    private Program.Session viewing;
    private SurfaceGrid grid;
    private final Sample train;
    private final Sample held;
    private final Sample steep;
    private final Sample shownTraining;
    private final Sample shownHeld;

    /// Rows of the table with their inputs and truths.
    record Sample(int count, float[] inputs, float[] truths) {
        static Sample of(Study study, int[] rows) {
            return new Sample(rows.length, study.schema().encode(study.table(), rows), study.truths(rows));
        }
    }

    /// The mean loss of rows, and the share of right classes or the share of the variance that is explained (R²).
    record Quality(double loss, double score) {
        List<Object> toJson() {
            return List.of(Numbers.finite(loss), Numbers.finite(score));
        }
    }

    Lens(Blueprint blueprint, Study study, SurfaceGrid grid) {
        this.study = study;
        List<Field> inputs = study.examples().type().inputs();
        network = Network.of(blueprint.net(), Map.of(inputs.getFirst().name(), inputs.getFirst().batch()),
                Network.Mode.PREDICTING);
        stages = blueprint.stages(network);
        target = Tensor.input("target", study.examples().type().targets().getFirst().batch());
        rows = blueprint.loss().apply(network.output(), target);
        gradients = rows.mean().gradients(network.parameters().stream().map(Variable::tensor).toList());
        train = Sample.of(study, study.measuredTraining());
        held = Sample.of(study, study.measuredHeld());
        steep = Sample.of(study, Study.some(study.measuredTraining(), GRADIENT_ROWS));
        shownTraining = Sample.of(study, study.shownTraining());
        shownHeld = Sample.of(study, study.shownHeld());
        measuring = Program.of(with(target), List.of(network.output(), rows)).start(Math.max(train.count, held.count),
                1);
        differentiating = Program.of(with(target), gradients).start(steep.count, measuring);
        views = Program.of(with(), outputs());
        this.grid = grid;
        viewing = views.start(grid.size(), measuring);
    }

    private List<Tensor> with(Tensor... more) {
        List<Tensor> inputs = new ArrayList<>(List.of(network.input()));
        inputs.addAll(List.of(more));
        network.variables().forEach(variable -> inputs.add(variable.tensor()));
        return inputs;
    }

    private List<Tensor> outputs() {
        List<Tensor> outputs = new ArrayList<>();
        stages.forEach(stage -> outputs.add(stage.activation().output()));
        return outputs;
    }

    /// Looks at another picture from now on.
    void grid(SurfaceGrid other) {
        viewing = other.size() == grid.size() ? viewing : views.start(other.size(), measuring);
        grid = other;
    }

    SurfaceGrid grid() {
        return grid;
    }

    /// Looks at other values of the parameters from now on.
    void parameters(Map<String, Tensor> values) {
        for (Variable variable : network.variables()) {
            measuring.write(variable.tensor(), Objects.requireNonNull(values.get(variable.path())).values());
        }
    }

    /// Returns what each layer answers to the rows of the picture, as [rows, units].
    List<float[]> answers() {
        viewing.write(network.input(), grid.rowsOfInputs());
        viewing.run(grid.size());
        return outputs().stream().map(viewing::read).toList();
    }

    Quality onTraining() {
        return quality(train);
    }

    Quality onHeld() {
        return held.count == 0 ? new Quality(Double.NaN, Double.NaN) : quality(held);
    }

    private Quality quality(Sample sample) {
        double loss = loss(sample);
        float[] outputs = measuring.array(network.output());
        return new Quality(loss, study.classes() ? accuracy(sample, outputs) : explained(sample, loss));
    }

    /// Returns the mean loss of some rows, of which there is at least one and are at most as many as of those that are
    /// measured.
    double loss(Sample sample) {
        measuring.write(network.input(), sample.inputs);
        measuring.write(target, sample.truths);
        measuring.run(sample.count);
        float[] losses = measuring.array(rows);
        double loss = 0;
        for (int i = 0; i < sample.count; i++) {
            loss += losses[i] / sample.count;
        }
        return loss;
    }

    /// Returns the outputs for some rows, as [rows, outputs].
    float[] outputs(Sample sample) {
        if (sample.count == 0) {
            return new float[0];
        }
        loss(sample);
        return Arrays.copyOf(measuring.array(network.output()), sample.count * study.outputs());
    }

    Sample held() {
        return held;
    }

    Sample shownTraining() {
        return shownTraining;
    }

    Sample shownHeld() {
        return shownHeld;
    }

    private double accuracy(Sample sample, float[] outputs) {
        int width = study.outputs();
        int right = 0;
        for (int i = 0; i < sample.count; i++) {
            right += largest(outputs, i * width, width) == (int) sample.truths[i] ? 1 : 0;
        }
        return (double) right / sample.count;
    }

    private static double explained(Sample sample, double loss) {
        double mean = 0;
        for (float truth : sample.truths) {
            mean += (double) truth / sample.count;
        }
        double variance = 0;
        for (float truth : sample.truths) {
            variance += (truth - mean) * (truth - mean) / sample.count;
        }
        return 1 - loss / variance;
    }

    /// Returns the index of the largest of some values, relative to the first.
    static int largest(float[] values, int from, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            best = values[from + k] > values[from + best] ? k : best;
        }
        return best;
    }

    /// Returns the root mean square of the gradient of each weight matrix, layer by layer, on some training rows.
    double[] gradients() {
        differentiating.write(network.input(), steep.inputs);
        differentiating.write(target, steep.truths);
        differentiating.run(steep.count);
        List<Variable> parameters = network.parameters();
        double[] sizes = new double[stages.size()];
        int layer = 0;
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).path().endsWith("/weight")) {
                float[] values = differentiating.array(gradients.get(i));
                double squares = 0;
                int count = parameters.get(i).shape().elements();
                for (int k = 0; k < count; k++) {
                    squares += (double) values[k] * values[k];
                }
                sizes[layer++] = Math.sqrt(squares / count);
            }
        }
        return sizes;
    }

    /// Returns the paths of the weight matrices, layer by layer.
    List<String> weights() {
        return network.parameters().stream().map(Variable::path).filter(path -> path.endsWith("/weight")).toList();
    }

    Network network() {
        return network;
    }
}
