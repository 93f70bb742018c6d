package org.chainrule.tabular.outcome;

import java.util.List;
import org.chainrule.error.ArgumentException;

/// What a model predicts of a number whose exact value it cannot know.
public sealed interface Estimand {
    /// The mean, learned by the squared error.
    record Mean() implements Estimand {
    }

    /// The mean of a count of at least 0, learned as its logarithm by the likelihood of a Poisson distribution (Nelder and
    /// Wedderburn, "Generalized linear models", 1972).
    record Counts() implements Estimand {
    }

    /// Several quantiles, learned by the pinball loss (Koenker and Bassett, "Regression quantiles", 1978): a share `q` of the
    /// numbers of rows like those of the training lies below the quantile of the level `q`.
    ///
    /// @param levels the levels in increasing order, between 0 and 1
    record Quantiles(List<Double> levels) implements Estimand {
        /// Creates an estimand; copies the levels.
        ///
        /// @throws ArgumentException if there are no levels, or they are not increasing numbers between 0 and 1
        public Quantiles {
            levels = List.copyOf(levels);
            for (int i = 0; i < levels.size(); i++) {
                double level = levels.get(i);
                String what = !(level > 0 && level < 1)
                        ? level + " is not between 0 and 1"
                        : i > 0 && level == levels.get(i - 1)
                                ? level + " occurs twice"
                                : i > 0 && level < levels.get(i - 1) ? level + " follows " + levels.get(i - 1) : "";
                if (!what.isEmpty()) {
                    throw new ArgumentException("quantiles", "quantiles: " + what
                            + ", expected increasing levels between 0 and 1, such as 0.1, 0.5 and 0.9");
                }
            }
            if (levels.isEmpty()) {
                throw new ArgumentException("quantiles",
                        "quantiles: got no levels, expected at least one, such as 0.5 for the median");
            }
        }

        /// Returns the place of the level that is nearest to 0.5; of two, the lower one.
        public int middle() {
            int middle = 0;
            for (int i = 1; i < levels.size(); i++) {
                middle = Math.abs(levels.get(i) - 0.5) < Math.abs(levels.get(middle) - 0.5) ? i : middle;
            }
            return middle;
        }
    }

    /// Returns the number of outputs of a network.
    default int outputs() {
        return this instanceof Quantiles(List<Double> levels) ? levels.size() : 1;
    }
}
