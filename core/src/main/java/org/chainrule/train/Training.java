package org.chainrule.train;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.DivergedException;
import org.chainrule.metric.Metric;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;
import org.jspecify.annotations.Nullable;

/// The training loop of a [Trainer]: epochs of steps over shuffled rows, an evaluation of the validation set after each
/// epoch, and the best parameters so far.
final class Training<M> {
    /// The number of steps between two copies of the state. When a training diverges, the steps since the last copy are
    /// repeated to find the first number that is not finite.
    private static final int BACKUP_EVERY = 256;
    /// The most numbers of a state that is copied, so that a large network does not need twice its memory.
    private static final long BACKUP_LIMIT = 1 << 24;

    private final Settings<M> settings;
    private final Function<Fitted, M> finish;
    private final Examples train;
    private final int batch;
    private final int perEpoch;
    private final Run run;
    private final boolean keepsBackup;
    /// Null before the first copy.
    private @Nullable Snapshot backup;
    private final @Nullable Held held;
    private final @Nullable CheckpointFolder folder;
    private final TrainingProgress progress = new TrainingProgress();
    private final @Nullable Watch watch;

    /// The evaluation of the validation set.
    private record Held(Evaluator evaluator, Program.Session session, String monitor, boolean higherIsBetter) {
    }

    Training(Settings<M> settings, Function<Fitted, M> finish, Examples train, Optional<Examples> validation) {
        this.settings = settings;
        this.finish = finish;
        Network predicting = Network.of(settings.step.net(), StepProgram.types(train.type().inputs()),
                Network.Mode.PREDICTING);
        Fit.check(settings, predicting, train, validation);
        this.train = train;
        this.batch = Math.min(settings.batch, train.size());
        this.perEpoch = Math.ceilDiv(train.size(), batch);
        Step step = settings.step.steps((long) settings.epochs * perEpoch);
        this.run = new Run(new StepProgram(step, this.train.type(), predicting), batch,
                settings.threads);
        run.restart(this.train, settings.from);
        this.keepsBackup = run.state().arrays().stream().mapToLong(array -> array.length).sum() <= BACKUP_LIMIT;
        this.held = validation.map(examples -> held(predicting, examples)).orElse(null);
        this.folder = settings.checkpoints == null ? null : folder(settings.checkpoints, validation);
        // last, because whoever observes is told of the end of a training that has begun
        this.watch = settings.observers.isEmpty()
                ? null
                : Watch.open(settings.observers, run, settings.epochs, train.size());
    }

    private CheckpointFolder folder(Checkpoints checkpoints, Optional<Examples> validation) {
        Fingerprint own = Fingerprint.of(settings, run, train, validation,
                held == null ? List.of() : held.evaluator.names());
        return new CheckpointFolder(checkpoints, own.after(checkpoints.about()), run, progress);
    }

    private Held held(Network predicting, Examples examples) {
        List<Head> heads = Head.of(predicting, settings.task, examples, settings.metrics);
        Evaluator evaluator = new Evaluator("validation", predicting, Optional.of(settings.step.objective()), heads,
                examples);
        String monitor = settings.monitor;
        if (monitor == null) {
            String usual = Head.monitor(settings.task);
            monitor = Head.names(heads).contains(usual) ? usual : Head.LOSS;
        }
        String name = monitor;
        boolean higher = heads.stream().anyMatch(head -> head.metrics().stream()
                .anyMatch(metric -> metric.higherIsBetter() && name.equals(head.prefix() + metric.name())));
        return new Held(evaluator, run.state().predicting(evaluator.program(), evaluator.block()), name, higher);
    }

    /// Trains and returns the parameters of the best epoch, or of the last epoch without a validation set.
    Fitted run() {
        if (watch == null) {
            return trained();
        }
        Fitted fitted;
        try {
            fitted = trained();
        } catch (Throwable e) {
            watch.failed(e);
            throw e;
        }
        watch.ended("");
        return fitted;
    }

    private Fitted trained() {
        if (folder != null && folder.open()) {
            keepBackup();
        }
        while (progress.epoch <= settings.epochs && !progress.finished) {
            if (!epoch()) {
                if (folder != null) {
                    folder.stopped();
                }
                return fitted();
            }
            if (progress.epoch > settings.epochs) {
                progress.finished = true;
            }
            if (folder != null) {
                folder.endOfEpoch();
            }
        }
        return fitted();
    }

    private void keepBackup() {
        if (keepsBackup) {
            backup = run.snapshot();
        }
    }

    /// Trains for the rest of an epoch.
    ///
    /// @return whether the epoch ended without a stop
    private boolean epoch() {
        Iterator<Batch> batches = train.shuffled(settings.step.seed(), progress.epoch).batches(batch, progress.inEpoch)
                .iterator();
        Batch last = null;
        while (progress.inEpoch < perEpoch) {
            if (settings.stop.getAsBoolean() || watch != null && watch.stopped()) {
                checkParameters();
                return false;
            }
            if (run.steps() > 0 && run.steps() % BACKUP_EVERY == 0) {
                checkParameters();
                keepBackup();
            }
            last = batches.next();
            float loss = run.take(last);
            if (!Float.isFinite(loss)) {
                throw diverged("the loss became " + loss);
            }
            double weight = settings.step.meanWeight() > 0
                    ? last.size() * settings.step.meanWeight()
                    : weight(last);
            progress.total += loss * weight;
            progress.weight += weight;
            progress.inEpoch++;
            int rows = (progress.inEpoch - 1) * batch + last.size();
            settings.onStep.step(progress.epoch, rows, train.size());
            if (watch != null) {
                watch.step(last, progress.epoch, rows, loss);
            }
            if (folder != null && progress.inEpoch < perEpoch) {
                folder.afterStep();
            }
        }
        checkParameters();
        return closed(last);
    }

