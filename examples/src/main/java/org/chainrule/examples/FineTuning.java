package org.chainrule.examples;

import static org.chainrule.metric.Metrics.accuracy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;

/// Fine-tuning with few labels: a model learns from 40 rows whether a digit is odd, on the trunk of a network that was trained to
/// recognize the digit.
public final class FineTuning {
    private static final int FEW = 40;

    private FineTuning() {
    }

    // snippet: a new head on a frozen trunk
    static Layer net(int classes) {
        return sequential(named("trunk", sequential(linear(64), relu(), linear(32), relu())),
                named("head", linear(classes)));
    }

    static boolean inTrunk(String path) {
        return path.startsWith("trunk/");
    }

    static Classifier tuned(Classifier digits, Examples few) {
        return Classifier.of(net(2)).from(digits.parameters(), FineTuning::inTrunk).freeze(FineTuning::inTrunk)
                .optimizer(adam(0.01)).epochs(40).seed(0).fit(few);
    }
    // end

    static Classifier fromNothing(Examples few) {
        return Classifier.of(net(2)).optimizer(adam(0.01)).epochs(40).seed(0).fit(few);
    }

    /// Returns the first rows, labelled by whether their digit is odd.
    static Examples odd(Examples digits, int count) {
        float[][] x = new float[count][digits.features()];
        int[] odd = new int[count];
        float[] digit = new float[1];
        for (int i = 0; i < count; i++) {
            digits.readInput(0, i, x[i], 0);
            digits.readTarget(0, i, digit, 0);
            odd[i] = (int) digit[0] % 2;
        }
        return Examples.of(x, odd);
    }

    /// Prints the accuracy with and without the trunk.
    public static void main(String[] args) {
        Samples samples = Samples.read("digits.csv", "digit", 0);
        Classifier digits = Classifier.of(net(10)).epochs(15).seed(0).fit(samples.train());
        Examples few = odd(samples.train(), FEW);
        Examples test = odd(samples.test(), samples.test().size());
        Print.line("from %d rows alone:  accuracy %.3f", FEW, fromNothing(few).measure(test, accuracy()));
        Print.line("with the trunk:      accuracy %.3f", tuned(digits, few).measure(test, accuracy()));
    }
}
