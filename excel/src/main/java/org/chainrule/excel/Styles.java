package org.chainrule.excel;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The styles of a workbook: cells refer to a style by number, and a style to a number format.
///
/// @param formats the number format of each style
record Styles(List<NumberFormat> formats) {
    /// Reads the styles.
    ///
    /// @param in null if the workbook has none
    static Styles read(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return new Styles(List.of());
        }
        Map<Integer, NumberFormat> own = new HashMap<>();
        List<NumberFormat> formats = new ArrayList<>();
        boolean ofCells = false;
        try (Xml xml = new Xml(in)) {
            while (!xml.ended()) {
                boolean start = xml.next();
                if (xml.at("cellXfs")) {
                    ofCells = start;
                } else if (start && xml.at("numFmt")) {
                    own.put(number(xml.attribute("numFmtId")), NumberFormat.of(xml.attribute("formatCode", "")));
                } else if (start && ofCells && xml.at("xf")) {
                    int format = number(xml.attribute("numFmtId"));
                    NumberFormat known = own.get(format);
                    formats.add(known == null ? NumberFormat.builtIn(format) : known);
                }
            }
        }
        return new Styles(List.copyOf(formats));
    }

    /// Returns the number format of a style.
    NumberFormat format(int style) {
        return style >= 0 && style < formats.size() ? formats.get(style) : NumberFormat.GENERAL;
    }

    private static int number(@Nullable String text) {
        return CellName.number(text);
    }
}
