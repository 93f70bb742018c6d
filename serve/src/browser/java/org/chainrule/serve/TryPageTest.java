package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.chainrule.tabular.MultiTabular;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page on which a person tries a model, in a browser.
@Timeout(180)
class TryPageTest {
    private static Chromium chromium;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /// What is predicted, its probabilities, interval and explanation are shown for each target, and the command asks for
    /// the same.
    @Test
    void showsSeveralTargets() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder("x,y,kind,price\n");
        for (int i = 0; i < 400; i++) {
            double x = random.nextInt(1000) / 100.0;
            double y = random.nextInt(1000) / 100.0;
            text.append(x).append(',').append(y).append(',').append(x > y ? "a" : "b").append(',').append(3 * x - y)
                    .append('\n');
        }
        Path file = folder.resolve("it's both.safetensors");
        MultiTabular.of("kind", "price").with(each -> each.hidden(4).epochs(5))
                .prepare(Files.writeString(folder.resolve("t.csv"), text)).fit().model().save(file);
        for (int width : new int[]{Chromium.PHONE, Chromium.DESK}) {
            try (ModelServer server = ModelServer.of(file).port(0).start();
                    Page page = chromium.open(server.address(), width, ColorScheme.LIGHT)) {
                page.check("#explain");
                page.click("#row button");
                page.waitForSelector("#answer:visible");
                assertThat(page.locator("#value > div").allTextContents()).hasSize(2)
                        .anyMatch(line -> line.matches("kind: [ab]"))
                        .anyMatch(line -> line.matches("price: .+ \\(9 of 10 lie from .+ to .+\\)"));
                assertThat(page.locator("#bars h3").allTextContents()).containsExactly("kind");
                assertThat(page.locator("#bars .bar").count()).isEqualTo(2);
                assertThat(page.locator("#why h3").allTextContents()).hasSize(2)
                        .anyMatch(line -> line.contains("price"));
                assertThat(page.locator("#why .bar").count()).isEqualTo(4);
                page.click("text=As a command");
                assertThat(page.textContent("#curl"))
                        .startsWith("curl '" + server.address()
                                + "models/it'\\''s%20both/predict?proba&explain&interval' -d '{");
                chromium.assertFine(page, "several targets, " + width);
            }
        }
    }
}
