package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.train.Gradients;
import org.chainrule.train.Run;
import org.chainrule.train.Step;

/// Steps of 32 rows in the memory of 8: the gradients of four small batches are averaged for one step.
public final class GradientAccumulation {
    private static final int EPOCHS = 10;
    private static final Step STEP = Step.of(sequential(linear(32), relu(), linear(3)), crossEntropy(), sgd(0.1));

    private GradientAccumulation() {
    }

    static Run bySmallBatches(Examples train) {
        // snippet: gradient accumulation
        Run run = STEP.start(train, 8, 1);
        List<Gradients> parts = new ArrayList<>();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            for (Batch batch : train.shuffled(0, epoch).batches(8)) {
                parts.add(run.gradients(batch));
                if (parts.size() == 4) {
                    run.apply(Gradients.mean(parts));
                    parts.clear();
                }
            }
        }
        // end
        return run;
    }

    static Run byLargeBatches(Examples train) {
        Run run = STEP.start(train, 32, 1);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            for (Batch batch : train.shuffled(0, epoch).batches(32)) {
                run.step(batch);
            }
        }
        return run;
    }

    /// The largest difference between the first-layer weights of two runs.
    static float difference(Run one, Run other) {
        return one.parameter("linear/weight").sub(other.parameter("linear/weight")).abs().max().value();
    }

    /// Trains both ways; the weights differ only by rounding.
    public static void main(String[] args) {
        Examples train = Samples.read("wine.csv", "class", 0).train().rows(IntStream.range(0, 96).toArray());
        Run small = bySmallBatches(train);
        Run large = byLargeBatches(train);
        Print.line("%d steps each, the weights differ by less than 1e-5: %s", small.steps(),
                difference(small, large) < 1e-5);
    }
}
