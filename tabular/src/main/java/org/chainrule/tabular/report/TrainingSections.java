package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.tabular.chart.Axis;
import org.chainrule.tabular.chart.Figure;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.chart.Plot;
import org.chainrule.tabular.chart.Sparkline;
import org.chainrule.tabular.value.Phrases;

/// Writes what was read, the networks that were tried, and their learning curves.
final class TrainingSections {
    private static final int CURVES = 9;
    private static final int POINTS = 150;
    /// A loss this many times the best one is cut off, so that the rest of the curve can be read.
    private static final double CUT = 4;

    private TrainingSections() {
    }

    static List<Page.Section> of(Report report) {
        return List.of(new Page.Section("Data", data(report.data())), new Page.Section("Search", search(report)),
                new Page.Section("Learning curves", curves(report.search())));
    }

    private static String data(DataSummary data) {
        StringBuilder out = new StringBuilder(Markup.paragraph(Phrases.count(data.rows(), "row") + " of "
                + data.source() + ". " + data.split() + "." + (data.missing().isEmpty() ? "" : " " + data.missing())));
        Grid grid = new Grid("Columns, with the values of all " + Phrases.count(data.rows(), "row"), "lltrlt",
                List.of("Column", "Kind", "Values", "Missing", "Distribution", "Becomes")).stacked();
        for (DataSummary.ColumnSummary column : data.columns()) {
            DataSummary.Distribution all = column.distribution();
            grid.row("<bdi>" + Markup.clip(column.name()) + "</bdi>",
                    Markup.text(column.kind()), range(column),
                    column.missing() == 0 ? "" : Page.percent(column.missing()),
                    all.counts().isEmpty()
                            ? ""
                            : Sparkline.of(all.counts(), "Distribution of " + Markup.clip(column.name())),
                    column.role().equals("target")
                            ? "<strong>the target</strong>"
                            : (column.isLeftOut() ? "<strong>left out:</strong> " : "")
                                    + Markup.text(column.use()));
        }
        out.append(grid.html());
        if (data.hidden() > 0) {
            out.append(Markup.paragraph("And " + Phrases.count(data.hidden(), "other column") + "."));
        }
        // the table has the reasons of its own columns
        List<String> others = data.leftOut().stream().filter(sentence -> data.columns().stream()
                .noneMatch(column -> sentence.startsWith("column " + Phrases.quoted(column.name()) + " is left out")))
                .toList();
        if (!others.isEmpty()) {
            out.append("<h3>Left out of the other columns</h3>\n").append(Markup.list(others));
        }
        if (!data.remarks().isEmpty()) {
            out.append("<h3>Remarks</h3>\n").append(Markup.list(data.remarks()));
        }
        return out.toString();
    }

    private static String range(DataSummary.ColumnSummary column) {
        DataSummary.Distribution all = column.distribution();
        if (all.counts().isEmpty()) {
            return "none";
        }
        if (column.kind().equals("text")) {
            List<String> names = all.names();
            return Markup.text(column.distinct() + (column.distinct() >= 1000 ? " or more" : "") + " different: ")
                    + Markup.clip(String.join(", ", names.subList(0, Math.min(3, names.size()))), 60)
                    + (column.distinct() > 3 ? ", \u2026" : "");
        }
        return all.low().equals(all.high())
                ? Markup.clip(all.low())
                : Markup.clip(all.low()) + Page.TO + Markup.clip(all.high());
    }

    private static String search(Report report) {
        Search search = report.search();
        int kept = search.kept().size();
        int tried = search.runs().size();
        StringBuilder out = new StringBuilder(Markup.paragraph(tried == 1
                ? "One network was trained. The epoch with the best validation score is the model."
                : Phrases.count(tried, "network") + " were trained. " + (kept == 1
                        ? "One of them is the model."
                        : "The model is the average of " + (kept == tried ? "all" : kept)
                                + ", with weights that were chosen on rows which the networks had not learned from.")));
        Grid grid = new Grid("Networks", "lrrrr",
                List.of("Network", "Weight", "Validation loss", "Best epoch", "Epochs"));
        search.runs().forEach(run -> grid.row(Markup.name(run.name()),
                run.weight() == 0 ? "not used" : Phrases.grouped(run.weight(), 2),
                Double.isNaN(run.score()) ? "\u2013" : Phrases.grouped(run.score(), 4),
                Page.count(run.bestEpoch()), Page.count(run.epochs())));
        out.append(grid.html());
        Map<String, String> kinds = new LinkedHashMap<>();
        Stream.concat(search.runs().stream().map(Search.Run::name), search.leftOut().stream())
                .forEach(name -> kinds.computeIfAbsent(name.replaceFirst(" .*", ""), TrainingSections::meaning));
        kinds.values().removeIf(String::isEmpty);
        List<String> further = search.runs().stream().map(Search.Run::title).distinct()
                .filter(title -> title.matches(".* [0-9]+")).toList();
        if (!further.isEmpty()) {
            kinds.put(String.join(", ", further), "further networks of that kind with other settings");
        }
        out.append(Page.terms(kinds));
        String missing = (search.unused().strip() + " " + search.missing()).strip();
        return out.append(missing.isEmpty() ? "" : Markup.paragraph(missing)).toString();
    }

