package org.chainrule.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// Named arrays and text metadata in the safetensors format, the content of a model or checkpoint file.
///
/// A file consists of eight bytes with the length of the header (little-endian), the header (JSON, padded with spaces),
/// and the values of all arrays, one after another without gaps, row-major and little-endian. Specification:
/// github.com/huggingface/safetensors.
///
/// The reader accepts `F32`, `F64` (rounded to the nearest float), `F16`, `BF16`, `BOOL` and the integers (exact;
/// numbers beyond 2^24 are rejected). Each array keeps its format when written, so a file that another program wrote in
/// the canonical order is reproduced byte for byte.
///
/// Equal content gives equal bytes: metadata is sorted by key, and arrays by format, widest first, then by name, as in
/// the reference implementation.
///
/// The format itself cannot detect a damaged value. A file may carry a [checksum][#withChecksum] in its metadata, which
/// is computed on every write and verified on every read; to other programs it is ordinary metadata.
///
/// @param metadata free text by key, in the order of the file
/// @param tensors the arrays by name, in the order of the file
public record Safetensors(Map<String, String> metadata, Map<String, Array> tensors) {
    private static final int CHUNK = 1 << 16;

    /// Copies the maps, but not the arrays.
    public Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /// A row-major array. It shares the Java arrays with its caller and does not copy them.
    ///
    /// @param dtype the format in a file, such as `F32`
    /// @param shape the sizes of the axes; empty for a single value
    /// @param values as many values as the product of the sizes
    @SuppressWarnings("ArrayRecordComponent") // storage, shared on purpose; equals and hashCode look inside
    public record Array(String dtype, long[] shape, float[] values) {
        /// Checks that the format is known and that the sizes and the values agree.
        ///
        /// @throws ArgumentException if they do not
        public Array {
            if (Element.named(dtype) == null) {
                throw new ArgumentException("dtype",
                        "safetensors: unknown dtype " + Quote.of(dtype) + ", expected one of " + Element.KNOWN);
            }
            Sizes.check(shape, values.length);
        }

        /// Returns an array of 32-bit floats.
        public static Array of(float[] values, long... shape) {
            return new Array("F32", shape, values);
        }

        Element element() {
            return Element.valueOf(dtype);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Array that && dtype.equals(that.dtype) && Arrays.equals(shape, that.shape)
                    && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return dtype + Arrays.toString(shape);
        }
    }

    /// Returns the content of a file.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if it is not a valid safetensors file
    public static Safetensors read(Path path) throws IOException {
        try (Input in = Input.open(path)) {
            return read(in);
        }
    }

    /// Returns the content of a stream, which is read to its end and not closed.
    ///
    /// @param source the name of the stream in messages
    /// @throws IOException if the stream cannot be read
    /// @throws org.chainrule.error.FormatException if it is not a valid safetensors file
    public static Safetensors read(InputStream stream, String source) throws IOException {
        return read(new Input(stream, source, -1));
    }

    /// Returns the content of a file in memory.
    ///
    /// @param source the name of the file in messages
    /// @throws org.chainrule.error.FormatException if it is not a valid safetensors file
    public static Safetensors read(byte[] bytes, String source) {
        try {
            return read(new Input(new ByteArrayInputStream(bytes), source, bytes.length));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Returns the metadata of a file without reading its arrays.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if its header is not a valid safetensors header
    public static Map<String, String> readMetadata(Path path) throws IOException {
        try (Input in = Input.open(path)) {
            return SafetensorsHeader.read(in).metadata();
        }
    }

    private static Safetensors read(Input in) throws IOException {
        Checksum checksum = new Checksum();
        SafetensorsHeader header = SafetensorsHeader.read(in, checksum);
        String saved = header.metadata().get(Checksum.KEY);
        if (saved != null) {
            in.addTo(checksum);
        }
        Map<String, Array> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            float[] values = in.floats(entry.element(), ByteOrder.LITTLE_ENDIAN, entry.count(),
                    "tensor " + Quote.of(entry.name()));
            tensors.put(entry.name(), new Array(entry.element().name(), entry.shape(), values));
        }
        in.end("the tensors");
        if (saved != null) {
            checksum.check(saved, in.source());
        }
        return new Safetensors(header.metadata(), tensors);
    }

    /// Writes a file, completely or not at all; see [SafeFile].
    ///
    /// @throws IOException if the file cannot be written; the message gives the reason and states that an old file is
    ///     unchanged
    /// @throws ArgumentException if a name or value cannot be represented in the format
    public void write(Path path) throws IOException {
        SafeFile.write(path, this::write);
    }

    /// Returns a copy with a checksum. Its metadata has the entry `chainrule.crc32c`, where [#write] stores the CRC-32C
    /// of all bytes of the file as eight hexadecimal digits; for the computation these digits count as zeros.
    public Safetensors withChecksum() {
        Map<String, String> with = new LinkedHashMap<>(metadata);
        with.put(Checksum.KEY, Checksum.ZEROS);
        return new Safetensors(with, tensors);
    }

    /// Returns whether the metadata has a checksum.
    public boolean hasChecksum() {
        return metadata.containsKey(Checksum.KEY);
    }

    /// Writes the bytes of the file to a stream, which is not closed.
    ///
    /// @throws IOException if the stream cannot be written
    /// @throws ArgumentException if a name or value cannot be represented in the format
    public void write(OutputStream out) throws IOException {
        List<Map.Entry<String, Array>> sorted = SafetensorsHeader.sort(tensors);
        byte[] header = SafetensorsHeader.of(hasChecksum() ? withChecksum().metadata : metadata, sorted).bytes();
        if (hasChecksum()) {
            Checksum checksum = new Checksum();
            checksum.addHeader(header);
            values(sorted, checksum::add);
            Checksum.put(header, checksum.digits());
        }
        out.write(header);
        values(sorted, (chunk, length) -> out.write(chunk, 0, length));
    }

    /// Receives the first `length` bytes of a chunk.
    private interface Sink {
        void take(byte[] chunk, int length) throws IOException;
    }

    private static void values(List<Map.Entry<String, Array>> sorted, Sink sink) throws IOException {
        byte[] chunk = new byte[CHUNK];
        ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, Array> tensor : sorted) {
            Element element = tensor.getValue().element();
            for (float value : tensor.getValue().values()) {
                if (buffer.remaining() < element.bytes()) {
                    sink.take(chunk, buffer.position());
                    buffer.clear();
                }
                element.write(value, buffer);
            }
        }
        sink.take(chunk, buffer.position());
    }

    /// Returns the bytes of the file.
    ///
    /// @throws ArgumentException if a name or value cannot be represented in the format
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
