package org.chainrule.ir;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// The nodes behind evaluated nodes, which only gradients read.
///
/// A loop such as `w = w.sub(loss.gradient(w).mul(0.1))` makes each value from the previous one. The caller may still
/// request the gradient of any of them with respect to any tensor it holds, including the training data, so no part of
/// the history is known to be useless. The history may grow until it has [#NODES] nodes or fills an eighth of the heap.
/// Then the older part is released: the evaluated nodes on its border lose their inputs and are plain data from then
/// on. The nodes computed by the last evaluation keep their inputs.
///
/// A released node remembers the numbers of its former ancestors, one bit each. A gradient with respect to one of them
/// would be wrong and is therefore refused.
///
/// The size of the history behind a node is estimated during evaluations: the nodes just computed, plus the largest
/// history behind a value they started from. A release counts it exactly. A release walks the history once, and happens
/// only after as many new nodes as the previous one left.
///
/// Threads share nodes. Code that walks from node to node does so inside [#reading], during which nothing is released.
public final class History {
    /// The largest number of nodes behind a node before the older half is released.
    public static final int NODES = 1 << 17;

    private static final long FLOATS = Runtime.getRuntime().maxMemory() / 8 / Float.BYTES;
    /// The memory of a node without its values, measured in floats.
    private static final int FLOATS_PER_NODE = 64;
    private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

    private History() {
    }

    /// The amount of history behind a node.
    ///
    /// @param nodes the number of nodes
    /// @param floats the memory of these nodes, measured in floats, without data
    record Size(long nodes, long floats) {
        static final Size NONE = new Size(0, 0);

        /// Returns this size increased by nodes and by the floats they hold.
        Size plus(long moreNodes, long moreFloats) {
            return new Size(nodes + moreNodes, floats + moreNodes * FLOATS_PER_NODE + moreFloats);
        }

        Size max(Size other) {
            return new Size(Math.max(nodes, other.nodes), Math.max(floats, other.floats));
        }

        boolean exceeds(Size limit) {
            return nodes > limit.nodes || floats > limit.floats;
        }

        Size half() {
            return new Size(nodes / 2, floats / 2);
        }
    }

    /// The ancestors of a node before its inputs were released.
    ///
    /// @param far the numbers of all nodes behind the nodes released together with it, including ancestors of the
    ///     others only
    /// @param near the numbers of its ancestors among the nodes that lost their inputs in the same release
    record Released(Numbers far, Set<Long> near) {
        boolean include(Node node) {
            return near.contains(node.number()) || far.contains(node.number());
        }
    }

    /// A set of node numbers, most of them close together, stored as pages of bits.
    static final class Numbers {
        private static final int PAGE = 1 << 12;
        private final Map<Long, BitSet> pages = new HashMap<>();

        void add(long number) {
            pages.computeIfAbsent(number / PAGE, _ -> new BitSet()).set((int) (number % PAGE));
        }

        void addAll(Numbers others) {
            others.pages.forEach((page, bits) -> pages.computeIfAbsent(page, _ -> new BitSet()).or(bits));
        }

        boolean contains(long number) {
            BitSet bits = pages.get(number / PAGE);
            return bits != null && bits.get((int) (number % PAGE));
        }
    }

    /// Walks nodes while no other thread releases any.
    public static <T> T reading(Supplier<T> walk) {
        LOCK.readLock().lock();
        try {
            return walk.get();
        } finally {
            LOCK.readLock().unlock();
        }
    }

    /// Returns whether the inputs of a node were released. Call it inside [#reading].
    public static boolean isReleased(Node node) {
        return node.released() != null;
    }

    /// Returns whether the inputs of a node were released and another node may have been an ancestor of it. Call it
    /// inside [#reading].
    public static boolean released(Node node, Node ancestor) {
        Released released = node.released();
        return released != null && ancestor.number() < node.number() && released.include(ancestor);
    }

    /// Returns the end of the sentence that explains why a walk stops at a released node.
    public static String refusal(Node released) {
        return released.type()
                + ", whose history was released because it grew too long; call detach() on that tensor to "
                + "treat it as data, or request the result earlier";
    }

