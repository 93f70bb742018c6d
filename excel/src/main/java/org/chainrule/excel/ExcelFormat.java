package org.chainrule.excel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.records.RecordFormat;
import org.chainrule.tabular.records.RecordStream;
import org.jspecify.annotations.Nullable;

/// Workbooks of Excel since 2007, and of programs that write the same format.
///
/// Source: ECMA-376, Office Open XML.
public final class ExcelFormat implements RecordFormat {
    /// The magic bytes of ZIP, and of a container of OLE, which holds an encrypted workbook or one of an old Excel.
    private static final String ZIP = "PK\u0003\u0004";
    private static final String OLE = "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1";
    /// The stream of an encrypted workbook in a container of OLE.
    private static final byte[] ENCRYPTED = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
    private static final int CHUNK = 1 << 16;

    /// What the first pass over a file found, for the passes that follow.
    ///
    /// @param modified when the file was changed last
    private record Found(Path file, FileTime modified, String sheet, Choice choice, List<String> texts, Styles styles) {
    }

    private volatile @Nullable Found found;

    /// Creates the format.
    public ExcelFormat() {
    }

    @Override
    public String name() {
        return "Excel";
    }

    @Override
    public boolean matches(String fileName, byte[] start) {
        String latin = new String(start, StandardCharsets.ISO_8859_1);
        String name = fileName.toLowerCase(Locale.ROOT);
        boolean named = name.endsWith(".xlsx") || name.endsWith(".xlsm") || name.endsWith(".xltx")
                || name.endsWith(".xltm") || name.endsWith(".xlsb");
        if (latin.startsWith(ZIP)) {
            return named || hasPart(latin, "xl/");
        }
        return latin.startsWith(OLE) && (named || name.endsWith(".xls"));
    }

    /// Returns whether the beginning of an archive has a file whose path begins in a certain way.
    private static boolean hasPart(String latin, String path) {
        for (int at = 0; at >= 0; at = latin.indexOf(ZIP, at + 1)) {
            // The name follows the thirty bytes of the header.
            if (latin.startsWith(path, at + 30)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean spreadsheet() {
        return true;
    }

    @Override
    public RecordStream open(Path file, String name, String sheet) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(CHUNK);
            if (new String(start, StandardCharsets.ISO_8859_1).startsWith(OLE)) {
                throw old(name, start, in);
            }
        }
        WorkbookParts parts = null;
        try {
            parts = new WorkbookParts(file, name);
            Workbook workbook = new Workbook(parts);
            FileTime modified = Files.getLastModifiedTime(file);
            Found known = found;
            if (known == null || !known.file.equals(file) || !known.modified.equals(modified)
                    || !known.sheet.equals(sheet)) {
                known = new Found(file, modified, sheet, Choice.of(workbook, sheet), workbook.texts(),
                        workbook.styles());
                found = known;
            }
            return new SheetStream(workbook, known.choice, known.texts, known.styles);
        } catch (IOException | RuntimeException e) {
            if (parts != null) {
                parts.close();
            }
            if (e instanceof IOException failure) {
                throw readable(failure, name);
            }
            throw e;
        }
    }

    private static FormatException old(String name, byte[] start, InputStream in) throws IOException {
        String bytes = new String(start, StandardCharsets.ISO_8859_1);
        String mark = new String(ENCRYPTED, StandardCharsets.ISO_8859_1);
        while (!bytes.contains(mark)) {
            byte[] more = in.readNBytes(CHUNK);
            if (more.length == 0) {
                return FormatException.ofWhole(name, name
                        + " is a workbook of an old Excel (.xls); save it as .xlsx in a spreadsheet program");
            }
            // The mark may lie across two parts.
            bytes = bytes.substring(Math.max(0, bytes.length() - mark.length()))
                    + new String(more, StandardCharsets.ISO_8859_1);
        }
        return FormatException.ofWhole(name, name
                + " is a workbook that is protected by a password; save it without the password");
    }

    /// Returns the error to report instead of one that tells that bytes are not as the format requires.
    static IOException readable(IOException e, String name) throws IOException {
        if (e instanceof ZipException || e instanceof Xml.DamagedXmlException || e instanceof java.io.EOFException) {
            throw new FormatException(name, name
                    + " is an Excel workbook that is truncated or damaged; download it again, or open and save it in a"
                    + " spreadsheet program");
        }
        return e;
    }
}
