package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The Chromium of this machine, and what is asked of every page. Tests are skipped where there is none; none is downloaded.
final class Chromium implements AutoCloseable {
    /// The width of a phone in pixels.
    static final int PHONE = 390;
    /// The width of a desk in pixels.
    static final int DESK = 1400;
    private static final int HEIGHT = 900;

    /// Texts with less contrast to what is behind them than the Web Content Accessibility Guidelines 2.2 ask for (4.5).
    private static final String FAINT = """
            () => {
              const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
              const rgba = color => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
                return [r, g, b, a / 255];
              };
              const over = (top, below) => [0, 1, 2].map(k => top[3] * top[k] + (1 - top[3]) * below[k]);
              const light = color => color.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
              const behind = element => {
                const layers = [];
                for (let each = element; each; each = each.parentElement) {
                  layers.unshift(rgba(getComputedStyle(each).backgroundColor));
                }
                return layers.reduce((below, top) => over(top, below), rgba('Canvas').slice(0, 3));
              };
              const faint = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              let texts = 0;
              while (walker.nextNode()) {
                const element = walker.currentNode.parentElement;
                const box = element.getBoundingClientRect();
                if (!walker.currentNode.data.trim() || element.closest('svg, script, style, option, .sr, [hidden], :disabled') || box.width === 0) {
                  continue;
                }
                texts++;
                const ground = behind(element);
                const [a, b] = [light(over(rgba(getComputedStyle(element).color), ground)), light(ground)];
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) {
                  faint.push(contrast.toFixed(2) + ' ' + walker.currentNode.data.trim().slice(0, 40));
                }
              }
              return texts === 0 ? ['no text at all'] : faint;
            }""";

    /// Boxes that are wider than the page and do not scroll.
    private static final String WIDE = """
            () => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5
              && !e.closest('.scroll, pre, .sr')).map(e => e.tagName + '.' + e.getAttribute('class')).slice(0, 5)""";

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    Chromium() {
        Path program = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of).filter(Files::isExecutable).findFirst().orElse(Path.of(""));
        assumeTrue(Files.isExecutable(program) && !program.toString().isEmpty(),
                "Skipped: there is no Chromium in /usr/bin. Install it, for example with: apt install chromium");
        playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(program)
                .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /// Opens a page; what it writes to the console as an error, and what it asks of other machines, is noted until the next
    /// one is opened.
    Page open(URI address, int width, ColorScheme scheme) {
        complaints.clear();
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, HEIGHT).setColorScheme(scheme));
        context.setDefaultTimeout(60_000);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            URI asked = URI.create(request.url().replaceAll("[?#].*", ""));
            if (asked.getScheme().startsWith("http") && !asked.getAuthority().equals(address.getAuthority())) {
                complaints.add("asks " + request.url());
            }
        });
        page.navigate(address.toString());
        return page;
    }

    /// Asserts that a page fits, can be read, and has not complained.
    void assertFine(Page page, String name) {
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")).as(name + ": width")
                .isEqualTo(true);
        assertThat((List<?>) page.evaluate(WIDE)).as(name + ": boxes that are too wide").isEmpty();
        assertThat((List<?>) page.evaluate(FAINT)).as(name + ": texts that are hard to read").isEmpty();
        assertThat(complaints).as(name + ": errors").isEmpty();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
