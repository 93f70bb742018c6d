package org.chainrule.serve.measure;

import java.util.concurrent.atomic.LongAdder;

/// A number that only grows.
public final class Counter implements Family.Value {
    private final LongAdder count = new LongAdder();

    Counter() {
    }

    /// Adds a number.
    public void add(long more) {
        count.add(more);
    }

    @Override
    public void write(StringBuilder out, String name, String labels) {
        Family.sample(out, name, labels, count.sum());
    }
}
