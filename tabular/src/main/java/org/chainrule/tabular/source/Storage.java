package org.chainrule.tabular.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.zip.GZIPInputStream;

/// Where the bytes of a text are, and how they are packed.
///
/// @param size   the number of stored bytes
/// @param mark   the number of bytes of the byte order mark; 0 if there is none
/// @param stated whether the caller stated the character set
record Storage(Opener opener, Packing packing, long size, Charset charset, int mark, boolean stated) {
    /// Opens the stored bytes at the first.
    interface Opener {
        InputStream open() throws IOException;

        default void close() throws IOException {
        }
    }

    /// Opens the bytes of a stream.
    record Kept(KeptBytes bytes) implements Opener {
        @Override
        public InputStream open() {
            return bytes.open();
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /// Opens bytes of which the content is also in a temporary file.
    record Spooled(Opener stored, Spool spool) implements Opener {
        @Override
        public InputStream open() throws IOException {
            return stored.open();
        }

        @Override
        public void close() throws IOException {
            spool.close();
            stored.close();
        }
    }

    /// How the bytes of the text are packed.
    enum Packing {
        NONE(""), GZIP("gzip file"), ZIP("ZIP archive");

        private final String word;

        Packing(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        InputStream unpacked(InputStream in) throws IOException {
            return switch (this) {
                case NONE -> in;
                case GZIP -> new GZIPInputStream(in, TextSource.HEAD);
                case ZIP -> Archive.only(in);
            };
        }
    }
}
