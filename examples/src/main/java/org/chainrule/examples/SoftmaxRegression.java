package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.optim.Optimizers.adam;

import java.util.Arrays;
import org.chainrule.Tensor;
import org.chainrule.model.Classifier;

/// Softmax regression: one linear layer whose outputs are the logits of classes, trained on Fisher's irises.
public final class SoftmaxRegression {
    private SoftmaxRegression() {
    }

    static Classifier fit(Samples iris, long seed) {
        // snippet: softmax regression
        Classifier model = Classifier.of(linear(3)).optimizer(adam(0.05)).epochs(100).batch(16).seed(seed)
                .fit(iris.train());
        // end
        return model;
    }

    /// The share of test rows that are classified correctly.
    static double accuracy(long seed) {
        Samples iris = Samples.read("iris.csv", "species", seed);
        return iris.accuracy(fit(iris, seed));
    }

    /// Predicts one flower, then prints the accuracy over five random splits.
    public static void main(String[] args) {
        Samples iris = Samples.read("iris.csv", "species", 0);
        Classifier model = fit(iris, 0);
        // snippet: logits and probabilities
        float[] flower = iris.testRow(20);
        float[] logits = model.logits(flower); // x W + b
        float[] probabilities = model.probabilities(flower); // the softmax of the logits
        int species = model.predict(flower); // the largest logit
        // end
        Print.line("logits        %6.2f %6.2f %6.2f", logits[0], logits[1], logits[2]);
        Print.line("probabilities %6.3f %6.3f %6.3f", probabilities[0], probabilities[1], probabilities[2]);
        Print.line("predicted %s, true %s", iris.classes().get(species), iris.classes().get(iris.testLabels()[20]));
        IO.println();
        Tensor weight = model.parameter("linear/weight");
        Print.tensor("weights, a row for each input, a column for each species", weight, "%6.2f");
        IO.println();
        double[] accuracy = new double[5];
        Arrays.setAll(accuracy, SoftmaxRegression::accuracy);
        Print.line("test accuracy, seeds 0 to 4: %.3f %.3f %.3f %.3f %.3f, mean %.3f", accuracy[0], accuracy[1],
                accuracy[2], accuracy[3], accuracy[4], Arrays.stream(accuracy).average().orElseThrow());
    }
}
