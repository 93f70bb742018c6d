package org.chainrule.tabular.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.Range;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which networks a training tries.
class DefaultApproachTest {
    private static final Table TABLE = Table.of("t", NumberColumn.of("x", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
            NumberColumn.of("y", 1.1, 2.1, 3.3, 4.2, 5.1, 6.3, 7, 8.2, 9.1, 10.2, 11, 12.4));

    private static String model(UnaryOperator<Tabular> settings) {
        return settings.apply(Tabular.of("y")).prepare(TABLE).model();
    }

    @Test
    void aTrainingWithoutSettingsOfOneNetworkTriesSeveral() {
        assertThat(model(tabular -> tabular)).isEqualTo("best");
        assertThat(model(tabular -> tabular.folds(2).seed(3).ensemble(2))).isEqualTo("best");
    }

    @Test
    void aSettingOfOneNetworkSelectsIt() {
        assertThat(model(tabular -> tabular.epochs(3))).isEqualTo("mlp");
        assertThat(model(tabular -> tabular.hidden(3))).isEqualTo("mlp");
        assertThat(model(tabular -> tabular.batch(3))).isEqualTo("mlp");
        assertThat(model(tabular -> tabular.learningRate(0.1))).isEqualTo("mlp");
        assertThat(model(tabular -> tabular.dropout(0))).isEqualTo("mlp");
        assertThat(model(tabular -> tabular.patience(3))).isEqualTo("mlp");
        assertThat(model(Tabular::quick)).isEqualTo("mlp");
        assertThat(model(Tabular::linear)).isEqualTo("linear");
        assertThat(model(tabular -> tabular.epochs(3).realMlp())).isEqualTo("realmlp");
        assertThatThrownBy(() -> model(tabular -> tabular.best().epochs(3))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("describe a single network");
    }

    @Test
    void aWideTableHasMoreTimeForARow() {
        Choices choices = new Choices("y");
        assertThat(choices.latency(schema(1))).isEqualTo(100);
        assertThat(choices.latency(schema(66))).isEqualTo(100);
        assertThat(choices.latency(schema(67))).isEqualTo(100.5);
        assertThat(choices.latency(schema(800))).isEqualTo(1200);
        choices.maxLatency = 30;
        assertThat(choices.latency(schema(800))).isEqualTo(30);
    }

    private static Schema schema(int columns) {
        return new Schema(IntStream.range(0, columns)
                .<Encoding>mapToObj(i -> new NumberEncoding("x" + i, 0, 1, false, Range.UNKNOWN)).toList(), List.of());
    }

    @ParameterizedTest
    @MethodSource
    void aSettingThatARecipeMakesIsRefused(UnaryOperator<Tabular> setting) {
        for (Tabular kind : List.of(Tabular.of("y").realMlp(), Tabular.of("y").tabM())) {
            assertThatThrownBy(() -> setting.apply(kind).prepare(TABLE)).isInstanceOf(ArgumentException.class)
                    .hasMessageContaining("leave them out");
        }
    }

    static Stream<UnaryOperator<Tabular>> aSettingThatARecipeMakesIsRefused() {
        return Stream.of(tabular -> tabular.batch(3), tabular -> tabular.learningRate(0.1),
                tabular -> tabular.dropout(0), tabular -> tabular.patience(3));
    }
}
