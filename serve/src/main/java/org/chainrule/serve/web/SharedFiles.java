package org.chainrule.serve.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.chainrule.tabular.chart.Palette;

/// The parts of pages that all pages share, below `/web`: the palette and the style of the reports, charts, and the drawing
/// of a network.
public final class SharedFiles implements HttpService {
    private final PageFiles files = new PageFiles(SharedFiles.class, Map.of("/web/page.css", "page.css",
            "/web/color.js", "color.js", "/web/chart.js", "chart.js", "/web/network.js", "network.js", "/web/dom.js",
            "dom.js", "/web/uplot.js", "uplot.js", "/web/uplot.css", "uplot.css"));

    private SharedFiles() {
    }

    /// Returns all shared files, to be registered at the root of a site.
    public static SharedFiles all() {
        return new SharedFiles();
    }

    @Override
    public void routing(HttpRules rules) {
        files.routing(rules);
        byte[] palette = Palette.sheet().getBytes(StandardCharsets.UTF_8);
        rules.get("/web/palette.css", (_, response) -> response
                .header(HeaderNames.CONTENT_TYPE, "text/css; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .send(palette));
    }
}
