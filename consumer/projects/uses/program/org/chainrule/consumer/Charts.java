package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;

import java.util.List;
import java.util.Map;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.chart.Axis;
import org.chainrule.tabular.chart.Bars;
import org.chainrule.tabular.chart.CountMatrix;
import org.chainrule.tabular.chart.Figure;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.NetworkDrawing;
import org.chainrule.tabular.chart.NetworkGraph;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.chart.Plot;
import org.chainrule.tabular.chart.Sparkline;
import org.chainrule.tabular.report.NetworkSummary;

/// Draws charts and networks for a page of its own.
final class Charts {
    private Charts() {
    }

    static void use(TabularModel model) {
        Axis epochs = Axis.counts("epochs", 0, 30);
        Axis error = Axis.of("error in <m>", 0.2, 7.4);
        check("round ticks", error.low() == 0 && error.high() == 8 && error.place(4) == 0.5
                && error.ticks().contains(2.0) && error.label(2).equals("2") && Axis.share("share").high() == 1);
        Figure plot = new Plot("Error", epochs, error)
                .band(Palette.BLUE, new double[]{1, 2}, new double[]{1, 1}, new double[]{3, 2}, "spread")
                .line(Palette.BLUE, true, new double[]{1, 2}, new double[]{2, 1.5}, "validation")
                .cloud(Palette.GREEN, new double[]{1}, new double[]{4}, "rows").dot(Palette.RED, 2, 1.5, 3, "best")
                .whisker(Palette.series(1), 1, 1, 3).guide(0, 0, 30, 8, "perfect").mark(2, "best")
                .note(1, 3, "start").bars(Palette.YELLOW, new double[]{0, 1, 2}, new double[]{1, 2}, List.of("a", "b"))
                .key(Palette.ORANGE, "other").figure("The error falls.").caption("It falls.");
        check("a plot", plot.svg().contains("<svg") && plot.html().contains("validation")
                && plot.caption().equals("It falls.") && plot.legend().size() >= 2);
        check("text that is not markup", plot.svg().contains("error in &lt;m&gt;")
                && Markup.text("a<b").equals("a&lt;b") && !Markup.clip("x".repeat(99)).contains("x".repeat(61)));
        Figure bars = Bars.bars("Importance", Axis.of("loss", 0, 1)).line(Palette.BLUE, "x", 0.5, 0.4, 0.6, "0.5")
                .figure("x matters");
        Figure dots = Bars.dots("Accuracy", Axis.share("accuracy")).line(Palette.GREEN, "mlp", 0.9, 0.8, 1, "0.9")
                .figure("mlp is right");
        Figure matrix = CountMatrix.of("Classes", "truth", "prediction", List.of("a", "b"),
                new int[][]{{3, 1}, {0, 4}});
        check("figures in a row", Markup.row(List.of(bars.html(), dots.html(), matrix.html())).contains("Importance"));
        check("a table and a small drawing", new Grid("Rows", "lr", List.of("name", "rows")).row("a", "3")
                .stacked().html().contains("<table") && Sparkline.of(List.of(1, 5, 2), "a hill").contains("a hill"));
        check("a legend", new Figure.Legend().area(Palette.BLUE, "most").interval(Palette.RED, "all").entries()
                .size() == 2);
        check("style sheets", Palette.sheet().contains(Palette.BLUE.light()) && Palette.sheet().contains("dark")
                && !Figure.sheet().isEmpty());
        network(model);
    }

    private static void network(TabularModel model) {
        List<NetworkSummary.Layer> layers = NetworkSummary.layers(model.network().layers(), "", Map.of());
        long parameters = layers.stream().mapToLong(NetworkSummary.Layer::parameters).sum();
        check("the layers of a model", parameters > 0 && layers.getFirst().sources().equals(List.of("input")));
        NetworkSummary summary = new NetworkSummary("mine", 1, 1, model.schema().width(),
                new NetworkSummary.Flow(Double.NaN, Double.NaN), layers, parameters, 0, "loss");
        check("gradients that were not traced", summary.gradients().isEmpty());
        NetworkGraph graph = summary.graph();
        check("a graph of them", graph.nodes().getFirst().id().equals("input")
                && graph.nodes().getLast().parameters() > 0 && graph.frame().isEmpty());
        check("a drawing", NetworkDrawing.figure(graph).title().contains("mine")
                && NetworkDrawing.svg(graph).contains("linear"));
    }
}
