package org.chainrule.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.io.Safetensors.Array;
import org.jspecify.annotations.Nullable;

/// The header of a safetensors file: its metadata, and the format, shape and position of each array.
///
/// @param metadata free text by key
/// @param entries the arrays in the order of their values in the file
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {
    /// The limit of the reference implementation, in bytes.
    private static final int LONGEST = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    /// Compares UTF-8 bytes, which is how other languages sort strings.
    private static final Comparator<String> BY_BYTES = Comparator
            .comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /// One array; its values begin and end at these bytes, counted from the end of the header.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(String name, Element element, long[] shape, int count, long begin, long end) {
    }

    static SafetensorsHeader read(Input in) throws IOException {
        return read(in, new Checksum());
    }

    /// Reads a header and adds its bytes to the checksum.
    static SafetensorsHeader read(Input in, Checksum checksum) throws IOException {
        byte[] start = in.bytes(Long.BYTES, "the header's length");
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > LONGEST) {
            throw in.refuse(
                    "not a safetensors file: its first 8 bytes give a header length of " + Long.toUnsignedString(length)
                            + " bytes, expected at most " + LONGEST);
        }
        if (in.remaining() >= 0 && length > in.remaining()) {
            throw in.refuse("the safetensors file is cut off: its first 8 bytes give a header length of " + length
                    + " bytes, but only "
                    + in.remaining() + " follow");
        }
        byte[] bytes = in.bytes((int) length, "the header");
        if (length == 0 || bytes[0] != '{') {
            throw in.refuse("not a safetensors file: the header does not begin with '{'");
        }
        checksum.addHeader(start);
        checksum.addHeader(bytes);
        return new Parser(in).header(text(in, bytes));
    }

    private static String text(Input in, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw in.refuse("the header is not valid UTF-8");
        }
    }

    /// Returns the arrays in file order: by format in reverse declaration order, then by name.
    static List<Map.Entry<String, Array>> sort(Map<String, Array> tensors) {
        Comparator<Map.Entry<String, Array>> byFormat = Comparator.comparing(tensor -> tensor.getValue().element());
        return tensors.entrySet().stream().sorted(byFormat.reversed().thenComparing(Map.Entry::getKey, BY_BYTES))
                .toList();
    }

    /// Returns the header of a file that holds these arrays in this order.
    static SafetensorsHeader of(Map<String, String> metadata, List<Map.Entry<String, Array>> tensors) {
        List<Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, Array> tensor : tensors) {
            if (tensor.getKey().equals(METADATA)) {
                throw new ArgumentException("tensors",
                        "safetensors: no tensor can be named " + METADATA + "; choose another name");
            }
            Array array = tensor.getValue();
            long end = begin + (long) array.element().bytes() * array.values().length;
            entries.add(new Entry(tensor.getKey(), array.element(), array.shape(), array.values().length, begin, end));
            begin = end;
        }
        return new SafetensorsHeader(metadata, entries);
    }

    /// Returns the eight bytes of length and the header itself, padded with spaces so that the values begin at a
    /// multiple of 8.
    byte[] bytes() {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            Map<String, String> sorted = new LinkedHashMap<>();
            metadata.keySet().stream().sorted(BY_BYTES).forEach(key -> sorted.put(key, metadata.get(key)));
            tree.put(METADATA, sorted);
        }
        for (Entry entry : entries) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("dtype", entry.element().name());
            fields.put("shape", Arrays.stream(entry.shape()).boxed().toList());
            fields.put("data_offsets", List.of(entry.begin(), entry.end()));
            tree.put(entry.name(), fields);
        }
        byte[] json = Json.write(tree).getBytes(StandardCharsets.UTF_8);
        int length = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
        if (length > LONGEST) {
            throw new ArgumentException("metadata",
                    "safetensors: the header would have " + length + " bytes, expected at most "
                            + LONGEST + "; write less metadata");
        }
        byte[] bytes = Arrays.copyOf(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array(),
                Long.BYTES + length);
        Arrays.fill(bytes, Long.BYTES, bytes.length, (byte) ' ');
        System.arraycopy(json, 0, bytes, Long.BYTES, json.length);
        return bytes;
    }

    /// Converts the JSON of a header to entries and rejects every inconsistency that is visible before the values are
    /// read.
    private record Parser(Input in) {

        SafetensorsHeader header(String text) {
            if (!(Json.parse(text, in.source(), "the header is not valid JSON") instanceof Map<?, ?> tree)) {
                throw in.refuse("the header is not a JSON object");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            List<Entry> entries = new ArrayList<>();
            tree.forEach((key, value) -> {
                if (key.equals(METADATA)) {
                    metadata.putAll(metadata(value));
                } else {
                    entries.add(entry((String) key, value));
                }
            });
            entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
            checkOffsets(entries);
            return new SafetensorsHeader(metadata, entries);
        }

        private Map<String, String> metadata(Object value) {
            if (!(value instanceof Map<?, ?> tree)) {
                throw in.refuse("the header's " + METADATA + " is not a JSON object");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            tree.forEach((key, text) -> {
                if (!(text instanceof String string)) {
                    throw in.refuse("the header's " + METADATA + " holds something other than a string at "
                            + Quote.of((String) key));
                }
                metadata.put((String) key, string);
            });
            return metadata;
        }

        private Entry entry(String name, Object value) {
            if (!(value instanceof Map<?, ?> fields) || fields.size() != 3
                    || !(fields.get("dtype") instanceof String dtype)
                    || !(fields.get("shape") instanceof List<?> sizes)
                    || !(fields.get("data_offsets") instanceof List<?> offsets)) {
                throw refuse(name, "must have exactly the fields dtype, shape and data_offsets");
            }
            Element element = Element.named(dtype);
            if (element == null) {
                throw refuse(name, "has the dtype " + Quote.of(dtype) + ", expected one of " + Element.KNOWN);
            }
            long[] shape = wholes(sizes);
            if (shape == null) {
                throw refuse(name, "has a shape that is not a list of non-negative sizes");
            }
            long[] range = wholes(offsets);
            if (range == null || range.length != 2 || range[0] > range[1]) {
                throw refuse(name, "has data_offsets that are not a begin and an end offset");
            }
            int count = Sizes.count(shape);
            if (count < 0) {
                throw refuse(name, "has the shape " + Quote.clip(Arrays.toString(shape))
                        + ", which is more values than one array can hold");
            }
            long bytes = (long) count * element.bytes();
            if (range[1] - range[0] != bytes) {
                throw refuse(name,
                        "of shape " + Quote.clip(Arrays.toString(shape)) + " and dtype " + dtype + " needs " + bytes
                                + " bytes, but its data_offsets [" + range[0] + ", " + range[1] + "] hold "
                                + (range[1] - range[0]));
            }
            return new Entry(name, element, shape, count, range[0], range[1]);
        }

        /// Checks that the values of the arrays follow one another without gaps, from 0 to the end of the file.
        private void checkOffsets(List<Entry> entries) {
            long end = 0;
            String before = "the header";
            for (Entry entry : entries) {
                if (entry.begin() != end) {
                    throw refuse(entry.name(),
                            "begins at byte " + entry.begin() + " of the data, but " + before + " ends at byte " + end
                                    + (entry.begin() < end ? ": they overlap" : ": there is a gap"));
                }
                end = entry.end();
                before = "tensor " + Quote.of(entry.name());
            }
            long there = in.remaining();
            if (there >= 0 && there != end) {
                throw in.refuse("the header describes " + end + " bytes of data, but the file holds " + there
                        + (there < end ? "; it was cut off" : ""));
            }
        }

        private FormatException refuse(String name, String why) {
            return in.refuse("tensor " + Quote.of(name) + " " + why);
        }

        /// Returns the numbers of a list of non-negative integers, or null if the list contains anything else.
        private static long @Nullable [] wholes(List<?> list) {
            long[] numbers = new long[list.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (!(list.get(i) instanceof Long number) || number < 0) {
                    return null;
                }
                numbers[i] = number;
            }
            return numbers;
        }
    }
}
