package org.chainrule.examples;

import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adam;

import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.data.Split;
import org.chainrule.model.NetModel;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;

/// Two outputs from two inputs: the price of a house and whether it was sold, from its numbers and the code of its district.
public final class TwoOutputs {
    private static final int HOUSES = 2000;
    private static final int DISTRICTS = 10;

    private TwoOutputs() {
    }

    // snippet: two outputs
    static final Net NET = (in, scope) -> {
        Tensor district = scope.call("districts", embedding(DISTRICTS, 3), in.get("district")); // [n, 3]
        Tensor row = Tensor.concat(-1, in.get("numbers"), district);
        Tensor hidden = scope.call("trunk", sequential(linear(32), relu()), row);
        return Tensors.of("price", scope.call("price", linear(1), hidden), "sold",
                scope.call("sold", linear(2), hidden));
    };

    static final Objective BOTH = Objective.sum(Objective.on("price", squared()),
            Objective.on("sold", crossEntropy()).times(0.3));
    // end

    /// Houses whose price depends on their area and district. A house is sold if its asking price is below that.
    static Examples houses() {
        float[] numbers = Draws.of(0, "numbers").normal(2 * HOUSES);
        float[] codes = Draws.of(0, "districts").uniform(HOUSES);
        float[][] x = new float[HOUSES][];
        int[] district = new int[HOUSES];
        float[] price = new float[HOUSES];
        int[] sold = new int[HOUSES];
        for (int i = 0; i < HOUSES; i++) {
            float area = numbers[2 * i];
            float asked = numbers[2 * i + 1];
            x[i] = new float[]{area, asked};
            district[i] = (int) (codes[i] * DISTRICTS);
            price[i] = area + 0.2f * district[i] - 1;
            sold[i] = asked < price[i] ? 1 : 0;
        }
        return Examples.named().input("numbers", x).input("district", district).target("price", price)
                .target("sold", sold);
    }

    static NetModel fit(Split houses) {
        return NetModel.of(NET, BOTH).optimizer(adam(0.01)).epochs(30).seed(0).monitor("sold.accuracy")
                .fit(houses.train(), houses.held());
    }

    /// Trains on both targets and measures both.
    public static void main(String[] args) {
        Split houses = houses().split(0.8, 0);
        NetModel model = fit(houses);
        model.evaluate(houses.held(), BOTH).forEach((name, value) -> Print.line("%-14s %.3f", name, value));
        Tensors asked = model.predict(houses.held());
        Print.line("the first: price %.2f, sold with probability %.2f", asked.get("price").at(0, 0),
                asked.get("sold").softmax(-1).at(0, 1));
    }
}
