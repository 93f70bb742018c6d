package org.chainrule.tabular.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Recognises files by their first bytes.
///
/// Signatures that are also plausible words, such as `ORC`, count only if the bytes after them are not text.
final class MagicBytes {
    private static final int TAR_MARK = 257;
    private static final int PROBED = 512;
    /// The versions of the format, of R and of the oldest R that reads it.
    private static final Pattern RDS_TEXT = Pattern.compile("A\n[23]\n\\d{5,6}\n\\d{5,6}\n");

    /// A signature.
    ///
    /// @param at    the position of the bytes
    /// @param bytes the bytes, as characters
    /// @param plain whether they could begin a text
    private record Signature(FileKind kind, int at, String bytes, boolean plain) {
        boolean matches(byte[] start, String latin) {
            return latin.startsWith(bytes, at) && !(plain && isText(start));
        }
    }

    private static final List<Signature> SIGNATURES = List.of(sure(FileKind.OLD_OFFICE, "\u00D0\u00CF\u0011\u00E0"),
            plain(FileKind.BZIP2, "BZh"),
            sure(FileKind.XZ, "\u00FD7zXZ\0"), sure(FileKind.ZSTD, "(\u00B5/\u00FD"),
            sure(FileKind.LZ4, "\u0004\"M\u0018"), sure(FileKind.COMPRESS, "\u001F\u009D"),
            sure(FileKind.SEVEN_ZIP, "7z\u00BC\u00AF'\u001C"), plain(FileKind.RAR, "Rar!\u001A\u0007"),
            plain(FileKind.PARQUET, "PAR1"), plain(FileKind.PARQUET, "PARE"), sure(FileKind.FEATHER, "ARROW1\0\0"),
            plain(FileKind.FEATHER, "FEA1"), sure(FileKind.ARROW_STREAM, "\u00FF\u00FF\u00FF\u00FF"),
            plain(FileKind.ORC, "ORC"), sure(FileKind.AVRO, "Obj\u0001"),
            sure(FileKind.HDF5, "\u0089HDF\r\n\u001A\n"), sure(FileKind.NETCDF, "CDF\u0001"),
            sure(FileKind.NETCDF, "CDF\u0002"), sure(FileKind.NETCDF, "CDF\u0005"),
            plain(FileKind.MATLAB, "MATLAB 5.0 MAT-file"), sure(FileKind.SQLITE, "SQLite format 3\0"),
            sure(FileKind.ACCESS, "\0\u0001\0\0Standard Jet DB"), sure(FileKind.ACCESS, "\0\u0001\0\0Standard ACE DB"),
            plain(FileKind.STATA, "<stata_dta>"), plain(FileKind.SPSS, "$FL2@(#)"), plain(FileKind.SPSS, "$FL3@(#)"),
            sure(FileKind.SAS, "\0\0\0\0\0\0\0\0\0\0\0\0\u00C2\u00EA\u0081`"),
            sure(FileKind.SAS, "HEADER RECORD*******LIB"), sure(FileKind.RDATA, "RDX2\n"),
            sure(FileKind.RDATA, "RDX3\n"), sure(FileKind.RDATA, "RDA2\n"), sure(FileKind.RDATA, "RDA3\n"),
            sure(FileKind.RDS, "X\n\0\0\0"),
            sure(FileKind.NUMPY, "\u0093NUMPY"), sure(FileKind.PDF, "%PDF-"), sure(FileKind.POSTSCRIPT, "%!PS"),
            sure(FileKind.IMAGE, "\u0089PNG\r\n"), sure(FileKind.IMAGE, "\u00FF\u00D8\u00FF"),
            plain(FileKind.IMAGE, "GIF8"), plain(FileKind.IMAGE, "II*\0"), plain(FileKind.IMAGE, "MM\0*"),
            sure(FileKind.RTF, "{\\rtf1"), sure(FileKind.GIT_LFS, "version https://git-lfs.github.com/spec/"),
            new Signature(FileKind.TAR, TAR_MARK, "ustar", true));

    private MagicBytes() {
    }

    private static Signature sure(FileKind kind, String bytes) {
        return new Signature(kind, 0, bytes, false);
    }

    private static Signature plain(FileKind kind, String bytes) {
        return new Signature(kind, 0, bytes, true);
    }

    /// Returns the kind of a file; null if its first bytes are no signature.
    ///
    /// @param start the beginning of the file
    static @Nullable FileKind kind(byte[] start) {
        String latin = new String(start, 0, Math.min(start.length, PROBED), ISO_8859_1);
        for (Signature signature : SIGNATURES) {
            if (signature.matches(start, latin)) {
                return signature.kind;
            }
        }
        if (RDS_TEXT.matcher(latin).lookingAt()) {
            return FileKind.RDS;
        }
        return isSafetensors(start, latin)
                ? FileKind.SAFETENSORS
                : isPickle(latin) ? FileKind.PICKLE : isOldStata(latin) ? FileKind.STATA : null;
    }

    /// Returns whether bytes begin with a signature.
    static boolean starts(byte[] start, int... bytes) {
        if (start.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((start[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /// Returns whether bytes have no control characters but tabs, line ends and form feeds.
    private static boolean isText(byte[] start) {
        for (byte b : start) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                return false;
            }
        }
        return true;
    }

    /// Returns whether bytes begin with the length of a header, in eight bytes from the lowest, and a JSON object.
    private static boolean isSafetensors(byte[] start, String latin) {
        return latin.startsWith("{\"", Long.BYTES) && start[4] == 0 && start[5] == 0 && start[6] == 0 && start[7] == 0;
    }

    private static boolean isPickle(String latin) {
        return latin.length() > 3 && latin.charAt(0) == '\u0080' && latin.charAt(1) >= 2 && latin.charAt(1) <= 5;
    }

    /// Returns whether bytes begin as those of Stata before version 13: the version, the byte order, a 1 and a zero.
    private static boolean isOldStata(String latin) {
        return latin.length() > 3 && latin.charAt(0) >= 'i' && latin.charAt(0) <= 's'
                && (latin.charAt(1) == 1 || latin.charAt(1) == 2) && latin.charAt(2) == 1 && latin.charAt(3) == 0;
    }
}
