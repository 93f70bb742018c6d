package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void marksAreEveryStepAtFirstThenSixtyFourInEachDoubling() {
        assertThat(Marks.after(0)).isEqualTo(1);
        assertThat(Marks.after(127)).isEqualTo(128);
        assertThat(Marks.after(128)).isEqualTo(130);
        assertThat(Marks.after(129)).isEqualTo(130);
        long step = 1 << 14;
        int count = 0;
        while (step < 1 << 15) {
            step = Marks.after(step);
            count++;
        }
        assertThat(count).isEqualTo(64);
    }
}
