package org.chainrule.serve.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.chainrule.serve.measure.Histogram;
import org.chainrule.tabular.Predictions;
import org.jspecify.annotations.Nullable;

/// Predicts the rows of several requests at once, where that costs no request time it would not wait anyway.
///
/// A request whose rows find a free processor is predicted at once, on its own thread. Requests that arrive while all
/// processors predict wait; the first of them that is woken predicts the rows of all that wait, up to the largest batch.
/// With a waiting time, the first request also waits that long for others.
///
/// A row has the same bits in any batch, so the batches never change an answer.
public final class Batcher {
    private static final int PART = 1024;

    private final Function<float[], Predictions> model;
    private final int width;
    private final int most;
    private final long wait;
    private final Histogram sizes;
    private final int processors;

    private final ReentrantLock lock = new ReentrantLock();
    // all guarded by the lock
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int queued;
    private int running;
    private @Nullable Waiting gathering;

    /// A request that waits.
    private static final class Waiting {
        private final Thread thread = Thread.currentThread();
        private final float[] inputs;
        private final int rows;
        /// Whether it is to predict a batch.
        private volatile boolean leads;
        /// Whether the batch has as many rows as it may have.
        private volatile boolean full;
        private volatile @Nullable Answer answer;
        private volatile @Nullable Throwable error;

        private Waiting(float[] inputs, int rows) {
            this.inputs = inputs;
            this.rows = rows;
        }

        private boolean done() {
            return answer != null || error != null;
        }

        private Answer result() {
            Answer found = answer;
            if (found != null) {
                return found;
            }
            if (error instanceof OutOfMemoryError memory) {
                throw memory;
            }
            throw new IllegalStateException("the batch failed", error);
        }
    }

    /// @param model predicts encoded rows
    /// @param width the number of inputs of a row
    /// @param most  the most rows of several requests in a batch; 1 predicts each request alone
    /// @param nanos how long the first request of a batch waits for others
    /// @param sizes counts the rows of each batch
    public Batcher(Function<float[], Predictions> model, int width, int most, long nanos, Histogram sizes) {
        this.model = model;
        this.width = width;
        this.most = most;
        this.wait = nanos;
        this.sizes = sizes;
        this.processors = Runtime.getRuntime().availableProcessors();
    }

    /// Returns the predictions for some rows.
    ///
    /// @param inputs the encoded rows, at least one
    public Answer predict(float[] inputs, int rows) {
        if (rows >= most) {
            return alone(inputs, rows);
        }
        Waiting own = new Waiting(inputs, rows);
        lock.lock();
        try {
            if (wait > 0 ? gathering == null : running < processors) {
                lead(own);
            } else {
                queue.add(own);
                queued += rows;
                if (gathering != null && gathering.rows + queued >= most) {
                    gathering.full = true;
                    LockSupport.unpark(gathering.thread);
                }
            }
        } finally {
            lock.unlock();
        }
        return waited(own);
    }

    /// Makes a request the one that predicts the next batch.
    private void lead(Waiting request) {
        request.leads = true;
        if (wait > 0) {
            gathering = request;
        } else {
            running++;
        }
    }

    /// Predicts many rows in parts.
    private Answer alone(float[] inputs, int rows) {
        if (rows <= PART) {
            sizes.add(rows);
            return Answer.within(model.apply(inputs), 0);
        }
        List<Predictions> parts = new ArrayList<>();
        for (int from = 0; from < rows; from += PART) {
            int end = Math.min(rows, from + PART);
            sizes.add(end - from);
            parts.add(model.apply(Arrays.copyOfRange(inputs, from * width, end * width)));
        }
        return Answer.of(parts, PART);
    }

    /// Waits until another request has predicted this one, or this one is to predict those that wait.
    private Answer waited(Waiting own) {
        boolean interrupted = false;
        long end = System.nanoTime() + wait;
        while (!own.done()) {
            long left = end - System.nanoTime();
            if (own.leads && (own.full || left <= 0)) {
                try {
                    run(batch(own));
                } finally {
                    ended();
                }
            } else if (own.leads) {
                LockSupport.parkNanos(this, left);
            } else {
                LockSupport.park(this);
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return own.result();
    }

    /// Returns a request with as many of those that wait as one batch holds.
    private List<Waiting> batch(Waiting own) {
        lock.lock();
        try {
            int rows = own.rows;
            List<Waiting> batch = new ArrayList<>();
            batch.add(own);
            for (Waiting each = queue.peek(); each != null && rows + each.rows <= most; each = queue.peek()) {
                // it leaves the queue last, so that no error leaves it without a batch
                batch.add(each);
                queue.remove();
                rows += each.rows;
                queued -= each.rows;
            }
            return batch;
        } finally {
            if (wait > 0) {
                gathering = null;
                leadNext();
            }
            lock.unlock();
        }
    }

    /// Ends the turn of a request that predicted a batch: the first of those that wait has the next.
    private void ended() {
        if (wait == 0) {
            lock.lock();
            try {
                running--;
                leadNext();
            } finally {
                lock.unlock();
            }
        }
    }

    private void leadNext() {
        Waiting next = queue.poll();
        if (next != null) {
            queued -= next.rows;
            lead(next);
            LockSupport.unpark(next.thread);
        }
    }

    private void run(List<Waiting> batch) {
        try {
            int rows = batch.stream().mapToInt(each -> each.rows).sum();
            sizes.add(rows);
            float[] inputs = batch.getFirst().inputs;
            if (batch.size() > 1) {
                inputs = new float[rows * width];
                int at = 0;
                for (Waiting each : batch) {
                    System.arraycopy(each.inputs, 0, inputs, at, each.rows * width);
                    at += each.rows * width;
                }
            }
            Predictions all = model.apply(inputs);
            int from = 0;
            for (Waiting each : batch) {
                each.answer = Answer.within(all, from);
                from += each.rows;
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(each -> each.error = e);
        }
        Thread self = Thread.currentThread();
        for (Waiting each : batch) {
            if (each.thread != self) {
                LockSupport.unpark(each.thread);
            }
        }
    }
}
