package org.chainrule.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// The decay of parameters toward 0, decoupled from their gradients (Loshchilov and Hutter, 2019). In each step, in
/// addition to the step of the optimizer, a parameter `p` loses
///
/// ```
/// rate * share * schedule(t) * factor(path) * p
/// ```
///
/// where `rate` is the learning rate of the parameter in this step, and `t` the progress of the training.
///
/// @param share the decay relative to the learning rate, at least 0; 0 for none
/// @param matricesOnly whether parameters with one axis, such as biases, are excluded
/// @param schedule the schedule that multiplies the decay
/// @param factors the factor for the path of a parameter, a finite number of at least 0
public record WeightDecay(double share, boolean matricesOnly, Schedule schedule, ToDoubleFunction<String> factors) {
    private static final int POINTS = 4;

    /// The factors before [#factors(ToDoubleFunction)] was called.
    private enum Equal implements ToDoubleFunction<String> {
        ONE;

        @Override
        public double applyAsDouble(String path) {
            return 1;
        }
    }

    /// The factors of the parameters of a network, which can be printed.
    private record ByPath(Map<String, Double> factors) implements ToDoubleFunction<String> {
        @Override
        public double applyAsDouble(String path) {
            return factors.getOrDefault(path, 1.0);
        }
    }

    public WeightDecay {
        if (share != 0) {
            OptimizerRules.positive("weightDecay", "share", share);
        }
        ArgumentException.requireNotNull("weightDecay", "schedule", schedule);
        ArgumentException.requireNotNull("weightDecay", "factors", factors);
    }

    /// Returns a constant decay of all parameters.
    public static WeightDecay of(double share) {
        return new WeightDecay(share, false, Schedule.constant(), Equal.ONE);
    }

    /// Returns a copy with another share.
    public WeightDecay share(double other) {
        return new WeightDecay(other, matricesOnly, schedule, factors);
    }

    /// Returns a copy that excludes parameters with one axis.
    public WeightDecay ofMatrices() {
        return new WeightDecay(share, true, schedule, factors);
    }

    /// Returns a copy that is multiplied by a schedule.
    public WeightDecay schedule(Schedule factor) {
        return new WeightDecay(share, matricesOnly, factor, factors);
    }

    /// Returns a copy that is multiplied by a factor for each path.
    public WeightDecay factors(ToDoubleFunction<String> byPath) {
        return new WeightDecay(share, matricesOnly, schedule, byPath);
    }

    /// Returns the decay of the given parameters only. The copy describes their factors.
    ///
    /// @throws ArgumentException if a factor is not a finite number of at least 0
    WeightDecay forParameters(List<Optimizer.Parameter> parameters) {
        if (factors == Equal.ONE) {
            return this;
        }
        Map<String, Double> known = new LinkedHashMap<>();
        parameters.stream().map(Optimizer.Parameter::path).forEach(path -> {
            if (factor(path) != 1) {
                known.put(path, factor(path));
            }
        });
        return factors(new ByPath(Collections.unmodifiableMap(known)));
    }

    private double factor(String path) {
        double factor = factors.applyAsDouble(path);
        if (!(factor >= 0 && factor <= Float.MAX_VALUE)) {
            throw new ArgumentException("factors", "weightDecay: the factor of " + path + " is " + factor
                    + ", expected a finite number of at least 0");
        }
        return factor;
    }

    /// Returns the share of a parameter that it loses in a step, one number; nothing if it does not decay.
    Optional<Tensor> loss(String path, Shape shape, Optimizer.Time time) {
        double own = share == 0 || matricesOnly && shape.rank() < 2 ? 0 : share * factor(path);
        return own == 0 ? Optional.empty() : Optional.of(time.rate().mul(own).mul(schedule.at(time.progress())));
    }

    /// Returns the settings for a description, such as `, decay 0.01 of matrices`; nothing if there is no decay.
    String words() {
        if (share == 0) {
            return "";
        }
        return ", decay " + OptimizerRules.plain(share) + (matricesOnly ? " of matrices" : "") + moving()
                + switch (factors) {
                    case Equal.ONE -> "";
                    case ByPath(Map<String, Double> known) -> known.isEmpty() ? "" : " by path " + known;
                    default -> " by path";
                };
    }

    /// Returns the values of the schedule at five points, or nothing if it is constant: a schedule cannot be printed.
    private String moving() {
        List<Float> values = IntStream.rangeClosed(0, POINTS)
                .mapToObj(i -> schedule.at(Tensor.scalar((double) i / POINTS)).value()).toList();
        return values.stream().allMatch(value -> value == 1) ? "" : " times " + values;
    }
}
