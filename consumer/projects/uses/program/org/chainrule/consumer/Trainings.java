package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;
import static org.chainrule.nn.Layers.fan;
import static org.chainrule.nn.Layers.heads;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.memberMean;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.model.ModelSet;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Mixture;
import org.chainrule.tabular.Audit;
import org.chainrule.tabular.ClassPrediction;
import org.chainrule.tabular.Continuation;
import org.chainrule.tabular.ContinuationPlan;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.MultiPlan;
import org.chainrule.tabular.MultiTabular;
import org.chainrule.tabular.Prediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Reproduction;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.chart.NetworkDrawing;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.encode.StatisticsEncoding;
import org.chainrule.tabular.explain.Attribution;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.explain.Explainer;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.explain.NearestRows;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.report.Report;
import org.chainrule.tabular.report.Search;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;

/// Trains in every way that a user can choose: kinds of targets, metrics, weights and kinds of networks.
final class Trainings {
    private static final int ROWS = 120;

    private Trainings() {
    }

    static void use() {
        members();
        Table table = table();
        targets(table);
        choices(table);
        own(table);
        again(table);
        further(table);
        several(table);
        manyCategories();
    }

    private static void manyCategories() {
        Random random = new Random(7);
        int[] cities = random.ints(600, 0, 40).toArray();
        Table table = Table.of("houses",
                TextColumn.of("city", IntStream.of(cities).mapToObj(city -> "city " + city).toArray(String[]::new)),
                NumberColumn.of("size", random.doubles(600, 50, 150).toArray()),
                NumberColumn.of("price", IntStream.of(cities).mapToDouble(city -> city * 7 % 40 + random.nextDouble())
                        .toArray()));
        check("statistics of the target", Tabular.of("price").prepare(table).schema().encodings()
                .getFirst() instanceof StatisticsEncoding encoding
                && encoding.statistics().equals(List.of("mean of price"))
                && encoding.values().categories().size() == 40);
    }

