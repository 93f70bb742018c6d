package org.chainrule.tabular.ensemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.chainrule.tabular.network.InputCounts;
import org.chainrule.tabular.network.Perceptron;
import org.chainrule.tabular.network.RealMlp;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.network.TabM;
import org.chainrule.tabular.outcome.Task;

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
    private static final double SPEED = 1.2e11;
    /// The time to start, in seconds.
    private static final double START = 3;
    /// The work that two cores would do while the code of a recipe is compiled.
    private static final double COMPILING = 1.2 * SPEED;

    /// Most networks need fewer epochs than planned, and a time limit ends the list.
    private static final double OVERBOOKING = 2;
    private static final int FOLDS = 5;
    private static final int EPOCHS = 200;
    private static final Perceptron LINEAR = perceptron(List.of(), EPOCHS);
    private static final int LEAST_EPOCHS = 8;
    /// A RealMLP of fewer epochs is no better than a simple network, which needs less time.
    private static final int FEW_EPOCHS = 32;
    /// Narrow networks suffice for fewer rows, and several for each recipe are still quick.
    private static final int MANY_ROWS = 15_000;
    private static final int NARROW = 128;
    private static final int WIDE = 256;
    /// With fewer rows, a search among many recipes would choose by chance.
    private static final int FEW_ROWS = 200;
    /// The share of the rows that a network learns from.
    private static final double KEPT = 0.8;
    private static final int FEW_RECIPES = 2;
    private static final int PIECES = 4;
    private static final double STRONG = 0.3;
    private static final List<Integer> HIDDEN = List.of(256, 128);
    /// With more numbers, their bins take most of the time.
    private static final int MANY_NUMBERS = 32;

    /// Returns the budget for a time in seconds.
    static double work(double seconds) {
        return Math.max(0, seconds - START) * SPEED;
    }

    /// Returns an estimate of the time of trainings in seconds.
    ///
    /// @param work    their work
    /// @param recipes the number of their recipes
    static double seconds(double work, int recipes, int threads) {
        return START + recipes * COMPILING / SPEED + work / (SPEED / 2 * threads);
    }

    /// Returns the portfolio for a table: a linear model, a RealMLP with fewer epochs if necessary, and more recipes while the
    /// budget lasts. A budget that is too small for a RealMLP is spent on a simple network.
    ///
    /// @param rows   the number of rows outside the test
    /// @param budget the budget in floating-point operations
    /// @param given  whether the budget is a time that the user gives, all of which may be used
    /// @param wished the number of folds that the user wishes; 0 for as many as suit the table
    static Portfolio of(Task task, int rows, InputCounts inputs, int outputs, double budget, boolean given,
            int wished) {
        double work = Math.max(0, budget - 2 * COMPILING);
        boolean many = rows >= MANY_ROWS;
        List<Recipe> wanted = wanted(task, many, inputs.numbers());
        int kept = (int) (KEPT * rows);
        RealMlp full = (RealMlp) wanted.getFirst();
        double one = full.work(kept, inputs, outputs);
        int folds = wished > 0 ? wished : many || work < FOLDS * one ? 1 : FOLDS;
        int epochs = Math.min((int) (full.epochs() * work / (folds * one)), full.epochs());
        if (epochs < FEW_EPOCHS) {
            return new Portfolio(List.of(LINEAR, simple(kept, inputs, outputs, work / Math.max(1, wished))),
                    Math.max(1, wished));
        }
        RealMlp first = full.epochs(epochs);
        List<Recipe> recipes = new ArrayList<>(List.of(LINEAR, first));
        double left = OVERBOOKING * work - folds * first.work(kept, inputs, outputs);
        ToDoubleFunction<Recipe> cost = more -> folds * more.work(kept, inputs, outputs) + COMPILING;
        left = add(recipes, wanted.subList(1, rows < FEW_ROWS ? FEW_RECIPES : wanted.size()), cost, left);
        if (given && !many && rows >= FEW_ROWS) {
            // within the time, since a recipe of which only some folds are trained takes rows from the choice
            add(recipes, further(task, inputs.numbers()), cost, left - (OVERBOOKING - 1) * work);
        }
        // perceptrons take a moment, and are there if the time ends early
        recipes.sort(Comparator.comparing(recipe -> !(recipe instanceof Perceptron)));
        return new Portfolio(recipes, folds);
    }

    /// Adds those recipes that the rest of the work suffices for, and returns what is left of it.
    private static double add(List<Recipe> recipes, List<Recipe> more, ToDoubleFunction<Recipe> cost, double left) {
        double rest = left;
        for (Recipe recipe : more) {
            if (cost.applyAsDouble(recipe) <= rest) {
                recipes.add(recipe);
                rest -= cost.applyAsDouble(recipe);
            }
        }
        return rest;
    }

    /// Returns recipes, beside the linear model, in the order of their worth. Numbers need precision, so dropout harms them;
    /// classes need it, since confident mistakes are costly. The simple network costs little, and wins on some small tables.
    private static List<Recipe> wanted(Task task, boolean many, int numbers) {
        RealMlp published = RealMlp.published().width(many ? WIDE : NARROW);
        RealMlp precise = published.sigma(1).dropout(0);
        List<Recipe> wanted = new ArrayList<>(!task.isClasses()
                ? List.of(precise, published.sigma(3).dropout(0.05), published)
                : List.of(published, precise));
        if (task.isClasses() && numbers <= MANY_NUMBERS) {
            wanted.addFirst(published.sigma(1).pieces(PIECES));
        }
        if (many) {
            wanted.add(1, TabM.published().width(NARROW));
        }
        wanted.add(many ? wanted.size() : 1, perceptron(HIDDEN, EPOCHS));
        return wanted;
    }

    /// Returns recipes that differ from the [#wanted] ones, for time that they leave. An average chooses the best of more.
    private static List<Recipe> further(Task task, int numbers) {
        RealMlp published = RealMlp.published().width(NARROW);
        TabM members = TabM.published().width(NARROW);
        RealMlp binned = published.sigma(1).pieces(PIECES).dropout(task.isClasses() ? STRONG : 0);
        List<Recipe> further = new ArrayList<>(task.isClasses()
                ? List.of(published.dropout(STRONG), members, binned, published.width(NARROW / 2), published.sigma(0.3))
                : List.of(binned, members, published.sigma(3).dropout(0), published.dropout(0),
                        published.sigma(0.5).dropout(0.05)));
        if (numbers > MANY_NUMBERS) {
            further.remove(binned);
        }
        return further;
    }

    /// Returns a simple network of as many epochs as the work allows.
    private static Perceptron simple(int rows, InputCounts inputs, int outputs, double work) {
        double epochs = work / perceptron(HIDDEN, 1).work(rows, inputs, outputs);
        return perceptron(HIDDEN, (int) Math.clamp(epochs, LEAST_EPOCHS, EPOCHS));
    }

    private static Perceptron perceptron(List<Integer> hidden, int epochs) {
        return new Perceptron(hidden, -1, epochs, 40, 0, 0);
    }
}
