package org.chainrule.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.kernel.RandomStream;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Network;
import org.chainrule.nn.Parameter;
import org.jspecify.annotations.Nullable;

/// One run of a [Trainer]: epochs of steps over shuffled rows, a look at the validation rows after each, and the best
/// parameters kept.
final class Training {
    private final Settings settings;
    private final Examples train;
    private final StepProgram step;
    private final Program.Session session;
    private final boolean weighted;
    private final int batch;
    private final int perEpoch;
    private final Checkpoint checkpoint;
    private final @Nullable Validation validation;
    private final String monitor;
    private final List<EpochRecord> history = new ArrayList<>();
    private final long started = System.nanoTime();
    private Map<String, float[]> best;
    private int bestEpoch;
    private int[] order = {};
    /// The epoch whose order that is.
    private int orderOf;

    Training(Settings settings, Examples train, Optional<Examples> held) {
        Fit.check(settings, train, held);
        this.settings = settings;
        this.train = train;
        this.weighted = train.weighted() || settings.classWeights != null;
        this.batch = Math.min(settings.batch, train.size());
        this.perEpoch = Math.ceilDiv(train.size(), batch);
        this.step = new StepProgram(settings, StepProgram.rows(train.row()), StepProgram.targets(train), weighted);
        this.session = step.program.start(batch, settings.threads);
        this.checkpoint = new Checkpoint(step.state().stream().map(session::array).toList());
        begin();
        this.validation = held
                .map(examples -> new Validation("validation", settings.task, settings.net, settings.loss, examples,
                        settings.threads, settings.stop))
                .orElse(null);
        List<String> measures = held.map(examples -> Validation.measures(settings.task,
                step.network.output().shape(), examples)).orElse(List.of());
        String usual = measures.contains(settings.task.monitor) ? settings.task.monitor : "loss";
        this.monitor = settings.monitor == null ? usual : settings.monitor;
        this.best = parameters();
    }

    /// Puts the state to what training starts from.
    private void begin() {
        step.state().forEach(state -> Arrays.fill(session.array(state), 0));
        for (Parameter parameter : step.network.parameters()) {
            float[] start = parameter.start(settings.seed);
            System.arraycopy(start, 0, session.array(parameter.tensor()), 0, start.length);
        }
        step.scalars.forEach((scalar, start) -> session.array(scalar)[0] = start);
    }

    /// Trains and returns the parameters of the best epoch, or of the last one when nothing was held out.
    Fitted run() {
        double bestValue = Double.NaN;
        double bestLoss = Double.NaN;
        for (int epoch = 1; epoch <= settings.epochs; epoch++) {
            double total = 0;
            for (int inEpoch = 0; inEpoch < perEpoch; inEpoch++) {
                long number = (epoch - 1L) * perEpoch + inEpoch;
                if (settings.stop.getAsBoolean()) {
                    checkParameters(number);
                    return fitted();
                }
                if (number > 0 && number % Checkpoint.EVERY == 0) {
                    checkParameters(number);
                    checkpoint.keep(number);
                }
                int rows = take(number);
                float loss = session.array(step.loss)[0];
                if (!Float.isFinite(loss)) {
                    throw diverged(number, "the loss became " + loss);
                }
                total += (double) loss * rows;
                settings.onStep.step(epoch, inEpoch * batch + rows, train.size());
            }
            checkParameters((long) epoch * perEpoch);
            Map<String, Double> measures = validation == null ? Map.of() : validation.measure(this::array);
            if (validation != null && measures.isEmpty()) {
                return fitted();
            }
            EpochRecord record = new EpochRecord(epoch, total / train.size(), measures,
                    (System.nanoTime() - started) * 1e-9);
            history.add(record);
            double value = monitored(measures);
            double loss = measures.getOrDefault("loss", Double.NaN);
            boolean better = validation == null || bestEpoch == 0 || value > bestValue
                    || value == bestValue && loss < bestLoss || Double.isNaN(bestValue) && !Double.isNaN(value);
            if (better) {
                bestValue = value;
                bestLoss = loss;
                bestEpoch = epoch;
                best = validation == null ? best : parameters();
            }
            Epoch reached = new Epoch(record, settings.epochs, better);
            settings.onEpoch.accept(reached);
            boolean tired = validation != null && settings.patience > 0 && epoch - bestEpoch >= settings.patience;
            if (reached.stopped() || tired) {
                break;
            }
        }
        return fitted();
    }

