package org.chainrule.tabular.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssociationTest {
    private static Association of(boolean targets) {
        Association association = new Association(targets ? 2 : 0);
        String[] texts = {"ab xy", "ab xy", "ab zz", "cd xy", "cd zz", "cd zz", "ab zz zz", "q xy"};
        for (int i = 0; i < texts.length; i++) {
            boolean yes = texts[i].startsWith("ab");
            association.add(texts[i], targets ? new double[]{yes ? 1 : 0, yes ? 0 : 1} : new double[0]);
        }
        return association;
    }

    /// Of 8 texts, 4 have `ab`, all with the first class: chi-squared is 8. `cd` has 3 of the 4 others: 4.8. `xy` and
    /// `zz` are as frequent in both classes. `q` has one text only.
    @Test
    void featuresThatTellMostAreChosen() {
        assertThat(of(true).texts()).isEqualTo(8);
        assertThat(of(true).best(1)).containsExactly(new Association.Counted("ab", 4));
        assertThat(of(true).best(100)).containsExactly(new Association.Counted("ab", 4),
                new Association.Counted("ab xy", 2), new Association.Counted("ab zz", 2),
                new Association.Counted("cd", 3), new Association.Counted("cd zz", 2));
    }

    @Test
    void withoutATargetTheMostFrequentAreChosen() {
        assertThat(of(false).best(3)).extracting(Association.Counted::feature).isEqualTo(List.of("ab", "xy", "zz"));
    }

    @Test
    void nothingRepeats() {
        Association association = new Association(1);
        association.add("one two", new double[]{1});
        association.add("three four", new double[]{2});
        assertThat(association.best(10)).isEmpty();
    }
}
