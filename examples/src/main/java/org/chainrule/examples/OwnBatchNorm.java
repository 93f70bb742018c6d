package org.chainrule.examples;

import static org.chainrule.metric.Metrics.accuracy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Scope;
import org.chainrule.type.Shape;

/// A custom layer with state: batch normalization, whose running statistics are kept but not trained.
public final class OwnBatchNorm {
    private static final int ROWS = 600;

    private OwnBatchNorm() {
    }

    // snippet: a layer with state
    record BatchNorm(double momentum) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            Shape width = x.shape().tail(1);
            Tensor mean = scope.state("mean", width, Inits.zeros());
            Tensor variance = scope.state("variance", width, Inits.ones());
            if (scope.training()) {
                Tensor now = x.mean(0);
                Tensor spread = x.sub(now).square().mean(0);
                scope.update("mean", mean.mul(1 - momentum).add(now.mul(momentum)));
                scope.update("variance", variance.mul(1 - momentum).add(spread.mul(momentum)));
                mean = now;
                variance = spread;
            }
            return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(scope.parameter("weight", width, Inits.ones()))
                    .add(scope.parameter("bias", width, Inits.zeros()));
        }
    }
    // end

    /// Unscaled points around (1000, 0.5), labelled by whether they lie inside an ellipse.
    static Examples points() {
        float[] normal = Draws.of(0, "points").normal(2 * ROWS);
        float[][] x = new float[ROWS][];
        int[] inside = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            float a = normal[2 * i];
            float b = normal[2 * i + 1];
            x[i] = new float[]{1000 + 100 * a, 0.5f + 0.01f * b};
            inside[i] = a * a + b * b < 1.2 ? 1 : 0;
        }
        return Examples.of(x, inside);
    }

    static Classifier fit(Examples points) {
        return Classifier.of(sequential(new BatchNorm(0.1), linear(32), relu(), linear(2))).epochs(30).seed(0)
                .fit(points);
    }

    /// Prints the accuracy with and without the layer.
    public static void main(String[] args) {
        Examples points = points();
        Classifier without = Classifier.of(sequential(linear(32), relu(), linear(2))).epochs(30).seed(0).fit(points);
        Classifier with = fit(points);
        Print.line("accuracy without it %.3f", without.measure(points, accuracy()));
        Print.line("accuracy with it    %.3f", with.measure(points, accuracy()));
        Print.tensor("running mean", with.parameter("batchNorm/mean"), "%9.3f");
        Print.tensor("running variance", with.parameter("batchNorm/variance"), "%12.5f");
    }
}
