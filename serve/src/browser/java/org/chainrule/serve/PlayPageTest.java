package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.chainrule.tabular.read.TableSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The playground in a browser.
@Timeout(180)
class PlayPageTest {
    private static final String DRAWN = "() => globalThis.playground?.frame?.step > 0";
    private static final String PIXELS = """
            () => [...document.querySelectorAll('#picture canvas, #network canvas')].map(each => each.toDataURL()).join()""";

    private static Chromium chromium;
    private static Playground playground;

    @BeforeAll
    static void start() throws IOException {
        chromium = new Chromium();
        playground = Playground.of().start();
    }

    @AfterAll
    static void stop() {
        if (playground != null) {
            playground.close();
            chromium.close();
        }
    }

    private static Page opened(int width, ColorScheme scheme) {
        Page page = chromium.open(playground.address(), width, scheme);
        page.waitForFunction(DRAWN);
        return page;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static void measured(String what, double value) {
        System.Logger log = System.getLogger(PlayPageTest.class.getName());
        log.log(System.Logger.Level.INFO, () -> what + ": " + value);
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
    void itFitsAndCanBeRead(ColorScheme scheme) {
        for (int width : new int[]{Chromium.PHONE, Chromium.DESK}) {
            try (Page page = opened(width, scheme)) {
                page.click("text=Take a row");
                page.waitForSelector(".stages button");
                page.click("text=Show them");
                page.waitForSelector("pre.java");
                chromium.assertFine(page, "play, " + width + ", " + scheme);
            }
        }
    }

    @Test
    void itSeparatesTheSpiralsWithinTwentySecondsOfTheChoice() {
        long opening = System.nanoTime();
        try (Page page = opened(Chromium.DESK, ColorScheme.LIGHT)) {
            measured("seconds from opening the page to the first step", seconds(opening));
            page.click("text=XOR");
            page.waitForFunction("() => playground.lesson.about.sample === 'xor' && playground.frame?.step > 0");
            long begin = System.nanoTime();
            page.click("text=Two spirals");
            page.waitForFunction("() => playground.lesson.about.sample === 'spirals' && playground.frame?.step > 0");
            double first = seconds(begin);
            measured("seconds from the choice to the first step", first);
            assertThat(first).isLessThan(2);
            page.waitForFunction("() => { const [, , train, , held] = playground.lesson.marks.at(-1);"
                    + " return held > 0.95 && train > 0.95; }");
            double seconds = seconds(begin);
            measured("seconds from the choice to 0.95 on the spirals", seconds);
            assertThat(seconds).isLessThan(20);
        }
    }

    @Test
    void theSameStepHasTheSamePixels() {
        try (Page page = opened(Chromium.DESK, ColorScheme.LIGHT)) {
            page.waitForFunction("() => playground.lesson.marks.length > 40");
            page.click("text=Pause");
            look(page, 20);
            String early = (String) page.evaluate(PIXELS);
            look(page, 35);
            assertThat(page.evaluate(PIXELS)).isNotEqualTo(early);
            page.evaluate("() => playground.lesson.frames.clear()");
            look(page, 20);
            assertThat((String) page.evaluate(PIXELS)).isEqualTo(early);
            String link = page.url();
            page.navigate("about:blank");
            page.navigate(link);
            page.waitForFunction("() => globalThis.playground?.frame?.step === 20 && !playground.transport.playing");
            page.waitForFunction("() => playground.first");
            page.evaluate("() => playground.paint()");
            assertThat((String) page.evaluate(PIXELS)).isEqualTo(early);
        }
    }

    private static void look(Page page, int mark) {
        page.evaluate("""
                mark => {
                  const slider = document.querySelector('#transport input[type=range]');
                  slider.value = mark;
                  slider.dispatchEvent(new Event('input'));
                }""", mark);
        page.waitForFunction("step => playground.frame.step === step && !playground.looking", mark);
    }

    @Test
    void allControlsAreReachedByKeyboard() {
        try (Page page = opened(Chromium.DESK, ColorScheme.LIGHT)) {
            page.click("text=Pause");
            page.waitForFunction("() => !playground.transport.playing");
            page.evaluate("() => document.activeElement.blur()");
            Set<Object> reached = new HashSet<>();
            Object wanted = page.evaluate("""
                    () => {
                      const all = [...document.querySelectorAll('button, select, input:not(.sr), a[href]')]
                        .filter(e => !e.disabled && e.tabIndex >= 0 && e.getBoundingClientRect().width > 0);
                      all.forEach((e, k) => { e.dataset.place = k; });
                      return all.length;
                    }""");
            for (int i = 0; i < 200 && reached.size() < ((Number) wanted).intValue(); i++) {
                page.keyboard().press("Tab");
                Object place = page.evaluate("""
                        () => {
                          const style = getComputedStyle(document.activeElement);
                          if (document.activeElement !== document.body && style.outlineStyle === 'none') {
                            throw new Error('no visible focus: ' + document.activeElement.outerHTML);
                          }
                          return document.activeElement.dataset.place ?? null;
                        }""");
                if (place != null) {
                    reached.add(place);
                }
            }
            assertThat(reached).hasSize(((Number) wanted).intValue()).hasSizeGreaterThan(20);
            page.focus("#transport input[type=range]");
            Object step = page.evaluate("() => playground.at");
            page.keyboard().press("ArrowLeft");
            page.waitForFunction("at => playground.at === at - 1", step);
        }
    }

    @Test
    void aTableThatCannotBeLearnedIsASentence() {
        try (Page page = opened(Chromium.DESK, ColorScheme.LIGHT)) {
            page.setInputFiles("input[type=file]", new FilePayload("one.csv", "text/csv",
                    ("a,b\n" + "1,x\n".repeat(20)).getBytes(StandardCharsets.UTF_8)));
            page.waitForSelector("#message:not([hidden])");
            assertThat(page.textContent("#message")).contains("one.csv").endsWith(".").doesNotContain("()",
                    "Exception");
        }
    }

    private static TableSource table(String text) {
        return TableSource.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "own.csv");
    }

    @Test
    void theTableOfTheCommandLineOffersItsColumnsIfTheLastCannotBeLearned() throws IOException {
        try (Playground own = Playground.of().table("own.csv", table("a,b,c\n" + "1,2,x\n2,3,x\n".repeat(20))).start();
                Page page = chromium.open(own.address(), Chromium.DESK, ColorScheme.LIGHT)) {
            page.waitForSelector("#message:not([hidden])");
            page.selectOption(".choose select", "b");
            page.waitForFunction(DRAWN);
            assertThat(page.evaluate("() => playground.lesson.about.table.target")).isEqualTo("b");
            assertThat(page.isVisible("#message")).isFalse();
        }
    }

    @Test
    void remarksOnTheTableAreShown() throws IOException {
        String titled = "My flowers,,\n,,\nlength,width,kind\n" + "1.5,0.2,small\n5.5,2.1,large\n".repeat(40);
        try (Playground own = Playground.of().table("own.csv", table(titled)).start();
                Page page = chromium.open(own.address(), Chromium.DESK, ColorScheme.LIGHT)) {
            page.waitForFunction(DRAWN);
            Object remarks = page.evaluate("() => playground.lesson.about.table.remarks");
            assertThat((List<?>) remarks).isNotEmpty();
            for (Object remark : (List<?>) remarks) {
                assertThat(page.textContent("#data")).containsIgnoringCase((String) remark);
            }
        }
    }

    @Test
    void aTourWaitsWhileItIsPausedAndEndsWithAnotherChoice() {
        try (Page page = opened(Chromium.DESK, ColorScheme.LIGHT)) {
            // the tour asks for full speed before each network, at which all of them take seconds
            page.evaluate("() => playground.tours.page.speed = () => playground.speed(8)");
            page.click("text=Begin the tour >> nth=0");
            page.waitForFunction("() => playground.lesson.about.sample === 'sine' && playground.frame?.step > 10");
            page.click("#transport >> text=Pause");
            page.waitForFunction("() => !playground.transport.playing");
            page.waitForTimeout(500);
            assertThat(page.evaluate("() => playground.lesson.about.settings.hidden")).isEqualTo(List.of(1));
            assertThat(page.querySelectorAll("#tour [role=listitem]")).isEmpty();
            page.evaluate("() => playground.speed(1000)");
            page.click("#transport >> text=Play");
            page.waitForFunction("() => document.querySelectorAll('#tour [role=listitem]').length > 0");
            page.click("text=XOR");
            page.waitForFunction("() => playground.lesson.about.sample === 'xor' && playground.frame?.step > 0");
            assertThat(page.isVisible("#tour")).isFalse();
            page.waitForTimeout(500);
            assertThat(page.evaluate("() => playground.lesson.about.sample")).isEqualTo("xor");
        }
    }

    @Test
    void aPageTellsWhyItsTrainingStandsStill() {
        try (Page page = opened(Chromium.DESK, ColorScheme.LIGHT)) {
            page.evaluate("() => fetch('/api/lessons/' + playground.lesson.id, { method: 'DELETE' })");
            page.waitForSelector("#message:not([hidden])");
            assertThat(page.textContent("#message")).startsWith("This lesson has ended, because");
            page.click("text=XOR");
            page.waitForFunction("() => playground.lesson.about.sample === 'xor' && playground.frame?.step > 0");
            assertThat(page.isVisible("#message")).isFalse();
        }
    }

    @Test
    void itShowsErrorsColumnsAndTheCurveOfAWeight() {
        try (Page page = opened(Chromium.DESK, ColorScheme.LIGHT)) {
            page.click("text=Iris");
            page.waitForFunction("() => playground.lesson.about.sample === 'iris' && playground.frame?.step > 20");
            page.click("#transport >> text=Pause");
            page.waitForFunction("() => !playground.transport.playing");
            page.waitForFunction("() => document.querySelectorAll('#reliance [role=listitem]').length === 4");
            assertThat(page.textContent("#mistakes")).contains("other rows", "virginica");
            page.evaluate("() => playground.neurons.view.nodes[1][2].click()");
            page.click("button.word[data-from='0']");
            page.waitForFunction("() => !playground.neurons.curve.root.hidden");
            assertThat(page.textContent(".weight")).contains("to neuron 3 of layer 1", "It began at");
            page.focus("button.word[data-from='-1']");
            page.keyboard().press("Enter");
            page.waitForFunction(
                    "() => document.querySelector('.weight h3').textContent === 'The bias of neuron 3 of layer 1'");
            Object found = page.evaluate("""
                    () => {
                      const view = playground.neurons.view;
                      const box = view.root.getBoundingClientRect();
                      const [from, , , to] = view.bow(view.places[0][0], view.places[1][0]);
                      return view.nearest({ clientX: box.left + from[0] + 1, clientY: box.top + from[1] })?.from ?? -1;
                    }""");
            assertThat(found).isEqualTo(0);
            chromium.assertFine(page, "errors, columns and a weight");
        }
    }
}
