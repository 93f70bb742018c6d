package org.chainrule.excel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A workbook as its parts in XML.
final class Book {
    private static final String TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    private final Map<String, byte[]> parts = new LinkedHashMap<>();
    private final StringBuilder sheets = new StringBuilder();
    private final StringBuilder links = new StringBuilder();
    private String properties = "";
    private int count;

    Book() {
        part("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>");
        part("_rels/.rels", "<Relationships><Relationship Id='a' Type='" + TYPES
                + "officeDocument' Target='xl/workbook.xml'/></Relationships>");
        link("s", "styles", "styles.xml");
        link("t", "sharedStrings", "sharedStrings.xml");
    }

    Book part(String name, String xml) {
        parts.put(name, xml.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Book without(String name) {
        parts.remove(name);
        return this;
    }

    private void link(String id, String type, String target) {
        links.append("<Relationship Id='" + id + "' Type='" + TYPES + type + "' Target='" + target + "'/>");
    }

    /// Adds a sheet with rows in XML.
    Book sheet(String name, String rows) {
        return sheet(name, "visible", rows, "");
    }

    /// @param after what follows the rows
    Book sheet(String name, String state, String rows, String after) {
        count++;
        sheets.append(
                "<sheet name='" + name + "' sheetId='" + count + "' state='" + state + "' r:id='r" + count + "'/>");
        link("r" + count, "worksheet", "worksheets/sheet" + count + ".xml");
        return part("xl/worksheets/sheet" + count + ".xml",
                "<?xml version='1.0' encoding='UTF-8'?><worksheet><sheetData>" + rows + "</sheetData>" + after
                        + "</worksheet>");
    }

    Book chart(String name) {
        count++;
        sheets.append("<sheet name='" + name + "' sheetId='" + count + "' r:id='r" + count + "'/>");
        link("r" + count, "chartsheet", "chartsheets/sheet" + count + ".xml");
        return part("xl/chartsheets/sheet" + count + ".xml", "<chartsheet/>");
    }

    Book from1904() {
        properties = "<workbookPr date1904='1'/>";
        return this;
    }

    /// Adds number formats; the style 1 has the first, and so on.
    Book formats(String... codes) {
        StringBuilder own = new StringBuilder();
        StringBuilder styles = new StringBuilder("<xf numFmtId='0'/>");
        for (int i = 0; i < codes.length; i++) {
            own.append("<numFmt numFmtId='" + (164 + i) + "' formatCode='" + codes[i] + "'/>");
            styles.append("<xf numFmtId='" + (164 + i) + "'/>");
        }
        return part("xl/styles.xml", "<styleSheet><numFmts>" + own + "</numFmts><cellStyleXfs><xf numFmtId='14'/>"
                + "</cellStyleXfs><cellXfs>" + styles + "</cellXfs></styleSheet>");
    }

    Book texts(String items) {
        return part("xl/sharedStrings.xml", "<sst>" + items + "</sst>");
    }

    Path write(Path file) throws IOException {
        part("xl/workbook.xml", "<workbook xmlns:r='" + TYPES + "'>" + properties + "<sheets>" + sheets
                + "</sheets></workbook>");
        part("xl/_rels/workbook.xml.rels", "<Relationships>" + links + "</Relationships>");
        return zip(file);
    }

    /// Writes the parts as they are.
    Path zip(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        }
        return file;
    }

    /// Returns a row of cells with texts or numbers.
    static String row(int number, Object... values) {
        StringBuilder row = new StringBuilder("<row r='" + number + "'>");
        for (int i = 0; i < values.length; i++) {
            String place = (char) ('A' + i) + "" + number;
            if (values[i] instanceof Number) {
                row.append("<c r='" + place + "'><v>" + values[i] + "</v></c>");
            } else if (!values[i].equals("")) {
                row.append("<c r='" + place + "' t='inlineStr'><is><t>" + values[i] + "</t></is></c>");
            }
        }
        return row + "</row>";
    }
}
