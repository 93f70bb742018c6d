package org.chainrule.bench;

import java.util.List;

/// A network of the benchmark: `in` input values, hidden layers, and `out` output values per row.
public enum Net {
    /// 784-256-128-10 with ReLU and softmax cross-entropy, as for images of digits.
    MNIST(784, List.of(256, 128), 10, true),
    /// 16-64-64-1 with ReLU and squared error, as for a table.
    TAB(16, List.of(64, 64), 1, false),
    /// Three blocks of linear(512), GELU (exact, with erf), layer norm and dropout 0.1 on 512 inputs, then linear(10)
    /// and softmax cross-entropy.
    WIDE(512, List.of(512, 512, 512), 10, true);

    /// The number of rows of the synthetic data, whose batches are used in turn.
    public static final int ROWS = 2048;

    /// Adam's learning rate.
    public static final float RATE = 1e-3f;

    /// The share of values that dropout sets to 0.
    public static final float DROPOUT = 0.1f;

    private final int in;
    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> hidden;
    private final int out;
    private final boolean classes;

    Net(int in, List<Integer> hidden, int out, boolean classes) {
        this.in = in;
        this.hidden = hidden;
        this.out = out;
        this.classes = classes;
    }

    /// Returns the width of a row.
    public int in() {
        return in;
    }

    /// Returns the widths of the hidden layers.
    public List<Integer> hidden() {
        return hidden;
    }

    /// Returns the width of the output.
    public int out() {
        return out;
    }

    /// Returns whether the outputs are logits of classes; otherwise they are numbers.
    public boolean classes() {
        return classes;
    }

    /// Returns the name of the network in the title of a work.
    public String label() {
        return switch (this) {
            case MNIST -> "mnist";
            case TAB -> "tab";
            case WIDE -> "wide";
        };
    }
}
