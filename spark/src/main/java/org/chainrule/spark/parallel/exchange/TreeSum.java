package org.chainrule.spark.parallel.exchange;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.chainrule.spark.parallel.exchange.ShardTree.Node;
import org.jspecify.annotations.Nullable;

/// Adds arrays of all shards in the order of a [ShardTree], so that every worker gets the same sum, with the same bits for
/// any number of workers. A worker needs memory for about as many arrays as the logarithm of the number of its shards.
public final class TreeSum {
    /// The arrays of the shards. The sum writes to an array and passes it to a later call for reuse.
    @FunctionalInterface
    public interface Leaf {
        /// Writes the array of a shard.
        ///
        /// @param into an array to fill
        void fill(int shard, float[] into) throws IOException;
    }

    private final ShardTree tree;
    private final int worker;
    private final Peers peers;
    private final int length;
    private final Deque<float[]> free = new ArrayDeque<>();

    /// @param worker the number of this worker
    /// @param length the length of the arrays
    public TreeSum(ShardTree tree, int worker, Peers peers, int length) {
        this.tree = tree;
        this.worker = worker;
        this.peers = peers;
        this.length = length;
    }

    /// Returns the sum of the arrays of all shards. The leaves of this worker are asked for in order. The result is valid
    /// until the next call.
    ///
    /// @throws IOException if a leaf fails, or another worker is lost
    public float[] sum(Leaf leaf) throws IOException {
        float[] sum = up(tree.root(), leaf);
        down(tree.root(), sum);
        free.push(sum);
        return sum;
    }

    private float[] up(Node node, Leaf leaf) throws IOException {
        if (node.single()) {
            float[] own = free.isEmpty() ? new float[length] : free.pop();
            leaf.fill(node.low(), own);
            return own;
        }
        boolean inLeft = tree.takesPart(worker, node.left());
        boolean inRight = tree.takesPart(worker, node.right());
        float @Nullable [] left = inLeft ? up(node.left(), leaf) : null;
        float @Nullable [] right = inRight ? up(node.right(), leaf) : null;
        if (node.height() == 0) {
            add(own(left), own(right), 0, length);
            free.push(own(right));
            return own(left);
        }
        float[] sum = left == null ? own(right) : left;
        for (Section section = next(node, 0); section != null; section = next(node, section.end)) {
            int from = section.owner == section.leftOwner ? section.rightOwner : section.leftOwner;
            if (worker == from && from != section.owner) {
                peers.link(section.owner).send(own(from == section.leftOwner && inLeft ? left : right),
                        section.from, section.to);
            }
        }
        for (Section section = next(node, 0); section != null; section = next(node, section.end)) {
            if (worker != section.owner) {
                continue;
            }
            if (section.leftOwner == section.rightOwner) {
                add(own(left), own(right), section.from, section.to);
            } else if (worker == section.leftOwner) {
                peers.link(section.rightOwner).receive(own(left), section.from, section.to, true);
            } else {
                peers.link(section.leftOwner).receive(own(right), section.from, section.to, true);
                if (left != null) {
                    System.arraycopy(own(right), section.from, sum, section.from, section.to - section.from);
                }
            }
        }
        if (left != null && right != null) {
            free.push(right);
        }
        return sum;
    }

    /// Returns the array of a part of the tree in which this worker takes part.
    private static float[] own(float @Nullable [] part) {
        return Objects.requireNonNull(part, "this worker has no shard there");
    }

    /// Passes the sections of the sum on, from the workers that computed them to all others.
    private void down(Node node, float[] sum) throws IOException {
        if (node.height() == 0 || !tree.takesPart(worker, node)) {
            return;
        }
        for (Section section = next(node, 0); section != null; section = next(node, section.end)) {
            int other = section.owner == section.leftOwner ? section.rightOwner : section.leftOwner;
            if (worker == section.owner && worker != other) {
                peers.link(other).send(sum, section.from, section.to);
            }
        }
        for (Section section = next(node, 0); section != null; section = next(node, section.end)) {
            int other = section.owner == section.leftOwner ? section.rightOwner : section.leftOwner;
            if (worker == other && worker != section.owner) {
                peers.link(section.owner).receive(sum, section.from, section.to, false);
            }
        }
        down(node.left(), sum);
        down(node.right(), sum);
    }

    /// Adjacent sections of a node that the same workers hold, as one range of the arrays.
    ///
    /// @param end the number of the section after the last
    private record Section(int end, int from, int to, int owner, int leftOwner, int rightOwner) {
    }

    private @Nullable Section next(Node node, int first) {
        if (first == tree.sections()) {
            return null;
        }
        int owner = tree.owner(node, first);
        int left = tree.owner(node.left(), first);
        int right = tree.owner(node.right(), first);
        int end = first + 1;
        while (end < tree.sections() && tree.owner(node, end) == owner && tree.owner(node.left(), end) == left
                && tree.owner(node.right(), end) == right) {
            end++;
        }
        return new Section(end, tree.start(first, length), tree.start(end, length), owner, left, right);
    }

    private static void add(float[] to, float[] other, int from, int end) {
        for (int i = from; i < end; i++) {
            to[i] += other[i];
        }
    }
}
