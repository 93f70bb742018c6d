package org.chainrule.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// The optional checksum in the metadata of a safetensors file: the CRC-32C of all bytes of the file, where the eight
/// digits of the checksum itself count as zeros. It detects every flipped bit and every run of up to 32 damaged bits.
final class Checksum {
    /// The metadata key.
    static final String KEY = "chainrule.crc32c";

    /// The digits before the checksum is known.
    static final String ZEROS = "00000000";

    private static final byte[] BEFORE = ('"' + KEY + "\":\"").getBytes(US_ASCII);

    private final CRC32C crc = new CRC32C();

    /// Adds a header, or a piece of one, with the digits of the checksum as zeros.
    void addHeader(byte[] bytes) {
        byte[] zeroed = bytes.clone();
        put(zeroed, ZEROS);
        add(zeroed, zeroed.length);
    }

    void add(byte[] bytes, int length) {
        crc.update(bytes, 0, length);
    }

    String digits() {
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /// Writes the digits of a checksum into a header, if the header has room for them.
    static void put(byte[] header, String digits) {
        for (int at = 0; at + BEFORE.length + ZEROS.length() <= header.length; at++) {
            int end = at + BEFORE.length;
            if (header[at] == '"' && Arrays.equals(header, at, end, BEFORE, 0, BEFORE.length)) {
                System.arraycopy(digits.getBytes(US_ASCII), 0, header, end, ZEROS.length());
                return;
            }
        }
    }

    /// Compares the checksum with the one stored in a file.
    ///
    /// @throws FormatException if they differ
    void check(String saved, String source) {
        if (!saved.equals(digits())) {
            throw new FormatException(source, source + " is damaged: it was saved with the checksum "
                    + Quote.clip(saved) + ", but its bytes have " + digits() + "; copy it again, or train it again");
        }
    }
}
