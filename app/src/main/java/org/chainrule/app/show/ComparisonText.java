package org.chainrule.app.show;

import org.chainrule.tabular.Comparison;

/// Descriptions of a comparison of two models.
public final class ComparisonText {
    /// A difference below this many standard errors may be due to chance.
    private static final int SIGNIFICANT = 2;

    private ComparisonText() {
    }

    /// Returns a table of the metrics of both models, side by side.
    public static TextTable table(Comparison comparison) {
        TextTable table = new TextTable("lrrrr");
        table.row("", "old", "new", "difference", "standard error");
        comparison.measures()
                .forEach((name, measure) -> table.row(name, Format.measure(name, measure.before()),
                        Format.measure(name, measure.after()), signed(name, measure.difference()),
                        Double.isNaN(measure.standardError())
                                ? "-"
                                : Format.measure(name, measure.standardError())));
        return table;
    }

    private static String signed(String name, double value) {
        return (value > 0 ? "+" : "") + Format.measure(name, value);
    }

    /// Returns the result by one metric: `The new model is better by logLoss: 0.1143 instead of 0.1525; ...`.
    ///
    /// @param deciding the name of the metric that decides
    public static String verdict(Comparison comparison, String deciding) {
        Comparison.Measure measure = comparison.measure(deciding);
        if (Double.isNaN(measure.before()) && Double.isNaN(measure.after())) {
            return "The models cannot be compared by " + deciding + ", which is undefined on these rows for both";
        }
        String word = measure.difference() == 0 ? "as good" : measure.betterOrEqual() ? "better" : "worse";
        return "The new model is " + word + " by " + deciding + ": " + Format.measure(deciding, measure.after())
                + " instead of " + Format.measure(deciding, measure.before()) + reason(measure);
    }

    private static String reason(Comparison.Measure measure) {
        if (Double.isNaN(measure.before()) && measure.betterOrEqual()) {
            return "; a model that predicts non-finite numbers loses to any model that does not";
        }
        double errors = Math.abs(measure.difference()) / measure.standardError();
        return measure.difference() == 0 || Double.isNaN(errors)
                ? ""
                : "; the difference is " + Format.significant(errors, 2) + " standard errors"
                        + (errors < SIGNIFICANT ? " and may be due to chance" : "");
    }
}
