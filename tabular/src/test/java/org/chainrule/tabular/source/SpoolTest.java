package org.chainrule.tabular.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.chainrule.tabular.Child;
import org.junit.jupiter.api.Test;

class SpoolTest {
    private static Spool spool() throws IOException {
        return Spool.of(new ByteArrayInputStream(new byte[]{1, 2, 3}), "table");
    }

    @Test
    void aFileThatIsDeletedIsForgotten() throws IOException {
        Spool spool = spool();
        assertThat(spool.path()).hasBinaryContent(new byte[]{1, 2, 3});
        assertThat(Spool.mine()).contains(spool.path());
        spool.close();
        assertThat(spool.path()).doesNotExist();
        assertThat(Spool.mine()).doesNotContain(spool.path());
    }

    /// Leaves a file open.
    static final class Leaving {
        private Leaving() {
        }

        public static void main(String[] arguments) throws IOException {
            Spool spool = spool();
            System.out.println(spool.path() + " " + spool.path().toFile().length());
            System.exit(0);
        }
    }

    @Test
    void theEndOfTheProcessDeletesFilesThatAreOpen() throws IOException, InterruptedException {
        String[] said = Child.run(List.of(), Leaving.class).split(" ", 2);
        assertThat(said[1]).isEqualTo("3");
        assertThat(Path.of(said[0])).doesNotExist();
    }
}
