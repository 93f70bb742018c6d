package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Paths between randomly merged groups, compared with an exhaustive search.
class DependencyPathsTest {
    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aGroupBetweenTwoGroupsIsFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = random.nextInt(3, 220);
        int reach = random.nextBoolean() ? 4 : size;
        int[] groupOf = IntStream.range(0, size).toArray();
        List<List<Integer>> members = new ArrayList<>();
        IntStream.range(0, size).forEach(i -> members.add(List.of(i)));
        DependencyPaths paths = new DependencyPaths(groupOf, members);
        boolean[][] edges = new boolean[size][size];
        for (int to = 1; to < size; to++) {
            for (int k = random.nextInt(3); k > 0; k--) {
                int from = to - random.nextInt(1, Math.min(reach, to) + 1);
                paths.add(from, to);
                edges[from][to] = true;
            }
        }
        paths.mark();
        int joined = 0;
        for (int i = size - 1; i >= 0; i--) {
            for (int k = 0; k < 6; k++) {
                int a = groupOf[i];
                int b = groupOf[random.nextInt(i, size)];
                if (a == b) {
                    continue;
                }
                boolean interrupted = isInterrupted(a, b, edges, groupOf);
                assertThat(paths.isInterrupted(a, b, i)).isEqualTo(interrupted);
                assertThat(paths.isInterrupted(b, a, 0)).isEqualTo(interrupted);
                if (!interrupted && random.nextInt(3) == 0) {
                    List<Integer> union = new ArrayList<>(members.get(a));
                    union.addAll(members.get(b));
                    members.get(b).forEach(member -> groupOf[member] = a);
                    members.set(a, union);
                    members.set(b, List.of());
                    joined++;
                }
            }
        }
        assertThat(joined).isPositive();
    }

    private static boolean isInterrupted(int a, int b, boolean[][] edges, int[] groupOf) {
        boolean[] reached = new boolean[edges.length];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int from = 0; from < edges.length; from++) {
                int group = groupOf[from];
                boolean end = group == a || group == b;
                for (int to = 0; to < edges.length; to++) {
                    int next = groupOf[to];
                    if (edges[from][to] && next != group && (end || reached[group])) {
                        if (next == a || next == b) {
                            if (!end) {
                                return true;
                            }
                        } else if (!reached[next]) {
                            reached[next] = true;
                            changed = true;
                        }
                    }
                }
            }
        }
        return false;
    }
}
