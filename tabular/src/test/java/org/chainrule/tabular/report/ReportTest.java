package org.chainrule.tabular.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.chainrule.io.Json;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.chart.NetworkGraph;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Phrases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
    static final int ROWS = 240;
    private static final List<String> ALWAYS = List.of("Summary", "Data", "Search", "Learning curves", "Results",
            "Importance", "Dependence", "Where it errs", "Suspicious labels", "The network", "How to do it again");

    /// A table whose target follows from `x` and `side`, with a hostile name of a column.
    ///
    /// @param target `binary`, `several`, `number` or `count`
    static Table table(String target, String name, String side) {
        SplittableRandom random = new SplittableRandom(5);
        double[] x = new double[ROWS];
        double[] noise = new double[ROWS];
        double[] number = new double[ROWS];
        String[] sides = new String[ROWS];
        String[] word = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = random.nextDouble();
            noise[i] = random.nextDouble();
            sides[i] = i % 3 == 0 ? side : "right";
            double y = 3 * x[i] + (i % 3 == 0 ? 1 : 0) + 0.2 * noise[i];
            number[i] = target.equals("count") ? Math.rint(y) : y;
            word[i] = y < 1.3 ? "low" : y < 2.4 || target.equals("binary") ? "middle" : "top";
        }
        boolean words = target.equals("binary") || target.equals("several");
        return Table.of("table.csv", NumberColumn.of(name, x), TextColumn.of("side", sides),
                words ? TextColumn.of("y", word) : NumberColumn.of("y", number));
    }

    static TrainingPlan plan(Tabular settings, Table table) {
        return settings.linear().epochs(12).learningRate(0.05).prepare(table);
    }

    static Report report(Tabular settings, Table table) {
        TrainingPlan plan = plan(settings, table);
        return plan.report(plan.fit(), Wording.JAVA);
    }

    static Document parsed(String html) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> headings(Document page) {
        NodeList found = page.getElementsByTagName("h2");
        return IntStream.range(0, found.getLength()).mapToObj(i -> found.item(i).getTextContent()).toList();
    }

    /// Checks what holds for every page, and returns its headings.
    private static List<String> check(String html) {
        Document page = parsed(html);
        String plain = html.replace("http://www.w3.org/1999/xhtml", "").replace("http://www.w3.org/2000/svg", "");
        assertThat(plain).doesNotContain("http:", "https:", "url(", "@import", "<script", "src=", "<link", "NaN",
                "Infinity", "null");
        NodeList drawings = page.getElementsByTagName("svg");
        for (int i = 0; i < drawings.getLength(); i++) {
            boolean hidden = drawings.item(i).getAttributes().getNamedItem("aria-hidden") != null;
            assertThat(hidden || drawings.item(i).getFirstChild().getNodeName().equals("title")).isTrue();
        }
        NodeList links = page.getElementsByTagName("a");
        List<String> headings = headings(page);
        assertThat(links.getLength()).isEqualTo(headings.size());
        return headings;
    }

    @Test
    void classesHaveTheirSections() {
        for (String target : List.of("binary", "several")) {
            Report report = report(Tabular.of("y"), table(target, "x", "left"));
            List<String> expected = new ArrayList<>(ALWAYS);
            expected.addAll(5, List.of("Confusion matrix", "Calibration", "ROC and precision-recall"));
            assertThat(check(report.html())).containsExactlyElementsOf(expected);
            assertThat(report.numbers()).isEmpty();
        }
    }

    @Test
    void numbersCountsAndQuantilesHaveTheirSections() {
        List<String> expected = new ArrayList<>(ALWAYS);
        expected.addAll(5, List.of("Predicted and true numbers", "Intervals"));
        for (Report report : List.of(report(Tabular.of("y"), table("number", "x", "left")),
                report(Tabular.of("y").counts(), table("count", "x", "left")),
                report(Tabular.of("y").quantiles(0.1, 0.5, 0.9), table("number", "x", "left")))) {
            assertThat(check(report.html())).containsExactlyElementsOf(expected);
            assertThat(report.classes()).isEmpty();
            assertThat(report.results().verdict())
                    .containsPattern(" by always predicting the (mean \\([0-9.]+\\)|quantiles [0-9., and]+)");
        }
    }

    @Test
    void orderedClassesAreClasses() {
        Report report = report(Tabular.of("y").ordered("low", "middle", "top"), table("several", "x", "left"));
        assertThat(check(report.html())).contains("Confusion matrix");
        assertThat(report.task()).isEqualTo("ordered");
        assertThat(report.classes().orElseThrow().labels()).containsExactly("low", "middle", "top");
    }

    @Test
    void theFactsAreThoseOfTheTraining() {
        TrainingPlan plan = plan(Tabular.of("y"), table("binary", "x", "left"));
        TabularResult result = plan.fit();
        Report report = plan.report(result, Wording.JAVA);
        assertThat(report.results().model().measures()).isEqualTo(result.test());
        assertThat(report.results().model().intervals()).isEqualTo(result.assessment().intervals());
        assertThat(report.results().baselines()).extracting(TestResults.Entry::measures)
                .containsExactlyElementsOf(result.baselines().values());
        assertThat(report.results().learned()).isFalse();
        assertThat(report.results().verdict()).containsPattern(
                "For comparison: [0-9.]+ % by always predicting \"[a-z]+\" and [0-9.]+ % by the"
                        + " [0-9]+ nearest neighbors");
        ClassQuality classes = report.classes().orElseThrow();
        int right = classes.confusion().get(0).get(0) + classes.confusion().get(1).get(1);
        assertThat((double) right / plan.testRows()).isEqualTo(result.test().get("accuracy"));
        assertThat(classes.curves().getFirst().area()).isCloseTo(result.test().get("auc"), within(1e-6));
        assertThat(report.data().rows()).isEqualTo(ROWS);
        assertThat(report.explanation().importance().columns().getFirst().column()).isEqualTo("x");
        assertThat(report.summary().answers()).extracting(Summary.Answer::question).containsExactly(
                "Which inputs matter?", "Where does it err?", "Is it overfitting?",
                "Can a probability of 0.8 be trusted?", "What was left out?", "How do I do it again?");
    }

    @Test
    void theObjectHoldsTheNumbersOfThePage(@TempDir Path folder) throws IOException {
        Report report = report(Tabular.of("y"), table("number", "x", "left"));
        Path page = folder.resolve("report.html");
        Path object = folder.resolve("report.JSON");
        report.save(page);
        report.save(object);
        String html = Files.readString(page);
        assertThat(html).isEqualTo(report.html());
        Object json = Json.parse(Files.readString(object));
        for (Object entry : (List<?>) at(at(json, "results"), "entries")) {
            ((Map<?, ?>) at(entry, "measures")).forEach((name, value) -> assertThat(html)
                    .contains(MeasureText.of(String.valueOf(name), Double.parseDouble(String.valueOf(value)))));
        }
        for (Object column : (List<?>) at(at(at(json, "explanation"), "importance"), "columns")) {
            assertThat(html)
                    .contains(MeasureText.significant(Double.parseDouble(at(column, "mean").toString()), 3));
        }
        assertThat(at(at(json, "numbers"), "coverage")).isEqualTo(report.numbers().orElseThrow().coverage());
    }

    private static Object at(Object tree, String name) {
        return Objects.requireNonNull(((Map<?, ?>) tree).get(name), name);
    }

    @Test
    void intervalsContainAsManyRowsAsTheTrainingCounted() {
        TrainingPlan plan = plan(Tabular.of("y"), table("number", "x", "left"));
        TabularResult result = plan.fit();
        NumberQuality numbers = plan.report(result, Wording.JAVA).numbers().orElseThrow();
        assertThat(numbers.coverage()).isCloseTo(result.assessment().coverage().orElseThrow().share(), within(0.03));
        assertThat(numbers.bins().stream().mapToInt(NumberQuality.Bin::rows).sum()).isEqualTo(plan.testRows());
    }

    @Test
    void rowsThatTheModelLearnedFromAreLeftOut() {
        Table table = table("binary", "x", "left");
        TrainingPlan plan = plan(Tabular.of("y"), table);
        TabularResult result = plan.fit();
        Report report = result.model().report(table);
        assertThat(report.results().rows()).isEqualTo(plan.testRows());
        assertThat(report.results().model().measures().get("logLoss"))
                .isCloseTo(result.test().get("logLoss"), within(1e-6));
        assertThat(report.data().remarks()).contains("the model learned from 192 of the 240 rows; they are left out,"
                + " because results on them would be too good");
        assertThat(report.summary().verdict()).startsWith("On 48 rows that the model did not learn from, ")
                .containsPattern("For comparison: [0-9.]+ % by always predicting \"[a-z]+\"\\. ");
    }

    @Test
    void theBytesDependOnTheModelAndTheRowsOnly() {
        Table table = table("several", "x", "left");
        String first = plan(Tabular.of("y").threads(1), table).fit().model().report(table).html();
        assertThat(plan(Tabular.of("y").threads(3), table).fit().model().report(table).html()).isEqualTo(first);
    }

    @Test
    void foreignTextIsHarmless() {
        String nasty = "</title><script>alert('x')</script>&amp;\"\u001b[31m\u202e\ufffe";
        Report report = report(Tabular.of("y"), table("binary", nasty, "<img onerror=alert(1)>" + nasty));
        assertThat(check(report.html())).contains("Importance");
        assertThat(report.html()).contains("&lt;script&gt;alert(&#39;x&#39;)").doesNotContain("\u001b", "\u202e",
                "<img");
    }

    @Test
    void groupsWithLargeErrorsAreFound() {
        SplittableRandom random = new SplittableRandom(3);
        int rows = 2000;
        double[] x = new double[rows];
        double[] y = new double[rows];
        String[] place = new String[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = random.nextDouble();
            place[i] = List.of("north", "south", "west").get(i % 3);
            y[i] = x[i] + (i % 3 == 1 ? 2 : 0.1) * (random.nextDouble() - 0.5);
        }
        Report report = report(Tabular.of("y"), Table.of("t", NumberColumn.of("x", x), TextColumn.of("place", place),
                NumberColumn.of("y", y)));
        ErrorAnalysis.Slice worst = report.errors().slices().getFirst();
        assertThat(worst.name()).isEqualTo("\"place\" is \"south\"");
        assertThat(worst.clear()).isTrue();
        assertThat(report.errors().sentence(false)).startsWith("Errors stand out most where \"place\" is \"south\": ");
        assertThat(report.errors().worst()).hasSize(10)
                .allMatch(row -> Math.abs(row.score()) > report.errors().overall());
    }

    private static NetworkGraph graph(Tabular settings) {
        Table table = table("number", "x", "left");
        return settings.epochs(2).fit(table).model().report(table).network().graph();
    }

    /// The numbers, the categories and the members of a network are no chain.
    @Test
    void branchesAndMembersOfANetworkAreDrawnAsSuch() {
        NetworkGraph real = graph(Tabular.of("y").realMlp());
        assertThat(real.nodes().subList(0, 5)).extracting(NetworkGraph.Node::name, NetworkGraph.Node::sources)
                .containsExactly(tuple("input", List.of()), tuple("numbers: periodic embedding", List.of("input")),
                        tuple("other inputs, unchanged", List.of("input")),
                        tuple("concatenation", List.of("parts/periodic", "parts/identity")),
                        tuple("scaling", List.of("scaling join")));
        assertThat(real.frame()).isEmpty();
        // scaling multiplies what is concatenated by factors that are still near 1
        assertThat(real.nodes().get(3).forward()).isCloseTo(real.nodes().get(4).forward(), within(0.3));
        NetworkGraph tab = graph(Tabular.of("y").tabM());
        assertThat(tab.nodes()).filteredOn(node -> node.copies() > 1).extracting(NetworkGraph.Node::id)
                .startsWith("fan", "linear").endsWith("heads");
        NetworkGraph folds = graph(Tabular.of("y").hidden(4).folds(3));
        assertThat(folds.frame().orElseThrow().copies()).isEqualTo(3);
        assertThat(folds.nodes().getLast().name()).isEqualTo("weighted average of 3 networks");
        assertThat(folds.frame().orElseThrow().nodes()).doesNotContain("input", "average").contains("linear");
    }

    @Test
    void aCappedTargetIsSaid() {
        Table table = table("number", "x", "left");
        double[] cut = IntStream.range(0, ROWS)
                .mapToDouble(i -> Math.min(3, ((NumberColumn) table.column("y")).value(i))).toArray();
        Report report = report(Tabular.of("y"), Table.of("table.csv", table.column("x"), table.column("side"),
                NumberColumn.of("y", cut)));
        ErrorAnalysis.Limited limited = report.errors().limits().getFirst();
        assertThat(limited.all()).isEqualTo((int) IntStream.range(0, ROWS).filter(i -> cut[i] == 3).count());
        String said = "of 240 rows (" + Phrases.percent(limited.all() / 240.0)
                + ") have exactly 3 as \"y\", the largest number";
        assertThat(report.summary().answers().get(1).answer()).contains(said);
        assertThat(parsed(report.html()).getDocumentElement().getTextContent())
                .contains("the largest number in the table");
    }

    @Test
    void intervalsAreJudgedByTheSizeOfThePrediction() {
        SplittableRandom random = new SplittableRandom(3);
        double[] x = IntStream.range(0, 2000).mapToDouble(_ -> random.nextDouble()).toArray();
        double[] y = DoubleStream.of(x).map(each -> 10 * each + (each > 0.66 ? 8 : 1) * (random.nextDouble() - 0.5))
                .toArray();
        Report report = report(Tabular.of("y"), Table.of("t", NumberColumn.of("x", x), NumberColumn.of("y", y)));
        // thirds of the groups are thirds of the rows
        assertThat(report.numbers().orElseThrow().bins()).hasSize(12);
        assertThat(report.numbers().orElseThrow().trust())
                .startsWith("Not for predictions of every size: they are too narrow for high predictions")
                .containsPattern("By size of the prediction, they contain the truth in [0-9]+ % of the lowest third");
    }

    /// Returns what is said of intervals for 9 of 10 numbers, from the hits in three times 30 rows.
    private static String trust(int low, int middle, int high) {
        List<NumberQuality.Bin> bins = IntStream.of(low, middle, high)
                .mapToObj(hits -> new NumberQuality.Bin(0, 1, 30, 0.5, 0, -1, 1, 1, hits / 30.0)).toList();
        return new NumberQuality(List.of(), List.of(), bins,
                new NumberQuality.Histogram(-1, 1, List.of(), 0, 0), 0.9, (low + middle + high) / 90.0, 2, List.of())
                .trust();
    }

    @Test
    void aDifferenceThatMayBeChanceIsNotSaidOfIntervals() {
        // of 30 rows that lie in their interval with a probability of 0.9, 24 or fewer do in one of 14 cases
        assertThat(trust(24, 27, 30)).startsWith("Overall, 90 % of the true numbers lie in their interval, of the"
                + " intended 90 %: the intervals are right on average, as far as the rows can tell. Each is 2 wide.")
                .endsWith(": as far as the rows can tell, they can be trusted for predictions of any size");
        assertThat(trust(27, 27, 20)).contains("82 % of").contains("too narrow. Each")
                .startsWith("Not for predictions of every size: they are too narrow for high predictions. Overall, ");
        assertThat(trust(25, 25, 25)).contains("83 % of").contains("too narrow. Each")
                .endsWith(": no size stands out");
    }

    @Test
    void aNetworkThatDivergedIsNamed(@TempDir Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = IntStream.range(0, 200).mapToDouble(_ -> random.nextDouble()).toArray();
        double[] y = IntStream.range(0, 200).mapToDouble(i -> Math.rint(3 * x[i] + (i % 40 == 0 ? 50 : 0))).toArray();
        Table table = Table.of("t", NumberColumn.of("x", x), NumberColumn.of("y", y));
        Path file = folder.resolve("m.safetensors");
        // so large a learning rate that the loss of one of the four becomes infinite
        Tabular.of("y").counts().hidden(8).folds(4).epochs(3).learningRate(5).fit(table).model().save(file);
        Report report = TabularModel.load(file).report(table);
        assertThat(report.search().leftOut()).isEmpty();
        assertThat(report.search().missing())
                .isEqualTo("The training of mlp fold 4 of 4 diverged: the loss stopped being"
                        + " a finite number.");
        assertThat(report.html()).contains("The training of mlp fold 4 of 4 diverged");
    }

    private static String trust(ClassQuality.Bin... bins) {
        return new ClassQuality("paid", List.of("no", "yes"), "yes",
                List.of(new ClassQuality.ClassScore("no", 904, 904, 1, 1)), List.of(), List.of(), List.of(bins),
                bins[0],
                0, 1, List.of()).trust();
    }

    @Test
    void probabilitiesAreJudgedBesideThatOfFourFifths() {
        ClassQuality.Bin fits = new ClassQuality.Bin(0.7, 0.9, 100, 0.8, 0.79, 0.7, 0.86);
        String start = "Of 100 rows with a probability from 0.7 to 0.9 that \"paid\" is \"yes\" (0.80 on average), that is"
                + " true of 79 (79 %, 95 % interval 70 % to 86 %): such a probability can be trusted. ";
        // a difference that chance does not explain, but that nobody cares about
        String agree = start
                + "Probabilities of all sizes agree with what happened, as far as the rows can tell: in groups of"
                + " rows with similar probabilities, they are off by ";
        assertThat(trust(fits, new ClassQuality.Bin(0.9, 1, 5000, 0.999, 0.995, 0.992, 0.997))).startsWith(agree);
        assertThat(trust(fits, new ClassQuality.Bin(0.9, 1, 500, 0.95, 0.8, 0.76, 0.83)))
                .isEqualTo(
                        start + "By tenths, probabilities differ from what happened in 1 of 2 groups: of 500 rows with about 0.95, \"paid\" is"
                                + " \"yes\" in 80 %");
        // of ten groups with perfect probabilities, one often lies outside its own interval
        ClassQuality.Bin chance = new ClassQuality.Bin(0.4, 0.5, 30, 0.45, 0.25, 0.13, 0.43);
        assertThat(trust(IntStream.range(0, 10).mapToObj(i -> i == 9 ? chance : fits).toArray(ClassQuality.Bin[]::new)))
                .startsWith(agree
                        + "1.6 percentage points on average; perfect ones would be off by 3.3, by chance");
        // many small differences that are more than chance together
        ClassQuality.Bin off = new ClassQuality.Bin(0.5, 0.6, 50, 0.55, 0.69, 0.55, 0.8);
        assertThat(trust(off, off, off, off, off, off))
                .contains(
                        "Probabilities of no size stand out, but together they do not agree with what happened: in groups of"
                                + " rows with similar probabilities, they are off by 14.0 percentage points on average; perfect ones would be off by 5.6, by chance");
        // the interval of so few rows leaves much open
        assertThat(trust(new ClassQuality.Bin(0.7, 0.9, 32, 0.8, 0.81, 0.65, 0.91)))
                .contains(
                        "(81 %, 95 % interval 65 % to 91 %): that agrees, as far as so few rows can tell. ");
        ClassQuality.Bin low = new ClassQuality.Bin(0.7, 0.9, 100, 0.8, 0.6, 0.5, 0.69);
        assertThat(trust(low)).contains("such a probability is too high. ");
        assertThat(trust(new ClassQuality.Bin(0.7, 0.9, 8, 0.74, 0.75, 0.41, 0.93)))
                .startsWith("Only 8 rows of the 904 are predicted with a probability from 0.7 to 0.9 that \"paid\" is"
                        + " \"yes\", too few to tell. ");
    }
}
