package org.chainrule.tabular.chart;

import java.util.List;
import java.util.stream.Collectors;
import org.chainrule.tabular.value.Phrases;

/// Draws a network from its inputs to its outputs: each layer with its shape and parameters, branches side by side, the
/// forward pass in blue and the backward pass in red.
///
/// ```java
/// String svg = NetworkDrawing.svg(graph);
/// ```
///
/// The numbers in a box are the sizes of its values, on the left, and of their gradients, on the right. Arrows are the
/// thicker, the larger these are, by their logarithms.
public final class NetworkDrawing {
    private static final double LANE = 112;
    private static final double NARROW = 200;
    private static final double GAP = 28;
    private static final double LINE = 15;
    private static final double LETTER = 6.4;
    private static final double SIDE = 46;
    private static final double BEHIND = 4;
    private static final double FRAME = 12;
    /// The distance of both arrows from the middle of a link.
    private static final double FLOW = 8;
    private static final double FREE = 4;
    private static final double TITLE = 20;
    private static final int MOST = 40;
    private static final int DIGITS = 2;
    /// A size this many powers of ten below the largest has the thinnest arrow.
    private static final double DECADES = 4;

    private final NetworkGraph graph;
    private final List<List<NetworkLayout.Cell>> rows;
    private final double width;
    private final double[] tops;
    private final double[] heights;
    private final double largestForward;
    private final double largestBackward;
    private final StringBuilder out = new StringBuilder();
    private final double bottom;

    private NetworkDrawing(NetworkGraph graph) {
        this.graph = graph;
        List<NetworkGraph.Node> shown = graph.nodes().subList(0, Math.min(MOST, graph.nodes().size()));
        this.width = Math.max(Plot.WIDTH, NetworkLayout.widest(shown) * LANE);
        double inset = graph.frame().isPresent() ? FRAME + BEHIND : 2;
        this.rows = new NetworkLayout(shown, inset, width - inset - (graph.frame().isPresent() ? BEHIND : 0)).rows();
        this.tops = new double[rows.size()];
        this.heights = new double[rows.size()];
        this.largestForward = shown.stream().mapToDouble(NetworkGraph.Node::forward).filter(Double::isFinite).max()
                .orElse(0);
        this.largestBackward = shown.stream().mapToDouble(NetworkGraph.Node::backward).filter(Double::isFinite).max()
                .orElse(0);
        double y = TITLE;
        for (int row = 0; row < tops.length; row++) {
            boolean begins = framed(row) && (row == 0 || !framed(row - 1));
            boolean ends = !framed(row) && row > 0 && framed(row - 1);
            y += begins ? FRAME : ends ? FRAME + TITLE + 2 * BEHIND : 0;
            tops[row] = y;
            heights[row] = rows.get(row).stream().mapToDouble(NetworkDrawing::height).max().orElse(0);
            y += heights[row] + GAP;
        }
        this.bottom = y - GAP + (!rows.isEmpty() && framed(tops.length - 1) ? FRAME + TITLE + 2 * BEHIND : 0) + 10;
    }

    private boolean framed(int row) {
        return graph.frame().isPresent() && rows.get(row).stream()
                .anyMatch(cell -> !cell.lane && graph.frame().orElseThrow().nodes().contains(cell.node.id()));
    }

    /// Returns the drawing as an SVG element. Its colors and its type come from the style sheets of [Palette#sheet] and
    /// [Figure#sheet].
    public static String svg(NetworkGraph graph) {
        return figure(graph).svg();
    }

    /// Returns the drawing with the name of the network as its title.
    public static Figure figure(NetworkGraph graph) {
        return new NetworkDrawing(graph).drawn();
    }

