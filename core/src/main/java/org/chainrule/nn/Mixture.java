package org.chainrule.nn;

import java.util.Collections;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;

/// An ensemble: networks that read the same row, and the weighted mean of their predictions. Of classes, the probabilities are
/// averaged, not the logits (Lakshminarayanan, Pritzel and Blundell, Simple and scalable predictive uncertainty estimation
/// using deep ensembles, 2017).
///
/// The members have the names `0`, `1` and so on. As in [Sequential], a mixture that is a whole network adds nothing to the paths
/// of its members, so the parameter `linear/weight` of the second member is `1/linear/weight`. A mixture of trained models is
/// therefore a model made from their parameters:
///
/// ```java
/// Map<String, Tensor> values = new HashMap<>();
/// first.parameters().forEach((path, value) -> values.put("0/" + path, value));
/// second.parameters().forEach((path, value) -> values.put("1/" + path, value));
/// Classifier both = Classifier.of(mixture(Mixture.Kind.CLASSES, net, net), first.inputs(), values);
/// ```
///
/// @param members the networks, at least one, whose outputs have one shape
/// @param weights the weight of each member in the mean; they are at least 0 and their sum is 1
/// @param kind what the members predict
/// @param temperature the divisor of the logits of classes, above 0: a larger one makes predictions less certain (Guo, Pleiss,
///     Sun and Weinberger, On calibration of modern neural networks, 2017); 1 for numbers
public record Mixture(List<Layer> members, List<Double> weights, Kind kind, double temperature) implements Layer {
    /// What the members of a [Mixture] predict.
    public enum Kind {
        /// Numbers: the output is `sum(w_i f_i(x))`.
        NUMBERS,
        /// Logits of classes along the last axis: the output is `log(sum(w_i softmax(f_i(x)))) / temperature`, whose softmax is
        /// the mean of the probabilities if the temperature is 1. Probabilities below 1e-30 count as 1e-30.
        CLASSES
    }

    private static final double SMALLEST = 1e-30;
    private static final double ROUNDING = 1e-6;

    public Mixture {
        ArgumentException.requireNotNull("mixture", "members", members);
        ArgumentException.requireNoneNull("mixture", "members", members.toArray());
        ArgumentException.requireNotNull("mixture", "weights", weights);
        ArgumentException.requireNoneNull("mixture", "weights", weights.toArray());
        ArgumentException.requireNotNull("mixture", "kind", kind);
        members = List.copyOf(members);
        weights = List.copyOf(weights);
        if (members.isEmpty() || weights.size() != members.size()) {
            throw new ArgumentException("weights", "mixture: got " + members.size() + " members and " + weights.size()
                    + " weights, expected at least one member and a weight for each");
        }
        double sum = weights.stream().mapToDouble(weight -> weight).sum();
        if (!(Math.abs(sum - 1) <= ROUNDING) || weights.stream().anyMatch(weight -> weight < 0)) {
            throw new ArgumentException("weights",
                    "mixture: the weights are " + weights + ", expected numbers not below 0 whose sum is 1");
        }
        LayerArguments.positive("mixture", "temperature", temperature);
        if (kind == Kind.NUMBERS && temperature != 1) {
            throw new ArgumentException("temperature",
                    "mixture: the temperature is " + temperature + ", expected 1 for numbers");
        }
    }

    /// A mixture of members with equal weights and temperature 1.
    public Mixture(List<Layer> members, Kind kind) {
        this(members, Collections.nCopies(members.size(), 1.0 / members.size()), kind, 1);
    }

    /// Returns a copy with other weights.
    public Mixture weights(List<Double> other) {
        return new Mixture(members, other, kind, temperature);
    }

    /// Returns a copy with another temperature.
    public Mixture temperature(double other) {
        return new Mixture(members, weights, kind, other);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Tensor first = prediction(0, x, scope);
        Tensor sum = first.mul(weights.getFirst());
        for (int i = 1; i < members.size(); i++) {
            Tensor next = prediction(i, x, scope);
            if (!next.shape().equals(first.shape())) {
                throw new ShapeException("mixture", "the outputs of the members must have one shape",
                        "0 " + first.shape(), i + " " + next.shape());
            }
            sum = sum.add(next.mul(weights.get(i)));
        }
        return kind == Kind.NUMBERS ? sum : logits(sum).div(temperature);
    }

    /// Returns logits whose softmax is the given probabilities.
    static Tensor logits(Tensor probabilities) {
        return probabilities.maximum(SMALLEST).log();
    }

    private Tensor prediction(int i, Tensor x, Scope scope) {
        Layer member = members.get(i);
        Layer whole = Scope.isTransparent(member) ? member : new Sequential(List.of(member));
        Tensor output = scope.call(Integer.toString(i), whole, x);
        return kind == Kind.NUMBERS ? output : output.softmax(-1);
    }
}
