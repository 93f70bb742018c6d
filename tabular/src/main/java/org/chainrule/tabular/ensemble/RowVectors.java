package org.chainrule.tabular.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.model.Model;
import org.chainrule.model.NetModel;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Fan;
import org.chainrule.nn.Heads;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Linear;
import org.chainrule.nn.MemberMean;
import org.chainrule.nn.Mixture;
import org.chainrule.nn.Sequential;
import org.chainrule.nn.TangentLinear;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// Turns the inputs of a row into a short vector: the inputs, and the input of the last linear layer of a network. Either part
/// that is longer is projected at random to a few numbers, which nearly keeps distances (Johnson and Lindenstrauss, 1984);
/// [#whole] vectors are not.
///
/// Of a model that averages networks, the one with the largest weight counts among those with hidden layers. A linear model
/// has the inputs alone.
public final class RowVectors {
    private static final int INPUTS = 24;
    private static final int HIDDEN = 8;
    /// The share of the hidden values: their deviation is this many times that of the inputs.
    private static final double SHARE = 0.5;

    private final int width;
    private final float @Nullable [] inputs;
    private final @Nullable NetModel hidden;
    private final int hiddenWidth;
    private final float @Nullable [] values;

    private RowVectors(int width, @Nullable NetModel hidden, boolean projects) {
        this.width = width;
        this.hidden = hidden;
        this.hiddenWidth = hidden == null ? 0 : hidden.outputs();
        this.inputs = projects ? projection("inputs", width, INPUTS) : null;
        this.values = projects ? projection("hidden", hiddenWidth, HIDDEN) : null;
    }

    /// Returns the vectors of the network that counts, with all inputs and all hidden values.
    public static RowVectors whole(Model model) {
        return of(model, place(model), false);
    }

    /// Returns the vectors of a network of a model.
    ///
    /// @param place the place of the network in the average, or 0
    static RowVectors of(Model model, int place) {
        return of(model, place, true);
    }

    private static RowVectors of(Model model, int place, boolean projects) {
        boolean several = model.net() instanceof Mixture;
        Layer net = model.net() instanceof Mixture mixture ? mixture.members().get(place) : (Layer) model.net();
        List<Layer> layers = hiddenLayers(net);
        Map<String, Tensor> parameters = several ? model.under(Integer.toString(place)) : model.parameters();
        return new RowVectors(model.row().elements(), layers.isEmpty()
                ? null
                : NetModel.of(new Sequential(layers), model.inputs(), parameters), projects);
    }

    /// Returns the place of the network that counts.
    static int place(Model model) {
        int best = 0;
        double most = 0;
        if (model.net() instanceof Mixture mixture) {
            for (int i = 0; i < mixture.members().size(); i++) {
                if (mixture.weights().get(i) > most && !hiddenLayers(mixture.members().get(i)).isEmpty()) {
                    best = i;
                    most = mixture.weights().get(i);
                }
            }
        }
        return best;
    }

    /// Returns the layers before the last linear one; the members of an ensemble within the network are averaged.
    private static List<Layer> hiddenLayers(Layer net) {
        if (!(net instanceof Sequential(List<Layer> layers))) {
            return List.of();
        }
        int last = layers.size() - 1;
        while (last > 0 && !isLinear(layers.get(last))) {
            last--;
        }
        List<Layer> hidden = new ArrayList<>(layers.subList(0, last));
        if (hidden.stream().anyMatch(Fan.class::isInstance)) {
            hidden.add(new MemberMean(Mixture.Kind.NUMBERS));
        }
        return hidden;
    }

    private static boolean isLinear(Layer layer) {
        return layer instanceof Linear || layer instanceof TangentLinear || layer instanceof Heads;
    }

    private static float @Nullable [] projection(String purpose, int width, int most) {
        return width <= most ? null : Draws.of(0, purpose).normal(width * most);
    }

    private int inputNumbers() {
        return inputs == null ? width : INPUTS;
    }

    /// Returns the length of a vector.
    int length() {
        return inputNumbers() + (values == null ? hiddenWidth : HIDDEN);
    }

    /// Returns the number of inputs of a row.
    int inputs() {
        return width;
    }

    /// Returns the vectors of rows, [rows, [length][#length()]].
    ///
    /// @param rows   the inputs of the rows, row after row
    /// @param scales the factors of the two parts
    public float[] vectors(float[] rows, double... scales) {
        int count = rows.length / width;
        float[] vectors = new float[count * length()];
        project(rows, width, inputs, scales[0], vectors, 0);
        NetModel network = hidden;
        if (network != null && count > 0) {
            Tensors named = Tensors.of(Map.of(network.inputs().getFirst().name(),
                    Tensor.of(rows, Shape.of(count, width))));
            Tensor output = network.predict(named).asMap().values().iterator().next();
            project(output.values(), hiddenWidth, values, scales[1], vectors, inputNumbers());
        }
        return vectors;
    }

    private void project(float[] from, int size, float @Nullable [] matrix, double scale, float[] to, int at) {
        int count = size == 0 ? 0 : from.length / size;
        int length = length();
        int most = matrix == null ? size : matrix.length / size;
        double[] sums = new double[most];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < size; i++) {
                float value = from[row * size + i];
                if (matrix == null) {
                    sums[i] = value;
                } else if (value != 0) {
                    for (int k = 0; k < most; k++) {
                        sums[k] += (double) value * matrix[i * most + k];
                    }
                }
            }
            for (int k = 0; k < most; k++) {
                to[row * length + at + k] = (float) (scale * sums[k]);
                sums[k] = 0;
            }
        }
    }

    /// Returns the factors with which the variances of the inputs of some rows sum to 1, and those of the hidden values to the
    /// square of [#SHARE].
    public double[] scales(float[] rows) {
        float[] vectors = vectors(rows, 1, 1);
        double[] sums = new double[2];
        int count = rows.length / width;
        int length = length();
        for (int k = 0; k < length; k++) {
            double mean = 0;
            for (int row = 0; row < count; row++) {
                mean += vectors[row * length + k] / (double) count;
            }
            for (int row = 0; row < count; row++) {
                double difference = vectors[row * length + k] - mean;
                sums[k < inputNumbers() ? 0 : 1] += difference * difference / count;
            }
        }
        return new double[]{sums[0] > 0 ? 1 / Math.sqrt(sums[0]) : 0, sums[1] > 0 ? SHARE / Math.sqrt(sums[1]) : 0};
    }
}
