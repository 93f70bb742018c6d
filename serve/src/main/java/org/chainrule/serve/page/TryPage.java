package org.chainrule.serve.page;

import java.util.Set;
import org.chainrule.serve.web.PageFiles;
import org.chainrule.serve.web.Reply;
import org.chainrule.serve.web.SharedFiles;

/// The page on which a person tries the models: a form with a field for each column. It asks the same server for the columns
/// and for predictions.
public final class TryPage {
    private static final String SHARED = "web/";
    private static final Set<String> FILES = Set.of("", "try.js", "try.css", SHARED + "palette.css",
            SHARED + "page.css", SHARED + "dom.js");

    private TryPage() {
    }

    /// Returns whether a path without its first slash belongs to the page.
    public static boolean has(String path) {
        return FILES.contains(path);
    }

    /// Returns a file of the page.
    public static Reply file(String path) {
        return path.startsWith(SHARED)
                ? SharedFiles.reply(path.substring(SHARED.length()))
                : PageFiles.reply(TryPage.class, path.isEmpty() ? "try.html" : path);
    }
}
