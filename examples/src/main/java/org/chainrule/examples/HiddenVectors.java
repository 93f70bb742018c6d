package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;
import org.chainrule.optim.Schedule;
import org.chainrule.type.Shape;

/// The hidden (latent) vectors of a trained network: handwritten digits in a layer of two units.
public final class HiddenVectors {
    private HiddenVectors() {
    }

    static Classifier fit(Samples digits, int epochs) {
        // snippet: a network with a narrow place
        Layer net = sequential(linear(64), relu(), named("latent", linear(2)), linear(32), relu(), linear(10));
        // end
        return Classifier.of(net).optimizer(adam(5e-3)).schedule(Schedule.cosine()).epochs(epochs).batch(32).seed(0)
                .fit(digits.train());
    }

    /// The share of rows whose hidden vector is closest to the mean hidden vector of their own class.
    static double nearest(Tensor hidden, float[][] centers, int[] labels) {
        float[][] rows = hidden.rows();
        int right = 0;
        for (int i = 0; i < rows.length; i++) {
            float[] row = rows[i];
            int best = IntStream.range(0, centers.length).boxed()
                    .min((a, b) -> Double.compare(distance(row, centers[a]), distance(row, centers[b]))).orElseThrow();
            right += best == labels[i] ? 1 : 0;
        }
        return (double) right / rows.length;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    /// The mean row of each class.
    static float[][] centers(Tensor rows, int[] labels, int classes) {
        Tensor members = Tensor.ofInts(labels).oneHot(classes); // [n, classes]
        Tensor sums = members.transpose().matmul(rows);
        return sums.div(members.transpose().sum(1).reshape(Shape.of(classes, 1))).rows();
    }

    /// Prints the position of each digit in the plane, and draws the test rows there.
    public static void main(String[] args) {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        Classifier model = fit(digits, 40);
        // snippet: hidden vectors
        Tensor hidden = model.hidden("latent", digits.testInputs()); // [rows, 2]
        // end
        float[][] centers = centers(hidden, digits.testLabels(), 10);
        Print.line("test accuracy through two numbers a digit: %.3f", digits.accuracy(model));
        Tensor inputs = Tensor.of(digits.testInputs(), Shape.of(digits.testLabels().length,
                digits.test().features()));
        Print.line("by the nearest mean of a class alone:");
        Print.line("  64 pixels             %.3f", byMeans(inputs, digits));
        Print.line("  64 units of relu      %.3f", byMeans(model.hidden("relu", digits.testInputs()), digits));
        Print.line("  2 units of latent     %.3f", byMeans(hidden, digits));
        Print.line("  32 units of relu2     %.3f", byMeans(model.hidden("relu2", digits.testInputs()), digits));
        IO.println();
        Print.line("digit  mean hidden vector");
        for (int digit = 0; digit < 10; digit++) {
            Print.line("%5d  %6.1f %6.1f", digit, centers[digit][0], centers[digit][1]);
        }
        draw(hidden, digits.testLabels());
    }

    private static double byMeans(Tensor rows, Samples digits) {
        return nearest(rows, centers(rows, digits.testLabels(), 10), digits.testLabels());
    }

    private static void draw(Tensor hidden, int[] labels) {
        float[][] rows = hidden.rows();
        Chart chart = Chart.of("Test digits in the plane of two hidden units", "hidden unit 0", "hidden unit 1");
        for (int digit = 0; digit < 10; digit++) {
            int wanted = digit;
            int[] own = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
            chart.points(Integer.toString(digit), IntStream.of(own).mapToDouble(i -> rows[i][0]).toArray(),
                    IntStream.of(own).mapToDouble(i -> rows[i][1]).toArray());
        }
        chart.write("hidden-vectors");
    }
}