    private Figure drawn() {
        if (graph.nodes().stream().anyMatch(node -> Double.isFinite(node.forward()))) {
            out.append(Plot.text(4, 12, "start", Palette.BLUE.fill(), "forward: values"))
                    .append(Plot.text(width - 4, 12, "end", Palette.RED.fill(), "backward: gradients"));
        }
        graph.frame().ifPresent(this::frame);
        rows.forEach(row -> row.forEach(cell -> cell.sources.forEach(from -> link(from, cell))));
        rows.forEach(row -> row.stream().filter(cell -> !cell.lane).forEach(this::box));
        int hidden = graph.nodes().size() - Math.min(MOST, graph.nodes().size());
        if (hidden > 0) {
            out.append(Plot.text(width / 2, bottom + 8, "middle", "", "and " + hidden + " more"));
        }
        return new Figure(Markup.clip(graph.name()), "The network " + Markup.clip(graph.name()) + ": " + graph.nodes()
                .stream().limit(MOST).map(node -> Markup.clip(node.name() + " " + node.shape()).strip())
                .collect(Collectors.joining(", ")), width, bottom + (hidden > 0 ? 16 : 0), out.toString(), List.of(),
                "");
    }

    /// Draws the frame, and behind it the edges of the others like it.
    private void frame(NetworkGraph.Frame frame) {
        int first = 0;
        while (first < rows.size() && !framed(first)) {
            first++;
        }
        int last = first;
        while (last + 1 < rows.size() && framed(last + 1)) {
            last++;
        }
        if (first == rows.size()) {
            return;
        }
        double top = tops[first] - FRAME;
        double height = tops[last] + heights[last] + FRAME + TITLE - top;
        double wide = width - 2 - 2 * BEHIND;
        for (int back = frame.copies() > 1 ? 2 : 0; back >= 0; back--) {
            rectangle(1 + back * BEHIND, top + back * BEHIND, wide, height, "frame");
        }
        // below the layers, where a single link leaves the frame in its middle
        out.append(Plot.text(FRAME, top + height - 10, "start", "name",
                Markup.clip(frame.label(), (int) ((wide - FRAME) / LETTER))));
    }

    private void rectangle(double x, double y, double w, double h, String style) {
        out.append("<rect x=\"").append(Markup.at(x)).append("\" y=\"").append(Markup.at(y)).append("\" width=\"")
                .append(Markup.at(w)).append("\" height=\"").append(Markup.at(h)).append("\" rx=\"6\" class=\"")
                .append(style).append("\"/>");
    }

    private static boolean narrow(NetworkLayout.Cell cell) {
        return cell.width < NARROW;
    }

    private static boolean flows(NetworkGraph.Node node) {
        return Double.isFinite(node.forward()) || Double.isFinite(node.backward());
    }

    private static double height(NetworkLayout.Cell cell) {
        return cell.lane
                ? 0
                : 12 + LINE * (Text.of(cell).size() + (narrow(cell) && flows(cell.node) ? 1 : 0))
                        + (cell.node.copies() > 1 ? 2 * BEHIND : 0);
    }

    /// The lines of text in a box.
    private record Text(List<String> names, List<String> details) {
        static Text of(NetworkLayout.Cell cell) {
            NetworkGraph.Node node = cell.node;
            int letters = letters(cell);
            String name = (node.copies() > 1 ? node.copies() + " \u00d7 " : "") + node.name();
            int space = name.lastIndexOf(' ', letters);
            List<String> names = name.length() <= letters || space <= 0
                    ? List.of(name)
                    : List.of(name.substring(0, space), name.substring(space + 1));
            String parameters = node.parameters() == 0 ? "" : Phrases.count(node.parameters(), "parameter");
            String both = node.shape() + (node.shape().isEmpty() || parameters.isEmpty() ? "" : ", ") + parameters;
            List<String> details = both.length() <= letters ? List.of(both) : List.of(node.shape(), parameters);
            return new Text(names, details.stream().filter(line -> !line.isEmpty()).toList());
        }

        int size() {
            return names.size() + details.size();
        }
    }

    private static int letters(NetworkLayout.Cell cell) {
        return (int) ((cell.width - (narrow(cell) ? 6 : 2 * SIDE)) / LETTER);
    }

