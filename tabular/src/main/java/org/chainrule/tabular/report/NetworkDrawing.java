package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.chart.Figure;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.value.Phrases;

/// A network drawn from its inputs to its outputs: each layer with its shape and parameters, the forward pass in blue and the
/// backward pass in red, and the size of the values and of their gradients at each layer.
public final class NetworkDrawing {
    private static final double WIDTH = 350;
    private static final double BOX = 40;
    private static final double GAP = 22;
    private static final double LEFT = 58;
    private static final double RIGHT = 58;
    private static final int MOST = 40;
    private static final int DIGITS = 2;

    private NetworkDrawing() {
    }

    /// Returns the drawing as an SVG element. Its colors come from the style sheet of the page.
    public static String svg(NetworkSummary network) {
        return figure(network).svg();
    }

    static String section(NetworkSummary network) {
        boolean traced = network.rows() > 0;
        return Markup.paragraph((network.of() > 1
                ? "The model averages " + network.of() + " networks; this is the one with the largest weight, "
                        + network.name() + ". "
                : "") + Phrases.count(network.parameters(), "parameter")
                + (network.of() > 1 ? " in all networks together" : "") + "."
                + (traced
                        ? " " + Phrases.count(network.rows(), "row")
                                + (network.rows() == 3 ? " (a usual one, a hard one and the hardest)" : "")
                                + " went through it: beside each layer stands the"
                                + " root mean square of its values on the left, and of the gradients of "
                                + what(network.traced()) + " on the right. Gradients that shrink to nothing towards the"
                                + " input would keep the first layers from learning."
                        : ""))
                + Markup.row(List.of(figure(network).html()));
    }

    private static String what(String traced) {
        return traced.equals("loss") ? "the loss" : "the output";
    }

    private static Figure figure(NetworkSummary network) {
        List<String> boxes = new ArrayList<>();
        List<NetworkSummary.Layer> layers = network.layers().subList(0, Math.min(MOST, network.layers().size()));
        boxes.add(box(0, "input", "[" + Page.count(network.inputs()) + "]", Double.NaN, Double.NaN));
        for (int i = 0; i < layers.size(); i++) {
            NetworkSummary.Layer layer = layers.get(i);
            boxes.add(arrows(i) + box(i + 1, layer.path(), layer.shape() + (layer.parameters() == 0
                    ? ""
                    : ", " + Phrases.count(layer.parameters(), "parameter")), layer.activation(), layer.gradient()));
        }
        int hidden = network.layers().size() - layers.size();
        double height = 22 + (layers.size() + 1) * (BOX + GAP) - GAP + (hidden > 0 ? 20 : 4);
        StringBuilder out = new StringBuilder();
        out.append("<text x=\"4\" y=\"12\" class=\"").append(Palette.BLUE.fill())
                .append("\">forward: values</text><text x=\"").append(Markup.at(WIDTH - 4))
                .append("\" y=\"12\" text-anchor=\"end\" class=\"").append(Palette.RED.fill())
                .append("\">backward: gradients</text>");
        boxes.forEach(out::append);
        if (hidden > 0) {
            out.append("<text x=\"175\" y=\"").append(Markup.at(height - 6)).append("\" text-anchor=\"middle\">and ")
                    .append(Phrases.count(hidden, "other layer")).append("</text>");
        }
        return new Figure(Markup.clip(network.name()), "The network " + Markup.clip(network.name()) + ": "
                + Phrases.count(network.layers().size(), "layer") + " from " + Phrases.count(network.inputs(), "input"),
                WIDTH, height, out.toString(), List.of(), "");
    }

    private static double top(int place) {
        return 22 + place * (BOX + GAP);
    }

    private static String box(int place, String name, String shape, double activation, double gradient) {
        double y = top(place);
        StringBuilder out = new StringBuilder();
        out.append("<rect x=\"").append(Markup.at(LEFT)).append("\" y=\"").append(Markup.at(y)).append("\" width=\"")
                .append(Markup.at(WIDTH - LEFT - RIGHT)).append("\" height=\"").append(Markup.at(BOX))
                .append("\" rx=\"6\" class=\"box\"/>");
        out.append("<text x=\"175\" y=\"").append(Markup.at(y + 17)).append("\" text-anchor=\"middle\" class=\"name\">")
                .append(Markup.clip(name, 34)).append("</text><text x=\"175\" y=\"").append(Markup.at(y + 32))
                .append("\" text-anchor=\"middle\">").append(Markup.clip(shape, 38)).append("</text>");
        number(out, LEFT - 6, y, "end", Palette.BLUE, activation);
        number(out, WIDTH - RIGHT + 6, y, "start", Palette.RED, gradient);
        return out.toString();
    }

    private static void number(StringBuilder out, double x, double y, String anchor, Palette color, double value) {
        if (!Double.isNaN(value)) {
            out.append("<text x=\"").append(Markup.at(x)).append("\" y=\"").append(Markup.at(y + 24))
                    .append("\" text-anchor=\"").append(anchor).append("\" class=\"").append(color.fill()).append("\">")
                    .append(MeasureText.significant(value, DIGITS)).append("</text>");
        }
    }

    /// Draws the flow between a place and the next: down in blue, up in red.
    private static String arrows(int place) {
        double from = top(place) + BOX + 2;
        double to = top(place + 1) - 2;
        return arrow(160, from, to, Palette.BLUE) + arrow(190, to, from, Palette.RED);
    }

    private static String arrow(double x, double from, double to, Palette color) {
        double back = to > from ? to - 5 : to + 5;
        return "<path d=\"M" + Markup.at(x) + " " + Markup.at(from) + "V" + Markup.at(to) + "M" + Markup.at(x - 4) + " "
                + Markup.at(back) + "L" + Markup.at(x) + " " + Markup.at(to) + "L" + Markup.at(x + 4) + " "
                + Markup.at(back) + "\" class=\"whisker " + color.stroke() + "\"/>";
    }
}
