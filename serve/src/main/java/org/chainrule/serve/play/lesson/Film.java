package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.train.Snapshot;

/// The snapshots of a training in the order of its steps. If they need too much memory, every second one is dropped; a
/// step between two snapshots is reached by repeating the steps since the one before it.
final class Film {
    private final long limit;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private long bytes;
    /// One of this many marks is kept.
    private int every = 1;
    private int offered;

    /// @param limit the most bytes of all snapshots
    Film(long limit) {
        this.limit = limit;
    }

    /// Keeps the snapshot of a mark, or not, if its turn has not come.
    void offer(Snapshot snapshot) {
        if (offered++ % every != 0) {
            return;
        }
        snapshots.add(snapshot);
        bytes += snapshot.bytes();
        while (bytes > limit && snapshots.size() > 2) {
            thin();
        }
    }

    private void thin() {
        List<Snapshot> kept = new ArrayList<>();
        for (int i = 0; i < snapshots.size(); i += 2) {
            kept.add(snapshots.get(i));
        }
        snapshots.clear();
        snapshots.addAll(kept);
        bytes = kept.stream().mapToLong(Snapshot::bytes).sum();
        every *= 2;
    }

    /// Returns the last snapshot that is not after a step.
    Snapshot before(long step) {
        int low = 0;
        int high = snapshots.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (snapshots.get(middle).steps() <= step) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return snapshots.get(low);
    }

    /// Returns all snapshots in the order of their steps.
    List<Snapshot> all() {
        return List.copyOf(snapshots);
    }

    /// Returns the number of snapshots.
    int size() {
        return snapshots.size();
    }
}
