package org.chainrule.examples;

import static org.chainrule.nn.Activation.Function.SELU;
import static org.chainrule.nn.Layers.identity;
import static org.chainrule.nn.Layers.mixture;
import static org.chainrule.nn.Layers.parametric;
import static org.chainrule.nn.Layers.part;
import static org.chainrule.nn.Layers.parts;
import static org.chainrule.nn.Layers.periodic;
import static org.chainrule.nn.Layers.scaling;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tangentLinear;
import static org.chainrule.optim.Optimizers.adam;

import java.util.HashMap;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Mixture;

/// A network of layers for tables, and the mean of three such networks.
public final class TableLayers {
    private static final int WINES = 3;

    private TableLayers() {
    }

    // snippet: layers for tables
    /// A network for rows of 13 numbers.
    static Layer net() {
        return sequential(parts(part(0, 10, periodic(16, 0.1, 4)), part(10, 13, identity())), scaling(),
                tangentLinear(64).dataDriven(), parametric(SELU), tangentLinear(64).dataDriven(), parametric(SELU),
                tangentLinear(WINES).dataDriven());
    }

    /// Returns the factor of the learning rate for a parameter.
    static double rate(String path) {
        if (path.endsWith("scaling/factor")) {
            return 6;
        }
        return path.contains("periodic/") || path.endsWith("/bias") || path.endsWith("/alpha") ? 0.1 : 1;
    }

    static Classifier fit(Examples train, long seed) {
        return Classifier.of(net()).optimizer(adam(0.04)).rates(TableLayers::rate).epochs(30).seed(seed).fit(train);
    }
    // end

    // snippet: an ensemble
    static Classifier ensemble(Classifier... members) {
        Map<String, Tensor> values = new HashMap<>();
        Layer[] nets = new Layer[members.length];
        for (int i = 0; i < members.length; i++) {
            String prefix = i + "/";
            members[i].parameters().forEach((path, value) -> values.put(prefix + path, value));
            nets[i] = net();
        }
        return Classifier.of(mixture(Mixture.Kind.CLASSES, nets), members[0].inputs(), values);
    }
    // end

    /// Trains three networks, and prints the accuracy of one and of their mean.
    public static void main(String[] args) {
        Samples wine = Samples.read("wine.csv", "class", 0);
        Classifier one = fit(wine.train(), 0);
        one.parameters().forEach((path, values) -> Print.line("%-28s %s", path, values.shape()));
        Classifier three = ensemble(one, fit(wine.train(), 1), fit(wine.train(), 2));
        Print.line("test accuracy %.3f, of three %.3f", wine.accuracy(one), wine.accuracy(three));
    }
}
