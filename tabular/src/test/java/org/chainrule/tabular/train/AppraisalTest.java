package org.chainrule.tabular.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.remark.Cause;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

/// The cause that is named for a model that is no better than the constant. Rows 0 to 99 train, rows 100 to 119 test.
class AppraisalTest {
    private static final NumberColumn X = NumberColumn.of("x", IntStream.range(0, 120).mapToDouble(i -> i * 37 % 101)
            .toArray());

    private static Table words(IntFunction<String> label) {
        return Table.of("t", X, TextColumn.of("y", IntStream.range(0, 120).mapToObj(label).toArray(String[]::new)));
    }

    private static Table numbers(IntFunction<Number> value) {
        return Table.of("t", X, NumberColumn.of("y",
                IntStream.range(0, 120).mapToDouble(i -> value.apply(i).doubleValue()).toArray()));
    }

    private static Appraisal appraisal(Table table, Consumer<Choices> change, int trained) {
        int[] train = IntStream.range(0, trained).toArray();
        TargetChoice choice = TargetChoice.of(table, "y");
        Codec codec = new Codec(Schema.fit(table, train, Set.of("y")), choice.fit(train));
        return new Appraisal(new Choices("y").with(change), choice, codec, table, train, table,
                IntStream.range(100, 120).toArray());
    }

    private static Cause cause(Table table, Consumer<Choices> change, int trained, int best) {
        List<Remark> remarks = appraisal(table, change, trained).remarks("m", Map.of("m", 2.0),
                Map.of("constant", Map.of("m", 2.0)), best, 40);
        return ((TrainingRemark.NothingLearned) remarks.getFirst()).cause();
    }

    private static Cause cause(Table table) {
        return cause(table, _ -> {
        }, 100, 20);
    }

    @Test
    void theMostLikelyCauseIsNamed() {
        Table usual = words(i -> i * 7 % 5 < 2 ? "a" : "b");
        assertThat(cause(usual)).isEqualTo(new Cause.OtherColumns());
        assertThat(cause(numbers(i -> i == 110 ? 1e9 : i * 29 % 97 / 3.0)))
                .isEqualTo(new Cause.FarValue("y", "1000000000", "line 111"));
        assertThat(cause(words(i -> i < 100 ? i % 3 == 0 ? "a" : "b" : i % 2 == 0 ? "c" : "a")))
                .isEqualTo(new Cause.NewClasses(List.of("c")));
        assertThat(cause(words(i -> i % 25 == 0 ? "a" : "b"))).isEqualTo(new Cause.RareClass("a", 4));
        assertThat(cause(words(i -> i >= 100 || i % 3 == 0 ? "a" : "b"))).isEqualTo(new Cause.SameTarget("y", "a"));
        assertThat(cause(numbers(i -> i >= 100 ? 7.5 : i / 3.0))).isEqualTo(new Cause.SameTarget("y", "7.5"));
        assertThat(cause(usual, choices -> choices.learningRate = 0.5, 100, 20))
                .isEqualTo(new Cause.LearningRate(0.5));
        assertThat(cause(usual, choices -> choices.epochs = 40, 100, 40)).isEqualTo(new Cause.TooFewEpochs(40));
        assertThat(cause(usual, _ -> {
        }, 100, 40)).as("stopped by patience or by the user").isEqualTo(new Cause.OtherColumns());
        assertThat(cause(usual, _ -> {
        }, 49, 20)).isEqualTo(new Cause.FewRows(49));
        assertThat(cause(numbers(i -> i * 7 % 5))).isEqualTo(new Cause.NumbersAsClasses("y"));
        assertThat(cause(numbers(i -> i * 7 % 2))).as("two numbers are names").isEqualTo(new Cause.OtherColumns());
        Table names = Table.of("t", X,
                TextColumn.of("id", IntStream.range(0, 120).mapToObj(i -> "n" + i).toArray(String[]::new)),
                usual.column("y"));
        assertThat(cause(names)).isEqualTo(new Cause.LeftOutColumns(List.of("id")));
    }

    @Test
    void aModelThatLearnedIsComparedWithTheLinearOne() {
        Appraisal usual = appraisal(words(i -> i % 3 == 0 ? "a" : "b"), _ -> {
        }, 100);
        Map<String, Map<String, Double>> baselines = Map.of("constant", Map.of("m", 2.0), "linear", Map.of("m", 1.0));
        assertThat(usual.remarks("m", Map.of("m", 1.5), baselines, 1, 2))
                .containsExactly(new TrainingRemark.LinearAhead("m"));
        assertThat(usual.remarks("m", Map.of("m", 1.0), baselines, 1, 2)).isEmpty();
        Map<String, Map<String, Double>> near = Map.of("constant", Map.of("m", 2.0), "linear", Map.of("m", 1.7),
                "neighbors", Map.of("m", 1.0));
        assertThat(usual.remarks("m", Map.of("m", 1.5), near, 1, 2))
                .containsExactly(new TrainingRemark.NeighborsAhead("m"));
        assertThat(usual.remarks("m", Map.of("m", 1.0), near, 1, 2)).isEmpty();
        assertThat(usual.remarks("m", Map.of(), baselines, 1, 2)).as("not measured").isEmpty();
        Appraisal far = appraisal(numbers(i -> i == 110 ? 1e9 : i * 29 % 97 / 3.0), _ -> {
        }, 100);
        assertThat(far.remarks("m", Map.of("m", 1.5), baselines, 1, 2))
                .containsExactly(new TrainingRemark.Outweighed(new Cause.FarValue("y", "1000000000", "line 111")));
    }
}
