package org.chainrule.metric;

import java.util.function.Predicate;
import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// Checks of the arguments of both custom forms of metrics.
final class MetricChecks {
    private MetricChecks() {
    }

    static void check(String operation, @Nullable String name, @Nullable Object value, @Nullable Predicate<?> fits,
            @Nullable String expected) {
        ArgumentException.requireNotNull(operation, "name", name);
        ArgumentException.requireNotNull(operation, "value", value);
        ArgumentException.requireNotNull("fits", "kinds", fits);
        ArgumentException.requireNotNull("fits", "expected", expected);
        if (name != null && name.isBlank()) {
            throw new ArgumentException("name",
                    operation + ": the name is blank, expected a word such as \"accuracy\"");
        }
    }
}
