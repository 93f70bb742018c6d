package org.chainrule.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.outcome.Target;

/// The classes of a model as Spark sees them. Labels that are whole numbers from 0 on are the places in the vectors of
/// probabilities, as MLlib's evaluators expect; the vectors have zeros for numbers that are no label. Other labels have the
/// places of their order.
///
/// @param texts  the labels in the order of the model
/// @param text   whether predictions are text, not numbers
/// @param places the place of each label in the vectors
/// @param size   the size of the vectors
record Labels(String[] texts, boolean text, int[] places, int size) implements Serializable {
    private static final long serialVersionUID = 1;
    /// Larger whole numbers are codes rather than classes from 0 on.
    private static final int MOST = 10_000;

    static final Labels NONE = new Labels(new String[0], false, new int[0], 0);

    static Labels of(TabularModel model, boolean text) {
        if (!(model.target() instanceof Target.Classes classes)) {
            return NONE;
        }
        List<String> labels = classes.labels();
        String[] texts = labels.toArray(String[]::new);
        boolean places = !text && labels.stream().allMatch(Labels::isPlace);
        int[] at = new int[texts.length];
        for (int k = 0; k < at.length; k++) {
            at[k] = places ? (int) Double.parseDouble(texts[k]) : k;
        }
        return new Labels(texts, text, at, Arrays.stream(at).max().orElse(-1) + 1);
    }

    /// Returns whether all labels of a model are numbers, different ones, and no codes such as 007, which would lose their
    /// zeros.
    static boolean areNumbers(TabularModel model) {
        return model.target() instanceof Target.Classes classes
                && classes.labels().stream().allMatch(label -> isNumber(label) && !label.matches("[+-]?0[0-9].*"))
                && classes.labels().stream().map(Double::valueOf).distinct().count() == classes.labels().size();
    }

    private static boolean isPlace(String label) {
        double number = isNumber(label) ? Double.parseDouble(label) : -1;
        return number >= 0 && number < MOST && number == Math.rint(number);
    }

    static boolean isNumber(String label) {
        try {
            return Double.isFinite(Double.parseDouble(label)) && !label.matches(".*[a-zA-Z]$");
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /// Returns a class as a prediction: its label, or its label as a number.
    Object prediction(int index) {
        return text ? texts[index] : (Object) Double.parseDouble(texts[index]);
    }

    double[] probabilities(Predictions.Classes predictions, int row) {
        double[] all = new double[size];
        for (int k = 0; k < places.length; k++) {
            all[places[k]] = predictions.probability(row, k);
        }
        return all;
    }

    double[] logarithms(Predictions.Classes predictions, int row) {
        double[] all = probabilities(predictions, row);
        for (int k = 0; k < size; k++) {
            all[k] = Math.log(all[k]);
        }
        return all;
    }
}
