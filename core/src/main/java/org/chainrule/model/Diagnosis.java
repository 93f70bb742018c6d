package org.chainrule.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.DivergedException;
import org.chainrule.error.DivergedException.Origin;
import org.chainrule.nn.Network;
import org.chainrule.nn.Parameter;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// Finds the first number that is not finite in a step of a training, given the state before it: in the rows, then layer
/// by layer on the way forward, in the loss, in the gradients on the way back, and at last in the update.
final class Diagnosis {
    private static final String ADVICE = "try a smaller learning rate, scaled inputs, or clip(1)";
    private static final String FINITE = "expected finite numbers, fill or drop missing values first";

    private final Settings settings;
    private final Batch batch;
    private final Network network;
    private final Tensor target;
    private final Tensor weights;
    private final Tensor each;
    private final Tensor loss;

    /// A step that went wrong.
    ///
    /// @param epoch the epoch, from 1
    /// @param step the step in the epoch, from 1
    /// @param numbers the number of each row among the examples
    /// @param examples the training examples
    /// @param x the rows
    /// @param y their targets
    /// @param weights their weights, or nothing
    /// @param stream the source of the random numbers of the step
    /// @param before the parameters before the step, by path
    record Batch(int epoch, int step, int[] numbers, Examples examples, float[] x, float[] y,
            float @Nullable [] weights, float[] stream, Map<String, float[]> before) {
    }

    Diagnosis(Settings settings, Batch batch) {
        this.settings = settings;
        this.batch = batch;
        this.network = Network.of(settings.net, StepProgram.rows(batch.examples.row()), true);
        this.target = Tensor.input("target", StepProgram.targets(batch.examples));
        this.weights = Tensor.input("weights", Shape.batch());
        this.each = StepProgram.losses(settings.loss, network.output(), target);
        this.loss = StepProgram.mean(each, weights, batch.weights != null);
    }

    /// The error that names the first number that is not finite.
    ///
    /// @param rate the learning rate of the step
    /// @param after the parameters after the step, by path
    DivergedException first(float rate, Map<String, float[]> after) {
        DivergedException found = inRows();
        found = found == null ? forward() : found;
        found = found == null ? backward() : found;
        found = found == null ? inUpdate(rate, after) : found;
        return found == null
                ? unknown(batch.epoch, batch.step, "the loss or a parameter stopped being a finite number",
                        "since the step, taken again, gave other numbers")
                : found;
    }

    /// The error if the state before the step is not available.
    static DivergedException unknown(int epoch, int step, String fact, String why) {
        return at(epoch, step, Origin.UNKNOWN, "", -1, fact, "; what was first is not known, " + why + "; " + ADVICE);
    }

    /// The error if the schedule gives a learning rate that is not finite.
    static DivergedException rate(int epoch, int step, float rate) {
        return at(epoch, step, Origin.RATE, "learning rate", -1, "the schedule gave " + rate + " as the learning rate",
                "; expected a finite number");
    }

    private static DivergedException at(int epoch, int step, Origin origin, String where, int row, String fact,
            String rest) {
        return new DivergedException(epoch, step, origin, where, row, fact,
                "training: " + fact + " in epoch " + epoch + ", step " + step + rest);
    }

    private DivergedException found(Origin origin, String where, int row, String fact, String rest) {
        return at(batch.epoch, batch.step, origin, where, row, fact, "; " + rest);
    }

