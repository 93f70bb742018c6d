package org.chainrule.tabular.source;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.records.RecordFormat;
import org.chainrule.tabular.records.RecordTable;
import org.chainrule.tabular.remark.Refusal;
import org.jspecify.annotations.Nullable;

/// A text that can be read more than once: a file or the bytes of a stream, plain, compressed with gzip, or the only file
/// in a ZIP archive.
///
/// The character set is detected if the caller does not state it: UTF-8, or UTF-16 or UTF-32 if a byte order mark or the
/// zero bytes of its ASCII characters show it. Text that is not UTF-8 is read as [Windows-1252][#westernEuropean], which
/// contains Latin-1. A byte order mark takes precedence over a stated character set, as in the Encoding Standard of the
/// WHATWG.
public final class TextSource implements AutoCloseable {
    /// The largest size of [#head] in bytes.
    public static final int HEAD = 1 << 16;
    private static final Charset WESTERN_EUROPEAN = Charset.forName("windows-1252");

    private final String name;
    private final Storage storage;
    private final Charset charset;
    private final byte[] head;
    private final @Nullable RecordSource records;

    private TextSource(String name, Storage storage, Charset charset, byte[] head, @Nullable RecordSource records) {
        this.name = name;
        this.storage = storage;
        this.charset = charset;
        this.head = head;
        this.records = records;
    }

    private static TextSource of(String name, Storage storage, RecordSource records) throws IOException {
        TextSource source = new TextSource(name, storage, StandardCharsets.UTF_8, new byte[0], records);
        try (InputStream in = source.open(_ -> {
        })) {
            return new TextSource(name, storage, StandardCharsets.UTF_8, in.readNBytes(HEAD), records);
        }
    }

    private static TextSource of(String name, Storage.Opener packed, long size, @Nullable Charset stated, String sheet)
            throws IOException {
        byte[] start = start(packed);
        RecordFormat whole = RecordSource.format(name, start);
        if (whole != null) {
            return spooled(whole, name, packed, Storage.Packing.NONE, size, sheet);
        }
        Storage.Packing packing = MagicBytes.starts(start, 0x1F, 0x8B)
                ? Storage.Packing.GZIP
                : MagicBytes.starts(start, 'P', 'K') && start.length > 3 && (start[2] == 3 || start[2] == 5)
                        ? Storage.Packing.ZIP
                        : Storage.Packing.NONE;
        try {
            if (packing == Storage.Packing.ZIP) {
                Archive.of(packed.open(), name).check(name);
            }
            byte[] text = packing == Storage.Packing.NONE ? start : start(() -> packing.unpacked(packed.open()));
            RecordFormat inside = RecordSource.format(name, text);
            if (inside != null) {
                return spooled(inside, name, packed, packing, size, sheet);
            }
            FileKind kind = MagicBytes.kind(text);
            if (kind != null) {
                throw kind.refusal(name, "");
            }
            return opened(name, packed, packing, size, text, stated);
        } catch (EOFException | ZipException e) {
            throw damaged(name, packing);
        }
    }

