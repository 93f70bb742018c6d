package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.remark.Wording;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The live view, the page of a server and the report in a browser.
@Timeout(180)
class OtherPagesTest {
    private static final Path IRIS = Path.of("..", "examples", "data", "iris.csv").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private static Chromium chromium;

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

    private static void fine(URI address, String name, String ready) {
        for (ColorScheme scheme : new ColorScheme[]{ColorScheme.LIGHT, ColorScheme.DARK}) {
            for (int width : new int[]{Chromium.PHONE, Chromium.DESK}) {
                try (Page page = chromium.open(address, width, scheme)) {
                    page.waitForSelector(ready);
                    chromium.assertFine(page, name + ", " + width + ", " + scheme);
                }
            }
        }
    }

    @Test
    void theLiveViewIsFine() throws IOException {
        try (TrainingView view = TrainingView.open()) {
            CompletableFuture<TabularResult> training = CompletableFuture.supplyAsync(() -> {
                try {
                    return view.follow(Tabular.of("species").hidden(16).epochs(1_000_000).patience(1_000_000))
                            .fit(IRIS);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            fine(view.address(), "view", "svg [role=button], svg rect, canvas");
            try (Page page = chromium.open(view.address(), Chromium.DESK, ColorScheme.LIGHT)) {
                page.click("text=Stop and keep the best");
                training.join();
            }
        }
    }

    @Test
    void aSecondTrainingIsDrawnFromItsBeginning() throws IOException {
        try (TrainingView view = TrainingView.open();
                Page page = chromium.open(view.address(), Chromium.DESK, ColorScheme.LIGHT)) {
            for (int epochs : new int[]{7, 3}) {
                view.follow(Tabular.of("species").quick().hidden(8).epochs(epochs)).fit(IRIS);
                page.waitForFunction(
                        "epochs => [...document.querySelectorAll('#facts dd')][0].textContent.startsWith(epochs"
                                + " + 'of at most ') || [...document.querySelectorAll('#facts dd')][0].textContent.startsWith(epochs"
                                + " + ' of at most ')",
                        epochs);
                assertThat(page.textContent("#loss-words")).matches("Best epoch [1-" + epochs + "]: .*");
                assertThat(page.querySelectorAll("#list tbody tr")).hasSize(2);
            }
        }
    }

    @Test
    void thePageOfAServerIsFine() throws IOException {
        Path model = folder.resolve("iris.safetensors");
        Tabular.of("species").hidden(8).epochs(5).fit(IRIS).model().save(model);
        try (ModelServer server = ModelServer.of(model).port(0).start()) {
            fine(server.address(), "serve", "input:visible");
        }
    }

    @Test
    void theReportIsFine() throws IOException {
        TrainingPlan plan = Tabular.of("species").hidden(8).epochs(5).prepare(IRIS);
        Path page = folder.resolve("report.html");
        plan.report(plan.fit(), Wording.JAVA).save(page);
        fine(page.toUri(), "report", "svg");
    }
}
