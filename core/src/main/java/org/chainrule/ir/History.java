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

/// The nodes behind an evaluated node, which only gradients read.
///
/// A loop such as `w = w.sub(loss.gradient(w).mul(0.1))` makes each value from the one before. Any of them may still be
/// asked for a gradient with respect to any tensor that the caller holds, the training data included, so no history is
/// useless for certain. It may grow until it has [#NODES] nodes or fills an eighth of the heap; then the older
/// part is released: the evaluated nodes on its border lose their inputs and are data from then on. Whatever the last
/// evaluation computed keeps its inputs.
///
/// A released node remembers the numbers of its former ancestors, one bit each. A gradient with respect to one of them
/// would be wrong, and is refused.
///
/// How much stands behind a node is estimated as evaluations go: what they computed, on top of the most that stands behind
/// a value they started from. A release counts it anew. So a release, which goes through the history once, comes
/// only after as many new nodes as it leaves.
///
/// Nodes are shared by threads. Code that walks from node to node does so in [#reading], during which nothing is released.
public final class History {
    /// The most nodes that may stand behind a node before the older half is released.
    public static final int NODES = 1 << 17;

    private static final long FLOATS = Runtime.getRuntime().maxMemory() / 8 / Float.BYTES;
    /// The memory of a node without its numbers, as a count of numbers.
    private static final int FLOATS_PER_NODE = 64;
    private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

    private History() {
    }

    /// What stands behind a node.
    ///
    /// @param nodes how many nodes
    /// @param floats how many numbers fit into the memory they take; data is not counted
    record Size(long nodes, long floats) {
        static final Size NONE = new Size(0, 0);

        /// More nodes, which hold so many numbers.
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

    /// The ancestors that a node had before its inputs were released.
    ///
    /// @param far the numbers of everything that nodes released with it were computed from; some may be
    ///     ancestors of others of these only
    /// @param near the numbers of its ancestors among the nodes that lost their inputs in the same release
    record Released(Numbers far, Set<Long> near) {
        boolean include(Node node) {
            return near.contains(node.number()) || far.contains(node.number());
        }
    }

    /// A set of node numbers, most of them close together.
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

    /// Whether the inputs of a node were released. Call it in [#reading].
    public static boolean isReleased(Node node) {
        return node.released() != null;
    }

    /// Whether the inputs of a node were released and another node may have been among its ancestors. Call it in
    /// [#reading].
    public static boolean released(Node node, Node ancestor) {
        Released released = node.released();
        return released != null && ancestor.number() < node.number() && released.include(ancestor);
    }

    /// The end of the sentence that says why a walk cannot go back beyond a released node.
    public static String refusal(Node released) {
        return released.type()
                + ", whose history was released because it grew too long; call detach() on that tensor to "
                + "treat it as data, or ask sooner";
    }

    /// Notes an evaluation, and releases old history if there is too much.
    ///
    /// @param started the nodes with numbers that it started from
    /// @param computed the nodes it computed, each after those it reads
    /// @param kept those of them whose numbers are kept
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

    /// Releases what stands behind some nodes except the newest part.
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

    /// The number of the oldest node that stays for certain.
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

    /// Everything that the nodes of the border were computed from, without the border.
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

    /// For each node of the border the others that it was computed from.
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

    /// Counts what stands behind each node that has numbers: no more than stands before it in the order. If more is left than
    /// should be, the count is that of what should: the next release must not come sooner for it.
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
