package org.chainrule.serve.play;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.serve.web.PageFiles;

/// The files of the playground's page.
public final class PlayPages {
    private PlayPages() {
    }

    /// Returns the files, to be registered at the root of a site.
    public static PageFiles files() {
        Map<String, String> files = new HashMap<>(Map.of("/", "play.html"));
        for (String name : List.of("play.css", "play.js", "lesson.js", "link.js", "data.js", "transport.js",
                "settings.js", "picture.js", "mistakes.js", "reliance.js", "neurons.js", "weight.js", "steps.js",
                "formulas.js", "tours.js", "take.js")) {
            files.put("/" + name, name);
        }
        return new PageFiles(PlayPages.class, files);
    }
}
