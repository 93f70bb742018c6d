package org.chainrule.spark.parallel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.io.Safetensors;
import org.chainrule.nn.Network;
import org.chainrule.spark.parallel.exchange.Peers;
import org.chainrule.spark.parallel.exchange.ShardTree;
import org.chainrule.spark.parallel.exchange.TreeSum;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The part of a training that one worker does. All workers hold the same network at the end of each round; the shards and
/// the seed alone determine its bits.
final class WorkerTraining {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerTraining.class);

    private final NetworkTraining training;
    private final ParallelSettings settings;
    private final WorkerRows rows;
    private final String identity;
    private final BatchFeed.Schedule schedule;
    private final Step step;
    private final Group group;
    private final Machine machine;
    private @Nullable String failure;

    /// The workers of a training, seen from one of them.
    ///
    /// @param worker the number of this worker
    record Group(ShardTree tree, int worker, Peers peers) {
        TreeSum sum(int length) {
            return new TreeSum(tree, worker, peers, length);
        }
    }

    /// What a worker has besides its rows.
    ///
    /// @param threads the number of threads
    /// @param store the checkpoints, which worker 0 writes; null if there are none
    /// @param temporary a folder for short-lived files
    /// @param cancelled whether to give up
    record Machine(int threads, @Nullable CheckpointStore store, Path temporary, BooleanSupplier cancelled) {
    }

    WorkerTraining(NetworkTraining training, ParallelSettings settings, WorkerRows rows, WorkerRows.Totals totals,
            Group group, Machine machine) {
        this.training = training;
        this.settings = settings;
        this.rows = rows;
        this.identity = totals.identity();
        this.schedule = totals.schedule(settings);
        Step plain = training.step(totals.all()).steps(schedule.allSteps()).seed(settings.seed());
        this.step = rows.layout().type().weighted() ? plain.meanWeight(totals.meanWeight()) : plain;
        this.group = group;
        this.machine = machine;
    }

    /// Trains to the end.
    ///
    /// @param from the checkpoint to go on from; null to start
    /// @throws IOException if another worker is lost, or files cannot be read or written; the training can be repeated
    ParallelOutcome train(CheckpointStore.@Nullable Checkpoint from) throws IOException {
        if (from != null && !from.progress().rows().equals(identity)) {
            return ParallelOutcome.failed("train: " + settings.folder().orElse("the folder")
                    + " holds checkpoints of a training on other rows; choose another folder, or delete this one");
        }
        try {
            Map<String, Shape> trained = trained();
            Run run = from == null ? start() : resume(from.run());
            Round round = schedule.round() == 1 ? new GradientRound(run, trained, group) : new LocalRound(run, group);
            return train(run, round, from);
        } catch (ChainruleException e) {
            return ParallelOutcome.failed(e.getMessage());
        }
    }

    /// @throws ArgumentException if gradients do not say all that a step changes
    private Map<String, Shape> trained() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        rows.layout().type().inputs().forEach(field -> types.put(field.name(), field.batch()));
        Network network = Network.of(step.net(), types, Network.Mode.TRAINING);
        if (schedule.round() == 1 && !network.updates().isEmpty()) {
            throw new ArgumentException("net", "train: the network keeps statistics of its batches, as batch norm does,"
                    + " which the sum of gradients leaves out; use local steps, or another norm");
        }
        Map<String, Shape> trained = new LinkedHashMap<>();
        network.parameters().stream().filter(parameter -> !step.frozen().test(parameter.path()))
                .forEach(parameter -> trained.put(parameter.path(), parameter.shape()));
        return trained;
    }

    private Run start() throws IOException {
        Run run = step.start(rows.sample(), schedule.batch(), machine.threads());
        // start values may follow from rows, which are others at each worker
        float[] own = run.snapshot().values();
        float[] common = group.sum(own.length).sum((shard, into) -> {
            if (shard == 0) {
                System.arraycopy(own, 0, into, 0, own.length);
            } else {
                Arrays.fill(into, 0);
            }
        });
        run.restore(run.snapshot().with(common));
        return run;
    }

    private Run resume(byte[] saved) throws IOException {
        Path file = Files.createTempFile(machine.temporary, "run", ".safetensors");
        try {
            Files.write(file, saved);
            return step.resume(file);
        } finally {
            Files.delete(file);
        }
    }

    private ParallelOutcome train(Run run, Round round, CheckpointStore.@Nullable Checkpoint from)
            throws IOException {
        Progress progress = from == null ? Progress.start(identity) : from.progress();
        byte[] best = from == null ? null : from.best();
        HeldOutLoss held = settings.held() == 0
                ? null
                : new HeldOutLoss(new HeldOut(rows.file(), rows.layout(), step, training.measure(step),
                        machine.threads()), rows, group, settings.shards());
        long began = System.nanoTime();
        try (BatchFeed feed = new BatchFeed(rows.file(), rows.layout(), rows.learned(), schedule, settings.seed(),
                run.steps())) {
            while (run.steps() < schedule.allSteps() && !progress.exhausted(settings.patience())) {
                if (machine.cancelled.getAsBoolean()) {
                    throw new IOException("training was cancelled");
                }
                long before = run.steps();
                int count = (int) (schedule.end(before) - before);
                double loss = round.take(count, safely(feed));
                if (Double.isNaN(loss)) {
                    return ParallelOutcome.failed(failure);
                }
                progress = progress.plus(loss);
                boolean epoch = run.steps() % schedule.steps() == 0;
                if (epoch) {
                    progress = progress.endOfEpoch(schedule.steps(), held == null ? Double.NaN : held.of(run));
                    best = held != null && progress.best() == progress.epochs().size() ? values(run) : best;
                    log(progress);
                }
                if (machine.store != null && group.worker == 0 && (epoch || due(before, run.steps()))) {
                    machine.store.write(run.steps(), new CheckpointStore.Checkpoint(progress, saved(run), best));
                }
            }
        }
        return new ParallelOutcome(null, best == null ? values(run) : best, progress, run.steps(),
                (System.nanoTime() - began) / 1e9);
    }

    /// Returns the batches of a feed. A failure that would come again is kept for the end of the round, which all workers
    /// then leave together.
    private Round.Batches safely(BatchFeed feed) {
        return (_, use) -> {
            Batch next = feed.next();
            if (failure != null) {
                return false;
            }
            try {
                use.accept(next);
                return true;
            } catch (ChainruleException e) {
                failure = e.getMessage();
                return false;
            }
        };
    }

    private boolean due(long before, long now) {
        int every = settings.checkpointSteps();
        return every > 0 && now / every > before / every;
    }

    private static byte[] values(Run run) {
        Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
        run.parameters().forEach((path, value) -> arrays.put(path, array(value)));
        return new Safetensors(Map.of(), arrays).bytes();
    }

    private static Safetensors.Array array(Tensor value) {
        int[] sizes = value.shape().sizes(1);
        long[] shape = new long[sizes.length];
        Arrays.setAll(shape, i -> sizes[i]);
        return Safetensors.Array.of(value.values(), shape);
    }

    private byte[] saved(Run run) throws IOException {
        Path file = Files.createTempFile(machine.temporary, "run", ".safetensors");
        try {
            run.save(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private void log(Progress progress) {
        if (group.worker == 0) {
            ParallelEpoch last = progress.epochs().getLast();
            LOG.info("epoch {} of {}: loss {}, of held-out rows {}", progress.epochs().size(), settings.epochs(),
                    last.loss(), last.heldLoss());
        }
    }
}