    private @Nullable DivergedException inRows() {
        int rows = batch.numbers.length;
        int features = batch.examples.features();
        int at = notFinite(batch.x, rows * features);
        if (at >= 0) {
            int row = batch.numbers[at / features];
            return found(Origin.ROW, "input", row, "row " + row + " of the examples had " + batch.x[at] + " in column "
                    + at % features, FINITE);
        }
        int width = StepProgram.targets(batch.examples).shape().elements();
        at = notFinite(batch.y, rows * width);
        if (at >= 0) {
            int row = batch.numbers[at / width];
            return found(Origin.ROW, "target", row, "row " + row + " of the examples had " + batch.y[at]
                    + " in target column " + at % width, FINITE);
        }
        float[] own = batch.weights;
        if (own == null) {
            return null;
        }
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += own[i];
        }
        return sum != 0
                ? null
                : found(Origin.ROW, "weights", -1, "the weights of all " + rows + " rows of the batch were 0, so that"
                        + " the loss has no mean,", "expected larger batches, or rows of weight 0 left out");
    }

    private Program.Session run(List<Tensor> outputs) {
        List<Tensor> inputs = new ArrayList<>(List.of(network.input(), network.stream(), target));
        if (batch.weights != null) {
            inputs.add(weights);
        }
        network.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
        int rows = batch.numbers.length;
        Program.Session session = Program.of(inputs, outputs).start(rows, settings.threads);
        fill(session.array(network.input()), batch.x);
        fill(session.array(network.stream()), batch.stream);
        fill(session.array(target), batch.y);
        float[] own = batch.weights;
        if (own != null) {
            fill(session.array(weights), own);
        }
        for (Parameter parameter : network.parameters()) {
            fill(session.array(parameter.tensor()), values(batch.before, parameter));
        }
        session.run(rows);
        return session;
    }

    private static void fill(float[] array, float[] values) {
        System.arraycopy(values, 0, array, 0, Math.min(array.length, values.length));
    }

    private static float[] values(Map<String, float[]> all, Parameter parameter) {
        return all.getOrDefault(parameter.path(), new float[0]);
    }

    private @Nullable DivergedException forward() {
        List<Tensor> outputs = new ArrayList<>(network.calls().stream().map(Network.Call::output).distinct().toList());
        outputs.add(each);
        outputs.add(loss);
        Program.Session session = run(outputs.stream().distinct().toList());
        for (Network.Call call : network.calls()) {
            DivergedException found = inValues(session, call.output(), Origin.LAYER, call.path(),
                    "the output of " + call.path(), "", ADVICE);
            if (found != null) {
                return found;
            }
        }
        DivergedException found = inValues(session, each, Origin.LOSS, "loss", "the loss",
                ", of finite outputs,", "check the loss at the outputs the network may give, or " + ADVICE);
        return found != null
                ? found
                : inValues(session, loss, Origin.LOSS, "loss", "the mean loss",
                        ", of finite losses,", "try smaller targets, or " + ADVICE);
    }

    private @Nullable DivergedException inValues(Program.Session session, Tensor tensor, Origin origin, String where,
            String what, String of, String advice) {
        int rows = batch.numbers.length;
        float[] values = session.array(tensor);
        int count = tensor.shape().elements(rows);
        int at = notFinite(values, count);
        if (at < 0) {
            return null;
        }
        // where the first axis is the batch, or a multiple of it, the numbers of a row stand together
        int row = tensor.shape().batchAxis() == 0 ? batch.numbers[at / (count / rows)] : -1;
        return found(origin, where, row, what + " became " + values[at]
                + (row < 0 ? "" : " for row " + row + " of the examples") + of, advice);
    }

    private @Nullable DivergedException backward() {
        List<Network.Call> calls = network.calls();
        List<Tensor> wrt = new ArrayList<>(network.parameters().stream().map(Parameter::tensor).toList());
        for (Network.Call call : calls) {
            for (Tensor end : List.of(call.input(), call.output())) {
                if (end.type().dtype() == DType.F32 && !wrt.contains(end)) {
                    wrt.add(end);
                }
            }
        }
        List<Tensor> gradients = loss.gradients(wrt);
        Program.Session session = run(gradients.stream().distinct().toList());
        boolean[] finite = new boolean[wrt.size()];
        for (int i = 0; i < finite.length; i++) {
            Tensor gradient = gradients.get(i);
            finite[i] = notFinite(session.array(gradient), gradient.shape().elements(batch.numbers.length)) < 0;
        }
        for (int i = network.parameters().size() - 1; i >= 0; i--) {
            if (!finite[i]) {
                String path = network.parameters().get(i).path();
                float[] values = session.array(gradients.get(i));
                return found(Origin.GRADIENT, path, -1, "the gradient of " + path + " became "
                        + values[notFinite(values, values.length)] + on(through(wrt, finite)), ADVICE);
            }
        }
        return null;
    }

    private static String on(String through) {
        return through.isEmpty() ? "" : " on the way back through " + through;
    }

    /// The innermost layer that is given a finite gradient and passes on one that is not; empty if there is none, as where
    /// a parameter's own gradient overflows.
    private String through(List<Tensor> wrt, boolean[] finite) {
        if (wrt.contains(network.output()) && !finite[wrt.indexOf(network.output())]) {
            return "the loss";
        }
        String innermost = "";
        for (Network.Call call : network.calls().reversed()) {
            int in = wrt.indexOf(call.input());
            int out = wrt.indexOf(call.output());
            boolean breaks = in >= 0 && out >= 0 && finite[out] && !finite[in];
            if (breaks && (innermost.isEmpty() || call.path().startsWith(innermost + "/"))) {
                innermost = call.path();
            }
        }
        return innermost;
    }

    private @Nullable DivergedException inUpdate(float rate, Map<String, float[]> after) {
        for (Parameter parameter : network.parameters().reversed()) {
            float[] values = values(after, parameter);
            int at = notFinite(values, values.length);
            if (at >= 0) {
                return found(Origin.UPDATE, parameter.path(), -1, parameter.path() + " became " + values[at]
                        + " by an update of a finite gradient, with the learning rate " + rate + ",", ADVICE);
            }
        }
        return null;
    }

    /// The place of the first of `count` values that is not finite, or -1.
    static int notFinite(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }
}
