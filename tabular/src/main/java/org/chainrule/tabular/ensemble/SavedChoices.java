package org.chainrule.tabular.ensemble;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.chainrule.io.Json;
import org.chainrule.tabular.encode.Overrides;
import org.chainrule.tabular.network.Approach;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Holdout;
import org.chainrule.tabular.value.JsonFields;

/// The form in which the settings of a training are saved in a model file: all that affect the model.
public final class SavedChoices {
    private SavedChoices() {
    }

    /// Returns the settings as a tree.
    public static Map<String, Object> write(Choices choices) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", choices.target);
        Task task = choices.task;
        json.put("task", task == null ? "" : task.name());
        json.put("quantiles", choices.quantiles);
        json.put("order", choices.order);
        json.put("format", choices.format.toJson());
        json.put("kinds", kinds(choices.format.kinds()));
        json.put("columns", write(choices.overrides));
        json.put("approach", choices.approach().name());
        json.put("hidden", Arrays.stream(choices.hidden).boxed().toList());
        json.put("dropout", choices.dropout);
        json.put("epochs", choices.epochs);
        json.put("patience", choices.patience);
        json.put("batch", choices.batch);
        json.put("learningRate", choices.learningRate);
        json.put("aim", choices.aim.toJson());
        json.put("seed", Long.toString(choices.seed));
        // the limit, because it decides which networks are planned
        json.put("time", choices.time.map(Duration::toString).orElse(""));
        json.put("single", choices.single);
        json.put("maxLatency", choices.maxLatency);
        json.put("folds", choices.folds);
        json.put("ensemble", choices.ensemble);
        json.put("testFraction", choices.testFraction);
        json.put("validationFraction", choices.validationFraction);
        json.put("holdout", write(choices.holdout));
        String positive = choices.positive;
        if (positive != null) {
            json.put("positive", positive);
        }
        json.put("threshold", choices.threshold);
        json.put("bestThreshold", choices.bestThreshold);
        json.put("clamp", choices.clamp);
        json.put("transform", choices.transform);
        // numbers have the types that they have when they are read, so that equal settings are equal
        return JsonFields.of(Json.parse(Json.write(json)), choices.target, "settings of the training").tree();
    }

    private static Map<String, Object> write(Overrides columns) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ignored", columns.ignored().stream().sorted().toList());
        if (!columns.targets().isEmpty()) {
            json.put("targets", columns.targets().stream().sorted().toList());
        }
        json.put("kinds", kinds(columns.kinds()));
        json.put("texts", columns.texts().stream().sorted().toList());
        json.put("categories", columns.categories());
        return json;
    }

    private static Map<String, Object> kinds(Map<String, Column.Kind> kinds) {
        Map<String, Object> json = new TreeMap<>();
        kinds.forEach((column, kind) -> json.put(column, kind.name()));
        return json;
    }

    private static Map<String, Object> write(Holdout holdout) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (holdout) {
            case Holdout.Random _ -> json.put("by", "random");
            case Holdout.Latest(String column) -> {
                json.put("by", "time");
                json.put("column", column);
            }
            case Holdout.Groups(String column) -> {
                json.put("by", "group");
                json.put("column", column);
            }
        }
        return json;
    }

    /// Returns the settings that a tree describes.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @throws org.chainrule.error.FormatException if [#write(Choices)] does not write such a tree
    public static Choices read(Map<String, Object> tree, String source) {
        JsonFields fields = JsonFields.of(tree, source, "settings of the training");
        return new Choices(fields.text("target")).with(c -> {
            c.task = fields.text("task").isEmpty() ? null : named(fields, "task", Task::valueOf);
            c.quantiles = fields.numbers("quantiles");
            c.order = fields.texts("order");
            c.format = TableFormat.fromJson(fields.object("format").tree(), source)
                    .kinds(kinds(fields.object("kinds")));
            c.overrides = columns(fields.object("columns"));
            c.approach = named(fields, "approach", Approach::valueOf);
            c.hidden = fields.numbers("hidden").stream().mapToInt(Double::intValue).toArray();
            c.dropout = fields.number("dropout");
            c.epochs = (int) fields.number("epochs");
            c.patience = (int) fields.number("patience");
            c.batch = (int) fields.number("batch");
            c.learningRate = fields.number("learningRate");
            c.aim = aim(fields.object("aim"));
            c.seed = named(fields, "seed", Long::parseLong);
            c.time = fields.text("time").isEmpty()
                    ? Optional.empty()
                    : Optional.of(named(fields, "time", Duration::parse));
            c.single = fields.flag("single");
            c.maxLatency = fields.number("maxLatency");
            c.folds = (int) fields.number("folds");
            c.ensemble = (int) fields.number("ensemble");
            c.testFraction = fields.number("testFraction");
            c.validationFraction = fields.number("validationFraction");
            c.holdout = holdout(fields.object("holdout"));
            c.positive = fields.keys().contains("positive") ? fields.text("positive") : null;
            c.threshold = fields.number("threshold");
            c.bestThreshold = fields.flag("bestThreshold");
            c.clamp = fields.flag("clamp");
            c.transform = fields.flag("transform");
        });
    }

    /// Returns the aim that a tree describes.
    public static Aim aim(JsonFields fields) {
        Aim aim = Aim.NONE;
        if (fields.keys().contains("metric")) {
            String name = fields.text("metric");
            aim = aim.metric(Arrays.stream(Criterion.values()).filter(each -> each.word().equals(name)).findFirst()
                    .orElseThrow(() -> fields.refuse("should have the name of a metric as \"metric\"")));
        }
        if (fields.keys().contains("weights")) {
            aim = aim.weights(fields.text("weights"));
        }
        return fields.keys().contains("balanced") ? aim.balanced(fields.flag("balanced")) : aim;
    }

    private static Overrides columns(JsonFields fields) {
        return new Overrides(new LinkedHashSet<>(fields.texts("ignored")), kinds(fields.object("kinds")), "",
                (int) fields.number("categories"), new LinkedHashSet<>(fields.texts("texts")), "",
                fields.keys().contains("targets") ? new LinkedHashSet<>(fields.texts("targets")) : Set.of());
    }

    private static Map<String, Column.Kind> kinds(JsonFields fields) {
        Map<String, Column.Kind> kinds = new LinkedHashMap<>();
        fields.keys().forEach(column -> kinds.put(column, named(fields, column, Column.Kind::valueOf)));
        return kinds;
    }

    private static Holdout holdout(JsonFields fields) {
        return switch (fields.text("by")) {
            case "random" -> new Holdout.Random();
            case "time" -> new Holdout.Latest(fields.text("column"));
            case "group" -> new Holdout.Groups(fields.text("column"));
            default -> throw fields.refuse("has an unknown way to hold out rows");
        };
    }

    /// Returns the value that a text stands for.
    private static <T> T named(JsonFields fields, String key, Function<String, T> reader) {
        try {
            return reader.apply(fields.text(key));
        } catch (IllegalArgumentException | DateTimeParseException _) {
            throw fields.refuse("has an unknown \"" + key + "\"");
        }
    }
}
