package org.chainrule.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Field;
import org.chainrule.error.DivergedException;
import org.chainrule.error.DivergedException.Origin;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;
import org.chainrule.type.DType;
import org.jspecify.annotations.Nullable;

/// The search for the first number that is not finite in a step, given the state before the step: in the rows, layer by
/// layer in the forward pass, in the loss, in the gradients of the backward pass, and in the update.
final class Diagnosis {
    private static final String ADVICE = "try a smaller learning rate, scaled inputs, or clip(1)";
    private static final String FINITE = "expected finite numbers, fill or drop missing values first";

    private final Run run;
    private final StepProgram program;
    private final Network network;
    private final Batch batch;
    private final Place place;
    private final Tensor each;

    /// The place of a step in a training.
    ///
    /// @param epoch the number of the epoch, from 1
    /// @param step the number of the step in the epoch, from 1
    record Place(int epoch, int step) {
        @Override
        public String toString() {
            return "epoch " + epoch + ", step " + step;
        }
    }

    /// Creates a diagnosis of a failed step.
    ///
    /// @param run the run, with the state, random numbers and progress of the step before the update
    Diagnosis(Run run, Batch batch, Place place) {
        this.run = run;
        this.program = run.program();
        this.network = program.network;
        this.batch = batch;
        this.place = place;
        this.each = program.rows;
    }

    /// Returns the error that names the first number that is not finite.
    ///
    /// @param rate the learning rate of the step
    /// @param after the variables after the step, by path
    DivergedException first(float rate, Map<String, Tensor> after) {
        DivergedException found = inRows(batch, place);
        found = found == null ? forward() : found;
        found = found == null ? backward() : found;
        found = found == null ? inUpdate(rate, after) : found;
        return found == null
                ? unknown(place, "the loss or a parameter stopped being a finite number",
                        "since the step, repeated, produced different numbers")
                : found;
    }

    /// Returns the error of a single step, without the state before it.
    static DivergedException afterwards(Batch batch, long steps, float loss) {
        Place place = new Place(batch.epoch(), batch.number() + 1);
        DivergedException found = inRows(batch, place);
        return found == null
                ? unknown(place, "the loss became " + loss, "since the state before step " + steps
                        + " of the run is gone")
                : found;
    }

    /// Returns the error for a step without the state before it.
    static DivergedException unknown(Place place, String fact, String why) {
        return at(place, Origin.UNKNOWN, "", -1, fact, "; the cause is not known, " + why + "; " + ADVICE);
    }

    /// Returns the error of a learning rate that is not finite.
    static DivergedException rate(Place place, float rate) {
        return at(place, Origin.RATE, "learning rate", -1, "the schedule returned " + rate + " as the learning rate",
                "; expected a finite number");
    }

    private static DivergedException at(Place place, Origin origin, String where, int row, String fact, String rest) {
        return new DivergedException(new DivergedException.Facts(place.epoch, place.step, origin, where, row, fact),
                "training: " + fact + " in " + place + rest);
    }

    private DivergedException found(Origin origin, String where, int row, String fact, String rest) {
        return at(place, origin, where, row, fact, "; " + rest);
    }

