package org.chainrule.tabular.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A stream that converts text from another character set to UTF-8. At bytes that are no text it throws a
/// [CharacterCodingException], after it has delivered all text before them.
final class Utf8Stream extends InputStream {
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer stored = ByteBuffer.allocate(1 << 13).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(1 << 13);
    private byte[] bytes = {};
    private int at;
    private boolean exhausted;
    private boolean flushed;
    private @Nullable CoderResult fault;

    Utf8Stream(InputStream in, Charset charset) {
        this.in = in;
        this.decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
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
        if (fault != null) {
            fault.throwException();
        }
        if (flushed) {
            return false;
        }
        if (!exhausted) {
            stored.compact();
            int count = in.read(stored.array(), stored.position(), stored.remaining());
            exhausted = count < 0;
            stored.position(stored.position() + Math.max(count, 0)).flip();
        }
        CoderResult result = decoder.decode(stored, chars, exhausted);
        if (result.isError()) {
            fault = result;
        } else if (exhausted && result.isUnderflow()) {
            flushed = decoder.flush(chars).isUnderflow();
        }
        chars.flip();
        int end = chars.limit();
        // the first half of a surrogate pair waits for the second
        int whole = end > 0 && Character.isHighSurrogate(chars.get(end - 1)) && fault == null && !flushed
                ? end - 1
                : end;
        bytes = new String(chars.array(), 0, whole).getBytes(StandardCharsets.UTF_8);
        at = 0;
        chars.position(whole).compact();
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
