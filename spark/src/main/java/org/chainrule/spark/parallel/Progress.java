package org.chainrule.spark.parallel;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.io.Json;
import org.chainrule.io.JsonObject;

/// What a training has found so far, beside the values of its network. Instances are immutable.
///
/// @param rows the identity of the rows; see [WorkerRows.Totals]
/// @param lossSum the sum of the losses of the steps in the current epoch
/// @param epochs the completed epochs
/// @param best the number of the best epoch, from 1; 0 before the first
record Progress(String rows, double lossSum, List<ParallelEpoch> epochs, int best) implements Serializable {
    Progress {
        epochs = List.copyOf(epochs);
    }

    static Progress start(String rows) {
        return new Progress(rows, 0, List.of(), 0);
    }

    Progress plus(double loss) {
        return new Progress(rows, lossSum + loss, epochs, best);
    }

    /// Returns the progress at the end of an epoch.
    ///
    /// @param held the loss of the held-out rows; NaN without such rows
    Progress endOfEpoch(int steps, double held) {
        List<ParallelEpoch> all = new ArrayList<>(epochs);
        all.add(new ParallelEpoch(lossSum / steps, held));
        boolean better = best == 0 || !(held >= epochs.get(best - 1).heldLoss());
        return new Progress(rows, 0, all, better ? all.size() : best);
    }

    /// Returns whether a number of epochs, if it is not 0, brought nothing better.
    boolean exhausted(int patience) {
        return patience > 0 && epochs.size() - best >= patience;
    }

    String json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("rows", rows);
        tree.put("lossSum", Double.toString(lossSum));
        tree.put("best", (long) best);
        tree.put("losses", epochs.stream().map(epoch -> Double.toString(epoch.loss())).toList());
        tree.put("heldLosses", epochs.stream().map(epoch -> Double.toString(epoch.heldLoss())).toList());
        return Json.write(tree);
    }

    /// @throws org.chainrule.error.FormatException if the text is damaged
    static Progress parse(String text, String source) {
        JsonObject tree = JsonObject.parse(text, source);
        List<?> losses = tree.list("losses");
        List<?> held = tree.list("heldLosses");
        List<ParallelEpoch> epochs = new ArrayList<>();
        for (int i = 0; i < losses.size(); i++) {
            epochs.add(new ParallelEpoch(Double.parseDouble((String) losses.get(i)),
                    Double.parseDouble((String) held.get(i))));
        }
        return new Progress(tree.text("rows"), Double.parseDouble(tree.text("lossSum")), epochs, tree.count("best"));
    }
}
