package org.chainrule.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;
import org.chainrule.observe.Flow;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.chainrule.type.DType;
import org.jspecify.annotations.Nullable;

/// Reports a training to its observers. Nothing is computed unless an observer asks for it.
final class Watch implements Moment {
    /// The most numbers of one pass that are copied for an observer.
    private static final long MOST_NUMBERS = 1 << 21;

    private final List<Observer> observers;
    private final Run run;
    private final int epochs;
    private final int of;
    private int epoch;
    private int rows;
    private float loss;
    private @Nullable Batch batch;
    private @Nullable Meter meter;
    private boolean stopped;

    /// The pass that measures the flow, which shares the arrays of the run.
    ///
    /// @param paths     the path of each place
    /// @param places    the tensor of each place
    /// @param gradients the gradient of each place that is a number, and of each trained parameter
    /// @param asked     the number of rows that was asked for
    /// @param capacity  the number of rows that it takes
    private record Meter(List<String> paths, List<Tensor> places, Map<Tensor, Tensor> gradients,
            Program.Session session, int asked, int capacity) {
    }

    private Watch(List<Observer> observers, Run run, int epochs, int of) {
        this.observers = observers;
        this.run = run;
        this.epochs = epochs;
        this.of = of;
    }

    /// Opens all observers; if one cannot be opened, those before it are told that the training failed.
    ///
    /// @param epochs the maximum number of epochs
    /// @param of     the number of rows in an epoch
    static Watch open(List<Supplier<Observer>> suppliers, Run run, int epochs, int of) {
        List<Observer> opened = new ArrayList<>();
        Watch watch = new Watch(opened, run, epochs, of);
        try {
            for (Supplier<Observer> supplier : suppliers) {
                opened.add(supplier.get());
            }
        } catch (Throwable e) {
            watch.failed(e);
            throw e;
        }
        return watch;
    }

    /// Tells the observers of a step.
    void step(Batch last, int inEpoch, int rowsSoFar, float batchLoss) {
        batch = last;
        epoch = inEpoch;
        rows = rowsSoFar;
        loss = batchLoss;
        for (Observer observer : observers) {
            observer.step(this);
        }
    }

    /// Tells the observers of the end of an epoch.
    void epoch(EpochRecord record, boolean best) {
        epoch = record.number();
        rows = of;
        for (Observer observer : observers) {
            observer.epoch(this, record.loss(), record.validation(), best);
        }
    }

    /// Tells all observers that the training has ended. What one of them throws is thrown after all are told; what others
    /// throw after it is added to it.
    void ended(String failure) {
        batch = null;
        meter = null;
        Throwable first = null;
        for (Observer observer : observers) {
            try {
                observer.ended(failure);
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        switch (first) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {
                // all were told
            }
        }
    }

    /// Tells all observers that the training has failed. What they throw is added to the failure.
    void failed(Throwable failure) {
        try {
            ended(failure instanceof ChainruleException
                    ? String.valueOf(failure.getMessage())
                    : "the training ended with an error");
        } catch (RuntimeException | Error e) {
            if (!e.equals(failure)) {
                failure.addSuppressed(e);
            }
        }
    }

    boolean stopped() {
        return stopped;
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public int epochs() {
        return epochs;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int of() {
        return of;
    }

    @Override
    public float loss() {
        return loss;
    }

    @Override
    public double rate() {
        return run.rateNow();
    }

    @Override
    public Memory memory() {
        return run.program().whole().memory(run.capacity(), run.threads());
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public Flow flow(int most) {
        Batch last = batch;
        if (last == null) {
            throw new ArgumentException("moment", "flow: the training took no step yet; ask after a step");
        }
        if (most < 1) {
            throw new ArgumentException("most", "flow: got " + most + " rows, expected at least 1");
        }
        Meter known = meter == null || meter.asked < most ? meter(most) : meter;
        meter = known;
        int n = Math.min(Math.min(most, known.capacity), last.size());
        run.hand(last, known.session);
        known.session.run(n);
        List<Flow.Place> places = new ArrayList<>();
        for (int i = 0; i < known.places.size(); i++) {
            Tensor value = known.session.value(known.places.get(i), n);
            Tensor gradient = known.gradients.get(known.places.get(i));
            places.add(new Flow.Place(known.paths.get(i), value, gradient == null
                    ? Tensor.fill(0, value.shape()).detach()
                    : known.session.value(gradient, n)));
        }
        List<Flow.Weights> weights = new ArrayList<>();
        for (Variable parameter : run.program().trained) {
            weights.add(new Flow.Weights(parameter.path(), run.session().value(parameter.tensor(), 1),
                    known.session.value(Objects.requireNonNull(known.gradients.get(parameter.tensor())), 1)));
        }
        return new Flow(n, known.session.array(run.program().loss)[0], places, weights);
    }

    private Meter meter(int most) {
        StepProgram program = run.program();
        Network network = program.network;
        List<String> paths = new ArrayList<>();
        List<Tensor> places = new ArrayList<>();
        network.inputs().asMap().forEach((name, input) -> {
            paths.add(network.inputs().names().size() == 1 ? "input" : "input " + name);
            places.add(input);
        });
        for (Network.Call call : network.innermost()) {
            paths.add(call.path());
            places.add(call.output());
        }
        List<Tensor> wrt = new ArrayList<>(
                places.stream().filter(place -> place.type().dtype() == DType.F32).distinct().toList());
        program.trained.forEach(parameter -> wrt.add(parameter.tensor()));
        List<Tensor> all = program.loss.gradients(wrt);
        Map<Tensor, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < wrt.size(); i++) {
            gradients.put(wrt.get(i), all.get(i));
        }
        List<Tensor> outputs = new ArrayList<>(List.of(program.loss));
        outputs.addAll(places);
        outputs.addAll(all);
        long perRow = places.stream().mapToLong(place -> 2L * place.shape().elements(1)).sum();
        int capacity = Math.clamp(MOST_NUMBERS / Math.max(1, perRow), 1, Math.min(most, run.capacity()));
        return new Meter(paths, places, gradients,
                program.over(outputs.stream().distinct().toList()).start(capacity, run.session()), most, capacity);
    }
}
