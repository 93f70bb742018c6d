package org.chainrule.metric;

import org.chainrule.error.ArgumentException;

/// The metric of [Metrics#topK(int)].
record TopK(int k) implements Metric {
    TopK {
        if (k < 1) {
            throw new ArgumentException("k", "topK: k is " + k + ", expected at least 1");
        }
    }

    @Override
    public String name() {
        return "top" + k;
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Score start(Kind kind) {
        kind.require(kind.classes() && kind.outputs() > k, name(), "more than " + k + (k == 1 ? " class" : " classes"));
        String name = name();
        return Metric.ofRows(name, true,
                (prediction, target) -> ClassRow.isAmong(name, k, prediction, target) ? 1 : 0).start(kind);
    }
}