    /// Returns the sum of the weights of a batch.
    private static double weight(Batch batch) {
        float[] weights = batch.weights();
        double sum = weights == null ? batch.size() : 0;
        for (int i = 0; weights != null && i < batch.size(); i++) {
            sum += weights[i];
        }
        return sum;
    }

    /// Evaluates the model after an epoch, keeps its parameters if they are the best, and calls the listeners.
    private boolean closed(@Nullable Batch last) {
        Map<String, Double> measures = Map.of();
        if (held != null) {
            run.state().refresh(held.session);
            measures = held.evaluator.measure(held.session, run::parameters, settings.stop);
            if (measures.isEmpty()) {
                return false;
            }
        }
        EpochRecord record = new EpochRecord(progress.epoch, progress.total / progress.weight, measures,
                progress.seconds());
        progress.history.add(record);
        boolean better = held == null || better(held, measures);
        if (better) {
            progress.bestEpoch = progress.epoch;
            progress.best = held == null ? progress.best : run.parameters();
        }
        Epoch<M> reached = new Epoch<>(record, settings.epochs, better, new Epoch.Look<>(
                () -> finish.apply(now()), () -> last == null ? Double.NaN : run.gradientNorm(last),
                () -> (double) run.rateNow()));
        settings.onEpoch.accept(reached);
        reached.end();
        if (watch != null) {
            watch.epoch(record, better);
        }
        boolean tired = held != null && settings.patience > 0
                && progress.epoch - progress.bestEpoch >= settings.patience
                        + settings.patienceShare * progress.bestEpoch;
        progress.nextEpoch();
        progress.finished = reached.stopped() || tired || watch != null && watch.stopped();
        return true;
    }

    /// Returns whether an epoch is the best so far, by the monitored measure and, if that is equal, by the loss.
    private boolean better(Held on, Map<String, Double> measures) {
        double value = measures.getOrDefault(on.monitor, Double.NaN);
        double loss = measures.getOrDefault(Head.LOSS, Double.NaN);
        boolean better = progress.bestEpoch == 0
                || Metric.better(value, progress.bestValue, on.higherIsBetter)
                || value == progress.bestValue && loss < progress.bestLoss;
        if (better) {
            progress.bestValue = value;
            progress.bestLoss = loss;
        }
        return better;
    }

    private Fitted now() {
        return new Fitted(settings.step.net(), train.type().inputs(), run.parameters(), progress.history,
                progress.history.size(), settings.step.seed(), Map.of());
    }

    private Fitted fitted() {
        Fitted now = now();
        return held == null || progress.best.isEmpty()
                ? now
                : new Fitted(now.net(), now.inputs(), progress.best, now.history(), progress.bestEpoch, now.seed(),
                        Map.of());
    }

    /// Checks that all variables are finite.
    private void checkParameters() {
        for (Variable variable : run.program().network.variables()) {
            float[] values = run.session().array(variable.tensor());
            int at = Diagnosis.notFinite(values, variable.shape().elements());
            if (at >= 0) {
                throw diverged(variable.path() + " became " + values[at]);
            }
        }
    }

    private Diagnosis.Place place(long step) {
        return new Diagnosis.Place((int) (step / perEpoch) + 1, (int) (step % perEpoch) + 1);
    }

    /// Returns the error with the cause of a divergence, found by repeating the steps since the backup.
    ///
    /// @param fact the observation after the latest step
    private DivergedException diverged(String fact) {
        long noticed = run.steps() - 1;
        Snapshot from = backup;
        if (noticed - (from == null ? 0 : from.steps()) > BACKUP_EVERY) {
            return Diagnosis.unknown(place(noticed), fact, "since a network of this size is not kept twice");
        }
        if (from == null) {
            run.restart(train, settings.from);
            run.position(Run.Position.START);
        } else {
            run.restore(from);
        }
        Iterator<Batch> batches = null;
        while (run.steps() <= noticed) {
            Diagnosis.Place at = place(run.steps());
            if (batches == null || at.step() == 1) {
                batches = train.shuffled(settings.step.seed(), at.epoch()).batches(batch, at.step() - 1).iterator();
            }
            float rate = run.rateNow();
            if (!Float.isFinite(rate)) {
                return Diagnosis.rate(at, rate);
            }
            Batch next = batches.next();
            Map<String, Tensor> before = run.variables();
            Run.Position position = run.position();
            boolean finite = Float.isFinite(run.take(next));
            Map<String, Tensor> after = run.variables();
            finite &= after.values().stream()
                    .allMatch(value -> Diagnosis.notFinite(value.values(), value.shape().elements()) < 0);
            if (!finite) {
                run.from(before);
                run.position(position);
                return new Diagnosis(run, next, at).first(rate, after);
            }
        }
        return Diagnosis.unknown(place(noticed), fact, "since the steps before, repeated, produced different numbers");
    }
}
