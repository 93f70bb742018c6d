package org.chainrule.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.tabular.Comparison;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.train.Plan;
import org.jspecify.annotations.Nullable;

/// What `chainrule train --json` prints: one object, bytes and seconds as plain numbers.
final class TrainJson {
    private TrainJson() {
    }

    static Map<String, Object> of(TrainingPlan prepared, TabularResult result, Path place,
            @Nullable Comparison comparison, boolean saved) {
        Plan plan = prepared.plan();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", prepared.choice().task().word());
        json.put("target", prepared.choice().column());
        json.put("rows", prepared.table().size());
        json.put("columns", prepared.table().columns().size());
        json.put("split", object("training", prepared.trainingRows(), "validation", prepared.validationRows(), "test",
                prepared.testRows()));
        json.put("inputs", prepared.schema().width());
        json.put("model", prepared.model());
        json.put("parameters", plan.parameters());
        json.put("memory", object("forward", plan.forward().total(), "training", plan.training().total()));
        json.put("batch", prepared.batch());
        json.put("learningRate", prepared.learningRate());
        json.put("epochs", result.epochs());
        json.put("bestEpoch", result.model().network().bestEpoch());
        json.put("interrupted", result.interrupted());
        json.put("seconds", Math.round(result.seconds() * 1e3) / 1e3);
        json.put("seed", prepared.seed());
        json.put("validation", finite(result.validation()));
        json.put("test", finite(result.test()));
        Map<String, Object> baselines = new LinkedHashMap<>();
        result.baselines().forEach((name, measures) -> baselines.put(name, finite(measures)));
        json.put("baselines", baselines);
        if (comparison != null) {
            json.put("comparison", of(comparison, comparison.deciding()));
        }
        json.put("out", place.toString());
        json.put("saved", saved);
        return json;
    }

    /// A comparison of two models.
    static Map<String, Object> of(Comparison comparison, String deciding) {
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

    /// An object of names and values in turn.
    static Map<String, Object> object(Object... pairs) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put(pairs[i].toString(), pairs[i + 1]);
        }
        return object;
    }

    /// Measures; JSON has no word for one that is not finite, so it is left out.
    static Map<String, Object> finite(Map<String, Double> measures) {
        Map<String, Object> finite = new LinkedHashMap<>();
        measures.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                finite.put(name, value);
            }
        });
        return finite;
    }
}
