package org.chainrule.serve.measure;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// The numbers of values up to each of some bounds.
public final class Histogram implements Family.Value {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    /// @param bounds the upper bounds, ascending
    Histogram(double... bounds) {
        this.bounds = bounds.clone();
        this.counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /// Adds a value.
    public void add(double value) {
        int place = 0;
        while (place < bounds.length && value > bounds[place]) {
            place++;
        }
        counts[place].increment();
        sum.add(value);
    }

    @Override
    public void write(StringBuilder out, String name, String labels) {
        long below = 0;
        String before = labels.isEmpty() ? "" : labels + ",";
        for (int i = 0; i < counts.length; i++) {
            below += counts[i].sum();
            String bound = Family.number(i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY);
            Family.sample(out, name + "_bucket", before + "le=\"" + bound + "\"", below);
        }
        Family.sample(out, name + "_sum", labels, sum.sum());
        Family.sample(out, name + "_count", labels, below);
    }
}
