package org.chainrule.examples;

import static org.chainrule.nn.Layers.gelu;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.sequential;

import java.util.Arrays;
import org.chainrule.data.Examples;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Layer;
import org.chainrule.train.Trainer;

/// Recomputation: values are computed again in the backward pass instead of kept. Less memory, more work, the same numbers.
public final class Recomputed {
    private static final int WIDTH = 128;
    private static final int BATCH = 256;

    private Recomputed() {
    }

    // snippet: kept or computed again
    /// A network of blocks of four layers; the values inside a block are kept for the backward pass, or computed again there.
    static Layer net(int blocks, boolean again) {
        Layer block = sequential(linear(WIDTH), gelu(), linear(WIDTH), gelu(), linear(WIDTH), gelu(), linear(WIDTH),
                gelu());
        Layer[] layers = new Layer[blocks + 1];
        Arrays.fill(layers, again ? recompute(block) : block);
        layers[blocks] = linear(1);
        return sequential(layers);
    }
    // end

    private static Trainer<Regressor> trainer(int blocks, boolean again) {
        return Regressor.of(net(blocks, again)).batch(BATCH).epochs(1).seed(1);
    }

    private static Examples rows() {
        float[] x = Draws.of(0, "x").normal(BATCH * WIDTH);
        return Examples.of(x, WIDTH, Draws.of(0, "y").normal(BATCH));
    }

    /// The planned bytes of the intermediate values of a training step.
    static long work(int blocks, boolean again) {
        return trainer(blocks, again).plan(rows()).training().work();
    }

    /// Whether both ways produce the same model, to the last bit.
    static boolean agrees(int blocks) {
        Regressor kept = trainer(blocks, false).fit(rows());
        Regressor again = trainer(blocks, true).fit(rows());
        return kept.parameters().keySet().stream()
                .allMatch(path -> Arrays.equals(kept.parameter(path).values(), again.parameter(path).values()));
    }

    /// Prints the memory by depth, and whether both ways agree.
    public static void main(String[] args) {
        Print.line("%d values, batch of %d", WIDTH, BATCH);
        Print.line("%6s %15s %15s", "layers", "kept", "computed again");
        for (int blocks : new int[]{2, 4, 8, 16}) {
            Print.line("%6d %,15d %,15d", 4 * blocks, work(blocks, false), work(blocks, true));
        }
        IO.println();
        Print.line("the same model to the last bit: %s", agrees(2));
    }
}