    private static @Nullable DivergedException inRows(Batch batch, Place place) {
        List<Field> inputs = batch.type().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            int width = inputs.get(i).width();
            int at = notFinite(batch.input(i), batch.size() * width);
            if (at >= 0) {
                int row = batch.row(at / width);
                return at(place, Origin.ROW, "input", row, "row " + row + " of the examples had " + batch.input(i)[at]
                        + " in column " + at % width + of(inputs, i), "; " + FINITE);
            }
        }
        List<Field> targets = batch.type().targets();
        for (int i = 0; i < targets.size(); i++) {
            int width = targets.get(i).width();
            int at = notFinite(batch.target(i), batch.size() * width);
            if (at >= 0) {
                int row = batch.row(at / width);
                return at(place, Origin.ROW, "target", row, "row " + row + " of the examples had "
                        + batch.target(i)[at] + " in target column " + at % width + of(targets, i), "; " + FINITE);
            }
        }
        float[] own = batch.weights();
        if (own == null) {
            return null;
        }
        double sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            sum += own[i];
        }
        return sum != 0
                ? null
                : at(place, Origin.ROW, "weights", -1, "the weights of all " + batch.size()
                        + " rows of the batch were 0, so that the loss has no mean,",
                        "; expected larger batches, or rows of weight 0 left out");
    }

    private static String of(List<Field> fields, int field) {
        return fields.size() == 1 ? "" : " of " + fields.get(field).name();
    }

    private Program.Session run(List<Tensor> outputs) {
        Program.Session session = program.over(outputs).start(batch.size(), run.session());
        run.hand(batch, session);
        session.run(batch.size());
        return session;
    }

    private @Nullable DivergedException forward() {
        List<Tensor> outputs = new ArrayList<>(network.calls().stream().map(Network.Call::output).distinct().toList());
        outputs.add(each);
        outputs.add(program.loss);
        Program.Session session = run(outputs.stream().distinct().toList());
        for (Network.Call call : network.calls()) {
            DivergedException found = inValues(session, call.output(), Origin.LAYER, call.path(),
                    "the output of " + call.path(), "", ADVICE);
            if (found != null) {
                return found;
            }
        }
        DivergedException found = inValues(session, each, Origin.LOSS, "loss", "the loss",
                ", of finite outputs,", "check the loss at the outputs that the network can produce, or " + ADVICE);
        return found != null
                ? found
                : inValues(session, program.loss, Origin.LOSS, "loss", "the mean loss",
                        ", of finite losses,", "try smaller targets, or " + ADVICE);
    }

    private @Nullable DivergedException inValues(Program.Session session, Tensor tensor, Origin origin, String where,
            String what, String of, String advice) {
        int rows = batch.size();
        float[] values = session.array(tensor);
        int count = tensor.shape().elements(rows);
        int at = notFinite(values, count);
        if (at < 0) {
            return null;
        }
        // if the first axis is the batch, or a multiple of it, the numbers of a row are contiguous
        int row = tensor.shape().batchAxis() == 0 ? batch.row(at / (count / rows)) : -1;
        return found(origin, where, row, what + " became " + values[at]
                + (row < 0 ? "" : " for row " + row + " of the examples") + of, advice);
    }

    private @Nullable DivergedException backward() {
        List<Network.Call> calls = network.calls();
        List<Tensor> wrt = new ArrayList<>(program.trained.stream().map(Variable::tensor).toList());
        for (Network.Call call : calls) {
            for (Tensor end : List.of(call.input(), call.output())) {
                if (end.type().dtype() == DType.F32 && !wrt.contains(end)) {
                    wrt.add(end);
                }
            }
        }
        List<Tensor> gradients = program.loss.gradients(wrt);
        Program.Session session = run(gradients.stream().distinct().toList());
        boolean[] finite = new boolean[wrt.size()];
        for (int i = 0; i < finite.length; i++) {
            Tensor gradient = gradients.get(i);
            finite[i] = notFinite(session.array(gradient), gradient.shape().elements(batch.size())) < 0;
        }
        for (int i = program.trained.size() - 1; i >= 0; i--) {
            if (!finite[i]) {
                String path = program.trained.get(i).path();
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

    /// Returns the innermost layer that receives a finite gradient and returns one that is not finite; empty if there
    /// is none, for example if the gradient of a parameter overflows.
    private String through(List<Tensor> wrt, boolean[] finite) {
        for (Tensor output : network.outputs().asMap().values()) {
            int place = wrt.indexOf(output);
            if (place >= 0 && !finite[place]) {
                return "the loss";
            }
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

    private @Nullable DivergedException inUpdate(float rate, Map<String, Tensor> after) {
        for (Variable variable : network.variables().reversed()) {
            Tensor next = after.get(variable.path());
            float[] values = next == null ? new float[0] : next.values();
            int at = notFinite(values, values.length);
            if (at >= 0) {
                return found(Origin.UPDATE, variable.path(), -1, variable.path() + " became " + values[at]
                        + (variable.role() == Variable.Role.PARAMETER
                                ? " by an update of a finite gradient, with the learning rate " + rate + ","
                                : " by an update of the network's own,"),
                        ADVICE);
            }
        }
        return null;
    }

    /// Returns the index of the first of `count` values that is not finite, or -1.
    static int notFinite(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }
}
