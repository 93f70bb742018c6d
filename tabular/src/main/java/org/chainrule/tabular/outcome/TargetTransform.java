package org.chainrule.tabular.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.Phrases;

/// A function of a skewed target that a network learns instead of the target itself: `(g(y / unit) - center) / scale`.
///
/// The inverse of a prediction is not the mean of the target, because `g` is curved. The mean is estimated by smearing:
/// the inverses of the prediction plus each residual are averaged (Duan, "Smearing estimate: a nonparametric
/// retransformation method", 1983).
///
/// @param kind      the function `g`
/// @param lambda    its parameter; 0 if it has none
/// @param unit      the number by which the target is divided; of a logarithm, the smallest value of the training rows
/// @param center    the mean of `g(y / unit)` over the training rows
/// @param scale     its population standard deviation
/// @param residuals quantiles of the residuals of held-out rows, in units of the network's output; empty if unknown
public record TargetTransform(Kind kind, double lambda, double unit, double center, double scale,
        List<Double> residuals) {
    /// The target itself.
    public static final TargetTransform NONE = new TargetTransform(Kind.IDENTITY, 0, 1, 0, 1, List.of());

    private static final int QUANTILES = 50;
    private static final double LARGEST_LAMBDA = 2;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int STEPS = 40;
    /// The exponential of a larger number is not finite.
    private static final double LARGEST_EXPONENT = 700;

    /// The functions.
    public enum Kind {
        /// No function: the network learns the target itself.
        IDENTITY,
        /// The natural logarithm, for targets that are all positive.
        LOG,
        /// A power of `1 + y`, with another exponent for negative numbers (Yeo and Johnson, "A new family of power
        /// transformations to improve normality or symmetry", 2000).
        YEO_JOHNSON;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Creates a transform; copies the list.
    public TargetTransform {
        residuals = List.copyOf(residuals);
    }

    /// Returns whether the network learns the target itself.
    public boolean isIdentity() {
        return kind == Kind.IDENTITY;
    }

    /// Returns the transform under which values are most likely normally distributed: the logarithm, or the
    /// Yeo-Johnson transform with the most likely parameter from 0 to 2.
    ///
    /// @param values the values of the training rows, not all equal
    public static TargetTransform fit(double[] values) {
        double[] sizes = DoubleStream.of(values).map(Math::abs).sorted().toArray();
        double middle = sizes[sizes.length / 2];
        double unit = middle > 0 ? middle : DoubleStream.of(sizes).sum() / sizes.length;
        double lambda = largest(trial -> likelihood(values, yeoJohnson(values, unit, trial)));
        TargetTransform power = yeoJohnson(values, unit, lambda);
        double smallest = DoubleStream.of(values).min().orElse(0);
        if (smallest <= 0) {
            return power;
        }
        TargetTransform log = scaled(values, new TargetTransform(Kind.LOG, 0, smallest, 0, 1, List.of()));
        return likelihood(values, log) >= likelihood(values, power) ? log : power;
    }

    private static TargetTransform yeoJohnson(double[] values, double unit, double lambda) {
        return scaled(values, new TargetTransform(Kind.YEO_JOHNSON, lambda, unit, 0, 1, List.of()));
    }

    private static TargetTransform scaled(double[] values, TargetTransform raw) {
        Moments moments = Moments.of(DoubleStream.of(values).map(raw::curve).toArray());
        return new TargetTransform(raw.kind, raw.lambda, raw.unit, moments.mean(),
                moments.deviation() > 0 ? moments.deviation() : 1, List.of());
    }

    /// Returns the logarithm of the likelihood of values that are normally distributed after a transform, up to a
    /// constant: `-n ln(scale) + sum(ln |g'(y)|)`.
    private static double likelihood(double[] values, TargetTransform transform) {
        double sum = -values.length * StrictMath.log(transform.scale * transform.unit);
        for (double value : values) {
            double u = value / transform.unit;
            sum += transform.kind == Kind.LOG
                    ? -StrictMath.log(u)
                    : (transform.lambda - 1) * Math.signum(u) * StrictMath.log(1 + Math.abs(u));
        }
        return sum;
    }

    /// Returns where a function of one maximum is largest between 0 and 2, by golden-section search.
    private static double largest(DoubleUnaryOperator function) {
        double low = 0;
        double high = LARGEST_LAMBDA;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = function.applyAsDouble(left);
        double atRight = function.applyAsDouble(right);
        for (int step = 0; step < STEPS; step++) {
            if (atLeft > atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = function.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = function.applyAsDouble(right);
            }
        }
        return (low + high) / 2;
    }

    /// Returns `g(y / unit)`.
    private double curve(double y) {
        double u = y / unit;
        return switch (kind) {
            case IDENTITY -> u;
            case LOG -> StrictMath.log(Math.max(u, 1));
            case YEO_JOHNSON -> u >= 0 ? power(u, lambda) : -power(-u, 2 - lambda);
        };
    }

    /// Returns `((1 + u)^exponent - 1) / exponent`, and `ln(1 + u)` for an exponent of 0.
    private static double power(double u, double exponent) {
        return exponent == 0 ? StrictMath.log1p(u) : StrictMath.expm1(exponent * StrictMath.log1p(u)) / exponent;
    }

    private double straight(double w) {
        return unit * switch (kind) {
            case IDENTITY -> w;
            case LOG -> StrictMath.exp(Math.min(w, LARGEST_EXPONENT));
            case YEO_JOHNSON -> w >= 0 ? root(w, lambda) : -root(-w, 2 - lambda);
        };
    }

    private static double root(double w, double exponent) {
        double logarithm = exponent == 0 ? w : StrictMath.log1p(exponent * w) / exponent;
        return StrictMath.expm1(Math.min(logarithm, LARGEST_EXPONENT));
    }

    /// Returns the number that the network should predict for a value of the target.
    public double forward(double value) {
        return (curve(value) - center) / scale;
    }

    /// Returns the mean of the target for a prediction of the network, or its median if there are no residuals.
    public double inverse(double output) {
        if (residuals.isEmpty()) {
            return straight(center + scale * output);
        }
        double sum = 0;
        for (double residual : residuals) {
            sum += straight(center + scale * (output + residual));
        }
        return sum / residuals.size();
    }

    /// Returns a copy that estimates means with the residuals of held-out rows.
    ///
    /// @param errors for each row, the output that would have been right minus the output of the network
    public TargetTransform smeared(double[] errors) {
        if (isIdentity() || errors.length == 0) {
            return this;
        }
        List<Double> kept = new ArrayList<>();
        if (kind == Kind.LOG) {
            // the mean of the exponentials is a factor, which a single residual expresses exactly
            double mean = DoubleStream.of(errors).map(error -> StrictMath.exp(scale * error)).sum() / errors.length;
            kept.add(StrictMath.log(mean) / scale);
        } else {
            double[] sorted = errors.clone();
            Arrays.sort(sorted);
            int count = Math.min(QUANTILES, sorted.length);
            for (int i = 0; i < count; i++) {
                kept.add(sorted[(int) ((i + 0.5) * sorted.length / count)]);
            }
        }
        return new TargetTransform(kind, lambda, unit, center, scale, kept);
    }

    /// Returns the function in words: `the logarithm`.
    public String words() {
        return switch (kind) {
            case IDENTITY -> "the target itself";
            case LOG -> "the logarithm";
            case YEO_JOHNSON -> "the Yeo-Johnson transform with the exponent " + Phrases.plain(lambda);
        };
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind.word());
        json.put("lambda", lambda);
        json.put("unit", unit);
        json.put("center", center);
        json.put("scale", scale);
        json.put("residuals", residuals);
        return json;
    }

    /// Returns the transform in the tree of a target; [#NONE] if there is none, as in older models.
    static TargetTransform read(JsonFields fields) {
        if (!fields.keys().contains("transform")) {
            return NONE;
        }
        JsonFields tree = fields.object("transform");
        String word = tree.text("kind");
        List<Double> residuals = new ArrayList<>();
        for (Object residual : tree.list("residuals")) {
            double number = residual instanceof Number value ? value.doubleValue() : Double.NaN;
            if (!Double.isFinite(number)) {
                throw fields.refuse("should have finite numbers as \"residuals\"");
            }
            residuals.add(number);
        }
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                double lambda = tree.number("lambda");
                if (!(tree.number("unit") > 0 && tree.number("scale") > 0 && lambda >= 0 && lambda <= LARGEST_LAMBDA)) {
                    throw fields.refuse("has a wrong number in its \"transform\"");
                }
                return new TargetTransform(kind, lambda, tree.number("unit"), tree.number("center"),
                        tree.number("scale"), residuals);
            }
        }
        throw fields.refuse("has the unknown transform " + Phrases.quoted(word));
    }
}
