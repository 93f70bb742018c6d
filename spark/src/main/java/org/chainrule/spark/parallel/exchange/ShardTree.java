package org.chainrule.spark.parallel.exchange;

/// The order in which numbers of shards are added: a binary tree over the shards, which does not depend on the workers.
/// Each worker holds a contiguous range of the shards.
///
/// An inner node adds the sum of its left half to the sum of its right half. If the halves are at different workers, one
/// of the two sends. Which one it is alternates over the sections of the array, so that all workers send equally much:
/// with as many workers as a power of two, this is the recursive halving of Rabenseifner (2004).
public final class ShardTree {
    /// A range of shards whose numbers are added.
    ///
    /// @param low the first shard
    /// @param high the shard after the last
    /// @param height the number of steps between workers below and at this node; 0 if one worker holds all shards
    /// @param halves the two halves, or null of a single shard
    public record Node(int low, int high, int height, Node... halves) {
        Node left() {
            return halves[0];
        }

        Node right() {
            return halves[1];
        }

        boolean single() {
            return halves.length == 0;
        }
    }

    private final int shards;
    private final int workers;
    private final int bits;
    private final Node root;

    /// @param shards the number of shards, at least that of the workers
    public ShardTree(int shards, int workers) {
        this.shards = shards;
        this.workers = workers;
        this.bits = workers == 1 ? 0 : 32 - Integer.numberOfLeadingZeros(workers - 1);
        this.root = node(0, shards);
    }

    private Node node(int low, int high) {
        int size = high - low;
        if (size == 1) {
            return new Node(low, high, 0);
        }
        int middle = low + Integer.highestOneBit(size - 1);
        Node left = node(low, middle);
        Node right = node(middle, high);
        boolean local = worker(low) == worker(high - 1);
        return new Node(low, high, local ? 0 : 1 + Math.max(left.height, right.height), left, right);
    }

    public Node root() {
        return root;
    }

    int workers() {
        return workers;
    }

    /// Returns the first shard of a worker; for the number of workers, the number of shards.
    public int first(int worker) {
        return (int) ((long) worker * shards / workers);
    }

    /// Returns the worker of a shard.
    public int worker(int shard) {
        return (int) ((((long) shard + 1) * workers - 1) / shards);
    }

    /// Returns whether a worker holds some shard of a node.
    boolean takesPart(int worker, Node node) {
        return worker(node.low) <= worker && worker <= worker(node.high - 1);
    }

    /// Returns the number of sections into which arrays are divided, a power of two.
    int sections() {
        return 1 << bits;
    }

    /// Returns the start of a section in an array; for the number of sections, its length.
    int start(int section, int length) {
        return (int) ((long) section * length >> bits);
    }

    /// Returns the worker that computes the sum of a node for a section.
    int owner(Node node, int section) {
        if (node.height == 0) {
            return worker(node.low);
        }
        int bit = bits - 1 - (node.height - 1) % bits;
        return owner((section >> bit & 1) == 0 ? node.left() : node.right(), section);
    }
}
