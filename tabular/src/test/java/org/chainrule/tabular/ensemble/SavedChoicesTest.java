package org.chainrule.tabular.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.chainrule.error.FormatException;
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
import org.junit.jupiter.api.Test;

class SavedChoicesTest {
    /// Settings that do not affect the model.
    private static final Set<String> NOT_SAVED = Set.of("threads", "timeStart", "command", "stop", "checkpoints");

    /// Another value of each setting.
    private static Map<String, Consumer<Choices>> changes() {
        Map<String, Consumer<Choices>> changes = new LinkedHashMap<>();
        changes.put("task", c -> c.task = Task.REGRESSION);
        changes.put("quantiles", c -> c.quantiles = List.of(0.1, 0.9));
        changes.put("order", c -> c.order = List.of("low", "high"));
        changes.put("format", c -> c.format = TableFormat.detected().missing("gone").decimal(',').header(false)
                .kinds(Map.of("b", Column.Kind.DATE, "a", Column.Kind.TEXT)));
        changes.put("hidden", c -> c.hidden = new int[]{3, 2});
        changes.put("dropout", c -> c.dropout = 0.1);
        changes.put("approach", c -> c.approach = Approach.TABM);
        changes.put("epochs", c -> c.epochs = 3);
        changes.put("patience", c -> c.patience = 4);
        changes.put("batch", c -> c.batch = 5);
        changes.put("learningRate", c -> c.learningRate = 0.1 + 0.2);
        changes.put("aim", c -> c.aim = Aim.NONE.metric(Criterion.F1).weights("w").balanced(true));
        changes.put("seed", c -> c.seed = Long.MAX_VALUE - 1);
        changes.put("time", c -> c.time = Optional.of(Duration.ofMillis(90_001)));
        changes.put("single", c -> c.single = true);
        changes.put("maxLatency", c -> c.maxLatency = 30);
        changes.put("folds", c -> c.folds = 7);
        changes.put("ensemble", c -> c.ensemble = 8);
        changes.put("testFraction", c -> c.testFraction = 0.3);
        changes.put("validationFraction", c -> c.validationFraction = 0.4);
        changes.put("overrides", c -> c.overrides = Overrides.NONE.ignore("i", "h").kind(Column.Kind.NUMBER, "n")
                .text("t").categories(9).without(List.of("z")));
        changes.put("holdout", c -> c.holdout = new Holdout.Groups("g"));
        changes.put("positive", c -> c.positive = "yes");
        changes.put("threshold", c -> c.threshold = 0.25);
        changes.put("bestThreshold", c -> c.bestThreshold = true);
        changes.put("clamp", c -> c.clamp = false);
        changes.put("transform", c -> c.transform = false);
        return changes;
    }

    private static String text(Choices choices) {
        return Json.write(SavedChoices.write(choices));
    }

    @SuppressWarnings("unchecked")
    private static Choices read(String text) {
        return SavedChoices.read((Map<String, Object>) Json.parse(text), "m");
    }

    @Test
    void eachSettingIsSavedAndRead() {
        Choices usual = new Choices("y");
        assertThat(text(read(text(usual)))).isEqualTo(text(usual));
        changes().forEach((name, change) -> {
            Choices changed = usual.with(change);
            assertThat(text(changed)).as(name).isNotEqualTo(text(usual));
            assertThat(text(read(text(changed)))).as(name).isEqualTo(text(changed));
        });
        Choices latest = usual.with(c -> c.holdout = new Holdout.Latest("day"));
        assertThat(read(text(latest)).holdout).isEqualTo(new Holdout.Latest("day"));
    }

    /// A new setting is either saved, or does not affect the model.
    @Test
    void noSettingIsForgotten() {
        Set<String> settings = Arrays.stream(Choices.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers())).map(Field::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered = new TreeSet<>(changes().keySet());
        covered.addAll(NOT_SAVED);
        covered.add("target");
        assertThat(covered).isEqualTo(settings);
    }

    @Test
    void aDamagedTreeIsRefused() {
        String text = text(new Choices("y"));
        for (String damaged : new String[]{text.replace("BEST", "x"), text.replace("\"seed\":\"0\"",
                "\"seed\":\"1.5\""), text.replace("\"time\":\"\"", "\"time\":\"soon\""),
                text.replace("\"by\":\"random\"", "\"by\":\"luck\""), text.replace("\"clamp\":true,", "")}) {
            assertThat(damaged).isNotEqualTo(text);
            assertThatThrownBy(() -> read(damaged)).isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("m: the settings of the training ");
        }
    }
}
