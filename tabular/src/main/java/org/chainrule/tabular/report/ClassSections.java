package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chainrule.tabular.chart.Axis;
import org.chainrule.tabular.chart.CountMatrix;
import org.chainrule.tabular.chart.Figure;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.chart.Plot;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.value.Phrases;

/// Writes how well classes are predicted.
final class ClassSections {
    private static final int MOST = 30;

    private ClassSections() {
    }

    static List<Page.Section> of(ClassQuality quality) {
        return List.of(new Page.Section("Confusion matrix", confusion(quality)),
                new Page.Section("Calibration", calibration(quality)),
                new Page.Section("ROC and precision-recall", curves(quality)));
    }

    private static String confusion(ClassQuality quality) {
        List<String> parts = new ArrayList<>();
        StringBuilder out = new StringBuilder();
        out.append(Markup.paragraph(quality.confused().isEmpty()
                ? "No class is confused with another."
                : quality.mixed()));
        if (!quality.confusion().isEmpty()) {
            int[][] counts = quality.confusion().stream()
                    .map(row -> row.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
            parts.add(CountMatrix.of("Rows by true and predicted " + Markup.clip(quality.target()),
                    "true " + quality.target(), "predicted " + quality.target(),
                    quality.labels(), counts)
                    .caption("The shade is the share of the rows of the true class: blue is right, orange is wrong.")
                    .html());
        } else {
            Grid grid = new Grid("The pairs confused most often", "llrr",
                    List.of("True " + Markup.name(quality.target()), "Predicted", "Rows", "Of the true class"));
            quality.confused().forEach(pair -> grid.row(Markup.name(pair.truth()), Markup.name(pair.predicted()),
                    Page.count(pair.rows()), Page.percent(pair.share())));
            parts.add(grid.html());
        }
        Grid grid = new Grid("Each class", "lrrrr",
                List.of(Markup.name(quality.target()), "Rows", "Predicted", "Precision", "Recall"));
        quality.classes().stream().limit(MOST).forEach(each -> grid.row(Markup.name(each.label()),
                Page.count(each.rows()), Page.count(each.predicted()), Page.percent(each.precision()),
                Page.percent(each.recall())));
        parts.add(grid.html());
        out.append(Markup.row(parts));
        if (quality.classes().size() > MOST) {
            out.append(Markup.paragraph("And " + Phrases.count(quality.classes().size() - MOST, "other class") + "."));
        }
        return out.append(
                "<p class=\"quiet\">Precision: of the rows predicted as a class, the share that is right. Recall: of the"
                        + " rows of a class, the share that is found.</p>\n")
                .toString();
    }

    private static String calibration(ClassQuality quality) {
        boolean two = !quality.positive().isEmpty();
        StringBuilder out = new StringBuilder(Markup.paragraph(quality.trust() + "."));
        if (quality.temperature() != 1) {
            out.append(Markup.paragraph("The logits of the network are divided by "
                    + Phrases.plain(quality.temperature()) + " (temperature), which suits the validation rows best."));
        }
        String positive = quality.target() + " is " + quality.positive();
        String what = two
                ? "probability that " + positive
                : "probability of the predicted class";
        Plot reliability = new Plot("Reliability", Axis.share(what),
                Axis.share(two ? "share where " + positive : "share that is right"))
                .guide(0, 0, 1, 1, "perfect probabilities");
        for (ClassQuality.Bin bin : quality.calibration()) {
            reliability.whisker(Palette.BLUE, bin.probability(), bin.low(), bin.high());
            reliability.dot(Palette.BLUE, bin.probability(), bin.share(), 5, Page.percent(bin.share()) + " of "
                    + Page.count(bin.rows()) + " rows at " + Phrases.plain(Math.rint(1000 * bin.probability()) / 1000));
        }
        reliability.key(Palette.BLUE, "rows with similar probabilities, with 95 % interval");
        int most = quality.calibration().stream().mapToInt(ClassQuality.Bin::rows).max().orElse(1);
        Plot counts = new Plot("Rows by probability", Axis.share(what), Axis.counts("rows", 0, most));
        quality.calibration().forEach(bin -> counts.bars(Palette.BLUE, new double[]{bin.from(), bin.to()},
                new double[]{bin.rows()}, List.of(Page.count(bin.rows()) + " rows")));
        Grid grid = new Grid("Rows by probability", "lrrr",
                List.of("Probability", "Rows", "Mean",
                        (two ? Markup.clip(positive, 24) : "Right") + ", 95 % interval"));
        quality.calibration().forEach(bin -> grid.row(Phrases.plain(bin.from()) + Page.TO + Phrases.plain(bin.to()),
                Page.count(bin.rows()), String.format(Locale.ROOT, "%.3f", bin.probability()),
                Page.percent(bin.share()) + " (" + String.format(Locale.ROOT, "%.0f to %.0f)", 100 * bin.low(),
                        100 * bin.high())));
        return out.append(Markup.row(List.of(
                reliability.figure("Reliability: the share of right rows by " + Markup.text(what))
                        .caption("A dot below the line: these probabilities are too high; above it: too low. A vertical"
                                + " line that reaches the dashed one may be chance.")
                        .html(),
                counts.figure("Number of rows by " + Markup.text(what)).html(), grid.html()))).toString();
    }

    private static String curves(ClassQuality quality) {
        if (quality.curves().isEmpty()) {
            return "<p>All rows have the same class, so the curves are not defined.</p>\n";
        }
        Plot roc = new Plot("Receiver operating characteristic (ROC)",
                Axis.share("share of the other rows flagged"),
                Axis.share("share of the class found"));
        Plot precision = new Plot("Precision and recall", Axis.share("recall: share of the class found"),
                Axis.share("precision"));
        roc.guide(0, 0, 1, 1, "chance");
        int number = 0;
        List<String> words = new ArrayList<>();
        for (Curves each : quality.curves()) {
            Palette color = Palette.series(number);
            boolean dashed = number % 2 == 1;
            double[] recall = numbers(each.recall());
            String name = Markup.clip(quality.positive().isEmpty()
                    ? each.label()
                    : quality.target() + " is " + each.label(), 24);
            roc.line(color, dashed, numbers(each.falsePositives()), recall,
                    name + ", area " + MeasureText.of("auc", each.area()));
            precision.line(color, dashed, recall, numbers(each.precision()),
                    name + ", average precision " + MeasureText.of("averagePrecision", each.averagePrecision()));
            words.add(name + ": area " + MeasureText.of("auc", each.area()));
            number++;
        }
        String intro = quality.positive().isEmpty()
                ? "Each class of " + Phrases.quoted(quality.target()) + " against all others"
                        + (quality.labels().size() > quality.curves().size()
                                ? ", for the " + quality.curves().size() + " most frequent ones"
                                : "")
                        + ". "
                : "For every threshold of the probability that " + Phrases.equal(quality.target(), quality.positive())
                        + ". ";
        if (quality.curves().size() == 1) {
            double chance = quality.curves().getFirst().precision().getLast();
            precision.guide(0, chance, 1, chance, "chance: " + Page.percent(chance) + " of the rows");
        }
        Figure first = roc.figure("ROC curves; " + String.join("; ", words));
        return Markup.paragraph(
                intro + "An area under the ROC curve of 1 is perfect, and 0.5 is chance. An average precision"
                        + " of 1 is perfect, and the share of the class among the rows is chance.")
                + Markup.row(List.of(first.html(),
                        precision.figure("Precision by recall for "
                                + Phrases.count(words.size(), "class")).html()));
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
