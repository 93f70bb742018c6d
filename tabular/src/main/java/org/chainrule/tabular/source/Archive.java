package org.chainrule.tabular.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.value.Phrases;

/// The files in a ZIP archive. An archive with a single file is read as that file is.
///
/// @param names the names of the files, without folders and the files that macOS adds
record Archive(List<String> names) {
    /// The most files that are counted.
    private static final int MOST = 1000;

    /// Reads the names in an archive.
    ///
    /// @throws FormatException if the archive is encrypted
    static Archive of(InputStream in, String name) throws IOException {
        List<String> names = new ArrayList<>();
        boolean found = false;
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null
                    && names.size() < MOST; entry = zip.getNextEntry()) {
                found = true;
                if (counts(entry)) {
                    names.add(entry.getName());
                }
            }
        } catch (ZipException e) {
            if (String.valueOf(e.getMessage()).contains("encrypted")) {
                throw FileKind.ZIP.refusal(name, " with a password", "unpack it and use the table in it");
            }
            throw e;
        }
        if (!found) {
            throw new ZipException("no entry");
        }
        return new Archive(List.copyOf(names));
    }

    private static boolean counts(ZipEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory() && !name.startsWith("__MACOSX/") && !name.endsWith(".DS_Store");
    }

    /// Returns the only file of an archive as a stream.
    static InputStream only(InputStream in) throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (counts(entry)) {
                return zip;
            }
        }
        throw new ZipException("no file in the archive");
    }

    /// Refuses an archive that is a document of another program, or that does not hold exactly one file.
    void check(String name) {
        if (has("xl/workbook.xml") || has("xl/workbook.bin")) {
            throw FileKind.EXCEL.refusal(name, "");
        }
        if (has("word/document.xml")) {
            throw FileKind.WORD.refusal(name, "");
        }
        if (has("content.xml") && has("mimetype")) {
            throw FileKind.OPEN_DOCUMENT.refusal(name, "");
        }
        if (has("Index/Document.iwa")) {
            throw FileKind.NUMBERS.refusal(name, "");
        }
        if (!names.isEmpty() && names.stream().allMatch(entry -> entry.endsWith(".npy"))) {
            throw FileKind.NUMPY_ARCHIVE.refusal(name, "");
        }
        if (names.size() != 1) {
            throw FileKind.ZIP.refusal(name,
                    names.isEmpty()
                            ? " without a file"
                            : " with " + Phrases.count(names.size(), "file") + " ("
                                    + Phrases.names(names) + ")",
                    names.isEmpty() ? "use another file" : "unpack it and choose one of them");
        }
    }

    private boolean has(String name) {
        return names.contains(name);
    }
}
