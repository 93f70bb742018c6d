package org.chainrule.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// The header of an npy file: a magic string, a version, a length, and a Python dictionary of the type, the order and
/// the shape of the array, padded with spaces and a final line feed so that the values begin at a multiple of 64.
///
/// @param element the format of one value
/// @param order the byte order
/// @param columnMajor whether the first axis varies fastest
/// @param shape the sizes of the axes
/// @param count the product of the sizes
@SuppressWarnings("ArrayRecordComponent") // never compared
record NpyHeader(Element element, ByteOrder order, boolean columnMajor, long[] shape, int count) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /// The longest accepted header. Only the headers of record arrays, which are rejected, are ever longer.
    private static final int LONGEST = 0xFFFF;

    private static final int ALIGNMENT = 64;

    /// NumPy reserves this many digits for the first size, so that it can grow.
    private static final int GROWTH_DIGITS = 21;

    static NpyHeader read(Input in) throws IOException {
        byte[] magic = in.bytes(MAGIC.length, "the npy magic string");
        if (!Arrays.equals(magic, MAGIC)) {
            throw in.refuse("not an npy file: it does not begin with \\x93NUMPY");
        }
        byte[] version = in.bytes(2, "the version");
        if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
            throw in.refuse("npy version " + (version[0] & 0xFF) + "." + (version[1] & 0xFF)
                    + " is not supported, expected 1.0, 2.0 or 3.0");
        }
        int width = version[0] == 1 ? Short.BYTES : Integer.BYTES;
        byte[] bytes = Arrays.copyOf(in.bytes(width, "the header's length"), Integer.BYTES);
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFF_FFFFL;
        if (length > LONGEST) {
            throw in.refuse(
                    "the header would have " + length + " bytes, expected at most " + LONGEST);
        }
        String text = new String(in.bytes((int) length, "the header"), StandardCharsets.ISO_8859_1);
        NpyHeader header = new Parser(in, text).header();
        long needed = (long) header.count * header.element.bytes();
        long there = in.remaining();
        if (there >= 0 && there != needed) {
            throw in.refuse("shape " + Quote.clip(Arrays.toString(header.shape)) + " needs " + needed
                    + " bytes of values, but the file holds " + there + (there < needed ? "; it was cut off" : ""));
        }
        return header;
    }

    /// Returns all bytes before the values of a row-major array of little-endian floats.
    static byte[] bytes(long[] shape) {
        StringJoiner sizes = new StringJoiner(", ", "(", shape.length == 1 ? ",)" : ")");
        for (long size : shape) {
            sizes.add(Long.toString(size));
        }
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': " + sizes + ", }";
        if (shape.length > 0) {
            dictionary += " ".repeat(GROWTH_DIGITS - Long.toString(shape[0]).length());
        }
        int before = MAGIC.length + 2 + Short.BYTES;
        int length = (before + dictionary.length() + 1) / ALIGNMENT * ALIGNMENT + ALIGNMENT - before;
        if (length > LONGEST) {
            throw new ArgumentException("shape",
                    "npy: a shape of " + shape.length + " axes does not fit in the header");
        }
        byte[] bytes = new byte[before + length];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) 1).put((byte) 0)
                .putShort((short) length)
                .put(dictionary.getBytes(StandardCharsets.US_ASCII));
        bytes[bytes.length - 1] = '\n';
        return bytes;
    }

    /// A parser for the one form of Python dictionary that appears in a header.
    private static final class Parser {
        private final Input in;
        private final String text;
        private int position;

        Parser(Input in, String text) {
            this.in = in;
            this.text = text;
        }

        NpyHeader header() {
            @Nullable
            String type = null;
            @Nullable
            Boolean columnMajor = null;
            long @Nullable [] shape = null;
            expect('{');
            while (!accept('}')) {
                int begin = position;
                String key = string();
                expect(':');
                if (key.equals("descr") && type == null) {
                    type = type();
                } else if (key.equals("fortran_order") && columnMajor == null) {
                    columnMajor = truth();
                } else if (key.equals("shape") && shape == null) {
                    shape = tuple();
                } else {
                    position = begin;
                    throw malformed("one each of descr, fortran_order and shape");
                }
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            if (type == null || columnMajor == null || shape == null) {
                throw malformed("one each of descr, fortran_order and shape");
            }
            skipSpace();
            if (position < text.length()) {
                throw malformed("nothing after the dictionary");
            }
            int count = Sizes.count(shape);
            if (count < 0) {
                throw in.refuse(
                        "shape " + Quote.clip(Arrays.toString(shape)) + " has more values than one array can hold");
            }
            return new NpyHeader(element(type), type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                    columnMajor,
                    shape, count);
        }

        private Element element(String type) {
            String plain = type.isEmpty() || "<>|=".indexOf(type.charAt(0)) < 0 ? type : type.substring(1);
            return switch (plain) {
                case "b1" -> Element.BOOL;
                case "u1" -> Element.U8;
                case "i1" -> Element.I8;
                case "u2" -> Element.U16;
                case "i2" -> Element.I16;
                case "u4" -> Element.U32;
                case "i4" -> Element.I32;
                case "u8" -> Element.U64;
                case "i8" -> Element.I64;
                case "f2" -> Element.F16;
                case "f4" -> Element.F32;
                case "f8" -> Element.F64;
                case String object when object.startsWith("O") ->
                    throw in.refuse("the array holds Python objects, which are pickled code"
                            + " and never loaded; in Python, save it with numpy.save(file, array.astype('float32'))");
                default -> throw in
                        .refuse("the array has the dtype " + Quote.of(type) + ", expected f2, f4, f8, b1, i1 to i8 or"
                                + " u1 to u8; in Python, save it with numpy.save(file, array.astype('float32'))");
            };
        }

        private String type() {
            skipSpace();
            if (peek() == '[') {
                throw in.refuse(
                        "the array holds records of several fields; in Python, save each field as a separate array");
            }
            return string();
        }

        private boolean truth() {
            skipSpace();
            for (boolean truth : new boolean[]{false, true}) {
                String word = truth ? "True" : "False";
                if (text.startsWith(word, position)) {
                    position += word.length();
                    return truth;
                }
            }
            throw malformed("True or False");
        }

        private long[] tuple() {
            long[] sizes = new long[text.length() / 2];
            int rank = 0;
            expect('(');
            while (!accept(')')) {
                sizes[rank++] = size();
                if (!accept(',')) {
                    expect(')');
                    break;
                }
            }
            return Arrays.copyOf(sizes, rank);
        }

        private long size() {
            skipSpace();
            int begin = position;
            while (peek() >= '0' && peek() <= '9') {
                position++;
            }
            String digits = text.substring(begin, position);
            if (peek() == 'L') {
                position++; // the suffix of long integers in Python 2
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                position = begin;
                throw malformed("a size from 0 to " + Long.MAX_VALUE);
            }
        }

        private String string() {
            skipSpace();
            int quote = peek();
            if (quote != '\'' && quote != '"') {
                throw malformed("a quoted string");
            }
            int end = text.indexOf(quote, position + 1);
            if (end < 0 || text.substring(position, end).indexOf('\\') >= 0) {
                throw malformed("a quoted string");
            }
            String string = text.substring(position + 1, end);
            position = end + 1;
            return string;
        }

        private boolean accept(char c) {
            skipSpace();
            if (peek() != c) {
                return false;
            }
            position++;
            return true;
        }

        private void expect(char c) {
            if (!accept(c)) {
                throw malformed("'" + c + "'");
            }
        }

        private void skipSpace() {
            while (peek() == ' ' || peek() == '\n') {
                position++;
            }
        }

        /// Returns the character at the position, or -1 at the end.
        private int peek() {
            return position < text.length() ? text.charAt(position) : -1;
        }

        private RuntimeException malformed(String expected) {
            String found = position < text.length() ? Quote.character(text.charAt(position)) : "the end";
            return in.refuse("the header is malformed at character " + (position + 1) + ": expected " + expected
                    + ", found " + found);
        }
    }
}
