package org.chainrule.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;

/// How far a [Training] is, beside what its run holds.
final class Progress {
    /// The epoch at work, from 1, and how many of its steps were taken.
    int epoch = 1;
    int inEpoch;
    /// The sum of the losses of the rows of the epoch so far.
    double total;
    final List<EpochRecord> history = new ArrayList<>();
    double bestValue = Double.NaN;
    double bestLoss = Double.NaN;
    int bestEpoch;
    /// The values of the best epoch so far; empty while there is none, or nothing to tell it by.
    Map<String, Tensor> best = new LinkedHashMap<>();
    boolean finished;

    void nextEpoch() {
        epoch++;
        inEpoch = 0;
        total = 0;
    }
}
