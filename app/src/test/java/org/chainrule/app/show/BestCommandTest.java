package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.chainrule.app.Commands;
import org.chainrule.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command reports of a portfolio, which it trains by default.
class BestCommandTest {
    @Test
    void theObjectOfAnAverageCountsAllItsNetworks(@TempDir Path folder) throws IOException {
        Path model = folder.resolve("model.safetensors");
        Map<?, ?> json = (Map<?, ?>) Json
                .parse(run("train", Commands.DATA.resolve("iris.csv"), "--target", "species", "--model",
                        "linear", "--epochs", "2", "--folds", "3", "--json", "-q", "--out", model).out());
        // 4 standardized numbers and 3 classes: 15 parameters in each network
        assertThat(json.get("parameters")).isEqualTo(45L);
        assertThat(json.get("epochs")).isEqualTo(6L);
        assertThat(json.containsKey("bestEpoch") || json.containsKey("memory")).isFalse();
        List<?> members = (List<?>) json.get("members");
        assertThat(members).hasSize(3);
        assertThat(((Map<?, ?>) members.getFirst()).keySet())
                .isEqualTo(Set.of("name", "epochs", "bestEpoch", "weight"));
        Map<?, ?> inspected = (Map<?, ?>) Json.parse(run("inspect", model, "--json").out());
        assertThat(inspected.get("members")).isEqualTo(members);
        assertThat(inspected.get("parameters")).isEqualTo(45L);
    }

    @Test
    void theKindsOfNetworksAreReported(@TempDir Path folder) throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 40; i++) {
            text.append(i).append(',').append(i % 20 < 10 ? "low" : "high").append('\n');
        }
        Path table = Files.writeString(folder.resolve("table.csv"), text);
        Path model = folder.resolve("model.safetensors");
        Commands.Run trained = run("train", table, "--target", "y", "--out", model);
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("Network    the best average of linear, mlp, realmlp; realmlp has ",
                "Rows       32 for training and validation in 5 folds, 8 held out for the test",
                "Training   15 networks over 5 folds, seed 0, ", " threads, about ", "of 15 networks averaged")
                .containsPattern("\n {11}weights: (realmlp|linear|mlp) [01]");
        String shown = run("inspect", model).out();
        assertThat(shown).containsPattern("Network    [0-9,]+ parameters, an average of [0-9]+ networks\n")
                .containsPattern("\n {11}linear +5 +[0-9.]+  [0-9]+, [0-9]+, [0-9]+, [0-9]+, [0-9]+\n")
                .doesNotContain("epoch 0 of 0").containsPattern("\n {11}best, seed 0\n");
        List<?> members = (List<?>) ((Map<?, ?>) Json.parse(run("inspect", model, "--json").out(), "out"))
                .get("members");
        assertThat(members).hasSize(15);
        long parts = members.stream().filter(member -> !Double.valueOf(0).equals(((Map<?, ?>) member).get("weight")))
                .count();
        assertThat(shown).contains("an average of " + parts + " networks");
        // the layers of one network of each kind
        long inputs = Pattern.compile("\n {11}[0-9]+/(linear|parts/periodic) ").matcher(shown).results().count();
        assertThat(inputs).isBetween(1L, 3L);
    }
}
