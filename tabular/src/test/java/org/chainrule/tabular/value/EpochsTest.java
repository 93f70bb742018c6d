package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.time.Epochs;
import org.junit.jupiter.api.Test;

class EpochsTest {
    @Test
    void secondsAreOfTheYears2000To2035() {
        assertThat(Epochs.secondsLike(946_684_800)).isTrue();
        assertThat(Epochs.secondsLike(946_684_799)).isFalse();
        assertThat(Epochs.secondsLike(1_663_579_800.25)).isTrue();
        assertThat(Epochs.secondsLike(2_082_758_399)).isTrue();
        assertThat(Epochs.secondsLike(2_082_758_400)).isFalse();
        assertThat(Epochs.secondsLike(Double.NaN)).isFalse();
    }

    @Test
    void millisecondsAreWhole() {
        assertThat(Epochs.millisLike(1_663_579_800_125.0)).isTrue();
        assertThat(Epochs.millisLike(1_663_579_800_125.5)).isFalse();
        assertThat(Epochs.millisLike(1_663_579_800)).isFalse();
        assertThat(Epochs.millisLike(2_082_758_400_000.0)).isFalse();
        assertThat(Epochs.millisLike(Double.NaN)).isFalse();
    }

    @Test
    void serialsCountALeapDayThatNeverWas() {
        assertThat(spelled(1)).isEqualTo("1900-01-01T00:00");
        assertThat(spelled(59)).isEqualTo("1900-02-28T00:00");
        assertThat(Epochs.ofSerial(60)).isNaN();
        assertThat(Epochs.ofSerial(60.5)).isNaN();
        assertThat(spelled(61)).isEqualTo("1900-03-01T00:00");
        assertThat(spelled(25_569)).isEqualTo("1970-01-01T00:00");
        assertThat(spelled(44_823.5)).isEqualTo("2022-09-19T12:00");
        assertThat(spelled(44_823.3958333333)).isEqualTo("2022-09-19T09:30");
        assertThat(spelled(2_958_465)).isEqualTo("9999-12-31T00:00");
        assertThat(Epochs.ofSerial(2_958_466)).isNaN();
        assertThat(Epochs.ofSerial(0.5)).isNaN();
        assertThat(Epochs.ofSerial(Double.NaN)).isNaN();
    }

    private static String spelled(double serial) {
        return Dates.spell(Epochs.ofSerial(serial), true);
    }
}
