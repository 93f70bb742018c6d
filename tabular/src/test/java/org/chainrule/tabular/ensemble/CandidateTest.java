package org.chainrule.tabular.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.model.Model;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.network.Perceptron;
import org.chainrule.tabular.network.RealMlp;
import org.chainrule.tabular.network.Recipe;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;

/// Which recipes are averaged if the time ends within the folds of one.
class CandidateTest {
    private static final int FOLDS = 4;
    private static final Model MODEL = Tabular.of("y").linear().epochs(1)
            .fit(Table.of("t", NumberColumn.of("x", IntStream.range(0, 40).mapToDouble(i -> i % 9).toArray()),
                    NumberColumn.of("y", IntStream.range(0, 40).asDoubleStream().toArray())))
            .model().network();

    /// Returns networks of the first folds of a recipe, each of which held out two of eight rows.
    private static List<Member> members(int entry, int... folds) {
        List<Member> members = new ArrayList<>();
        for (int fold : folds) {
            members.add(new Member(new WorkItem(entry + " " + fold, entry, RealMlp.published(), new int[0],
                    new int[]{fold, fold + FOLDS}, 0), MODEL,
                    new float[]{10 * entry + fold, 10 * entry + fold + FOLDS}));
        }
        return members;
    }

    @SafeVarargs
    private static List<Candidate> of(List<Member>... recipes) {
        List<Member> all = new ArrayList<>();
        for (List<Member> recipe : recipes) {
            all.addAll(recipe);
        }
        return Candidate.of(all, 4, 1);
    }

    @Test
    void partOfTheFoldsIsComparedOnTheRowsOfAll() {
        List<Candidate> candidates = of(members(0, 0, 1, 2, 3), members(1, 0, 1, 2), members(2, 0, 1, 2, 3));
        assertThat(candidates).hasSize(3).allSatisfy(
                candidate -> assertThat(candidate.rows()).containsExactly(0, 1, 2, 4, 5, 6));
        assertThat(candidates.get(0).outputs()).containsExactly(0, 1, 2, 4, 5, 6);
        assertThat(candidates.get(1).outputs()).containsExactly(10, 11, 12, 14, 15, 16);
        assertThat(candidates.get(1).members()).hasSize(3);
        assertThat(candidates.get(2).outputs()).containsExactly(20, 21, 22, 24, 25, 26);
        assertThat(candidates.get(2).members()).hasSize(4);
    }

    @Test
    void aRecipeOfTooFewFoldsIsLeftOut() {
        List<Candidate> candidates = of(members(0, 0, 1, 2, 3), members(1, 0), members(3, 0, 1));
        assertThat(candidates).extracting(candidate -> candidate.members().getFirst().item().entry())
                .containsExactly(0, 3);
        assertThat(candidates.getFirst().rows()).containsExactly(0, 1, 4, 5);
        // half of the folds each, but of other rows
        assertThat(of(members(0, 0, 1, 2, 3), members(1, 0, 1), members(2, 2, 3)))
                .extracting(candidate -> candidate.members().getFirst().item().entry()).containsExactly(0, 1);
        assertThat(of(members(2, 1))).singleElement().satisfies(
                candidate -> assertThat(candidate.rows()).containsExactly(1, 5));
    }

    /// A fold of many rows tells that a RealMLP is better than a perceptron, but not which RealMLP is.
    @Test
    void aFoldOfManyRowsIsEnoughBesidePerceptrons() {
        Recipe perceptron = new Perceptron(List.of(8), -1, 10, 5, 0, 0);
        for (int rows : new int[]{999, 1000}) {
            for (Recipe whole : List.of(perceptron, RealMlp.published())) {
                List<Member> members = new ArrayList<>();
                for (int fold = 0; fold < FOLDS; fold++) {
                    int[] held = IntStream.range(fold * rows, (fold + 1) * rows).toArray();
                    members.add(new Member(new WorkItem("whole", 0, whole, new int[0], held, 0), MODEL,
                            new float[rows]));
                    if (fold == 0) {
                        members.add(new Member(new WorkItem("part", 1, RealMlp.published(), new int[0], held, 0), MODEL,
                                new float[rows]));
                    }
                }
                boolean both = rows == 1000 && whole.equals(perceptron);
                assertThat(Candidate.of(members, 2, 1)).hasSize(both ? 2 : 1)
                        .allSatisfy(candidate -> assertThat(candidate.rows()).hasSize(both ? rows : FOLDS * rows));
            }
        }
    }

    @Test
    void wholeRecipesKeepAllRows() {
        assertThat(of(members(0, 0, 1, 2, 3), members(1, 0, 1, 2, 3))).hasSize(2)
                .allSatisfy(candidate -> assertThat(candidate.rows()).hasSize(8));
    }
}
