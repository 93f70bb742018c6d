package org.chainrule.tabular.report;

import java.util.List;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.NetworkDrawing;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.value.Phrases;

/// Writes the network: its drawing, and its layers as a table.
final class NetworkSection {
    private static final int DIGITS = 2;
    private static final int ALL = 3;

    private NetworkSection() {
    }

    static String of(NetworkSummary network) {
        StringBuilder out = new StringBuilder(Markup.paragraph((network.of() > 1
                ? "The model is the average of " + network.of() + " networks. One with the largest weight ("
                        + MeasureText.significant(network.weight(), DIGITS) + ") is drawn. All of them together have "
                : "The network has ") + Phrases.count(network.parameters(), "parameter") + "."));
        boolean traced = network.rows() > 0;
        if (traced) {
            out.append(Markup.paragraph(Phrases.count(network.rows(), "row")
                    + (network.rows() == ALL ? ", a usual one, a hard one and the hardest," : "")
                    + (network.rows() == 1 ? " was" : " were") + " passed through it. Blue numbers are the size of the"
                    + " values that a layer computes on the way down, and red ones the size of the gradients of the "
                    + (network.traced().equals("loss") ? "loss" : "output")
                    + " on the way back (root mean squares). The thicker an arrow, the larger they are. If the red"
                    + " numbers shrank to almost nothing towards the input, the first layers could not learn."));
        }
        network.layers().stream().mapToInt(NetworkSummary.Layer::members).filter(count -> count > 1).max()
                .ifPresent(count -> out.append(Markup.paragraph("A stack stands for the " + count
                        + " members of the network, which share their weights but have values of their own.")));
        Grid grid = new Grid("Layers", traced ? "lrrrr" : "lrr", traced
                ? List.of("Layer", "Output", "Parameters", "Values", "Gradients")
                : List.of("Layer", "Output", "Parameters"));
        for (NetworkSummary.Layer layer : network.layers()) {
            List<String> cells = List.of("<bdi>" + Markup.clip(layer.path()) + "</bdi>", Markup.clip(layer.shape()),
                    layer.parameters() == 0 ? "" : Page.count(layer.parameters()), size(layer.activation()),
                    size(layer.gradient()));
            grid.row(traced ? cells : cells.subList(0, 3));
        }
        return Markup.row(List.of(NetworkDrawing.figure(network.graph()).html(),
                Markup.side(out + grid.html())));
    }

    private static String size(double value) {
        return Double.isNaN(value) ? "\u2013" : MeasureText.significant(value, DIGITS);
    }
}
