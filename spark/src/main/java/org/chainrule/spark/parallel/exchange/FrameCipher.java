package org.chainrule.spark.parallel.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts and authenticates frames with AES-GCM. Each direction of a connection has its own key, and the number of a
/// frame is its nonce, so that a frame can be neither changed nor left out, repeated or moved.
final class FrameCipher {
    /// The number of bytes by which a frame grows.
    static final int TAG = 16;
    private static final int NONCE = 12;

    private final Direction sending;
    private final Direction receiving;

    /// @param sending the key of the frames to send, 32 bytes
    /// @param receiving the key of the other worker's frames
    FrameCipher(byte[] sending, byte[] receiving) {
        this.sending = new Direction(sending, Cipher.ENCRYPT_MODE);
        this.receiving = new Direction(receiving, Cipher.DECRYPT_MODE);
    }

    byte[] seal(byte[] plain) throws IOException {
        return sending.apply(plain, plain.length);
    }

    /// @throws IOException if the frame was changed on its way
    byte[] open(byte[] sealed, int length) throws IOException {
        return receiving.apply(sealed, length);
    }

    private static final class Direction {
        private final SecretKeySpec key;
        private final int mode;
        private final Cipher cipher;
        private long frames;

        Direction(byte[] key, int mode) {
            this.key = new SecretKeySpec(key, "AES");
            this.mode = mode;
            try {
                this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has AES-GCM", e);
            }
        }

        byte[] apply(byte[] bytes, int length) throws IOException {
            byte[] nonce = ByteBuffer.allocate(NONCE).putLong(Integer.BYTES, frames++).array();
            try {
                cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
                return cipher.doFinal(bytes, 0, length);
            } catch (GeneralSecurityException e) {
                throw new IOException("a message was changed on its way", e);
            }
        }
    }
}
