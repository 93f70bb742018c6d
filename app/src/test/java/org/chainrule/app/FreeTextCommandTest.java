package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A column of sentences in the command.
class FreeTextCommandTest {
    private static final List<String> PRAISE = List.of("lovely", "great", "friendly", "perfect");
    private static final List<String> BLAME = List.of("awful", "broken", "rude", "dirty");
    private static final List<String> THINGS = List.of("room", "staff", "bed", "food", "lamp", "bath", "view");

    @TempDir
    private Path folder;

    private Path reviews() throws IOException {
        StringBuilder csv = new StringBuilder("review,price,opinion\n");
        for (int i = 0; i < 240; i++) {
            String word = (i % 2 == 0 ? PRAISE : BLAME).get(i / 2 % 4);
            csv.append("\"The ").append(THINGS.get(i % 7)).append(" was ").append(word).append(", and the ")
                    .append(THINGS.get(i / 7 % 7)).append(" of room ").append(i).append(" too\",").append(i * 7 % 50)
                    .append(i % 2 == 0 ? ",good\n" : ",bad\n");
        }
        return Files.writeString(folder.resolve("reviews.csv"), csv);
    }

    @Test
    void sentencesAreInputs() throws IOException {
        Path file = reviews();
        Path model = folder.resolve("reviews.safetensors");
        Commands.Run trained = run("train", file.toString(), "--target", "opinion", "--hidden", "16", "--epochs", "20",
                "--out", model.toString());
        assertThat(trained.exit()).isZero();
        assertThat(trained.out()).contains("from 2 of 2 columns: 1 standardized number, 1 column of free text as ")
                .contains("column \"review\": its texts are read as ").contains("ignore it (--ignore review)");
        assertThat(run("inspect", model.toString()).out())
                .containsPattern("review +[0-9]+ words and n-grams of 154 texts");
        Path fresh = Files.writeString(folder.resolve("new.csv"), "review,price\na lovely bed,3\nthe rude staff,4\n");
        Commands.Run predicted = run("predict", model.toString(), fresh.toString());
        assertThat(predicted.out().lines().map(line -> line.replaceFirst(",.*", ""))).containsExactly("opinion", "good",
                "bad");
    }

    @Test
    void optionsDecide() throws IOException {
        Path file = reviews();
        String model = folder.resolve("m.safetensors").toString();
        Commands.Run ignored = run("train", file.toString(), "--target", "price", "--ignore", "review,opinion",
                "--text",
                "review", "--out", model);
        assertThat(ignored.exit()).isEqualTo(1);
        assertThat(ignored.err()).contains("column \"review\" is set to be both ignored and text; choose one");
        assertThat(run("train", file.toString(), "--target", "price", "--hidden", "4", "--epochs", "1", "--out", model)
                .out()).contains("column \"review\" is left out: it looks like free text whose words do not help");
        assertThat(run("train", file.toString(), "--target", "price", "--hidden", "4", "--epochs", "1", "--text",
                "review", "--out", model).out()).contains("1 column of free text as ");
    }
}
