package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// A stream that converts text from another character set to UTF-8.
final class Utf8Stream extends InputStream {
    private final Reader reader;
    private final char[] chars = new char[1 << 13];
    private byte[] bytes = {};
    private int at;
    private int kept;

    Utf8Stream(InputStream in, Charset charset) {
        this.reader = new InputStreamReader(in, charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (at == bytes.length) {
            if (!refill()) {
                return -1;
            }
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean refill() throws IOException {
        int count = reader.read(chars, kept, chars.length - kept);
        if (count < 0) {
            return false;
        }
        int end = kept + count;
        // the first half of a surrogate pair waits for the second
        int whole = Character.isHighSurrogate(chars[end - 1]) ? end - 1 : end;
        bytes = new String(chars, 0, whole).getBytes(StandardCharsets.UTF_8);
        at = 0;
        kept = end - whole;
        System.arraycopy(chars, whole, chars, 0, kept);
        return true;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
