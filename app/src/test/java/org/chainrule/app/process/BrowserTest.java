package org.chainrule.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class BrowserTest {
    private static final Path PAGE = Path.of("report.html");

    @Test
    void aProgramThatFailsIsReported() {
        assertThat(Browser.open(PAGE, List.of("false")))
                .contains("the report is written, but false could not open it; open report.html in a browser");
        assertThat(Browser.open(PAGE, List.of("/no/such/program"))).isPresent();
    }

    @Test
    void aProgramThatWorksIsNot() {
        assertThat(Browser.open(PAGE, List.of("true"))).isEmpty();
    }
}
