package org.chainrule.serve.page;

import java.util.Map;
import org.chainrule.serve.web.PageFiles;
import org.chainrule.serve.web.Reply;

/// The page on which a person tries the models: a form with a field for each column. It asks the same server for the columns
/// and for predictions.
public final class TryPage {
    private static final Map<String, String> FILES = Map.of("", "try.html", "try.js", "try.js", "try.css", "try.css");

    private TryPage() {
    }

    /// Returns whether a path without its first slash belongs to the page.
    public static boolean has(String path) {
        return FILES.containsKey(path);
    }

    /// Returns a file of the page.
    public static Reply file(String path) {
        return PageFiles.reply(TryPage.class, FILES.getOrDefault(path, ""));
    }
}
