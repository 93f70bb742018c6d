package org.chainrule.bench.tables;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.chainrule.tabular.Tabular;

/// The configurations of Chainrule that take part. A line here adds one, such as a variant for an ablation.
final class Configurations {
    private static final int FOLDS = 5;

    private Configurations() {
    }

    /// A configuration.
    ///
    /// @param name     the name of the model in options and reports
    /// @param standard whether a run has it by default, and docs/tables.md shows it; a variant runs only if it is named
    /// @param searches whether it uses the time that a run gives to a search
    /// @param change   changes the default training
    record Configuration(String name, boolean standard, boolean searches,
            BiFunction<Tabular, LearnerSettings, Tabular> change) {
    }

    /// Returns all configurations.
    static List<Configuration> all() {
        return List.of(new Configuration("mlp", true, false, (tabular, _) -> tabular.quick()),
                new Configuration("linear", true, false, (tabular, _) -> tabular.linear()),
                new Configuration("best", true, false, (tabular, _) -> tabular),
                new Configuration("best-timed", false, true, (tabular, settings) -> tabular
                        .time(Duration.ofMillis(Math.round(1000 * settings.seconds())))),
                new Configuration("mlp-folds", false, false, (tabular, _) -> tabular.quick().folds(FOLDS)),
                new Configuration("realmlp-folds", false, false, (tabular, _) -> tabular.realMlp().folds(FOLDS)),
                new Configuration("realmlp", false, false, (tabular, _) -> tabular.realMlp()),
                new Configuration("tabm", false, false, (tabular, _) -> tabular.tabM()),
                new Configuration("mlp-no-dropout", false, false, (tabular, _) -> tabular.dropout(0)),
                new Configuration("mlp-64", false, false, (tabular, _) -> tabular.hidden(64)));
    }

    /// Returns the configuration with a name.
    static Configuration of(String name) {
        return all().stream().filter(configuration -> configuration.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bench: there is no configuration " + name));
    }
}
