package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.model.NetModel;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.type.TensorType;

/// A siamese network that decides whether two images show the same digit: both go through the same branch, and the distance of
/// their vectors decides.
public final class Siamese {
    private Siamese() {
    }

    // snippet: two inputs, one branch
    static final Layer BRANCH = sequential(linear(64), relu(), linear(16));

    static final Net NET = (in, scope) -> {
        Tensor left = scope.call("branch", BRANCH, in.get("left")); // [n, 16]
        Tensor right = scope.call("branch", BRANCH, in.get("right")); // with the same parameters
        return Tensors.of("distance", left.sub(right).square().sum(-1).add(1e-6).sqrt()); // [n]
    };

    /// The contrastive loss, which pulls equal pairs together and pushes others apart up to a distance of 1 (Hadsell, Chopra and
    /// LeCun, 2006).
    static final Objective CONTRASTIVE = (outputs, targets, progress) -> {
        Tensor distance = outputs.get("distance");
        Tensor missing = distance.neg().add(1).relu();
        return targets.get("same").where(distance.square(), missing.square());
    };
    // end

    /// Pairs of rows: in the first half, any two rows at random; in the second half, two rows of the same class.
    static Examples pairs(Examples rows, int count, long seed) {
        int[] labels = new int[rows.size()];
        float[] label = new float[1];
        for (int row = 0; row < labels.length; row++) {
            rows.readTarget(0, row, label, 0);
            labels[row] = (int) label[0];
        }
        float[] draws = Draws.of(seed, "pairs").uniform(2 * count);
        int[] left = new int[count];
        int[] right = new int[count];
        boolean[] same = new boolean[count];
        for (int i = 0; i < count; i++) {
            left[i] = (int) (draws[2 * i] * labels.length);
            right[i] = (int) (draws[2 * i + 1] * labels.length);
            while (i >= count / 2 && labels[left[i]] != labels[right[i]]) {
                right[i] = (right[i] + 1) % labels.length;
            }
            same[i] = labels[left[i]] == labels[right[i]];
        }
        TensorType row = rows.type().input("x").type();
        return Examples.named().input("left", (i, out, at) -> rows.readInput(0, left[i], out, at), row)
                .input("right", (i, out, at) -> rows.readInput(0, right[i], out, at), row).target("same", same);
    }

    /// The share of pairs that are classified correctly by a distance of 0.5.
    static double right(NetModel model, Examples pairs) {
        float[] distances = model.predict(pairs).get("distance").values();
        float[] same = pairs.batch().target(0);
        int right = 0;
        for (int i = 0; i < distances.length; i++) {
            right += distances[i] < 0.5 == (same[i] == 1) ? 1 : 0;
        }
        return (double) right / distances.length;
    }

    static NetModel fit(Examples digits) {
        return NetModel.of(NET, CONTRASTIVE).optimizer(adam(0.003)).epochs(15).batch(64).seed(0)
                .fit(pairs(digits, 10_000, 1));
    }

    /// Trains on pairs and measures the model on pairs of held-out digits.
    public static void main(String[] args) {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        NetModel model = fit(digits.train());
        Print.line("right about %.3f of 1000 new pairs", right(model, pairs(digits.test(), 1000, 2)));
        // snippet: the branch alone
        Field image = digits.train().type().input("x");
        Regressor branch = Regressor.of(named("branch", BRANCH), List.of(image), model.parameters());
        float[] vector = branch.predictAll(digits.testRow(0));
        // end
        Print.line("a digit as %d numbers, the first: %.2f %.2f %.2f", vector.length, vector[0], vector[1], vector[2]);
    }
}
