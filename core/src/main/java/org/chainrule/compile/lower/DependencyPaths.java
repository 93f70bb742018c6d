package org.chainrule.compile.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The order that dependencies impose on groups of instructions. Two groups may be merged only if no third group lies
/// on a path between them.
///
/// Two searches look for such a path, one forward from the first group and one backward from the second. The cheaper
/// one advances first, and the end of either ends both. Milestones shorten the search for long paths, such as those
/// from a value to its reader in the backward pass. They are up to [#MILESTONES] instructions along the longest path,
/// and each instruction records which of them it leads to and which of them it follows. A path between two instructions
/// remains a path however the others are grouped.
final class DependencyPaths {
    private static final int MILESTONES = Long.SIZE;

    private final List<List<Integer>> after = new ArrayList<>();
    private final List<List<Integer>> before = new ArrayList<>();
    private final int[] groupOf;
    private final List<List<Integer>> members;
    private final long[] leadsTo;
    private final long[] follows;
    private final Search onward;
    private final Search back;

    /// Creates the paths of instructions that do not depend on each other yet.
    ///
    /// @param groupOf the group of each instruction, which may change later
    /// @param members the instructions of each group, which may change later
    DependencyPaths(int[] groupOf, List<List<Integer>> members) {
        this.groupOf = groupOf;
        this.members = members;
        this.leadsTo = new long[groupOf.length];
        this.follows = new long[groupOf.length];
        for (int i = 0; i < groupOf.length; i++) {
            after.add(new ArrayList<>(2));
            before.add(new ArrayList<>(2));
        }
        this.onward = new Search(after);
        this.back = new Search(before);
    }

    /// Adds a dependency: one instruction must run before a later one.
    void add(int from, int to) {
        if (from != to) {
            after.get(from).add(to);
            before.get(to).add(from);
        }
    }

    /// Sets the milestones. All dependencies must have been added.
    void mark() {
        int[] length = new int[groupOf.length];
        int last = 0;
        for (int i = 0; i < length.length; i++) {
            for (int earlier : before.get(i)) {
                length[i] = Math.max(length[i], length[earlier] + 1);
            }
            last = length[i] > length[last] ? i : last;
        }
        int step = 1 + (groupOf.length == 0 ? 0 : length[last]) / MILESTONES;
        for (int i = last; groupOf.length > 0;) {
            if (length[i] % step == 0) {
                long bit = 1L << length[i] / step;
                leadsTo[i] |= bit;
                follows[i] |= bit;
            }
            if (length[i] == 0) {
                break;
            }
            int wanted = length[i] - 1;
            i = before.get(i).stream().filter(earlier -> length[earlier] == wanted).findFirst().orElseThrow();
        }
        for (int i = 0; i < length.length; i++) {
            for (int earlier : before.get(i)) {
                follows[i] |= follows[earlier];
            }
        }
        for (int i = length.length - 1; i >= 0; i--) {
            for (int later : after.get(i)) {
                leadsTo[i] |= leadsTo[later];
            }
        }
    }

    /// Returns the groups that must run immediately before a group.
    SortedSet<Integer> before(int group) {
        SortedSet<Integer> groups = new TreeSet<>();
        for (int member : members.get(group)) {
            before.get(member).forEach(earlier -> groups.add(groupOf[earlier]));
        }
        groups.remove(group);
        return groups;
    }

    /// Returns whether a third group has to run after one of two groups and before the other.
    ///
    /// @param first a lower bound of both groups; every instruction before it is still a single group
    boolean isInterrupted(int a, int b, int first) {
        return leads(a, b, first) || leads(b, a, first);
    }

    /// Returns whether a path leads from one group to another through a third.
    private boolean leads(int a, int b, int first) {
        if (passesMilestone(a, b)) {
            return true;
        }
        onward.begin(a, b, first);
        back.begin(b, a, first);
        while (true) {
            Search next = onward.cost() <= back.cost() ? onward : back;
            Search other = next == onward ? back : onward;
            if (next.isDone()) {
                return false;
            }
            if (next.expand(other)) {
                return true;
            }
        }
    }

    private boolean passesMilestone(int a, int b) {
        long passed = 0;
        for (int member : members.get(b)) {
            for (int earlier : before.get(member)) {
                passed |= isOther(earlier, a, b) ? follows[earlier] : 0;
            }
        }
        if (passed == 0) {
            return false;
        }
        for (int member : members.get(a)) {
            for (int later : after.get(member)) {
                if (isOther(later, a, b) && (leadsTo[later] & passed) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isOther(int instruction, int a, int b) {
        return groupOf[instruction] != a && groupOf[instruction] != b;
    }

    /// A search along the paths in one direction, group by group, that ends at the two given groups.
    private final class Search {
        private final List<List<Integer>> next;
        private final int[] met;
        private final List<Integer> queue = new ArrayList<>();
        private int round;
        private int done;
        private int seen;
        private int to;
        private int from;
        private int first;

        Search(List<List<Integer>> next) {
            this.next = next;
            this.met = new int[groupOf.length];
        }

        void begin(int start, int end, int firstGrouped) {
            round++;
            queue.clear();
            queue.add(start);
            done = 0;
            seen = 0;
            from = start;
            to = end;
            first = firstGrouped;
        }

        boolean isDone() {
            return done == queue.size();
        }

        /// Returns the number of edges seen after the next expansion.
        int cost() {
            int cost = seen;
            if (!isDone()) {
                for (int member : members.get(queue.get(done))) {
                    cost += next.get(member).size();
                }
            }
            return cost;
        }

        /// Expands the next group. Returns whether a third group is now known to lie between the two.
        boolean expand(Search other) {
            seen = cost();
            int current = queue.get(done++);
            for (int member : members.get(current)) {
                for (int instruction : next.get(member)) {
                    int group = groupOf[instruction];
                    if (group == to && current != from || group != to && other.met[group] == other.round) {
                        return true;
                    }
                    if (instruction >= first && group != from && group != to && met[group] != round) {
                        met[group] = round;
                        queue.add(group);
                    }
                }
            }
            return false;
        }
    }
}
