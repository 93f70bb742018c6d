package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LessonSettingsTest {
    private static final LessonSettings USUAL = Samples.settings("spirals");

    @Test
    void aPartReplacesItsSettings() {
        LessonSettings changed = USUAL.with(Map.of("hidden", List.of(3L, 2L), "rate", 0.5, "optimizer", "sgd"));
        assertThat(changed.hidden()).containsExactly(3, 2);
        assertThat(changed.rate()).isEqualTo(0.5);
        assertThat(changed.optimizer()).isEqualTo(LessonSettings.Rule.SGD);
        assertThat(changed.activation()).isEqualTo(USUAL.activation());
        assertThat(USUAL.with(changed.toJson())).isEqualTo(changed);
    }

    @Test
    void columnsAndThePauseDoNotChangeTheTraining() {
        assertThat(USUAL.sameTraining(USUAL.with(Map.of("columns", List.of("a", "b"), "until", 7)))).isTrue();
        assertThat(USUAL.sameTraining(USUAL.with(Map.of("seed", 1)))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "rate|0|the learning rate is 0.0, expected a number above 0 and at most 10",
            "rate|11|the learning rate is 11.0, expected a number above 0 and at most 10",
            "batch|0|the batch has 0 rows, expected 1 to 1024",
            "batch|1.5|the setting batch is \"1.5\", expected a whole number",
            "decay|2|the weight decay is 2.0, expected a number from 0 to 1",
            "dropout|0.95|the dropout rate is 0.95, expected a number from 0 to 0.9",
            "seed|-1|the seed is -1, expected 0 to 999999999",
            "until|-1|the last step is -1, expected 0 to 1000000"})
    void aNumberOutOfRangeIsRefused(String name, double value, String sentence) {
        assertThatThrownBy(() -> USUAL.with(Map.of(name, value))).isInstanceOf(ArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void everythingElseIsRefusedByASentence() {
        assertThatThrownBy(() -> USUAL.with(Map.of("layers", 3))).hasMessageStartingWith("there is no setting ")
                .hasMessageContaining("expected some of columns, hidden, activation, optimizer, rate, batch, decay");
        assertThatThrownBy(() -> USUAL.with(Map.of("hidden", 3)))
                .hasMessage("the setting hidden is 3, expected a list");
        assertThatThrownBy(() -> USUAL.with(Map.of("hidden", List.of(0)))).hasMessage(
                "a hidden layer has 0 units, expected 1 to 64");
        assertThatThrownBy(() -> USUAL.with(Map.of("hidden", List.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))))
                .hasMessage("there are 13 hidden layers, expected at most 12");
        assertThatThrownBy(() -> USUAL.with(Map.of("activation", "step"))).hasMessageEndingWith(
                "expected one of relu, tanh, sigmoid, gelu, none");
        assertThatThrownBy(() -> USUAL.with(Map.of("optimizer", "sgd", "decay", 0.1)))
                .hasMessage("weight decay is set without Adam; choose Adam, or set it to 0");
        assertThatThrownBy(() -> USUAL.with(Map.of("rate", "fast"))).hasMessageEndingWith("expected a number");
    }
}
