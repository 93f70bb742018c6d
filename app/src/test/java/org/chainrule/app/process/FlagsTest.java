package org.chainrule.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remedy;
import org.junit.jupiter.api.Test;

class FlagsTest {
    private static String ignore(String column) {
        return Flags.WORDING.of(new Remedy.Ignore(column));
    }

    /// A shell passes each of these to the command as one word, which the command splits at commas outside double quotes.
    @Test
    void columnsAreQuotedForTheShellAndTheList() {
        assertThat(ignore("id")).isEqualTo("--ignore id");
        assertThat(ignore("customer id")).isEqualTo("--ignore 'customer id'");
        assertThat(ignore("Height, cm")).isEqualTo("--ignore '\"Height, cm\"'");
        assertThat(ignore("5\" disk")).isEqualTo("--ignore '\"5\\\" disk\"'");
        assertThat(ignore("owner's")).isEqualTo("--ignore 'owner'\\''s'");
        assertThat(ignore("-x")).isEqualTo("--ignore=-x");
        assertThat(ignore("größe")).isEqualTo("--ignore 'größe'");
        assertThat(ignore("$HOME")).isEqualTo("--ignore '$HOME'");
        assertThat(ignore("a\u0007")).isEqualTo("--ignore COLUMN");
        assertThat(ignore("long".repeat(30))).isEqualTo("--ignore COLUMN");
        assertThat(Flags.WORDING.of(new Remedy.Categorical("zip code"))).isEqualTo("--categorical 'zip code'");
        assertThat(Flags.WORDING.of(new Remedy.Numeric("price"))).isEqualTo("--numeric price");
    }

    @Test
    void aRemarkCanBePasted() {
        assertThat(new DataRemark.Leakage("Height, cm").sentence(Flags.WORDING))
                .isEqualTo("column \"Height, cm\" alone "
                        + "gives the target away; if it is not known when predictions are needed, leave it out (--ignore "
                        + "'\"Height, cm\"')");
    }
}