    /// Opens a kind of file that a module adds, which needs a file, from a stream or compressed.
    private static TextSource spooled(RecordFormat format, String name, Storage.Opener packed, Storage.Packing packing,
            long size, String sheet) throws IOException {
        Spool spool;
        try (InputStream in = packing.unpacked(packed.open())) {
            spool = Spool.of(in, name);
        }
        try {
            Storage storage = new Storage(new Storage.Spooled(packed, spool), Storage.Packing.NONE, size,
                    StandardCharsets.UTF_8, 0, true);
            return of(name, storage, RecordSource.of(format, spool.path(), name, sheet, size));
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private static TextSource opened(String name, Storage.Opener packed, Storage.Packing packing, long size,
            byte[] text,
            @Nullable Charset stated) throws IOException {
        ByteOrderMark mark = ByteOrderMark.at(text);
        boolean generic = stated != null
                && (stated.equals(StandardCharsets.UTF_16) || stated.equals(StandardCharsets.UTF_32));
        if (mark == null && (stated == null || generic)) {
            mark = ByteOrderMark.byZeros(text);
        }
        Charset stored = mark != null ? mark.charset() : stated != null ? stated : StandardCharsets.UTF_8;
        Storage storage = new Storage(packed, packing, size, stored, mark == null ? 0 : mark.length(), stated != null);
        TextSource source = new TextSource(name, storage, StandardCharsets.UTF_8, text, null);
        byte[] head;
        try (InputStream in = source.open(_ -> {
        })) {
            head = decodable(in);
        }
        if (head.length == 0 && text.length > storage.mark()) {
            throw source.notText(1);
        }
        String beginning = new String(head, StandardCharsets.UTF_8);
        FileKind magic = MagicBytes.kind(head);
        FileKind kind = magic != null
                ? magic
                : beginning.indexOf('\0') >= 0 ? FileKind.BINARY : TextMarks.kind(beginning);
        TextSource plain = new TextSource(name, storage, StandardCharsets.UTF_8, head, null);
        JsonStart.Rows rows = JsonStart.rows(name, beginning, kind);
        if (rows != JsonStart.Rows.NONE) {
            return of(name, storage, RecordSource
                    .of(name, JsonRecords.of(plain, rows == JsonStart.Rows.ARRAY), false, -1).named());
        }
        if (kind != null) {
            throw kind.refusal(name, beginning);
        }
        return plain;
    }

    /// Returns the first bytes of a text, up to bytes that are not in its character set. The reader reports those.
    private static byte[] decodable(InputStream in) throws IOException {
        byte[] head = new byte[HEAD];
        int size = 0;
        try {
            for (int count = 0; count >= 0 && size < HEAD; count = in.read(head, size, HEAD - size)) {
                size += count;
            }
        } catch (CharacterCodingException e) {
            return Arrays.copyOf(head, size);
        }
        return Arrays.copyOf(head, size);
    }

    /// Returns the same text, read as Windows-1252.
    public TextSource westernEuropean() {
        return new TextSource(name, storage, WESTERN_EUROPEAN, head, null);
    }

    /// Returns the CSV text of records that can be opened again.
    ///
    /// @param opener opens the records at the first
    /// @param size   the number of bytes that progress is told in
    public static TextSource ofRecords(String name, RecordTable opener, long size) throws IOException {
        RecordSource records = RecordSource.of(name, _ -> opener.open(), false, size);
        return of(name, new Storage(() -> records.text().open(_ -> {
        }), Storage.Packing.NONE, size, StandardCharsets.UTF_8, 0, true), records);
    }

    /// Returns the CSV text of records that were kept. They stay when the text is closed.
    static TextSource ofRecords(String name, KeptBytes csv, RecordSource records) throws IOException {
        return of(name, new Storage(csv::open, Storage.Packing.NONE, csv.size(), StandardCharsets.UTF_8, 0, true),
                records);
    }

    /// Returns a part of this text, decompressed and in UTF-8, as a text to read like it.
    ///
    /// @param beginning its first bytes, up to a line end
    public TextSource part(byte[] beginning) throws IOException {
        Storage.Opener opener = () -> new ByteArrayInputStream(beginning);
        Storage part = new Storage(opener, Storage.Packing.NONE, beginning.length, StandardCharsets.UTF_8, 0, false);
        return records == null
                ? of(name, opener, beginning.length, null, "")
                : of(name, part, records.part(beginning));
    }

    /// Opens a file.
    ///
    /// @param stated  the character set; null to detect it
    /// @param sheet   the sheet of a workbook; empty for the default
    /// @param fetched receives the number of bytes read from a pipe so far
    /// @throws ArgumentException if the file does not exist or cannot be read, or a sheet is named and it has none
    public static TextSource of(Path file, @Nullable Charset stated, String sheet, LongConsumer fetched)
            throws IOException {
        FileCheck.check(file);
        String name = file.toString();
        try {
            // A pipe can be read only once.
            if (!Files.isRegularFile(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    return of(in, name, stated, sheet, fetched);
                }
            }
            Storage.Opener stored = () -> Files.newInputStream(file);
            long size = Files.size(file);
            RecordFormat format = RecordSource.format(name, start(stored));
            return (format == null
                    ? of(name, stored, size, stated, sheet)
                    : of(name, new Storage(stored, Storage.Packing.NONE, size, StandardCharsets.UTF_8, 0, true),
                            RecordSource.of(format, file, name, sheet, size)))
                    .withSheet(sheet);
        } catch (AccessDeniedException e) {
            throw new ArgumentException("file",
                    name + " cannot be read: permission denied; make it readable (chmod +r), or use a copy");
        }
    }

    /// Returns this text if it is that of a workbook, or no sheet is named; closes it otherwise.
    ///
    /// @throws ArgumentException if a sheet is named and the text has none
    public TextSource withSheet(String sheet) throws IOException {
        if (sheet.isEmpty() || records != null && records.sheet()) {
            return this;
        }
        close();
        throw new ArgumentException("sheet",
                name + " has no sheets, which only a workbook has; read it without the name of a sheet");
    }

    /// Reads a stream to its end.
    ///
    /// @param stated  the character set; null to detect it
    /// @param sheet   the sheet of a workbook; empty for the default
    /// @param fetched receives the number of bytes read so far
    /// @throws ArgumentException if a sheet is named and the stream has none
    public static TextSource of(InputStream in, String name, @Nullable Charset stated, String sheet,
            LongConsumer fetched) throws IOException {
        KeptBytes bytes = KeptBytes.of(in, name, fetched);
        try {
            return of(name, new Storage.Kept(bytes), bytes.size(), stated, sheet).withSheet(sheet);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /// Opens bytes that stay when the text is closed.
    ///
    /// @param stated the character set; null to detect it
    /// @param sheet  the sheet of a workbook; empty for the default
    /// @throws ArgumentException if a sheet is named and the bytes have none
    public static TextSource of(KeptBytes bytes, String name, @Nullable Charset stated, String sheet)
            throws IOException {
        return of(name, bytes::open, bytes.size(), stated, sheet).withSheet(sheet);
    }

    /// Returns the name of the text in messages.
    public String name() {
        return name;
    }

    /// Returns the exception for a line that is not text in the character set in which the text is stored.
    public FormatException notText(long line) {
        if (storage.stated()) {
            Refusal.NotInEncoding refusal = new Refusal.NotInEncoding(name, line, storage.charset().name());
            return FormatException.because(name, refusal.sentence(), refusal);
        }
        return new FormatException(name,
                name + ", line " + line + ": not " + storage.charset().name().replaceAll("[LB]E$", "")
                        + " text; save the file with the encoding UTF-8");
    }

    /// Returns the exception for compressed bytes that cannot be decompressed.
    public FormatException damaged() {
        return damaged(name, storage.packing());
    }

    private static FormatException damaged(String name, Storage.Packing packing) {
        return new FormatException(name,
                name + " is a " + packing.word() + " that is truncated or damaged; compress it or download it again");
    }

    /// Returns whether the character set is known: stated by the caller or shown by a byte order mark or zero bytes, and
    /// not only assumed.
    public boolean isKnown() {
        return storage.stated() || records != null || !storage.charset().equals(StandardCharsets.UTF_8);
    }

    /// Returns whether the beginning holds only blanks and line ends.
    public boolean isBlank() {
        return new String(head, StandardCharsets.UTF_8).isBlank();
    }

    /// Returns the character set of the bytes from [#open], which contains ASCII unchanged.
    public Charset charset() {
        return charset;
    }

    /// Returns the text from its beginning, after the byte order mark: as stored, or converted to UTF-8 if it is stored
    /// in another character set.
    ///
    /// Reading throws a [CharacterCodingException] at bytes that are not in that character set, and the exceptions of
    /// gzip and ZIP if the compressed bytes are damaged.
    ///
    /// @param consumed receives the number of stored bytes read so far
    public InputStream open(LongConsumer consumed) throws IOException {
        if (records != null) {
            return records.text().open(consumed);
        }
        InputStream in = storage.packing().unpacked(new CountedStream(storage.opener().open(), consumed));
        in.skipNBytes(storage.mark());
        return storage.charset().equals(StandardCharsets.UTF_8) ? in : new Utf8Stream(in, storage.charset());
    }

    /// Returns the bytes as stored.
    public InputStream stored() throws IOException {
        return storage.opener().open();
    }

    /// Returns the number of stored bytes.
    public long size() {
        return storage.size();
    }

    /// Returns whether the bytes of the text differ from those stored, so that no place in them is one in the text.
    public boolean packed() {
        return storage.packing() != Storage.Packing.NONE || records != null;
    }

    /// Returns whether the text is CSV made of records: commas between values, quotation marks around some, and no
    /// comments.
    public boolean ofRecords() {
        return records != null;
    }

    /// Returns whether the first record of the text names the columns and each other one is a row.
    public boolean exact() {
        return records != null && !records.sheet();
    }

    /// Returns whether a column has the type of a number, with a decimal point.
    ///
    /// @param column the place of the column, from 0
    public boolean isNumber(int column) {
        return records != null && records.numbers().contains(column);
    }

    /// Returns whether a column of the table may be absent here, where each record has only the values that it needs.
    public boolean lacksColumns() {
        return records != null && records.open();
    }

    /// Returns sentences about the records to report.
    public List<String> notes() {
        return records == null ? List.of() : records.notes();
    }

    @Override
    public void close() throws IOException {
        storage.opener().close();
    }

    /// Returns the first 64 KiB of the bytes from [#open].
    public byte[] head() {
        return head;
    }

    private static byte[] start(Storage.Opener opener) throws IOException {
        try (InputStream in = opener.open()) {
            return in.readNBytes(HEAD);
        }
    }
}
