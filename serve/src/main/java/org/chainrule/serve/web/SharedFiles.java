package org.chainrule.serve.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chainrule.tabular.chart.Palette;

/// The parts of pages that all pages share, below `/web`: the palette and the style of the reports, charts, and the drawing
/// of a network.
public final class SharedFiles implements HttpService {
    private static final String PALETTE = "palette.css";
    private static final List<String> NAMES = List.of(PALETTE, "page.css", "color.js", "chart.js", "network.js",
            "quality.js",
            "dom.js", "uplot.js", "uplot.css");

    private SharedFiles() {
    }

    /// Returns all shared files, to be registered at the root of a site.
    public static SharedFiles all() {
        return new SharedFiles();
    }

    /// Returns a shared file.
    ///
    /// @param name its name, such as "page.css"
    public static Reply reply(String name) {
        return name.equals(PALETTE)
                ? PageFiles.reply(name, Palette.sheet().getBytes(StandardCharsets.UTF_8))
                : PageFiles.reply(SharedFiles.class, name);
    }

    @Override
    public void routing(HttpRules rules) {
        NAMES.forEach(name -> PageFiles.route(rules, "/web/" + name, reply(name)));
    }
}