    /// Takes a step, counted from 0.
    ///
    /// @return the number of its rows
    private int take(long number) {
        int epoch = epoch(number);
        if (epoch != orderOf) {
            order = Draws.of(settings.seed, "order of epoch " + epoch).permutation(train.size());
            orderOf = epoch;
        }
        int inEpoch = (int) (number % perEpoch);
        int from = inEpoch * batch;
        int rows = Math.min(batch, order.length - from);
        fill(order, from, rows);
        RandomStream.write(settings.seed, epoch, inEpoch, session.array(step.network.stream()));
        float rate = (float) (settings.optimizer.learningRate()
                * settings.schedule.factor(number, (long) settings.epochs * perEpoch));
        if (!Float.isFinite(rate)) {
            throw Diagnosis.rate(epoch, inEpoch + 1, rate);
        }
        session.array(step.rate)[0] = rate;
        try {
            session.run(rows);
        } catch (ArgumentException e) {
            throw OutOfRange.placed(e, Network.of(settings.net, StepProgram.rows(train.row()), tensors(parameters())),
                    session.array(step.network.input()), 0, rows, i -> order[from + i]);
        }
        return rows;
    }

    private int epoch(long number) {
        return (int) (number / perEpoch) + 1;
    }

    /// The monitored measure, with its sign turned where less is better.
    private double monitored(Map<String, Double> measures) {
        if (validation == null) {
            return 0;
        }
        double value = measures.getOrDefault(monitor, Double.NaN);
        return List.of("accuracy", "macroF1", "auc", "r2").contains(monitor) ? value : -value;
    }

    private float[] array(Parameter parameter) {
        return session.array(step.network.parameters().stream()
                .filter(own -> own.path().equals(parameter.path())).findFirst().orElseThrow().tensor());
    }

    private void fill(int[] order, int from, int rows) {
        float[] x = session.array(step.network.input());
        float[] y = session.array(step.target);
        int features = train.features();
        for (int i = 0; i < rows; i++) {
            int row = order[from + i];
            train.read(row, x, i * features);
            switch (train.target()) {
                case Examples.Target.Labels(int[] labels) -> y[i] = labels[row];
                case Examples.Target.Numbers(float[] values, int width) ->
                    System.arraycopy(values, row * width, y, i * width, width);
            }
        }
        if (weighted) {
            float[] weights = session.array(step.weights);
            for (int i = 0; i < rows; i++) {
                weights[i] = weight(order[from + i]);
            }
        }
    }

    private float weight(int row) {
        float[] classes = settings.classWeights;
        float own = train.weight(row);
        return classes != null && train.target() instanceof Examples.Target.Labels(int[] labels)
                ? own * classes[labels[row]]
                : own;
    }

    private Map<String, float[]> parameters() {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : step.network.parameters()) {
            values.put(parameter.path(), session.array(parameter.tensor()).clone());
        }
        return values;
    }

    private Fitted fitted() {
        Map<String, float[]> values = validation == null ? parameters() : best;
        return new Fitted(settings.net, train.row(), tensors(values), history,
                validation == null ? history.size() : bestEpoch,
                settings.seed, step.network.output().shape().elements(), Map.of());
    }

    private Map<String, Tensor> tensors(Map<String, float[]> values) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : step.network.parameters()) {
            tensors.put(parameter.path(),
                    Tensor.of(Objects.requireNonNull(values.get(parameter.path())), parameter.shape()));
        }
        return tensors;
    }

    /// Checks what the steps before a number have made of the parameters.
    private void checkParameters(long number) {
        for (Parameter parameter : step.network.parameters()) {
            float[] values = session.array(parameter.tensor());
            int at = Diagnosis.notFinite(values, values.length);
            if (at >= 0) {
                throw diverged(number - 1, parameter.path() + " became " + values[at]);
            }
        }
    }

    /// Says what was first, by taking the steps since the last checkpoint once more.
    ///
    /// @param noticed the step after which something was seen
    /// @param fact what was seen
    private DivergedException diverged(long noticed, String fact) {
        long number = checkpoint.restore();
        if (number == 0) {
            begin();
        }
        int inEpoch = (int) (noticed % perEpoch) + 1;
        if (noticed - number > Checkpoint.EVERY) {
            return Diagnosis.unknown(epoch(noticed), inEpoch, fact, "since a network of this size is not kept twice");
        }
        while (number <= noticed) {
            Map<String, float[]> before = parameters();
            int rows = take(number);
            Map<String, float[]> after = parameters();
            boolean finite = after.values().stream().allMatch(values -> Diagnosis.notFinite(values, values.length) < 0);
            if (!finite || !Float.isFinite(session.array(step.loss)[0])) {
                int from = (int) (number % perEpoch) * batch;
                return new Diagnosis(settings, new Diagnosis.Batch(epoch(number), (int) (number % perEpoch) + 1,
                        Arrays.copyOfRange(order, from, from + rows), train, session.array(step.network.input()),
                        session.array(step.target), weighted ? session.array(step.weights) : null,
                        session.array(step.network.stream()), before))
                        .first(session.array(step.rate)[0], after);
            }
            number++;
        }
        return Diagnosis.unknown(epoch(noticed), inEpoch, fact,
                "since the steps before, taken again, gave other numbers");
    }
}