    /// Records an evaluation, and releases old history if there is too much.
    ///
    /// @param started the nodes with values from which it started
    /// @param computed the nodes it computed, each after those it reads
    /// @param kept the computed nodes whose values are kept
    public static void note(List<Node> started, List<Node> computed, List<Node> kept) {
        note(started, computed, kept, new Size(NODES, FLOATS));
    }

    static void note(List<Node> started, List<Node> computed, List<Node> kept, Size limit) {
        Size size = Size.NONE;
        for (Node node : started) {
            Size behind = node.behind();
            size = behind == null ? size : size.max(behind);
        }
        size = size.plus(computed.size(), kept.stream().mapToLong(node -> node.shape().elements()).sum());
        for (Node node : kept) {
            node.behind(size);
        }
        if (size.exceeds(limit)) {
            long oldest = computed.stream().mapToLong(Node::number).min().orElse(Long.MAX_VALUE);
            LOCK.writeLock().lock();
            try {
                release(kept, oldest, limit.half());
            } finally {
                LOCK.writeLock().unlock();
            }
        }
    }

    /// Releases the history behind nodes, except its newest part.
    private static void release(List<Node> roots, long protectedFrom, Size leave) {
        List<Node> all = Graph.topological(roots, _ -> false);
        long oldest = border(all, protectedFrom, leave);
        List<Node> left = Graph.topological(roots, node -> isBorder(node, oldest));
        List<Node> border = left.stream().filter(node -> isBorder(node, oldest) && !node.inputs().isEmpty()).toList();
        Numbers far = far(border);
        Map<Node, Set<Long>> near = near(border);
        border.forEach(node -> node.release(new Released(far, near.getOrDefault(node, Set.of()))));
        count(left, leave);
    }

    /// Returns the number of the oldest node that certainly stays.
    private static long border(List<Node> all, long protectedFrom, Size leave) {
        List<Node> newestFirst = new ArrayList<>(all);
        newestFirst.sort(Comparator.comparingLong(Node::number).reversed());
        Size size = Size.NONE;
        long oldest = protectedFrom;
        for (Node node : newestFirst) {
            size = size.plus(1, floats(node));
            if (node.number() < protectedFrom && size.exceeds(leave)) {
                break;
            }
            oldest = Math.min(oldest, node.number());
        }
        return oldest;
    }

    private static boolean isBorder(Node node, long oldest) {
        return node.number() < oldest && node.values() != null;
    }

    /// Returns the numbers of all nodes behind the border, without the border itself.
    private static Numbers far(List<Node> border) {
        Set<Node> atBorder = new HashSet<>(border);
        Set<Numbers> earlier = new HashSet<>();
        Numbers far = new Numbers();
        for (Node node : Graph.topological(border, _ -> false)) {
            if (!atBorder.contains(node)) {
                far.add(node.number());
            }
            Released released = node.released();
            if (released != null) {
                released.near().forEach(far::add);
                if (earlier.add(released.far())) {
                    far.addAll(released.far());
                }
            }
        }
        return far;
    }

    /// Returns, for each border node, its ancestors on the border.
    private static Map<Node, Set<Long>> near(List<Node> border) {
        long first = border.stream().mapToLong(Node::number).min().orElse(0);
        Set<Node> atBorder = new HashSet<>(border);
        Map<Node, Set<Long>> near = new HashMap<>();
        Map<Node, Set<Long>> above = new HashMap<>();
        for (Node node : Graph.topological(border, node -> node.number() < first)) {
            Set<Long> from = new HashSet<>();
            for (Node input : node.inputs()) {
                from.addAll(above.getOrDefault(input, Set.of()));
            }
            if (atBorder.contains(node)) {
                near.put(node, Set.copyOf(from));
                from.add(node.number());
            }
            if (!from.isEmpty()) {
                above.put(node, from);
            }
        }
        return near;
    }

    private static long floats(Node node) {
        float[] values = node.values();
        return values == null || node.inputs().isEmpty() ? 0 : values.length;
    }

    /// Recounts the history behind each node with values, as an upper bound: the nodes before it in the order. The
    /// count is capped at the intended size, so that the next release does not come too early.
    private static void count(List<Node> order, Size most) {
        Size size = Size.NONE;
        for (Node node : order) {
            if (node.behind() != null) {
                node.behind(size.exceeds(most) ? most : size);
            }
            size = size.plus(1, floats(node));
        }
    }
}
