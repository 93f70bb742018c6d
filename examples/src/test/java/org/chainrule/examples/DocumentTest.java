package org.chainrule.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The pages show the compiled code and its output. To update them after a change, run
/// `mvn test -pl examples -am -Pfull -Dtest=DocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dchainrule.docs=write`.
class DocumentTest {
    private static final Path SCRATCH = Document.root().resolve("docs/core-from-scratch.md");
    private static final Path JAVA = Document.root().resolve("docs/java.md");
    private static final Path TOUR = Document.root().resolve("docs/tour.md");
    private static final Path README = Document.root().resolve("README.md");

    @Test
    void coreFromScratchShowsWhatIsCompiledAndPrinted() throws IOException {
        agrees(SCRATCH, false, 40);
    }

    @Test
    @Tag("full")
    void coreFromScratchShowsTheFullMeasurements() throws IOException {
        agrees(SCRATCH, true, 40);
    }

    @Test
    void readmeShowsWhatIsCompiled() throws IOException {
        agrees(README, false, 1);
    }

    @Test
    void fromJavaShowsWhatIsCompiled() throws IOException {
        agrees(JAVA, false, 10);
    }

    @Test
    void tourShowsWhatIsCompiledAndPrinted() throws IOException {
        agrees(TOUR, false, 10);
    }

    private static void agrees(Path file, boolean full, int blocks) throws IOException {
        String text = Files.readString(file);
        Document document = new Document(full);
        String expected = document.rendered(text);
        if (System.getProperty("chainrule.docs", "").equals("write")) {
            Files.writeString(file, expected);
            return;
        }
        assertThat(text).isEqualTo(expected);
        // Guards the test itself: every fence with code or output was compared, and there are at least so many.
        assertThat(Pattern.compile("^```(java|text)", Pattern.MULTILINE).matcher(text).results())
                .hasSameSizeAs(document.blocks());
        assertThat(document.blocks()).hasSizeGreaterThan(blocks);
    }
}
