package org.chainrule.examples;

import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;

/// The README's examples: a classifier trained from Java, and gradients of gradients.
public final class Quickstart {
    private Quickstart() {
    }

    // snippet: a classifier
    static Classifier train(Examples train, Examples validation) {
        Layer net = sequential(linear(128), relu(), dropout(0.2), linear(10));
        return Classifier.of(net).optimizer(adam(1e-3)).epochs(30).batch(32).seed(7).onEpoch(epoch -> {
            if (epoch.validation("accuracy") > 0.98) {
                epoch.stop();
            }
        }).fit(train, validation);
    }

    static int classify(Classifier digits, float[] row, Path file) throws IOException {
        float[] probabilities = digits.probabilities(row); // one per class; they sum to 1
        digits.save(file); // one safetensors file, written atomically
        IO.println("probability of the class: " + probabilities[digits.predict(row)]);
        return Classifier.load(file).predict(row);
    }
    // end

    /// Trains on the digits, then computes gradients.
    public static void main(String[] args) throws IOException {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        Classifier model = train(digits.train(), digits.test());
        Path file = Files.createTempFile("digits", ".safetensors");
        int digit = classify(model, digits.testRow(0), file);
        Files.delete(file);
        Print.line("class %d after %d epochs, accuracy %.3f", digit, model.history().size(), digits.accuracy(model));
        IO.println();
        // snippet: gradients
        Tensor v = Tensor.of(1, 2, 3);
        Tensor g = v.square().sum().gradient(v); // [2, 4, 6]
        Tensor h = g.sum().gradient(v); // the gradient of a gradient: [2, 2, 2]
        // end
        Print.tensor("g", g, "%5.1f");
        Print.tensor("h", h, "%5.1f");
    }
}
