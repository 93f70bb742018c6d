package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowDigestsTest {
    @Test
    void equalRowsAreFoundAsOftenAsTheyWere() {
        RowDigests known = RowDigests.of(new int[]{7, -3, 7, 0});
        assertThat(known.find(new int[]{7, 1, 7, -3, 7, -3})).containsExactly(true, false, true, true, false, false);
        assertThat(known.find(new int[]{-1, 8})).containsExactly(false, false);
        assertThat(known.contains(-3)).isTrue();
        assertThat(known.contains(3)).isFalse();
        assertThat(known.distinct().find(new int[]{7, 7})).containsExactly(true, false);
        assertThat(known.and(known.distinct()).size()).isEqualTo(7);
        assertThat(RowDigests.NONE.find(new int[]{0})).containsExactly(false);
    }

    @Test
    void aTextHoldsEachDigest() {
        SplittableRandom random = new SplittableRandom(1);
        int[] digests = random.ints(5_000).toArray();
        digests[0] = -1;
        digests[1] = 0;
        digests[2] = digests[3];
        String text = RowDigests.of(digests).text();
        RowDigests read = RowDigests.parse(text);
        assertThat(read.size()).isEqualTo(5_000);
        assertThat(read.find(digests)).doesNotContain(false);
        assertThat(read.text()).isEqualTo(text);
        // about 20 bits of difference are three bytes, four characters of Base64
        assertThat(text.length()).isBetween(4 * 4_500, 4 * 5_500);
        assertThat(RowDigests.parse(RowDigests.NONE.text()).size()).isZero();
    }

    @Test
    void anotherTextIsRefused() {
        for (byte[] bytes : new byte[][]{{-1}, {-1, -1, -1, -1, -1, 1}, {-1, -1, -1, -1, 127}}) {
            assertThatThrownBy(() -> RowDigests.parse(Base64.getEncoder().encodeToString(bytes)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> RowDigests.parse("?")).isInstanceOf(IllegalArgumentException.class);
    }
}
