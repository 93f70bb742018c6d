package org.chainrule.tabular.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.tabular.network.InputCounts;
import org.chainrule.tabular.network.RealMlp;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.outcome.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PortfolioTest {
    private static final InputCounts NUMBERS = new InputCounts(10, 0, 0, 0);

    private static Portfolio of(Task task, int rows) {
        return Portfolio.of(task, rows, NUMBERS, 1, Portfolio.DEFAULT_WORK, false, 0);
    }

    private static RealMlp first(Portfolio portfolio) {
        return portfolio.recipes().stream().filter(RealMlp.class::isInstance).map(RealMlp.class::cast).findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void aFewRowsHaveFewRecipes(Task task) {
        Portfolio few = of(task, 199);
        assertThat(few.folds()).isEqualTo(5);
        assertThat(few.recipes()).extracting(Recipe::name).containsExactly("linear", "mlp", "realmlp");
        Portfolio more = of(task, 200);
        assertThat(more.recipes()).extracting(Recipe::name).containsExactly("linear", "mlp", "realmlp", "realmlp",
                "realmlp");
        assertThat(more.recipes()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void manyRowsHaveWideNetworksAndOneValidationSet(Task task) {
        assertThat(of(task, 14_999).folds()).isEqualTo(5);
        Portfolio many = of(task, 15_000);
        assertThat(many.folds()).isEqualTo(1);
        assertThat(first(many).width()).isEqualTo(256);
        assertThat(many.recipes()).extracting(Recipe::name).startsWith("linear", "mlp", "realmlp", "tabm");
    }

    /// Numbers of classes have piecewise-linear embeddings, unless there are many.
    @Test
    void manyNumbersHaveNoBins() {
        for (int numbers : new int[]{32, 33}) {
            Portfolio some = Portfolio.of(Task.CLASSIFICATION, 1_000, new InputCounts(numbers, 0, 0, 0), 10,
                    Portfolio.DEFAULT_WORK, false, 0);
            assertThat(first(some).pieces()).isEqualTo(numbers == 32 ? 4 : 0);
            assertThat(some.recipes()).hasSize(numbers == 32 ? 5 : 4).doesNotHaveDuplicates();
        }
    }

    @Test
    void aSmallBudgetShortensTheFirstRecipe() {
        assertThat(first(Portfolio.of(Task.REGRESSION, 5_000, NUMBERS, 1, 3.5e11, false, 0)).epochs()).isLessThan(256);
        for (double work : new double[]{3.5e11, 5e11, 1e12, 3e12, 1e13}) {
            Portfolio some = Portfolio.of(Task.REGRESSION, 5_000, NUMBERS, 1, work, false, 0);
            assertThat(first(some).epochs()).isBetween(32, 256);
            assertThat(some.folds() * some.recipes().stream().mapToDouble(each -> each.work(4_000, NUMBERS, 1)).sum())
                    .isLessThan(2 * work);
        }
    }

    @ParameterizedTest
    @EnumSource
    void timeThatIsLeftIsForFurtherRecipes(Task task) {
        double minute = Portfolio.work(60);
        Portfolio timed = Portfolio.of(task, 500, NUMBERS, 1, minute, true, 0);
        assertThat(timed.recipes()).hasSize(10).doesNotHaveDuplicates()
                .containsAll(Portfolio.of(task, 500, NUMBERS, 1, minute, false, 0).recipes());
        for (int rows : new int[]{500, 2_000, 5_000, 8_000, 14_999}) {
            Portfolio usual = Portfolio.of(task, rows, NUMBERS, 1, minute, false, 0);
            assertThat(work(Portfolio.of(task, rows, NUMBERS, 1, minute, true, 0), rows))
                    .isLessThanOrEqualTo(Math.max(minute, work(usual, rows)));
        }
        for (int rows : new int[]{199, 15_000}) {
            assertThat(Portfolio.of(task, rows, NUMBERS, 1, minute, true, 0))
                    .isEqualTo(Portfolio.of(task, rows, NUMBERS, 1, minute, false, 0));
        }
    }

    private static double work(Portfolio portfolio, int rows) {
        return portfolio.folds()
                * portfolio.recipes().stream().mapToDouble(each -> each.work((int) (0.8 * rows), NUMBERS, 1)).sum();
    }

    /// A RealMLP of a few epochs would be worse than a simple network.
    @Test
    void aTinyBudgetIsSpentOnASimpleNetwork() {
        for (double work : new double[]{0, 1, 1e11, 2.95e11, 3e11}) {
            for (int folds : new int[]{0, 3}) {
                Portfolio some = Portfolio.of(Task.REGRESSION, 50_000, NUMBERS, 1, work, true, folds);
                assertThat(some.recipes()).extracting(Recipe::name).containsExactly("linear", "mlp");
                assertThat(some.recipes().getLast().epochs()).isBetween(8, 200);
                assertThat(some.folds()).isEqualTo(folds == 0 ? 1 : 3);
            }
        }
        assertThat(Portfolio.of(Task.REGRESSION, 50_000, NUMBERS, 1, 0, false, 0).recipes().getLast().epochs())
                .isEqualTo(8);
        assertThat(Portfolio.of(Task.REGRESSION, 100, NUMBERS, 1, 2.885e11, true, 0).recipes().getLast().epochs())
                .isBetween(9, 199);
    }

    @Test
    void theBudgetOfATimeGrowsWithIt() {
        List<Integer> recipes = List.of(1.0, 20.0, 600.0).stream()
                .map(seconds -> Portfolio.of(Task.CLASSIFICATION, 40_000, NUMBERS, 2, Portfolio.work(seconds), true, 0)
                        .recipes()
                        .size())
                .toList();
        assertThat(recipes).isSorted();
        assertThat(recipes.getFirst()).isLessThan(recipes.getLast());
    }
}
