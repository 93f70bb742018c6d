package org.chainrule.app.show;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.io.Json;
import org.chainrule.model.Model;
import org.chainrule.tabular.Comparison;
import org.chainrule.tabular.CrossValidation;
import org.chainrule.tabular.Provenance;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.train.Plan;
import org.jspecify.annotations.Nullable;

/// The reports of the command as JSON objects: sizes in bytes and times in seconds, as plain numbers.
public final class JsonReport {
    private JsonReport() {
    }

    /// Returns the report of `chainrule train`.
    ///
    /// @param place      the file of the model
    /// @param comparison the comparison with the live model; null if there was none
    /// @param saved      whether the model was saved
    public static Map<String, Object> of(TrainingPlan training, TabularResult result, Path place,
            @Nullable Comparison comparison, boolean saved) {
        Plan plan = training.plan();
        Model network = result.model().network();
        List<Provenance.Member> members = result.model().provenance().members();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", training.choice().task().word());
        json.put("target", training.choice().column());
        quantiles(training.target()).ifPresent(levels -> json.put("quantiles", levels));
        json.put("rows", training.table().size());
        json.put("columns", training.table().columns().size());
        json.put("split", object("training", training.trainingRows(), "validation", training.validationRows(), "test",
                training.testRows()));
        json.put("inputs", training.schema().width());
        json.put("model", training.model());
        json.put("parameters", parameters(network));
        if (members.isEmpty()) {
            json.put("memory", object("forward", plan.forward().total(), "training", plan.training().total()));
        }
        if (training.kinds().size() == 1) {
            json.put("batch", training.batch());
            json.put("learningRate", training.learningRate());
        }
        json.put("epochs", result.epochs());
        if (members.isEmpty()) {
            json.put("bestEpoch", network.bestEpoch());
        } else {
            json.put("members", members(members));
        }
        json.putAll(training.aim().toJson());
        json.put("interrupted", result.interrupted());
        json.put("seconds", Math.round(result.seconds() * 1e3) / 1e3);
        json.put("seed", training.seed());
        threshold(result.model()).ifPresent(threshold -> json.put("threshold", threshold));
        json.put("validation", finite(result.validation()));
        json.put("test", finite(result.test()));
        if (!result.assessment().intervals().isEmpty()) {
            json.put("testIntervals", intervals(result.assessment()));
            json.put("resamples", result.assessment().resamples());
        }
        result.assessment().calibration().ifPresent(calibration -> json.put("calibration",
                object("temperature", calibration.temperature(), "eceBefore", calibration.before(), "ece",
                        calibration.after())));
        result.assessment().coverage().ifPresent(coverage -> json.put("coverage",
                object("level", coverage.level(), "share", coverage.share(), "size", coverage.size())));
        Map<String, Object> baselines = new LinkedHashMap<>();
        result.baselines().forEach((name, measures) -> baselines.put(name, finite(measures)));
        json.put("baselines", baselines);
        if (result.assessment().neighbors() > 0) {
            json.put("neighbors", result.assessment().neighbors());
        }
        if (comparison != null) {
            json.put("comparison", of(comparison, comparison.deciding()));
        }
        json.put("out", place.toString());
        json.put("saved", saved);
        return json;
    }

    /// Returns the number of parameters of a model, with those of all networks of an average.
    public static long parameters(Model network) {
        return network.parameters().values().stream().mapToLong(values -> values.shape().elements()).sum();
    }

    /// Returns the networks of an average. One that was trained but is not part of the model has the weight 0.
    public static List<Map<String, Object>> members(List<Provenance.Member> members) {
        return members.stream().map(member -> object("name", member.name(), "epochs", member.epochs(), "bestEpoch",
                member.bestEpoch(), "weight", member.weight())).toList();
    }

    /// Returns the ends of the interval of each measure, as an array of two numbers.
    private static Map<String, Object> intervals(Assessment assessment) {
        Map<String, Object> intervals = new LinkedHashMap<>();
        assessment.intervals()
                .forEach((name, interval) -> intervals.put(name, List.of(interval.low(), interval.high())));
        return intervals;
    }

    /// Returns the report of a cross-validation: the mean and the standard deviation of each measure, and its values.
    public static Map<String, Object> of(CrossValidation folds) {
        return object("folds", folds.folds(), "repeats", folds.repeats(), "mean", finite(folds.mean()), "deviation",
                finite(folds.deviation()), "values", folds.measures().stream().map(JsonReport::finite).toList());
    }

    /// Returns the levels of the quantiles that a model predicts; empty if it predicts something else.
    public static Optional<List<Double>> quantiles(Target target) {
        return target instanceof Target.Numbers numbers
                && numbers.estimand() instanceof Estimand.Quantiles(List<Double> levels)
                        ? Optional.of(levels)
                        : Optional.empty();
    }

    /// Returns the decision threshold of a model of two classes: its value, the positive class and, if the training chose
    /// it, how; empty if there are not two classes.
    public static Optional<Map<String, Object>> threshold(TabularModel model) {
        if (!(model.target() instanceof Target.Classes classes) || classes.labels().size() != 2) {
            return Optional.empty();
        }
        Map<String, Object> threshold = object("value", classes.threshold(), "positive",
                classes.labels().get(classes.positive()));
        model.provenance().chosen().ifPresent(by -> {
            threshold.put("by", "best-f1");
            threshold.put("rows", by.rows());
            threshold.put("positives", by.positives());
        });
        return Optional.of(threshold);
    }

    /// Returns the report of a comparison of two models.
    ///
    /// @param deciding the name of the metric that decides
    public static Map<String, Object> of(Comparison comparison, String deciding) {
        Map<String, Object> json = object("task", comparison.task().word(), "target", comparison.column(), "rows",
                comparison.rows());
        Map<String, Double> before = new LinkedHashMap<>();
        Map<String, Double> after = new LinkedHashMap<>();
        Map<String, Double> errors = new LinkedHashMap<>();
        comparison.measures().forEach((name, measure) -> {
            before.put(name, measure.before());
            after.put(name, measure.after());
            errors.put(name, measure.standardError());
        });
        json.put("before", finite(before));
        json.put("after", finite(after));
        json.put("standardErrors", finite(errors));
        json.put("by", deciding);
        return json;
    }

    /// Returns an object.
    ///
    /// @param pairs names and values in turn
    public static Map<String, Object> object(Object... pairs) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put(pairs[i].toString(), pairs[i + 1]);
        }
        return object;
    }

    /// Returns an object of metrics. Values that are not finite are null, because JSON cannot represent them.
    public static Map<String, Object> finite(Map<String, Double> measures) {
        Map<String, Object> finite = new LinkedHashMap<>();
        measures.forEach((name, value) -> finite.put(name, Double.isFinite(value) ? value : Json.NULL));
        return finite;
    }
}
