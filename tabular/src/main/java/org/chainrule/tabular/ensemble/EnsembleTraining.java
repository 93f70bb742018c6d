package org.chainrule.tabular.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.error.DivergedException;
import org.chainrule.model.Model;
import org.chainrule.tabular.train.Checkpointing;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.HeldOut;
import org.chainrule.tabular.train.Learner;
import org.chainrule.tabular.train.Stop;
import org.jspecify.annotations.Nullable;

/// The training of an ensemble: trains the networks of a lineup, several at a time, and weighs the recipes by their
/// predictions for held-out rows.
///
/// The model depends only on which networks were trained and on the epochs of each, not on the number of threads. A time
/// limit or a stop ends the lineup early: networks that have not begun are left out, and one that is being trained
/// counts with its best epoch so far.
public final class EnsembleTraining {
    /// A network is begun if this share of its expected time is left.
    private static final double WORTH_BEGINNING = 0.5;
    /// The time in seconds for the baselines and the report.
    private static final double RESERVE = 1;
    /// How often the rows of the test are predicted: for the measures and for their intervals.
    private static final int PREDICTIONS = 2;

    private final Learner learner;
    private final Lineup lineup;
    private final int threads;
    private final Stop stop;
    private final Deadline deadline;
    private final int rows;
    private final double latency;
    private final @Nullable Checkpointing checkpoints;
    private final Replay replay;
    private final @Nullable Elsewhere elsewhere;
    private final EnsembleListener listener;
    private final Pace pace;

    /// Creates a training of a lineup.
    public EnsembleTraining(Learner learner, Lineup lineup, Control control, EnsembleListener listener) {
        this.learner = learner;
        this.lineup = lineup;
        this.threads = control.threads;
        this.stop = control.stop;
        this.deadline = control.deadline;
        this.rows = control.rows;
        this.latency = control.latency;
        this.checkpoints = control.checkpoints;
        this.replay = control.replay;
        this.elsewhere = control.elsewhere;
        this.listener = listener;
        this.pace = new Pace();
    }

    /// What a training obeys.
    ///
    /// @param threads     the number of threads
    /// @param stop        the condition that ends the training
    /// @param deadline    the time limit, which includes what comes after the training
    /// @param rows        the number of rows that the model will predict after the training, within the time limit
    /// @param latency     the longest expected time for a single row in microseconds
    /// @param checkpoints where each network keeps its checkpoints; null for none
    /// @param replay      the course of an earlier training to repeat
    /// @param elsewhere   who trains the networks instead of this process; null for none
    public record Control(int threads, Stop stop, Deadline deadline, int rows, double latency,
            @Nullable Checkpointing checkpoints, Replay replay, @Nullable Elsewhere elsewhere) {
    }

    /// Trains networks outside this process.
    ///
    /// @param parallel the number of networks trained at a time
    /// @param trained  trains the network at a place in the lineup; called by as many threads
    public record Elsewhere(int parallel, IntFunction<Model> trained) {
    }

