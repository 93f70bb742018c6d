package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAligned() {
        TextTable table = new TextTable("lrl").row("layer", "parameters", "note").row("linear", "40", "")
                .row("größe", "1,280", "x");
        assertThat(String.join("\n", table.lines("  "))).isEqualTo("""
                layer   parameters  note
                linear          40
                größe        1,280  x""".indent(2).stripTrailing());
    }
}
