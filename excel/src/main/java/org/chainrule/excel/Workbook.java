package org.chainrule.excel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// A workbook: its sheets, and what their cells refer to.
///
/// Source: ECMA-376, part 1, section 18.
final class Workbook implements Closeable {
    /// The kinds of sheets, by the end of the type of their relationship.
    private static final String TABLE = "/worksheet";

    /// A sheet.
    ///
    /// @param part   the part that holds it; empty if it is missing
    /// @param hidden whether Excel does not show it
    /// @param cells  whether it has cells of a table: it is no chart, dialog or macro
    record Sheet(String name, String part, boolean hidden, boolean cells) {
    }

    /// A reference from one part to another.
    private record Link(String type, String target) {
    }

    private final WorkbookParts parts;
    private final List<Sheet> sheets = new ArrayList<>();
    private final String folder;
    private final Map<String, Link> links;
    private boolean from1904;

    /// Reads what the workbook tells about its sheets. It closes the parts in the end.
    Workbook(WorkbookParts parts) throws IOException {
        this.parts = parts;
        String part = links("_rels/.rels", "").values().stream().filter(link -> link.type.endsWith("/officeDocument"))
                .map(Link::target).findFirst().orElse("xl/workbook.xml");
        if (part.endsWith(".bin")) {
            throw FormatException.ofWhole(parts.name(), parts.name()
                    + " is a binary Excel workbook (.xlsb); save it as .xlsx in Excel");
        }
        int slash = part.lastIndexOf('/') + 1;
        folder = part.substring(0, slash);
        links = links(folder + "_rels/" + part.substring(slash) + ".rels", folder);
        try (Xml xml = new Xml(required(part))) {
            while (xml.nextStart()) {
                if (xml.at("workbookPr")) {
                    from1904 = xml.flag("date1904");
                } else if (xml.at("sheet")) {
                    sheets.add(sheet(xml));
                }
            }
        }
    }

    private Sheet sheet(Xml xml) {
        Link link = links.getOrDefault(xml.attribute("id", ""), new Link("", ""));
        return new Sheet(xml.attribute("name", ""), link.target, !xml.attribute("state", "visible").equals("visible"),
                link.type.endsWith(TABLE));
    }

    private Map<String, Link> links(String part, String base) throws IOException {
        Map<String, Link> links = new HashMap<>();
        InputStream in = parts.open(part);
        if (in == null) {
            return links;
        }
        try (Xml xml = new Xml(in)) {
            while (xml.nextStart()) {
                if (xml.at("Relationship")) {
                    String target = xml.attribute("Target", "");
                    links.put(xml.attribute("Id", ""), new Link(xml.attribute("Type", ""),
                            target.startsWith("/") ? target.substring(1) : base + target));
                }
            }
        }
        return links;
    }

    /// Returns the name of the file in messages.
    String name() {
        return parts.name();
    }

    List<Sheet> sheets() {
        return sheets;
    }

    /// Returns whether days are counted from 1904-01-01, as on old Macintosh computers.
    boolean from1904() {
        return from1904;
    }

    /// Reads the texts that cells refer to.
    List<String> texts() throws IOException {
        return Texts.read(linked("/sharedStrings", "sharedStrings.xml"));
    }

    /// Reads the styles that cells refer to.
    Styles styles() throws IOException {
        return Styles.read(linked("/styles", "styles.xml"));
    }

    private @Nullable InputStream linked(String type, String usual) throws IOException {
        return parts.open(links.values().stream().filter(link -> link.type.endsWith(type)).map(Link::target).findFirst()
                .orElse(folder + usual));
    }

    /// Opens the cells of a sheet at the first.
    Cells cells(Sheet sheet) throws IOException {
        String where = name() + ", sheet " + Quote.of(sheet.name);
        return new Cells(required(sheet.part), name(), where);
    }

    private InputStream required(String part) throws IOException {
        InputStream in = parts.open(part);
        if (in == null) {
            throw new FormatException(name(), name() + " is an Excel workbook that is damaged: it has no part "
                    + Quote.of(part) + "; open and save it in a spreadsheet program");
        }
        return in;
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
