package org.chainrule.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.chainrule.Tensor;
import org.chainrule.observe.Flow;
import org.chainrule.type.DType;

/// What one pass through a network says: of each layer, its values and their gradients; of each parameter, its numbers and
/// their gradient.
///
/// @param rows    the number of rows of the pass
/// @param layers  the inputs, then the layers in order
/// @param weights the trained parameters
record Measured(int rows, List<Layer> layers, List<Weights> weights) {
    /// The most units of a layer whose means are kept.
    private static final int MOST_UNITS = 64;

    /// A place in the network.
    ///
    /// @param path     its path; `input` or one that begins with it for inputs
    /// @param shape    the shape for a batch
    /// @param units    how many numbers a row has here
    /// @param silent   how many units are 0 for all rows
    /// @param largest  the largest root mean square of a unit over the rows
    /// @param values   the values
    /// @param gradient the root mean square of the gradients of the loss of a row
    /// @param means    the mean size of the first units
    /// @param reaction of inputs, how much the loss of a row reacts to the first units: the root mean square of its gradient
    ///                 times the standard deviation of the unit; empty for other layers
    record Layer(String path, String shape, int units, int silent, double largest, Spread values, double gradient,
            double[] means, double[] reaction) {
        boolean isInput() {
            return path.equals("input") || path.startsWith("input ");
        }

        /// Returns whether its units answer 0 to some rows by design.
        boolean rectifies() {
            String name = path.substring(path.lastIndexOf('/') + 1);
            return name.equals("relu") || name.startsWith("relu_") || name.matches("relu[0-9]+");
        }
    }

    /// A trained parameter.
    ///
    /// @param norm     the Euclidean norm of its numbers
    /// @param gradient the Euclidean norm of the gradient of the mean loss
    record Weights(String path, String shape, Spread values, double norm, double gradient) {
        boolean isMatrix() {
            return shape.contains(",");
        }
    }

    static Measured of(Flow flow) {
        List<Layer> layers = new ArrayList<>();
        for (Flow.Place place : flow.places()) {
            layers.add(layer(place, flow.rows()));
        }
        List<Weights> weights = new ArrayList<>();
        for (Flow.Weights each : flow.weights()) {
            float[] values = each.value().values();
            weights.add(new Weights(each.path(), each.value().shape().toString(), Spread.of(values), norm(values),
                    norm(each.gradient().values())));
        }
        return new Measured(flow.rows(), layers, weights);
    }

    private static Layer layer(Flow.Place place, int rows) {
        Tensor value = place.value();
        float[] values = numbers(value);
        int units = values.length / rows;
        double[] squares = new double[units];
        double[] sizes = new double[units];
        for (int i = 0; i < units * rows; i++) {
            squares[i % units] += (double) values[i] * values[i];
            sizes[i % units] += Math.abs(values[i]);
        }
        int silent = 0;
        double largest = 0;
        for (double square : squares) {
            silent += square == 0 ? 1 : 0;
            largest = Math.max(largest, Math.sqrt(square / rows));
        }
        double[] means = new double[Math.min(MOST_UNITS, units)];
        for (int unit = 0; unit < means.length; unit++) {
            means[unit] = sizes[unit] / rows;
        }
        // the gradient of a mean over rows is that of each row divided by their number
        double gradient = norm(place.gradient().values()) * rows / Math.sqrt(Math.max(1, values.length));
        String shape = value.shape().toString();
        return new Layer(place.path(), "[n" + shape.substring(Math.max(1, shape.indexOf(',') < 0
                ? shape.length() - 1
                : shape.indexOf(','))), units, silent, largest, Spread.of(values), gradient, means,
                place.path().equals("input") ? reaction(values, place.gradient().values(), rows) : new double[0]);
    }

    private static double[] reaction(float[] values, float[] gradients, int rows) {
        int units = values.length / rows;
        double[] reaction = new double[Math.min(MOST_UNITS, units)];
        for (int unit = 0; unit < reaction.length; unit++) {
            double sum = 0;
            double squares = 0;
            double steep = 0;
            for (int i = unit; i < values.length; i += units) {
                sum += values[i];
                squares += (double) values[i] * values[i];
                steep += (double) gradients[i] * gradients[i];
            }
            double variance = Math.max(0, squares / rows - sum / rows * (sum / rows));
            reaction[unit] = rows * Math.sqrt(steep / rows * variance);
        }
        return reaction;
    }

    private static float[] numbers(Tensor value) {
        return value.type().dtype() == DType.F32
                ? value.values()
                : value.cast(DType.F32).values();
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    /// Returns the norm of all gradients together.
    double gradientNorm() {
        return Math.sqrt(weights.stream().mapToDouble(each -> each.gradient * each.gradient).sum());
    }

    Map<String, Object> toJson() {
        List<Object> places = new ArrayList<>();
        for (Layer layer : layers) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("path", layer.path);
            json.put("shape", layer.shape);
            json.put("units", (long) layer.units);
            json.put("silent", (long) layer.silent);
            json.put("values", layer.values.toJson());
            json.put("gradient", Spread.number(layer.gradient));
            List<Object> means = new ArrayList<>();
            for (double mean : layer.means) {
                means.add(Spread.number(mean));
            }
            json.put("means", means);
            json.put("reaction", DoubleStream.of(layer.reaction).mapToObj(Spread::number).toList());
            places.add(json);
        }
        List<Object> parameters = new ArrayList<>();
        for (Weights each : weights) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("path", each.path);
            json.put("values", each.values.toJson());
            json.put("gradient", Spread.number(each.gradient));
            parameters.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", (long) rows);
        json.put("gradientNorm", Spread.number(gradientNorm()));
        json.put("layers", places);
        json.put("weights", parameters);
        return json;
    }
}
