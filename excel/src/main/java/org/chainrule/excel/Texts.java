package org.chainrule.excel;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The texts of a workbook, which cells refer to by number.
final class Texts {
    /// Characters that XML cannot hold, such as `_x000D_`.
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private Texts() {
    }

    /// Reads the texts.
    ///
    /// @param in null if the workbook has none
    static List<String> read(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        try (Xml xml = new Xml(in)) {
            while (xml.nextStart()) {
                if (xml.at("si")) {
                    texts.add(text(xml));
                }
            }
        }
        return texts;
    }

    /// Reads a text: that of an element, or of its runs, each with a font of its own. Hints for the pronunciation do not
    /// belong to it.
    static String text(Xml xml) throws IOException {
        String whole = "";
        for (int depth = 1; depth > 0 && !xml.ended();) {
            if (!xml.next()) {
                depth--;
            } else if (xml.at("t")) {
                String part = xml.text();
                whole = whole.isEmpty() ? part : whole + part;
            } else if (xml.at("rPh")) {
                xml.skip();
            } else {
                depth++;
            }
        }
        return unescaped(whole);
    }

    /// Returns a text without escapes.
    static String unescaped(String text) {
        if (!text.contains("_x")) {
            return text;
        }
        Matcher escape = ESCAPE.matcher(text);
        return escape.replaceAll(found -> Matcher
                .quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }
}
