package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.app.Commands.Run;
import org.chainrule.io.Json;
import org.junit.jupiter.api.Test;

/// `chainrule audit`.
class AuditTest extends IrisTests {
    private Run audit(Object... more) {
        return run(Commands.words(List.of("audit", iris, "--target", "species"),
                List.of("--epochs", "15", "--lr", "0.02", "--hidden", "8"), more));
    }

    private void mislabel() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(iris));
        lines.set(10, lines.get(10).replace("setosa", "virginica"));
        Files.write(iris, lines);
    }

    @Test
    void aWrongLabelIsListed() throws IOException {
        mislabel();
        Path out = folder.resolve("doubtful.csv");
        Run run = audit("--out", out);
        assertThat(run.exit()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.getFirst()).matches("\\d of 150 rows of \\Q" + iris + "\\E ha(s|ve) a doubtful species");
        assertThat(lines.get(1).strip()).matches("line  given +suggested +probability");
        assertThat(lines.get(2)).startsWith("    11  virginica  setosa");
        assertThat(lines.getLast()).isEqualTo("All written to " + out);
        assertThat(Files.readAllLines(out)).hasSize(lines.size() - 2).startsWith(
                "line,given,suggested,probability,score");
        assertThat(Files.readAllLines(out).get(1)).startsWith("11,virginica,setosa,0.");
    }

    @Test
    void whatTheTableShowedIsSaid() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(iris));
        lines.addFirst("Irises of 1936");
        Files.write(iris, lines);
        assertThat(audit().err()).contains("line 1 is a title and is skipped; the header is in line 2; ");
        assertThat(audit("--quiet").err()).isEmpty();
    }

    @Test
    void jsonHasEveryRow() throws IOException {
        mislabel();
        Map<?, ?> json = (Map<?, ?>) Json.parse(audit("--json", "--quiet", "--folds", "3").out());
        assertThat(json.get("rows")).isEqualTo(150L);
        assertThat(json.get("folds")).isEqualTo(3L);
        List<?> suspects = (List<?>) json.get("suspects");
        assertThat(json.get("doubtful")).isEqualTo((long) suspects.size());
        assertThat(((Map<?, ?>) suspects.getFirst()).get("line")).isEqualTo(11L);
        assertThat(((Map<?, ?>) suspects.getFirst()).get("suggested")).isEqualTo("setosa");
    }

    @Test
    void aTrainingThatDivergesIsOneSentence() {
        Run run = audit("--lr", "1e30", "--quiet");
        assertThat(run.err())
                .matches("chainrule: (the|a) .* in epoch 1, step [0-9]+; try --model mlp with a lower --lr\\R");
        assertThat(run.exit()).isEqualTo(1);
    }

    @Test
    void theTableIsNotOverwritten() throws IOException {
        String before = Files.readString(iris);
        Run refused = audit("--out", iris);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("it is the table to audit, which would be lost");
        assertThat(Files.readString(iris)).isEqualTo(before);
    }
}
