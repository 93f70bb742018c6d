package org.chainrule.tabular.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.chart.Grid;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.NetworkDrawing;
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
                        + Phrases.grouped(network.weight(), DIGITS) + ") is drawn. All of them together have "
                : "The network has ") + Phrases.count(network.parameters(), "parameter") + "."));
        boolean traced = network.rows() > 0;
        if (traced) {
            out.append(Markup.paragraph(Phrases.count(network.rows(), "row")
                    + (network.rows() == ALL ? ", a usual one, a hard one and the hardest," : "")
                    + (network.rows() == 1 ? " was" : " were") + " passed through it. Blue numbers are the size of the"
                    + " values that a layer computes on the way down, and red ones the size of the gradients of the "
                    + (network.traced().equals("loss") ? "loss" : "output")
                    + " on the way back (root mean squares). The thicker an arrow, the larger they are."
                    + (network.gradients().isEmpty() ? "" : " " + network.gradients() + ".")
                    + " The red number at the input is of another scale: "
                    + (network.of() > 1
                            ? (network.of() == 2 ? "both" : "all " + network.of()) + " networks add to it."
                            : "all units of the first layer add to it.")));
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
                Markup.side(out + grid.html() + Page.terms(meanings(network)))));
    }

    /// Returns what the layers that have no plain name do.
    private static Map<String, String> meanings(NetworkSummary network) {
        Map<String, String> meanings = new LinkedHashMap<>();
        network.layers().forEach(layer -> meanings.computeIfAbsent(layer.kind(), NetworkSection::meaning));
        meanings.values().removeIf(String::isEmpty);
        return meanings;
    }

    private static String meaning(String kind) {
        return switch (kind) {
            case "linear" -> "weighted sums of all values";
            case "tangentLinear" -> "weighted sums, divided by the square root of their number";
            case "relu" -> "negative values become 0";
            case "gelu", "mish", "selu", "silu" ->
                "large values pass, negative ones become nearly 0, with a smooth bend";
            case "parametricMish", "parametricSelu" ->
                "a smooth bend near 0, mixed with the straight line in learned proportions";
            case "dropout" -> "while it learns, sets random values to 0";
            case "scaling" -> "multiplies each value by a learned factor";
            case "periodic" -> "waves of learned lengths along a number";
            case "piecewiseLinear" -> "where a number lies between quantiles";
            case "batchNorm", "layerNorm" -> "brings values to a mean of 0 and a spread of 1";
            default -> "";
        };
    }

    private static String size(double value) {
        return Double.isNaN(value) ? "\u2013" : Phrases.grouped(value, DIGITS);
    }
}
