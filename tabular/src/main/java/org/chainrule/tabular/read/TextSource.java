package org.chainrule.tabular.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.value.Suggestions;

/// A text that can be read more than once: a file or the bytes of a stream, plain or compressed with gzip.
///
/// The character set is detected: UTF-8, or UTF-16 if a byte order mark or the zero bytes of its ASCII characters show
/// it. Text that is not UTF-8 is read as [Windows-1252][#westernEuropean], which contains Latin-1.
final class TextSource implements AutoCloseable {
    /// The largest size of [#head] in bytes.
    static final int HEAD = 1 << 16;
    private static final Charset WESTERN_EUROPEAN = Charset.forName("windows-1252");

    private final String name;
    private final Storage storage;
    private final Charset charset;
    private final byte[] head;

    private interface Opener {
        InputStream open() throws IOException;

        default void close() throws IOException {
        }
    }

    /// The storage of the text.
    ///
    /// @param size the number of stored bytes
    /// @param mark the number of bytes of the byte order mark; 0 if there is none
    private record Storage(Opener opener, boolean gzip, long size, Charset charset, int mark) {
    }

    private TextSource(String name, Storage storage, Charset charset, byte[] head) {
        this.name = name;
        this.storage = storage;
        this.charset = charset;
        this.head = head;
    }

    private static TextSource of(String name, Opener packed, long size) throws IOException {
        try {
            return opened(name, packed, size);
        } catch (CharacterCodingException e) {
            throw notUtf16(name, 1);
        } catch (EOFException | ZipException e) {
            throw damaged(name);
        }
    }

    private static TextSource opened(String name, Opener packed, long size) throws IOException {
        byte[] start = start(packed);
        refuseOtherFormats(name, start);
        boolean gzip = starts(start, 0x1F, 0x8B);
        byte[] text = gzip ? start(() -> new GZIPInputStream(packed.open(), HEAD)) : start;
        Charset stored = StandardCharsets.UTF_8;
        int mark = 0;
        if (starts(text, 0xEF, 0xBB, 0xBF)) {
            mark = 3;
        } else if (starts(text, 0xFF, 0xFE) || zeros(text, 1) && !zeros(text, 0)) {
            stored = StandardCharsets.UTF_16LE;
            mark = starts(text, 0xFF, 0xFE) ? 2 : 0;
        } else if (starts(text, 0xFE, 0xFF) || zeros(text, 0) && !zeros(text, 1)) {
            stored = StandardCharsets.UTF_16BE;
            mark = starts(text, 0xFE, 0xFF) ? 2 : 0;
        }
        Storage storage = new Storage(packed, gzip, size, stored, mark);
        TextSource source = new TextSource(name, storage, StandardCharsets.UTF_8, text);
        byte[] head;
        try (InputStream in = source.open(_ -> {
        })) {
            head = in.readNBytes(HEAD);
        }
        for (byte b : head) {
            if (b == 0) {
                throw new FormatException(name, name + " is a binary file, not CSV text; export it as CSV");
            }
        }
        return new TextSource(name, storage, StandardCharsets.UTF_8, head);
    }

    /// Returns the same text, read as Windows-1252.
    TextSource westernEuropean() {
        return new TextSource(name, storage, WESTERN_EUROPEAN, head);
    }