    private void box(NetworkLayout.Cell cell) {
        NetworkGraph.Node node = cell.node;
        boolean several = node.copies() > 1;
        double deep = several ? 2 * BEHIND : 0;
        double top = tops[cell.row];
        double wide = cell.width - deep;
        double high = heights[cell.row] - deep;
        for (int back = several ? 2 : 0; back >= 0; back--) {
            rectangle(cell.left + back * BEHIND, top + back * BEHIND, wide, high, "box");
        }
        Text text = Text.of(cell);
        double free = high - 12 - LINE * (text.size() + (narrow(cell) && flows(node) ? 1 : 0));
        double y = top + 17 + Math.max(0, free) / 2;
        for (int i = 0; i < text.size(); i++) {
            boolean name = i < text.names.size();
            String line = name ? text.names.get(i) : text.details.get(i - text.names.size());
            out.append(Plot.text(cell.left + wide / 2, y, "middle", name ? "name" : "",
                    Markup.clip(line, letters(cell) + 1)));
            y += LINE;
        }
        double at = narrow(cell) ? top + high - 7 : top + high / 2 + 4;
        number(cell.left + 6, at, "start", Palette.BLUE, node.forward());
        number(cell.left + wide - 6, at, "end", Palette.RED, node.backward());
    }

    private void number(double x, double y, String anchor, Palette color, double value) {
        if (Double.isFinite(value)) {
            out.append(Plot.text(x, y, anchor, color.fill(), Phrases.significant(value, DIGITS)));
        }
    }

    /// Draws what flows between a cell and one in the next row: down in blue, up in red.
    private void link(NetworkLayout.Cell from, NetworkLayout.Cell to) {
        double top = tops[from.row] + heights[from.row] + (from.lane ? 0 : FREE);
        double end = tops[to.row] - (to.lane ? 0 : FREE);
        double start = from.middle();
        double stop = to.middle();
        // the wider of both leaves room for the middle of the other, so the link is upright
        if (from.left <= stop && stop <= from.right() && to.width <= from.width) {
            start = stop;
        } else if (to.left <= start && start <= to.right()) {
            stop = start;
        }
        double blue = thickness(from.node.forward(), largestForward);
        double red = thickness(from.node.backward(), largestBackward);
        arrow(start - FLOW, top, stop - FLOW, end, !to.lane, Palette.BLUE, blue);
        arrow(stop + FLOW, end, start + FLOW, top, !from.lane, Palette.RED, red);
        if (to.lane) {
            double through = end + heights[to.row];
            arrow(stop - FLOW, end, stop - FLOW, through, false, Palette.BLUE, blue);
            arrow(stop + FLOW, through, stop + FLOW, end, false, Palette.RED, red);
        }
    }

    private static double thickness(double value, double largest) {
        return !Double.isFinite(value) || largest <= 0
                ? 2
                : 1 + 3.5 * Math.clamp(1 + StrictMath.log10(Math.max(value, Double.MIN_NORMAL) / largest) / DECADES, 0,
                        1);
    }

    private void arrow(double x1, double y1, double x2, double y2, boolean head, Palette color, double thickness) {
        double back = y2 > y1 ? y2 - 6 : y2 + 6;
        out.append("<path d=\"M").append(Markup.at(x1)).append(' ').append(Markup.at(y1)).append('L')
                .append(Markup.at(x2)).append(' ').append(Markup.at(y2));
        if (head) {
            out.append('M').append(Markup.at(x2 - 4.5)).append(' ').append(Markup.at(back)).append('L')
                    .append(Markup.at(x2)).append(' ').append(Markup.at(y2)).append('L').append(Markup.at(x2 + 4.5))
                    .append(' ').append(Markup.at(back));
        }
        out.append("\" class=\"whisker ").append(color.stroke()).append("\" style=\"stroke-width:")
                .append(Markup.at(thickness)).append("\"/>");
    }
}
