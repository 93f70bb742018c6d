package org.chainrule.spark.parallel;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.SerializableConfiguration;
import org.chainrule.error.ChainruleException;
import org.chainrule.spark.parallel.exchange.Handshake;
import org.chainrule.spark.parallel.exchange.Mesh;
import org.chainrule.spark.parallel.exchange.ShardTree;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/// A task of a training. It copies its rows to its disk, meets the other tasks once through Spark, and then trains with
/// them over connections of their own, because a call of Spark's barrier takes about a second.
///
/// A failure that would come again is returned. Any other ends the task, and Spark starts all tasks of the stage again.
final class BarrierWorker extends AbstractFunction1<Iterator<InternalRow>, Iterator<ParallelOutcome>>
        implements
            Serializable {
    private static final long serialVersionUID = 1L;

    private final NetworkTraining training;
    private final ParallelSettings settings;
    private final Handshake.Secret secret;
    private final boolean spread;
    private final boolean diskEncrypted;
    private final SerializableConfiguration hadoop;

    /// @param spread whether equal rows are spread over the shards already
    /// @param diskEncrypted whether the rows on disk are encrypted
    BarrierWorker(NetworkTraining training, ParallelSettings settings, Handshake.Secret secret, boolean spread,
            boolean diskEncrypted, SerializableConfiguration hadoop) {
        this.training = training;
        this.settings = settings;
        this.secret = secret;
        this.spread = spread;
        this.diskEncrypted = diskEncrypted;
        this.hadoop = hadoop;
    }

    @Override
    public Iterator<ParallelOutcome> apply(Iterator<InternalRow> rows) {
        BarrierTaskContext context = BarrierTaskContext.get();
        try {
            ParallelOutcome outcome = train(context, rows);
            return Iterator.single(context.partitionId() == 0 ? outcome : outcome.withoutValues());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private ParallelOutcome train(BarrierTaskContext context, Iterator<InternalRow> rows) throws IOException {
        int worker = context.partitionId();
        ShardTree tree = new ShardTree(settings.shards(), context.numPartitions());
        RowLayout layout = new RowLayout(training.type());
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        Path path = SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock()._2().toPath();
        try (RowFile file = new RowFile(path, layout.width(), diskEncrypted);
                Mesh mesh = new Mesh(host, secret.attempt(context.stageAttemptNumber()), worker,
                        settings.timeout() * 1000)) {
            Spill spill = new Spill(file, layout, tree, worker);
            String failure = spill.read(rows);
            CheckpointStore store = settings.folder().isEmpty()
                    ? null
                    : new CheckpointStore(settings.folder().get(), hadoop.value());
            Meeting own = new Meeting(host, mesh.port(), spill.rows(), spill.weights(), spill.hashes(),
                    store != null && worker == 0 ? store.latest() : "", failure);
            List<Meeting> all = Arrays.stream(context.allGather(own.text())).map(Meeting::parse).toList();
            String reason = refusal(all);
            if (reason != null) {
                return ParallelOutcome.failed(reason);
            }
            mesh.meet(all.stream().map(other -> new InetSocketAddress(other.host(), other.port())).toList());
            WorkerRows.Totals totals = Meeting.totals(all, settings.held());
            String checkpoint = all.getFirst().checkpoint();
            ParallelOutcome outcome = new WorkerTraining(training, settings,
                    new WorkerRows(file, layout, spill.shards(), settings.held()), totals,
                    new WorkerTraining.Group(tree, worker, mesh),
                    new WorkerTraining.Machine(context.cpus(), store,
                            Objects.requireNonNull(path.toAbsolutePath().getParent()),
                            context::isInterrupted))
                    .train(store == null || checkpoint.isEmpty() ? null : store.read(checkpoint));
            mesh.finish();
            return outcome;
        } catch (ChainruleException e) {
            return ParallelOutcome.failed(e.getMessage());
        }
    }

    /// Returns why the workers cannot train, which is the same for all of them.
    private @Nullable String refusal(List<Meeting> all) {
        for (Meeting one : all) {
            if (!one.failure().isEmpty()) {
                return one.failure();
            }
        }
        List<Integer> rows = new ArrayList<>();
        all.forEach(one -> Arrays.stream(one.rows()).forEach(rows::add));
        long sum = rows.stream().mapToLong(Integer::longValue).sum();
        int least = rows.stream().mapToInt(Integer::intValue).min().orElse(0);
        if (!spread && least < 0.9 * sum / rows.size()) {
            return DataParallel.UNEVEN;
        }
        return least == 0
                ? "train: " + sum + " rows leave some of the " + rows.size()
                        + " shards empty; use fewer shards, or more rows"
                : null;
    }
}
