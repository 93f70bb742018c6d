package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.model.Trace;
import org.chainrule.train.Plan;

/// The network of a model, or the one with the largest weight of an average, and what flows through it.
///
/// @param name       the name of the network
/// @param of         the number of networks that are averaged
/// @param inputs     the number of inputs
/// @param layers     the layers in order
/// @param parameters the number of parameters of all networks together
/// @param rows       the number of rows that were traced
/// @param traced     what was differentiated, such as `loss`
public record NetworkSummary(String name, int of, int inputs, List<Layer> layers, long parameters, int rows,
        String traced) {
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
    /// @param activation the root mean square of its outputs over the traced rows; NaN if it was not traced
    /// @param gradient   the root mean square of the gradients of its outputs; NaN if it was not traced
    public record Layer(String path, String kind, String shape, long parameters, double activation, double gradient) {
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
        Map<String, double[]> squares = new HashMap<>();
        int traced = rows.length;
        String what = "";
        for (int row : rows) {
            Trace trace = subject.tracing().of(scored.table(), row);
            what = trace.of();
            for (Trace.Step step : trace.steps()) {
                double[] sums = squares.computeIfAbsent(step.path(), _ -> new double[2]);
                sums[0] += meanSquare(step.value().values()) / traced;
                sums[1] += meanSquare(step.gradient().values()) / traced;
            }
        }
        List<Layer> layers = new ArrayList<>();
        for (Plan.Row row : all) {
            if (!several || row.path().startsWith(prefix)) {
                double[] sums = squares.getOrDefault(row.path(), new double[]{Double.NaN, Double.NaN});
                layers.add(new Layer(several ? row.path().substring(prefix.length()) : row.path(), row.layer().name(),
                        row.output().toString().replaceFirst("^\\[n, ", "["), row.parameters(), Math.sqrt(sums[0]),
                        Math.sqrt(sums[1])));
            }
        }
        return new NetworkSummary(kept.isEmpty() ? subject.origin().kind() : kept.get(heaviest).name(),
                several ? kept.size() : 1, subject.schema().width(), layers,
                subject.model().parameters().values().stream().mapToLong(values -> values.shape().elements()).sum(),
                traced, what);
    }

    private static double meanSquare(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }
}
