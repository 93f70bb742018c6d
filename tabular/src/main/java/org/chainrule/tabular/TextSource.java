package org.chainrule.tabular;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;

/// Text that can be read more than once: a file or the bytes of a stream, with its character set found out from the
/// byte order mark (UTF-8 without one).
final class TextSource {
    private static final int HEAD = 1 << 16;

    private final String name;
    private final Opener opener;
    private final byte[] head;
    private final Charset charset;
    private final int mark;

    private interface Opener {
        InputStream open() throws IOException;
    }

    private TextSource(String name, Opener opener) throws IOException {
        this.name = name;
        this.opener = opener;
        try (InputStream in = opener.open()) {
            this.head = in.readNBytes(HEAD);
        }
        if (starts(0xEF, 0xBB, 0xBF)) {
            charset = StandardCharsets.UTF_8;
            mark = 3;
        } else if (starts(0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (starts(0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        } else {
            charset = StandardCharsets.UTF_8;
            mark = 0;
        }
        refuseOtherFormats();
    }

    static TextSource of(Path file) throws IOException {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new ArgumentException("file", name + " is a folder; name a CSV file in it");
        }
        if (Files.notExists(file)) {
            throw new ArgumentException("file", name + " does not exist; " + alternatives(file));
        }
        try {
            // A pipe can be read only once.
            return Files.isRegularFile(file)
                    ? new TextSource(name, () -> Files.newInputStream(file))
                    : kept(Files.readAllBytes(file), name);
        } catch (AccessDeniedException e) {
            throw new ArgumentException("file", name + " cannot be read: permission denied");
        }
    }

    static TextSource of(InputStream in, String name) throws IOException {
        return kept(in.readAllBytes(), name);
    }

    private static TextSource kept(byte[] bytes, String name) throws IOException {
        return new TextSource(name, () -> new ByteArrayInputStream(bytes));
    }

    String name() {
        return name;
    }

    /// The text from its beginning, after the byte order mark. Bytes outside the character set end in a
    /// [java.nio.charset.CharacterCodingException].
    Reader open() throws IOException {
        InputStream in = opener.open();
        in.skipNBytes(mark);
        return new InputStreamReader(in,
                charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /// The first 64 KiB as text.
    String beginning() {
        return new String(head, mark, head.length - mark, charset);
    }

    /// The error for bytes outside the character set, with the line where the first of them stands.
    FormatException notText() throws IOException {
        String set = charset.equals(StandardCharsets.UTF_8) ? "UTF-8" : "UTF-16";
        return new FormatException(name,
                name + ", line " + guiltyLine() + ": not " + set + " text; save the file with the encoding UTF-8");
    }

    private long guiltyLine() throws IOException {
        var decoder = charset.newDecoder();
        long line = 1;
        try (InputStream in = opener.open()) {
            in.skipNBytes(mark);
            ByteBuffer bytes = ByteBuffer.allocate(HEAD);
            CharBuffer chars = CharBuffer.allocate(HEAD);
            boolean end = false;
            while (!end) {
                int count = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
                end = bytes.position() + count < bytes.capacity();
                bytes.position(bytes.position() + count).flip();
                var result = decoder.decode(bytes, chars, end);
                line += chars.flip().chars().filter(c -> c == '\n').count();
                if (result.isError()) {
                    return line;
                }
                chars.clear();
                bytes.compact();
            }
        }
        return line;
    }

    private void refuseOtherFormats() {
        if (starts(0x1F, 0x8B)) {
            throw new FormatException(name, name + " is compressed with gzip; unpack it first (gunzip)");
        }
        if (starts('P', 'K', 3, 4)) {
            throw new FormatException(name,
                    name + " is a ZIP archive or a spreadsheet; unpack it, or export the sheet as CSV");
        }
        if (starts('P', 'A', 'R', '1')) {
            throw new FormatException(name, name + " is a Parquet file; export it as CSV");
        }
        if (beginning().indexOf('\0') >= 0) {
            throw new FormatException(name, name + " is a binary file, not CSV text");
        }
    }

    private boolean starts(int... bytes) {
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
        List<String> nearest = Nearest.of(wanted.toString(), names);
        return nearest.isEmpty()
                ? "no file in " + folder + " has a similar name"
                : "did you mean " + file.resolveSibling(nearest.get(0)) + "?";
    }
}