    static TextSource of(Path file, ReadingListener listener) throws IOException {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new ArgumentException("file", name + " is a folder; choose a CSV file in it");
        }
        if (Files.notExists(file)) {
            throw new ArgumentException("file", name + " does not exist; " + alternatives(file));
        }
        try {
            // A pipe can be read only once.
            if (Files.isRegularFile(file)) {
                return of(name, () -> Files.newInputStream(file), Files.size(file));
            }
            try (InputStream in = Files.newInputStream(file)) {
                return of(in, name, listener);
            }
        } catch (AccessDeniedException e) {
            throw new ArgumentException("file",
                    name + " cannot be read: permission denied; make it readable (chmod +r), or use a copy");
        }
    }

    static TextSource of(InputStream in, String name, ReadingListener listener) throws IOException {
        KeptBytes bytes = KeptBytes.of(new CountedStream(in, count -> listener.read(name, 0, count, -1)), name);
        return of(name, new Opener() {
            @Override
            public InputStream open() {
                return bytes.open();
            }

            @Override
            public void close() throws IOException {
                bytes.close();
            }
        }, bytes.size());
    }

    String name() {
        return name;
    }

    /// Returns the exception for bytes that are not UTF-16.
    static FormatException notUtf16(String name, long line) {
        return new FormatException(name,
                name + ", line " + line + ": not UTF-16 text; save the file with the encoding UTF-8");
    }

    /// Returns the exception for compressed bytes that cannot be decompressed.
    static FormatException damaged(String name) {
        return new FormatException(name,
                name + " is a gzip file that is truncated or damaged; compress it or download it again");
    }

    /// Returns whether the text is stored as UTF-16.
    boolean isUtf16() {
        return !storage.charset.equals(StandardCharsets.UTF_8);
    }

    /// Returns whether the beginning holds only blanks and line ends.
    boolean isBlank() {
        return new String(head, StandardCharsets.UTF_8).isBlank();
    }

    /// Returns the character set of the bytes from [#open], which contains ASCII unchanged.
    Charset charset() {
        return charset;
    }

    /// Returns the text from its beginning, after the byte order mark: as stored, or converted to UTF-8 if it is stored
    /// as UTF-16.
    ///
    /// Reading throws a [java.nio.charset.CharacterCodingException] if the bytes are not UTF-16, and the exceptions of
    /// gzip if the compressed bytes are damaged.
    ///
    /// @param consumed receives the number of stored bytes read so far
    InputStream open(LongConsumer consumed) throws IOException {
        InputStream bytes = new CountedStream(storage.opener.open(), consumed);
        InputStream in = storage.gzip ? new GZIPInputStream(bytes, HEAD) : bytes;
        in.skipNBytes(storage.mark);
        return storage.charset.equals(StandardCharsets.UTF_8) ? in : new Utf8Stream(in, storage.charset);
    }

    /// Returns the bytes as stored.
    InputStream stored() throws IOException {
        return storage.opener.open();
    }

    /// Returns the number of stored bytes.
    long size() {
        return storage.size;
    }

    /// Returns whether the bytes are compressed.
    boolean packed() {
        return storage.gzip;
    }

    @Override
    public void close() throws IOException {
        storage.opener.close();
    }

    /// Returns the first 64 KiB of the bytes from [#open].
    byte[] head() {
        return head;
    }

    private static byte[] start(Opener opener) throws IOException {
        try (InputStream in = opener.open()) {
            return in.readNBytes(HEAD);
        }
    }

    /// Returns whether most bytes at even or odd positions are zero, like one half of each ASCII character in UTF-16.
    private static boolean zeros(byte[] text, int parity) {
        int zeros = 0;
        for (int i = parity; i < text.length; i += 2) {
            zeros += text[i] == 0 ? 1 : 0;
        }
        return zeros > text.length / 4;
    }

    private static void refuseOtherFormats(String name, byte[] start) {
        if (starts(start, 'P', 'K', 3, 4)) {
            throw new FormatException(name,
                    name + " is a ZIP archive or a spreadsheet; unpack it, or export the sheet as CSV");
        }
        if (starts(start, 'P', 'A', 'R', '1')) {
            throw new FormatException(name, name + " is a Parquet file; export it as CSV");
        }
    }

    private static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static String alternatives(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Path wanted = file.getFileName();
        if (folder == null || wanted == null || !Files.isDirectory(folder)) {
            return "its folder does not exist either";
        }
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.filter(Files::isRegularFile).map(Path::getFileName).map(String::valueOf).toList();
        } catch (IOException e) {
            names = List.of();
        }
        List<String> nearest = Suggestions.of(wanted.toString(), names);
        return nearest.isEmpty()
                ? "no file in " + folder + " has a similar name"
                : "did you mean " + file.resolveSibling(nearest.get(0)) + "?";
    }
}
