package org.chainrule.serve.play;

import java.util.Map;
import org.chainrule.serve.web.PageFiles;

/// The files of the playground's page.
public final class PlayPages {
    private PlayPages() {
    }

    /// Returns the files, to be registered at the root of a site.
    public static PageFiles files() {
        return new PageFiles(PlayPages.class, Map.of("/", "play.html", "/play.css", "play.css", "/play.js", "play.js",
                "/lesson.js", "lesson.js", "/data.js", "data.js", "/settings.js", "settings.js", "/picture.js",
                "picture.js", "/steps.js", "steps.js", "/tours.js", "tours.js", "/take.js", "take.js"));
    }
}
