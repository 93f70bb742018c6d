package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.model.Trace;
import org.chainrule.nn.Fan;
import org.chainrule.nn.MemberMean;
import org.chainrule.tabular.chart.NetworkGraph;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.train.Plan;

/// The network of a model, or the one with the largest weight of an average, and what flows through it.
///
/// @param name       the name of the network
/// @param of         the number of networks that are averaged
/// @param weight     the weight of this one in the average; 1 for a single network
/// @param inputs     the number of inputs
/// @param flow       what flows at them
/// @param layers     the layers in order
/// @param parameters the number of parameters of all networks together
/// @param rows       the number of rows that were traced
/// @param traced     what was differentiated, such as `loss`
public record NetworkSummary(String name, int of, double weight, int inputs, Flow flow, List<Layer> layers,
        long parameters, int rows, String traced) {
    private static final String INPUT = "input";
    private static final String BRANCHES = "parts/";
    private static final String CONCATENATION = "concatenation";
    /// Gradients that differ by more than this factor vanish or explode.
    private static final double FAR = 1000;
    private static final Flow NONE = new Flow(Double.NaN, Double.NaN);

    /// Creates a summary; copies the layers.
    public NetworkSummary {
        layers = List.copyOf(layers);
    }

    /// A layer.
    ///
    /// @param path       its path in the network
    /// @param kind       the kind of layer, such as `linear`
    /// @param shape      the shape of its output for a row
    /// @param parameters the number of its own parameters
    /// @param members    the number of members that share the layer, each with values of its own; 1 if it has no members
    /// @param sources    the paths of the layers that it reads, or `input`
    /// @param join       how the outputs of several layers are joined for it; empty if it reads one
    /// @param activation the root mean square of its outputs over the traced rows; NaN if it was not traced
    /// @param gradient   the root mean square of the gradients of its outputs; NaN if it was not traced
    public record Layer(String path, String kind, String shape, long parameters, int members, List<String> sources,
            Optional<Join> join, double activation, double gradient) {
        /// Creates a layer; copies the list.
        public Layer {
            sources = List.copyOf(sources);
        }

        /// Returns its name in words: those of the layers that read columns of the table tell which.
        public String words() {
            return path.startsWith(BRANCHES)
                    ? switch (kind) {
                        case "periodic" -> "numbers: periodic embedding";
                        case "piecewiseLinear" -> "numbers: piecewise-linear embedding";
                        case "linear" -> "categories: embedding";
                        case "identity" -> "other inputs, unchanged";
                        default -> path.substring(BRANCHES.length());
                    }
                    : path;
        }
    }

    /// How outputs are joined.
    ///
    /// @param kind  `concatenation` or `sum`
    /// @param shape the shape of the result for a row
    public record Join(String kind, String shape) {
    }

    /// The root mean squares at a layer, or at the inputs.
    ///
    /// @param activation that of its outputs; NaN if it was not traced
    /// @param gradient   that of the gradients of its outputs; NaN if it was not traced
    public record Flow(double activation, double gradient) {
    }

    /// Traces a row with a usual loss, one with a larger loss than nine of ten rows have, and the one with the largest.
    static NetworkSummary of(Subject subject, Scored scored) {
        int[] order = Scored.order(scored.loss());
        int[] rows = IntStream.of(order.length / 2, (int) (0.9 * (order.length - 1)), order.length - 1).distinct()
                .map(place -> scored.rows()[order[place]]).toArray();
        List<Search.Run> kept = subject.search().runs().stream().filter(run -> run.weight() > 0).toList();
        int heaviest = 0;
        for (int i = 1; i < kept.size(); i++) {
            heaviest = kept.get(i).weight() > kept.get(heaviest).weight() ? i : heaviest;
        }
        List<Plan.Row> all = subject.model().layers();
        String prefix = heaviest + "/";
        boolean several = all.stream().allMatch(row -> row.path().matches("[0-9]+/.*"))
                && all.stream().anyMatch(row -> row.path().startsWith(prefix));
        Map<String, Flow> flows = new HashMap<>();
        String what = "";
        for (int row : rows) {
            Trace trace = subject.tracing().of(scored.table(), row);
            what = trace.of();
            for (Trace.Step step : trace.steps()) {
                Flow flow = new Flow(meanSquare(step.value().values()) / rows.length,
                        meanSquare(step.gradient().values()) / rows.length);
                flows.merge(step.path(), flow, (a, b) -> new Flow(a.activation + b.activation,
                        a.gradient + b.gradient));
            }
        }
        flows.replaceAll((_, squares) -> new Flow(Math.sqrt(squares.activation), Math.sqrt(squares.gradient)));
        return new NetworkSummary(kept.isEmpty() ? subject.origin().kind() : kept.get(heaviest).name(),
                several ? kept.size() : 1, several ? kept.get(heaviest).weight() : 1, subject.schema().width(),
                flows.getOrDefault(INPUT, NONE), layers(all, several ? prefix : "", flows),
                subject.model().parameters().values().stream().mapToLong(values -> values.shape().elements()).sum(),
                rows.length, what);
    }

    private static double meanSquare(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }

    /// Returns layers for a [graph][#graph()], of any network that is trained or was.
    ///
    /// @param all    the layers of a model or of a plan
    /// @param prefix the beginning of the paths of the layers to return, which is left out; empty for all
    /// @param flows  what flows at each layer, by its whole path; others have none
    public static List<Layer> layers(List<Plan.Row> all, String prefix, Map<String, Flow> flows) {
        Map<String, String> shapes = new HashMap<>();
        List<Layer> layers = new ArrayList<>();
        int members = 1;
        for (Plan.Row row : all) {
            if (!row.path().startsWith(prefix)) {
                continue;
            }
            members = row.layer() instanceof Fan(int count, _)
                    ? count
                    : row.layer() instanceof MemberMean ? 1 : members;
            String shape = shape(row.output().toString());
            String input = shape(row.input().toString());
            shapes.put(row.path(), shape);
            boolean added = row.sources().stream().allMatch(from -> input.equals(shapes.getOrDefault(from, input)));
            Flow flow = flows.getOrDefault(row.path(), NONE);
            layers.add(new Layer(row.path().substring(prefix.length()), row.layer().name(), shape, row.parameters(),
                    members,
                    row.sources().stream().map(path -> path.startsWith(prefix) ? path.substring(prefix.length()) : path)
                            .toList(),
                    row.sources().size() < 2
                            ? Optional.empty()
                            : Optional.of(new Join(added ? "sum" : CONCATENATION, input)),
                    flow.activation, flow.gradient));
        }
        return layers;
    }

    private static String shape(String batch) {
        return batch.replaceFirst("^\\[n(, )?", "[");
    }

    /// Returns the graph of the network: branches that are alike, such as those of categories, are one node, and of an average
    /// this network is framed as one of several.
    public NetworkGraph graph() {
        List<NetworkGraph.Node> nodes = new ArrayList<>();
        nodes.add(new NetworkGraph.Node(INPUT, INPUT, "[" + inputs + "]", 0, 1, List.of(), flow.activation,
                flow.gradient));
        Map<String, String> alias = new HashMap<>();
        Set<String> framed = new LinkedHashSet<>();
        for (List<Layer> group : groups()) {
            Layer first = group.getFirst();
            group.forEach(layer -> alias.put(layer.path, first.path));
            List<String> sources = first.sources.stream().map(path -> alias.getOrDefault(path, path)).distinct()
                    .toList();
            if (first.join.isPresent() && sources.size() > 1) {
                Join join = first.join.get();
                String id = first.path + " join";
                Flow all = join.kind.equals(CONCATENATION) ? together(first.sources) : NONE;
                nodes.add(new NetworkGraph.Node(id, join.kind, join.shape, 0, 1, sources, all.activation,
                        all.gradient));
                framed.add(id);
                sources = List.of(id);
            }
            boolean alike = group.size() > 1 && group.stream().anyMatch(layer -> !layer.shape.equals(first.shape));
            nodes.add(new NetworkGraph.Node(first.path, first.words(), alike ? "" : own(first),
                    group.stream().mapToLong(Layer::parameters).sum(), Math.max(group.size(), first.members), sources,
                    mean(group.stream().mapToDouble(Layer::activation).toArray()),
                    mean(group.stream().mapToDouble(Layer::gradient).toArray())));
            framed.add(first.path);
        }
        if (of == 1) {
            return new NetworkGraph(name, nodes, Optional.empty());
        }
        NetworkGraph.Node last = nodes.getLast();
        nodes.add(new NetworkGraph.Node("average", "weighted average of " + of + " networks", last.shape(), 0, 1,
                List.of(last.id()), Double.NaN, Double.NaN));
        return new NetworkGraph(name, nodes,
                Optional.of(new NetworkGraph.Frame("one of " + of + " networks", of, framed)));
    }

    /// Returns whether gradients shrink or grow on their way through the hidden layers, as a sentence without a full stop;
    /// empty if there are fewer than two hidden layers, or they were not traced.
    public String gradients() {
        // the last layer has the scale of the loss, and branches and factors that of the inputs
        List<Layer> hidden = layers.stream().limit(Math.max(0, layers.size() - 1))
                .filter(layer -> !layer.path.startsWith(BRANCHES) && !layer.kind.equals("scaling")
                        && Double.isFinite(layer.gradient))
                .toList();
        // layers of one kind, since dropout and activations change the size of gradients
        List<Layer> alike = hidden.stream().filter(layer -> layer.kind.equals(hidden.getFirst().kind())).toList();
        if (alike.size() < 2 || !(alike.getLast().gradient > 0)) {
            return "";
        }
        double times = alike.getFirst().gradient / alike.getLast().gradient;
        String size = Phrases.significant(times, 2) + " times as large at " + alike.getFirst().path + " as at "
                + alike.getLast().path;
        return times < 1 / FAR
                ? "The gradients shrink towards the input, so that the first layers hardly learn: they are " + size
                : times > FAR
                        ? "The gradients grow towards the input, so that the first layers change too fast: they are "
                                + size
                        : "The gradients are healthy, since they neither vanish nor explode: they are " + size;
    }

    /// Returns what flows where the outputs of some layers are concatenated; each counts by the number of its values.
    private Flow together(List<String> paths) {
        double values = 0;
        double activations = 0;
        double gradients = 0;
        for (Layer layer : layers) {
            if (paths.contains(layer.path)) {
                int size = Stream.of(layer.shape.replaceAll("[^0-9,]", "").split(",", -1))
                        .filter(axis -> !axis.isEmpty())
                        .mapToInt(Integer::parseInt).reduce(1, (a, b) -> a * b);
                values += size;
                activations += size * layer.activation * layer.activation;
                gradients += size * layer.gradient * layer.gradient;
            }
        }
        return new Flow(Math.sqrt(activations / values), Math.sqrt(gradients / values));
    }

    /// Returns the shape of the output of a layer for one of its members.
    private static String own(Layer layer) {
        return layer.members > 1 ? layer.shape.replaceFirst("^\\[" + layer.members + ", ", "[") : layer.shape;
    }

    /// Returns the layers, those that read the table in the same way together.
    private List<List<Layer>> groups() {
        Map<String, List<Layer>> groups = new LinkedHashMap<>();
        for (Layer layer : layers) {
            boolean branch = layer.path.startsWith(BRANCHES) && layer.path.indexOf('/', BRANCHES.length()) < 0;
            groups.computeIfAbsent(branch ? BRANCHES + layer.words() : layer.path, _ -> new ArrayList<>()).add(layer);
        }
        return List.copyOf(groups.values());
    }

    /// Returns the root of the mean square.
    private static double mean(double[] sizes) {
        double sum = 0;
        for (double size : sizes) {
            sum += size * size;
        }
        return Math.sqrt(sum / sizes.length);
    }
}
