package org.chainrule.tabular.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.assess.Folds;
import org.chainrule.tabular.network.Approach;
import org.chainrule.tabular.network.InputCounts;
import org.chainrule.tabular.network.Perceptron;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.Holdout;

/// The networks that an ensemble trains, in this order: all folds of the first recipe, then those of the next.
///
/// @param recipes the recipes
/// @param items   the networks
/// @param folds   the number of folds; 1 if all networks share one validation set
public record Lineup(List<Recipe> recipes, List<WorkItem> items, int folds) {
    /// Keeps the seeds of neighboring networks apart (the fractional part of the golden ratio, in 64 bits).
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    /// Creates a lineup; copies the lists.
    public Lineup {
        recipes = List.copyOf(recipes);
        items = List.copyOf(items);
    }

    /// Returns the lineup of a training.
    ///
    /// @param train      the rows to learn from
    /// @param validation the rows that choose the epoch if there are no folds
    public static Lineup of(Choices choices, TargetChoice choice, Codec codec, Table table, int[] train,
            int[] validation) {
        int[] pool = IntStream.concat(IntStream.of(train), IntStream.of(validation)).sorted().toArray();
        Portfolio portfolio = choices.approach() == Approach.BEST
                ? Portfolio.of(choice.task(), pool.length, InputCounts.of(codec.schema()), codec.outputs(),
                        work(choices) / choices.ensemble, choices.time.isPresent(), choices.folds)
                : new Portfolio(List.of(choices.recipe()), 1);
        int wanted = choices.folds > 1
                ? choices.folds
                : Math.min(portfolio.folds(), choices.holdout.mostFolds(table, pool));
        // a fold of the earliest rows would be predicted from later ones
        List<Folds> folds = wanted < 2 || choices.holdout instanceof Holdout.Latest
                ? List.of(new Folds(train, validation))
                : choices.holdout.folds(choice, table, pool, wanted, choices.seed);
        int count = folds.size();
        // as many networks as with folds, which then differ by their seeds
        int repeats = choices.ensemble * (count == 1 ? Math.max(1, choices.folds) : 1);
        List<WorkItem> items = new ArrayList<>();
        for (int entry = 0; entry < portfolio.recipes().size(); entry++) {
            Recipe recipe = portfolio.recipes().get(entry);
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (int fold = 0; fold < count; fold++) {
                    items.add(new WorkItem(title(portfolio.recipes(), entry) + place(fold, count, "fold")
                            + place(repeat, repeats, "member"), entry,
                            recipe,
                            folds.get(fold).train(), folds.get(fold).test(),
                            choices.seed + STRIDE * items.size()));
                }
            }
        }
        return new Lineup(portfolio.recipes(), items, count);
    }

    /// Returns the number of networks that are trained at a time; the threads are divided among them. Linear models are not
    /// counted beside other networks, because they end soon and would leave a single thread to the network beside them.
    int parallel(int threads) {
        long others = items.stream()
                .filter(item -> !(item.recipe() instanceof Perceptron simple && simple.hidden().isEmpty())).count();
        return Math.clamp(others == 0 ? items.size() : others, 1, threads);
    }

    /// Returns an estimate of the time of all trainings in seconds, which is right within a factor of about two.
    public double seconds(Codec codec, int threads) {
        InputCounts inputs = InputCounts.of(codec.schema());
        double work = items.stream()
                .mapToDouble(item -> item.recipe().work(item.train().length, inputs, codec.outputs())).sum();
        return Portfolio.seconds(work, recipes.size(), Math.min(threads, items.size()));
    }

    /// Returns the recipe that describes the model best: the first one that is more than a perceptron, if there is one.
    public Recipe main() {
        return recipes.stream().filter(recipe -> !(recipe instanceof Perceptron)).findFirst()
                .orElse(recipes.getLast());
    }

    /// Returns the name of each recipe, such as `realmlp 2`.
    public List<String> kinds() {
        return IntStream.range(0, recipes.size()).mapToObj(entry -> title(recipes, entry)).toList();
    }

    private static double work(Choices choices) {
        return choices.time.map(limit -> Portfolio.work(limit.toMillis() * 1e-3)).orElse(Portfolio.DEFAULT_WORK);
    }

    /// Returns the name of the kind of network, and its number among those of its kind if there are several.
    private static String title(List<Recipe> recipes, int entry) {
        String kind = recipes.get(entry).name();
        long number = recipes.subList(0, entry + 1).stream().filter(recipe -> recipe.name().equals(kind)).count();
        return number == 1 ? kind : kind + " " + number;
    }

    private static String place(int index, int count, String noun) {
        return count > 1 ? " " + noun + " " + (index + 1) + " of " + count : "";
    }
}