    /// Trains the networks and returns the ensemble.
    ///
    /// @throws DivergedException if the training of every network diverged
    public Ensemble fit() {
        List<String> failed = new ArrayList<>();
        List<Member> members = members(failed);
        Codec codec = learner.codec();
        List<Candidate> candidates = Candidate.of(members, lineup.recipes().size(), codec.outputs());
        Weighing weighing = weighing(candidates);
        double[] weights = weighing.weights;
        List<Model> models = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        float[] outputs = new float[candidates.getFirst().outputs().length];
        double[] sums = new double[outputs.length];
        for (int c = 0; c < weights.length; c++) {
            Candidate candidate = candidates.get(c);
            if (weights[c] > 0) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weights[c] * candidate.outputs()[i];
                }
                for (Member member : candidate.members()) {
                    models.add(member.model());
                    shares.add(weights[c] / candidate.members().size());
                }
            }
        }
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = (float) sums[i];
        }
        List<Ensemble.Part> parts = members.stream()
                .map(member -> new Ensemble.Part(member.item().name(), member.model().history(),
                        member.model().bestEpoch(), share(member, candidates, weights)))
                .toList();
        return new Ensemble(Blend.of(models, shares),
                HeldOut.of(candidates.getFirst().rows(), lineup.folds() > 1, outputs), parts,
                failed, weighing.forgone);
    }

    private static double share(Member member, List<Candidate> candidates, double[] weights) {
        return IntStream.range(0, weights.length).filter(c -> candidates.get(c).members().contains(member))
                .mapToDouble(c -> weights[c] / candidates.get(c).members().size()).sum();
    }

    /// The weights of candidates.
    ///
    /// @param forgone the share of the error that slower candidates would save
    private record Weighing(double[] weights, double forgone) {
    }

    private Weighing weighing(List<Candidate> candidates) {
        if (candidates.size() == 1) {
            return new Weighing(new double[]{1}, 0);
        }
        SelectionError error = SelectionError.of(learner.codec(), learner.table(), candidates.getFirst().rows());
        float[][] predictions = candidates.stream().map(candidate -> error.predictions(candidate.outputs()))
                .toArray(float[][]::new);
        double[] costs = candidates.stream().mapToDouble(Candidate::latency).toArray();
        double[] weights = GreedySelection.weights(predictions, error::of, costs, latency);
        double[] free = GreedySelection.weights(predictions, error::of, costs, Double.POSITIVE_INFINITY);
        return new Weighing(weights, error.saved(GreedySelection.average(predictions, weights),
                GreedySelection.average(predictions, free)));
    }

    /// Trains the networks, several at a time.
    ///
    /// @param failed takes the names of those whose training diverged
    private List<Member> members(List<String> failed) {
        int parallel = elsewhere == null ? lineup.parallel(threads) : elsewhere.parallel;
        List<Member> members = new ArrayList<>();
        DivergedException diverged = null;
        try (ExecutorService pool = Executors.newFixedThreadPool(parallel, work -> {
            Thread thread = new Thread(work, "ensemble");
            thread.setDaemon(true);
            return thread;
        })) {
            List<Future<@Nullable Member>> futures = lineup.items().stream()
                    .map(item -> pool.submit(() -> member(item, Math.max(1, threads / parallel)))).toList();
            for (int i = 0; i < futures.size(); i++) {
                try {
                    Member member = futures.get(i).get();
                    if (member != null) {
                        members.add(member);
                    }
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof DivergedException cause)) {
                        throw rethrown(e);
                    }
                    diverged = cause;
                    failed.add(lineup.items().get(i).name());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while an ensemble was trained", e);
                }
            }
        }
        List<Member> begun = members.stream().filter(member -> !member.model().history().isEmpty()).toList();
        if (!begun.isEmpty()) {
            return begun;
        }
        if (diverged != null) {
            throw diverged;
        }
        if (!stop.asked()) {
            throw Deadline.tooShort();
        }
        return members.subList(0, 1);
    }

    static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }

    /// Trains a network; returns null if it is not worth beginning.
    private @Nullable Member member(WorkItem item, int own) {
        boolean resumed = checkpoints != null && checkpoints.resumes(item.name());
        // the first network is trained in any case, and the clock does not decide about one that was begun before
        boolean begins = resumed || replay.repeats() || item.equals(lineup.items().getFirst());
        if (replay.leavesOut(item.name())
                || !begins && (stop.asked() || secondsLeft() < WORTH_BEGINNING * pace.seconds(item))) {
            return null;
        }
        long start = System.nanoTime();
        Model model = elsewhere == null ? trained(item, own) : elsewhere.trained.apply(lineup.items().indexOf(item));
        if (!resumed) {
            pace.took(item, (System.nanoTime() - start) * 1e-9);
        }
        long trained = System.nanoTime();
        Member member = new Member(item, model, outputs(model, item.held()));
        int done = pace.predicted(item.held().length, (System.nanoTime() - trained) * 1e-9);
        if (!stop.asked()) {
            listener.trained(item.name(), done, lineup.items().size());
        }
        return member;
    }

    private Model trained(WorkItem item, int own) {
        Examples train = learner.examples(item.train());
        Examples held = learner.examples(item.held());
        return learner.fit(item.recipe(), train, held,
                new Learner.Course(item.seed(), own, () -> stop.asked() || secondsLeft() <= 0,
                        replay.last(item.name()), checkpoints == null ? null : checkpoints.of(item.name()),
                        epoch -> listener.epoch(item.name(), epoch),
                        (epoch, done, of) -> listener.step(item.name(), epoch, done, of),
                        listener.observer(item.name())));
    }

    /// Returns the time left for training: what comes after it, the baselines and the measures, takes some of the time.
    private double secondsLeft() {
        return deadline.secondsLeft() - RESERVE - PREDICTIONS * rows * pace.secondsPerRow();
    }

    private float[] outputs(Model model, int[] rows) {
        int width = learner.codec().outputs();
        float[] outputs = new float[rows.length * width];
        learner.codec().each(model, learner.table(), rows,
                (from, count, some) -> System.arraycopy(some, 0, outputs, from * width, count * width));
        return outputs;
    }
}
