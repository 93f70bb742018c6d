package org.chainrule.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.error.ShapeException;
import org.chainrule.kernel.RandomStream;
import org.chainrule.nn.Draws;
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
    private final @Nullable Validation validation;
    private final List<EpochRecord> history = new ArrayList<>();
    private final long started = System.nanoTime();
    private Map<String, float[]> best;
    private int bestEpoch;

    Training(Settings settings, Examples train, Optional<Examples> held) {
        this.settings = settings;
        this.train = train;
        this.weighted = train.weighted() || settings.classWeights != null;
        this.batch = Math.min(settings.batch, train.size());
        this.step = new StepProgram(settings, StepProgram.rows(train.row()), StepProgram.targets(train), weighted);
        checkLabels(train);
        this.session = step.program.start(batch, settings.threads);
        for (Parameter parameter : step.network.parameters()) {
            float[] start = parameter.start(settings.seed);
            System.arraycopy(start, 0, session.array(parameter.tensor()), 0, start.length);
        }
        step.scalars.forEach((scalar, start) -> session.array(scalar)[0] = start);
        this.validation = held.map(this::validation).orElse(null);
        this.best = parameters();
    }

    private Validation validation(Examples held) {
        if (!held.row().equals(train.row())) {
            throw new ShapeException("fit", "validation rows differ from training rows", "training " + train.row(),
                    "validation " + held.row());
        }
        checkLabels(held);
        return new Validation(settings, held);
    }

    private void checkLabels(Examples examples) {
        int outputs = step.network.output().shape().size(-1);
        if (examples.target() instanceof Examples.Target.Labels(int[] labels)) {
            for (int row = 0; row < labels.length; row++) {
                if (labels[row] >= outputs) {
                    throw new ArgumentException("labels", "fit: label " + labels[row] + " in row " + row
                            + ", but the network has " + outputs
                            + " outputs; expected labels from 0 to " + (outputs - 1));
                }
            }
            float[] weights = settings.classWeights;
            if (weights != null && weights.length != outputs) {
                throw new ArgumentException("classWeights", "fit: got " + weights.length
                        + " class weights, expected one for each of the " + outputs + " outputs");
            }
        }
    }

    /// Trains and returns the parameters of the best epoch, or of the last one when nothing was held out.
    Fitted run() {
        long steps = (long) settings.epochs * ((train.size() + batch - 1) / batch);
        long done = 0;
        double bestValue = Double.NaN;
        double bestLoss = Double.NaN;
        for (int epoch = 1; epoch <= settings.epochs; epoch++) {
            int[] order = Draws.of(settings.seed, "order of epoch " + epoch).permutation(train.size());
            double total = 0;
            int inEpoch = 0;
            for (int from = 0; from < order.length; from += batch) {
                if (settings.stop.getAsBoolean()) {
                    return fitted();
                }
                int rows = Math.min(batch, order.length - from);
                fill(order, from, rows);
                RandomStream.write(settings.seed, epoch, inEpoch++, session.array(step.network.stream()));
                session.array(step.rate)[0] = (float) (settings.optimizer.learningRate()
                        * settings.schedule.factor(done++, steps));
                session.run(rows);
                float loss = session.array(step.loss)[0];
                if (!Float.isFinite(loss)) {
                    throw diverged(epoch, inEpoch, loss, rows);
                }
                total += (double) loss * rows;
                settings.onStep.step(epoch, from + rows, order.length);
            }
            Map<String, Double> measures = validation == null ? Map.of() : validation.measure(this::array);
            if (validation != null && measures.isEmpty()) {
                return fitted();
            }
            EpochRecord record = new EpochRecord(epoch, total / order.length, measures,
                    (System.nanoTime() - started) * 1e-9);
            history.add(record);
            double value = monitored(measures);
            double loss = measures.getOrDefault("loss", Double.NaN);
            boolean better = validation == null || bestEpoch == 0 || value > bestValue
                    || value == bestValue && loss < bestLoss;
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

    /// The monitored measure, with its sign turned where less is better.
    private double monitored(Map<String, Double> measures) {
        Double value = measures.get(settings.monitor);
        if (validation == null) {
            return 0;
        }
        if (value == null) {
            throw new ArgumentException("metric", "monitor: there is no measure " + settings.monitor
                    + ", expected one of " + measures.keySet());
        }
        boolean more = List.of("accuracy", "macroF1", "auc", "r2").contains(settings.monitor);
        return more ? value : -value;
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
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : step.network.parameters()) {
            tensors.put(parameter.path(),
                    Tensor.of(Objects.requireNonNull(values.get(parameter.path())), parameter.shape()));
        }
        return new Fitted(settings.net, train.row(), tensors, history, validation == null ? history.size() : bestEpoch,
                settings.seed, step.network.output().shape().size(-1), Map.of());
    }

    private DivergedException diverged(int epoch, int inEpoch, float loss, int rows) {
        float[] x = session.array(step.network.input());
        String where = Trace.firstNotFinite(settings.net, train.row(), x, rows, this::array);
        return new DivergedException(epoch, inEpoch, where, "training: the loss became " + loss + " in epoch " + epoch
                + ", step " + inEpoch + ", first seen at " + where
                + "; try a smaller learning rate, scaled inputs, or clip(1)");
    }
}