    private static String meaning(String kind) {
        return switch (kind) {
            case "linear" -> "a weighted sum of the inputs, without hidden layers";
            case "mlp" -> "a network of one or more hidden layers with ReLU (multilayer perceptron)";
            case "realmlp" ->
                "a multilayer perceptron with periodic embeddings of numbers, a learned scale of each input and"
                        + " settings that suit many tables";
            case "tabm" -> "several networks in one, which share most of their weights and are averaged";
            default -> "";
        };
    }

    private static String curves(Search search) {
        List<Search.Run> runs = search.kept().stream().filter(run -> !run.validation().isEmpty()).limit(CURVES)
                .toList();
        if (runs.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        search.epochs().ifPresent(sentence -> text.append(Markup.paragraph(sentence + ".")));
        text.append("<p class=\"quiet\">The training loss is measured while the network learns, with dropout and other"
                + " noise. So it may lie above the validation loss, which is measured without noise.</p>\n");
        // a single chart has its words beside it, several have them above
        return runs.size() == 1
                ? Markup.row(List.of(curve(runs.getFirst()).html(), Markup.side(text.toString())))
                : text + Markup.row(runs.stream().map(run -> curve(run).html()).toList())
                        + others(search.kept().size() - runs.size());
    }

    private static String others(int count) {
        return count == 0
                ? ""
                : Markup.paragraph("These networks have the largest weights. " + Phrases.count(count, "other")
                        + " of the average " + (count == 1 ? "is" : "are") + " not drawn.");
    }

    private static Figure curve(Search.Run run) {
        int count = run.validation().size();
        int[] shown = IntStream.concat(Scored.thinned(count, POINTS), IntStream.of(run.bestEpoch() - 1, count - 1))
                .filter(i -> i >= 0).sorted().distinct().toArray();
        double[] xs = new double[shown.length];
        double[] train = new double[shown.length];
        double[] held = new double[shown.length];
        List<Double> all = new ArrayList<>();
        double most = run.score() > 0 ? CUT * run.score() : Double.POSITIVE_INFINITY;
        for (int i = 0; i < shown.length; i++) {
            xs[i] = shown[i] + 1.0;
            train[i] = shown[i] < run.training().size() ? run.training().get(shown[i]) : Double.NaN;
            held[i] = run.validation().get(shown[i]);
            all.add(Math.min(most, train[i]));
            all.add(Math.min(most, held[i]));
        }
        double[] range = all.stream().mapToDouble(Double::doubleValue).toArray();
        Axis up = Axis.of("loss", range);
        boolean cut = DoubleStream.concat(Arrays.stream(train), Arrays.stream(held)).anyMatch(loss -> loss > up.high());
        return new Plot(Markup.clip(run.name()) + (run.weight() < 1
                ? ", weight " + Phrases.grouped(run.weight(), 2)
                : ""), Axis.counts("epoch", 1, count), up)
                .mark(run.bestEpoch(), "best: epoch " + run.bestEpoch())
                .line(Palette.ORANGE, true, xs, train, "training")
                .line(Palette.BLUE, false, xs, held, "validation")
                .dot(Palette.BLUE, run.bestEpoch(), run.score(), 5,
                        "epoch " + run.bestEpoch() + ": " + Phrases.grouped(run.score(), 4))
                .figure("Learning curves of " + Markup.clip(run.name()) + ": training and validation loss by epoch; the"
                        + " network keeps epoch " + run.bestEpoch())
                .caption(cut ? "Larger losses are cut off at the top." : "");
    }
}