    private static void several(Table table) {
        MultiPlan.Result both = MultiTabular.of("visits", "grade")
                .with(each -> each.ignore("weight").hidden(4).epochs(3)).fit(table);
        MultiModel models = both.model();
        check("several targets", both.results().size() == 2 && models.targets().equals(List.of("visits", "grade")));
        Map<String, Prediction> row = models.predict(Map.of("x", 7));
        check("a prediction for each", row.size() == 2 && row.get("grade") instanceof ClassPrediction);
        check("a report of one of them", models.model("grade").report(table).target().equals("grade"));
        check("an evaluation of each",
                models.evaluate(table).targets().values().stream().allMatch(each -> each.rows() == ROWS));
        check("a kept set",
                new ModelSet(Map.of("grade", new ModelSet.Member(models.model("grade").network())), Map.of())
                        .model("grade").equals(models.model("grade").network()));
        String[] tags = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            tags[i] = i % 3 == 0 ? "a" : i % 3 == 1 ? "b;a" : i % 2 == 0 ? "b" : "a;b";
        }
        Table lists = Table.of("lists", table.column("x"), TextColumn.of("tags", tags));
        MultiPlan labels = MultiTabular.labels("tags").with(each -> each.hidden(4).epochs(3)).prepare(lists);
        check("labels of lists", labels.labels().equals(List.of("a", "b"))
                && labels.fit().labels().containsKey("hammingLoss"));
    }

    private static Table table() {
        Random random = new Random(7);
        double[] x = new double[ROWS];
        double[] visits = new double[ROWS];
        double[] weights = new double[ROWS];
        String[] grades = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = random.nextInt(50);
            visits[i] = Math.floor(x[i] / 5);
            weights[i] = 1 + i % 3;
            grades[i] = x[i] < 15 ? "low" : x[i] < 35 ? "medium" : "high";
        }
        return Table.of("visits", NumberColumn.of("x", x), NumberColumn.of("visits", visits),
                NumberColumn.of("weight", weights), TextColumn.of("grade", grades));
    }

    private static Tabular visits() {
        return Tabular.of("visits").ignore("grade", "weight").hidden(4).epochs(3);
    }

    private static Tabular grade() {
        return Tabular.of("grade").ignore("visits", "weight").hidden(4).epochs(3);
    }

    private static void members() {
        float[][] x = {{0, 1}, {1, 0}, {0, 0}, {1, 1}};
        Classifier model = Classifier.of(sequential(fan(4, true), linear(8), relu(), heads(2),
                memberMean(Mixture.Kind.CLASSES))).loss(Losses.members(Losses.crossEntropy())).epochs(3)
                .patience(2, 0.5).meanWeight(1).fit(Examples.of(x, new int[]{0, 1, 0, 1}),
                        Examples.of(x, new int[]{0, 1, 0, 1}));
        check("members share weights", model.probabilities(x)[0].length == 2);
    }

    private static void targets(Table table) {
        TabularResult counts = visits().counts().fit(table);
        check("counts", counts.test().containsKey("poissonDeviance"));
        TabularResult quantiles = visits().quantiles(0.1, 0.5, 0.9).fit(table);
        check("quantiles", quantiles.model().predict(table) instanceof Predictions.Quantiles predicted
                && predicted.value(0, 0) <= predicted.value(0, 2));
        TabularResult ordered = grade().ordered("low", "medium", "high").fit(table);
        check("ordered classes", ordered.test().containsKey("kappa")
                && ordered.model().target() instanceof Target.Classes classes
                && classes.labels().equals(List.of("low", "medium", "high")));
    }

    private static void choices(Table table) {
        TabularResult balanced = grade().metric("f1").balanced().weights("weight").fit(table);
        check("the metric", balanced.model().deciding().equals("macroF1")
                && balanced.model().provenance().procedure().orElseThrow().diverged().isEmpty());
        check("TabM", visits().tabM().epochs(2).fit(table).epochs() == 2);
        check("a quick network", visits().quick().maxLatency(50).fit(table).epochs() == 3);
    }

    /// A network of one's own for a table.
    private static void own(Table table) {
        TrainingPlan plan = grade().prepare(table);
        check("what is planned", plan.networkNames().equals(List.of("mlp")) && plan.constant().get("logLoss") > 0.5);
        Examples rows = plan.examples();
        List<int[]> places = plan.places();
        check("the rows of a plan", places.getFirst().length == rows.size()
                && places.stream().mapToInt(part -> part.length).sum() == ROWS);
        TabularModel model = plan.model(Classifier.of(sequential(linear(8), relu(), linear(3))).epochs(40).seed(1)
                .fit(rows));
        check("a model of one's own", model.provenance().procedure().isEmpty()
                && model.schema().fits(model.target()) && model.format().stated().isEmpty());
        float[] encoded = model.schema().encode(table, new int[]{5});
        check("encoded rows", model.predict(encoded).prediction(0).equals(model.predict(table, 5).prediction(0)));
        Attribution attribution = Explainer.attribution(model.schema(), model.target(), model.network(), encoded,
                List.of(table.column("x").text(5)));
        check("an attribution of an encoded row", attribution.columns().getFirst().column().equals("x"));
        check("a metric for the target", Criterion.of("auc").misfit(model.target()).isEmpty()
                && Criterion.of("r2").misfit(model.target()).orElseThrow().startsWith(" has classes"));
        Charts.use(model);
    }

    private static void again(Table table) {
        TabularModel model = grade().folds(2).fit(table).model();
        check("the same bits", Reproduction.of(model, table).same());
        Novelty novelty = model.novelty(table);
        check("how far rows are", novelty.quantile(0).isPresent() && !novelty.isFar(0) && novelty.parts(0).isEmpty());
        explanations(model, table);
        reports(model, table);
        TrainingPlan plan = grade().folds(2).prepare(table);
        check("networks trained elsewhere", plan.networkNames().size() == 2 && plan.fit(2, plan::network).model()
                .predict(table).prediction(3).equals(model.predict(table).prediction(3)));
        Audit audit = grade().audit(table);
        check("an audit", audit.rows() == ROWS && audit.suspects().size() <= ROWS);
    }

    private static void reports(TabularModel model, Table table) {
        Report report = model.report(table);
        check("the facts of a report", report.classes().isPresent() && report.results().rows() < ROWS
                && report.toJson().containsKey("summary"));
        String mixed = report.classes().orElseThrow().mixed();
        check("sentences of a report", mixed.isEmpty() || mixed.contains("mistakes: "));
        check("nothing is missing", report.search().missing().isEmpty() && report.errors().limits().isEmpty());
        check("whether more epochs would help",
                new Search.Run("mlp", 2, 2, 1, List.of(2.0, 1.0), List.of(2.0, 1.5)).isFalling());
        check("rows that no network learned from", !report.results().learned());
        check("the page of a report", report.html().startsWith("<!DOCTYPE html>")
                && report.html().contains(NetworkDrawing.svg(report.network().graph())));
        TrainingPlan plan = visits().prepare(table);
        Report trained = plan.report(plan.fit(), Wording.JAVA);
        check("the report of a training", trained.seconds().isPresent() && trained.data().unused() == 0
                && trained.classes().isPresent() != trained.numbers().isPresent());
    }

    private static void explanations(TabularModel model, Table table) {
        Explainer explainer = model.explain(table).rows(100).repeats(2).seed(1).within(Duration.ofSeconds(1));
        Importance importance = explainer.importance();
        check("an importance of each column", importance.repeats() == 2
                && importance.columns().size() == model.schema().encodings().size()
                && importance.toJson().containsKey("groups"));
        Importance brief = explainer.atMost(Duration.ofNanos(1)).importance();
        check("an importance with a time limit", brief.planned() == 2
                && brief.columns().size() + brief.unmeasured().size() == importance.columns().size());
        String first = importance.columns().getFirst().column();
        Dependence dependence = explainer.dependence(first);
        check("a dependence", dependence.points().stream().allMatch(point -> point.mean().size() == 3)
                && dependence.sentence().startsWith("the probability that ") && !dependence.flat());
        Attribution attribution = explainer.attribution(table, 0, "low");
        check("an attribution", attribution.logOdds() && attribution.complete()
                && attribution.columns().stream().anyMatch(column -> column.column().equals(first)));
        NearestRows nearest = explainer.nearest(0, 3);
        check("the nearest rows", nearest.rows().size() == 3 && nearest.rows().getFirst().row() != 0);
    }

    private static void further(Table table) {
        TabularModel model = grade().fit(table).model();
        Continuation.Result result = Continuation.of(model).epochs(2).learningRate(1e-3).fit(table);
        check("a model goes on", result.epochs() == 2 && result.networks().size() == 1
                && result.comparison().isPresent() && result.model().provenance().parent().isPresent());
        ContinuationPlan plan = Continuation.of(result.model()).prepare(table);
        check("old test rows stay test rows", plan.oldTestRows() == model.provenance().rows().get(2)
                && plan.newRows() == 0);
    }
}
