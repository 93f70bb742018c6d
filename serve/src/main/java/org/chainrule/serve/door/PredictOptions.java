package org.chainrule.serve.door;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.chainrule.error.Quote;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.web.Problem;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.value.Suggestions;

/// What a request asks for beside the predictions.
///
/// @param probabilities whether it asks for the probability of each class or label
/// @param interval      the level of the intervals of numbers
/// @param set           the level of the sets of classes
/// @param explain       whether it asks how much each column moved the prediction
/// @param unlike        whether it asks for the columns in which a row is unlike the training rows
record PredictOptions(boolean probabilities, OptionalDouble interval, OptionalDouble set, boolean explain,
        boolean unlike) {
    static final PredictOptions NONE = new PredictOptions(false, OptionalDouble.empty(), OptionalDouble.empty(), false,
            false);
    private static final double USUAL_LEVEL = 0.9;
    private static final List<String> NAMES = List.of("proba", "interval", "set", "explain", "unlike");

    /// Returns the options in the parameters of a request.
    ///
    /// @param given the parameters; one without a value has an empty one
    /// @throws Problem if one is unknown, or does not apply to the model
    static PredictOptions of(Map<String, String> given, Served served) {
        if (given.isEmpty()) {
            return NONE;
        }
        for (String name : given.keySet()) {
            if (!NAMES.contains(name)) {
                List<String> near = Suggestions.of(name, NAMES);
                throw wrong("There is no parameter " + Quote.of(name) + "; "
                        + (near.isEmpty()
                                ? "the parameters are " + String.join(", ", NAMES) + "."
                                : "did you mean " + near.getFirst() + "?"));
            }
        }
        PredictOptions options = new PredictOptions(flag(given, "proba"), level(given, "interval"),
                level(given, "set"), flag(given, "explain"), flag(given, "unlike"));
        boolean means = served.targets().stream().anyMatch(target -> target instanceof Target.Numbers numbers
                && !(numbers.estimand() instanceof Estimand.Quantiles));
        boolean classes = served.list().isEmpty()
                && served.targets().stream().anyMatch(Target.Classes.class::isInstance);
        if (options.interval.isPresent() && !means) {
            throw wrong("The parameter interval applies to means, but the model predicts none"
                    + (classes ? "; use set." : "; leave it out."));
        }
        if (options.set.isPresent() && !classes) {
            throw wrong("The parameter set applies to classes, but the model predicts none"
                    + (means ? "; use interval." : "; leave it out."));
        }
        if (options.probabilities && !served.targets().stream().anyMatch(Target.Classes.class::isInstance)) {
            throw wrong("The parameter proba applies to classes, but the model predicts numbers"
                    + (means ? "; use interval." : "; leave it out."));
        }
        return options;
    }

    /// Returns whether there is such a parameter.
    static boolean isName(String name) {
        return NAMES.contains(name);
    }

    private static boolean flag(Map<String, String> given, String name) {
        String value = given.get(name);
        return switch (value) {
            case null -> false;
            case "", "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw wrong("The parameter " + name + " is " + Quote.of(value) + "; give true or false.");
        };
    }

    private static OptionalDouble level(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value.isEmpty() || value.equals("true")) {
            return OptionalDouble.of(USUAL_LEVEL);
        }
        try {
            double level = Double.parseDouble(value);
            if (level > 0 && level < 1) {
                return OptionalDouble.of(level);
            }
        } catch (NumberFormatException _) {
            // reported below
        }
        throw wrong(
                "The parameter " + name + " is " + Quote.of(value) + "; give a number between 0 and 1, such as 0.9.");
    }

    private static Problem wrong(String sentence) {
        return new Problem(Problem.Kind.REQUEST, sentence);
    }

    /// Returns whether the values of the rows must be kept.
    boolean keeps() {
        return explain || unlike;
    }
}
