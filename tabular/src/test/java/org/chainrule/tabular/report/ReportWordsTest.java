package org.chainrule.tabular.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.explain.Explainer;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.MeasureWords;
import org.junit.jupiter.api.Test;

/// What a report says, in its words.
class ReportWordsTest {
    /// Returns the words of a page, without its drawings.
    private static String words(Report report) {
        return ReportTest.parsed(report.html().replaceAll("(?s)<style>.*?</style>", "")).getDocumentElement()
                .getTextContent();
    }

    @Test
    void thePositiveClassIsNamedWithItsColumn() {
        Table table = ReportTest.table("binary", "x", "left");
        String[] ones = IntStream.range(0, ReportTest.ROWS)
                .mapToObj(i -> table.column("y").text(i).equals("low") ? "0" : "1")
                .toArray(String[]::new);
        Report report = ReportTest.report(Tabular.of("y"),
                Table.of("table.csv", table.column("x"), table.column("side"),
                        TextColumn.of("y", ones)));
        assertThat(report.summary().answers().getFirst().answer())
                .contains("The probability that \"y\" is 1 rises with \"x\"");
        String page = words(report);
        assertThat(page)
                .contains("probability that y is 1", "share where y is 1", "y is 1, area", "true y", "predicted y",
                        "threshold of the probability that \"y\" is 1")
                .doesNotContain("probability of \"1\"", "class \"1\"");
    }

    @Test
    void measuresAndNetworksAreExplainedAndSpelledInWords() {
        Report classes = ReportTest.report(Tabular.of("y"), ReportTest.table("several", "x", "left"));
        assertThat(words(classes))
                .contains("log loss", "how wrong the probabilities of the classes are", "macro F1",
                        "a weighted sum of the inputs")
                .doesNotContain("logLoss", "macroF1");
        assertThat(classes.html()).contains("<span title=\"the share of right predictions\">accuracy</span>");
        for (Report numbers : List.of(ReportTest.report(Tabular.of("y"), ReportTest.table("number", "x", "left")),
                ReportTest.report(Tabular.of("y").counts(), ReportTest.table("count", "x", "left")),
                ReportTest.report(Tabular.of("y").quantiles(0.1, 0.5, 0.9), ReportTest.table("number", "x", "left")))) {
            assertThat(numbers.results().names()).isNotEmpty().noneMatch(name -> MeasureWords.meaning(name).isEmpty());
            assertThat(words(numbers)).doesNotContain("poissonDeviance", "intervalWidth", "rmse");
        }
    }

    @Test
    void overfittingIsJudgedByRowsOfTheTraining() {
        SplittableRandom random = new SplittableRandom(1);
        Column[] columns = IntStream.rangeClosed(0, 30).<Column>mapToObj(j -> j == 0
                ? TextColumn.of("y", IntStream.range(0, 200).mapToObj(_ -> random.nextBoolean() ? "a" : "b")
                        .toArray(String[]::new))
                : NumberColumn.of("x" + j, random.doubles(200).toArray())).toArray(Column[]::new);
        Table noise = Table.of("noise", columns);
        TrainingPlan learned = Tabular.of("y").hidden(64).epochs(60).patience(60).dropout(0).metric("accuracy")
                .prepare(noise);
        Report report = learned.report(learned.fit(), Wording.JAVA);
        TestResults.Entry known = report.results().entries().getLast();
        assertThat(known.role()).isEqualTo(TestResults.Role.LEARNED);
        assertThat(known.name()).isEqualTo("160 rows of the training");
        assertThat(answer(report, "overfitting")).startsWith("Clearly. The accuracy is "
                + MeasureText.of("accuracy", known.measures().getOrDefault("accuracy", Double.NaN))
                + " on 160 rows of the training and "
                + MeasureText.of("accuracy", report.results().model().measures().getOrDefault("accuracy", Double.NaN))
                + " on the 40 new rows (95 % interval ")
                .contains(
                        "). The latter is lower, more than chance explains: the model also learned details of the training"
                                + " rows that do not carry over. ");
        Report line = ReportTest.report(Tabular.of("y"), ReportTest.table("number", "x", "left"));
        assertThat(answer(line, "overfitting")).startsWith("Not noticeably. The root mean square error is ");
        // the rows of another table are not of the training
        Table table = ReportTest.table("number", "x", "left");
        TabularModel model = ReportTest.plan(Tabular.of("y"), table).fit().model();
        Report fresh = model.report(Table.of("new.csv", NumberColumn.of("x", 0.1, 0.5, 0.9),
                TextColumn.of("side", "left", "right", "right"), NumberColumn.of("y", 1.4, 1.6, 2.8)));
        assertThat(answer(fresh, "overfitting")).contains("In the epoch that is kept, the loss was ");
    }

