package org.chainrule.tabular.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.network.Perceptron;
import org.chainrule.tabular.network.RealMlp;
import org.chainrule.tabular.network.Recipe;

/// The recipes and the number of folds that suit a table and a budget of work, for a search without settings.
///
/// The choice depends on the sizes of the table and on the budget alone, so the same command makes the same model on
/// every machine.
///
/// @param recipes the recipes in the order of training
/// @param folds   the number of folds; 1 for a single validation set
record Portfolio(List<Recipe> recipes, int folds) {
    /// The default budget in floating-point operations: a few minutes on two cores.
    static final double DEFAULT_WORK = 2e13;
    /// What two cores do in a second, as an estimate.
    private static final double SPEED = 6e10;

    private static final int FOLDS = 5;
    private static final int FEWEST_FOLDS = 3;
    private static final int EPOCHS = 256;
    private static final int LEAST_EPOCHS = 8;
    /// Narrow networks suffice for fewer rows.
    private static final int MANY_ROWS = 5_000;
    private static final int NARROW = 128;
    private static final int WIDE = 256;
    /// With fewer rows, a search among recipes would choose by chance.
    private static final int FEW_ROWS = 200;
    /// The share of the rows that a network learns from with a single validation set.
    private static final double KEPT = 0.8;

    /// Returns the budget for a time in seconds.
    static double work(double seconds) {
        return seconds * SPEED;
    }

    /// Returns the portfolio for a table.
    ///
    /// @param rows   the number of rows outside the test
    /// @param inputs the number of inputs of a network
    /// @param work   the budget in floating-point operations
    static Portfolio of(int rows, int inputs, int outputs, double work) {
        int width = rows < MANY_ROWS ? NARROW : WIDE;
        RealMlp first = new RealMlp(EPOCHS, width, 1, 4, 0);
        double one = first.work((int) (KEPT * rows), inputs, outputs);
        int folds = Math.clamp((int) (work / one), 1, FOLDS);
        if (folds < FEWEST_FOLDS) {
            folds = 1;
        }
        int epochs = Math.clamp((int) (EPOCHS * work / one), LEAST_EPOCHS, EPOCHS);
        List<Recipe> recipes = new ArrayList<>(List.of(first.epochs(epochs)));
        double left = work - folds * first.epochs(epochs).work((int) (KEPT * rows), inputs, outputs);
        List<Recipe> others = new ArrayList<>(List.of(perceptron(List.of()), perceptron(List.of(256, 128))));
        if (rows >= FEW_ROWS) {
            others.add(new RealMlp(EPOCHS, width, 0.1, 4, 0.15));
            others.add(new RealMlp(EPOCHS, width, 3, 4, 0.05));
        }
        for (Recipe more : others) {
            double cost = folds * more.work((int) (KEPT * rows), inputs, outputs);
            if (cost <= left) {
                recipes.add(more);
                left -= cost;
            }
        }
        return new Portfolio(recipes, folds);
    }

    private static Perceptron perceptron(List<Integer> hidden) {
        return new Perceptron(hidden, -1, 200, 40, 0, 0);
    }
}
