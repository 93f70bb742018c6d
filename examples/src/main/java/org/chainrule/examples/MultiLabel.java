package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import java.util.Arrays;
import org.chainrule.data.Examples;
import org.chainrule.data.Split;
import org.chainrule.model.MultiLabelClassifier;
import org.chainrule.nn.Draws;

/// Several yes-or-no labels per row: which of three circles contain a point.
public final class MultiLabel {
    private static final int POINTS = 2000;
    private static final double[][] CENTERS = {{-0.5, 0}, {0.5, 0}, {0, 0.8}};

    private MultiLabel() {
    }

    static Examples points() {
        float[] normal = Draws.of(0, "points").normal(2 * POINTS);
        float[][] x = new float[POINTS][];
        boolean[][] inside = new boolean[POINTS][];
        for (int i = 0; i < POINTS; i++) {
            float[] point = {normal[2 * i], normal[2 * i + 1]};
            x[i] = point;
            inside[i] = new boolean[CENTERS.length];
            for (int k = 0; k < CENTERS.length; k++) {
                inside[i][k] = Math.hypot(point[0] - CENTERS[k][0], point[1] - CENTERS[k][1]) < 1;
            }
        }
        return Examples.named().input("x", x).target("inside", inside);
    }

    // snippet: several labels
    static MultiLabelClassifier fit(Examples train) {
        return MultiLabelClassifier.of(sequential(linear(32), relu(), linear(32), relu(), linear(3)))
                .optimizer(adam(0.01)).epochs(30).seed(0).fit(train);
    }
    // end

    /// Trains on points and measures the model on held-out points.
    public static void main(String[] args) {
        Split split = points().split(0.8, 0);
        MultiLabelClassifier model = fit(split.train());
        model.evaluate(split.held()).forEach((name, value) -> Print.line("%-14s %.3f", name, value));
        Print.line("the middle: %s %s", Arrays.toString(model.predict(0, 0.3f)),
                Arrays.toString(model.probabilities(0, 0.3f)));
        Print.line("far out:    %s", Arrays.toString(model.predict(3, 3)));
    }
}