    private static String answer(Report report, String about) {
        return report.summary().answers().stream().filter(each -> each.question().contains(about)).findFirst()
                .orElseThrow().answer();
    }

    /// Each column that is left out is named once with its reason, and counts are those of rows that are named.
    @Test
    void whatIsMissingAndLeftOutIsSaidOnce() {
        Table table = ReportTest.table("binary", "x", "left");
        String[] code = IntStream.range(0, ReportTest.ROWS).mapToObj(i -> i % 2 == 0 ? "c" + i : "")
                .toArray(String[]::new);
        Report report = ReportTest.report(Tabular.of("y"),
                Table.of("table.csv", table.column("x"), table.column("side"),
                        TextColumn.of("code", code), table.column("y")));
        String page = words(report);
        assertThat(page.split("it looks like an identifier", -1)).hasSize(3);
        assertThat(page).containsPattern("with [0-9]+ distinct values in [0-9]+ training rows that have a value")
                .contains("Columns, with the values of all 240 rows", "120 different: c0");
        assertThat(report.data().missing()).isEqualTo("Many values are missing in \"code\" (50 %, left out).");
        assertThat(answer(report, "left out"))
                .isEqualTo("The column \"code\" (it looks like an identifier or free text). Every row was used.");
    }

    @Test
    void foldsAreExplained() {
        TrainingPlan plan = Tabular.of("y").linear().epochs(3).folds(4)
                .prepare(ReportTest.table("binary", "x", "left"));
        assertThat(plan.report(plan.fit(), Wording.JAVA).data().split())
                .contains("The 192 rows of the training are in 4"
                        + " parts (folds). For each part, a network learned from the other 3; the part that it did not see"
                        + " chose its epoch. The test has 48 other rows, ");
        assertThat(ReportTest.report(Tabular.of("y"), ReportTest.table("binary", "x", "left")).data().split())
                .containsPattern(
                        "The model learned from [0-9]+ rows, and [0-9]+ others \\(validation\\) chose the epoch");
    }

    private static Importance.Column importance(String name, double mean, double deviation) {
        return new Importance.Column(name, mean, deviation);
    }

    @Test
    void columnsAreNamedAndDrawnByTheirImportance() {
        Importance importance = new Importance("logLoss", 0.4, 178, 5, 5, List.of(importance("sex", 0.5, 0.03),
                importance("class", 0.2, 0.02), importance("age", 0.08, 0.01), importance("fare", 0.07, 0.01),
                importance("port", 0.03, 0.02), importance("parch", 0.02, 0.001), importance("deck", 0.001, 0.0005),
                importance("wind", 0, 0.04)),
                List.of(), List.of());
        // the port precedes a column that clearly matters
        assertThat(Reliance.first(importance)).containsExactly("sex", "class", "age", "fare", "port", "parch");
        Reliance all = new Reliance(importance, List.of(), Reliance.first(importance));
        assertThat(all.ties(2)).containsExactly("fare");
        assertThat(all.negligible()).containsExactly("parch", "deck");
        assertThat(all.others()).containsExactly("deck", "wind");
        assertThat(Summary.matter(all))
                .isEqualTo("Most of all \"sex\", \"class\" and \"age\". \"fare\" may matter as much"
                        + " as \"age\". \"port\" and \"wind\" may not matter at all: their importance is within"
                        + " chance. \"parch\" and \"deck\" hardly matter.");
    }

    /// The clock decides how far the explanations go, and the page says what is missing.
    @Test
    void theTimeLimitIsKeptAndSaid() {
        Table table = ReportTest.table("number", "x", "left");
        Explainer explainer = ReportTest.plan(Tabular.of("y"), table).fit().model().explain(table);
        Reliance whole = Reliance.of(explainer, Optional.empty());
        assertThat(whole.late()).isEmpty();
        assertThat(Reliance.of(explainer, Optional.of(Duration.ofMinutes(10)))).isEqualTo(whole);
        Reliance cut = Reliance.of(explainer, Optional.of(Duration.ofNanos(2)));
        assertThat(cut.dependences()).isEmpty();
        assertThat(cut.late()).contains("x");
        assertThat(cut.leading()).isEqualTo(cut.late());
        assertThat(ExplanationSections.dependence(cut, Map.of()))
                .contains("The time limit left none to draw &quot;x&quot;");
        Importance.Column x = importance("x", 1, 0);
        assertThat(ExplanationSections.importance(new Reliance(
                new Importance("rmse", 1, 9, 2, 5, List.of(x), List.of("z"), List.of()), List.of(), List.of()), 30))
                .contains(
                        "Each column was shuffled 2 times on 9 of the 30 rows, drawn at random, not 5 times as planned, because the time limit was over;",
                        "The time limit left none to measure 1 other column: &quot;z&quot;.");
    }
}
