package org.chainrule.tabular.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlFailureTest {
    private static String text(String message) {
        return SqlFailure.text(new SQLException(message), List.of("geheim"));
    }

    @Test
    void wordsCanFollowTheMessageOfADriver() {
        assertThat(text("Connection refused. Check that the server accepts\n connections."))
                .isEqualTo("Connection refused. Check that the server accepts connections");
        assertThat(text("no user \"Geheim\", giving up...")).isEqualTo("no user \"***\", giving up...");
    }
}
