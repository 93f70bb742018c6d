package org.chainrule.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The documents show the code that is compiled and what it prints. To bring them up to date after a change, run
/// `mvn test -pl examples -am -Pfull -Dtest=DocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dchainrule.docs=write`.
class DocumentTest {
    private static final Path SCRATCH = Document.root().resolve("docs/core-from-scratch.md");

    @Test
    void coreFromScratchShowsWhatIsCompiledAndPrinted() throws IOException {
        agrees(false, 40);
    }

    @Test
    @Tag("full")
    void coreFromScratchShowsTheFullMeasurements() throws IOException {
        agrees(true, 40);
    }

    private static void agrees(boolean full, int blocks) throws IOException {
        String text = Files.readString(SCRATCH);
        Document document = new Document(full);
        String expected = document.rendered(text);
        if (System.getProperty("chainrule.docs", "").equals("write")) {
            Files.writeString(SCRATCH, expected);
            return;
        }
        assertThat(text).isEqualTo(expected);
        // A guard on the guard: every fence with code or output is one of the blocks that were compared, and they were found at all.
        assertThat(Pattern.compile("^```(java|text)", Pattern.MULTILINE).matcher(text).results())
                .hasSameSizeAs(document.blocks());
        assertThat(document.blocks()).hasSizeGreaterThan(blocks);
    }
}
