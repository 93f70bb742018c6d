package org.chainrule.spark.parallel.exchange;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The first messages of a connection, by which two workers prove to each other that they know the secret of the training.
/// Each sends a random challenge and answers that of the other with a keyed hash (HMAC-SHA256) of both, of the numbers of
/// both workers and of the attempt. The keys of an encrypted connection follow from the same.
public final class Handshake {
    /// The longest wait for a message, in milliseconds. It keeps a silent stranger from holding a connection open.
    static final int PATIENCE = 10_000;
    private static final int MAGIC = 0x43525031;
    private static final int CHALLENGE = 16;
    private static final int HASH = 32;

    private Handshake() {
    }

    /// What the workers of a training share, which the driver sends to each of them.
    ///
    /// @param token random bytes
    /// @param encrypted whether connections are encrypted
    /// @param attempt the number of the attempt of Spark's stage; workers of different attempts do not connect
    public record Secret(byte[] token, boolean encrypted, int attempt) implements Serializable {
        /// Returns a new secret.
        public static Secret random(boolean encrypted) {
            byte[] token = new byte[HASH];
            new SecureRandom().nextBytes(token);
            return new Secret(token, encrypted, 0);
        }

        /// Returns the secret of an attempt.
        public Secret attempt(int number) {
            return new Secret(token, encrypted, number);
        }
    }

    /// The other side of a connection.
    record Partner(int worker, @Nullable FrameCipher cipher) {
    }

    /// Makes a connection to a worker.
    ///
    /// @throws IOException if the other side does not know the secret, or is another worker
    static Partner ask(Secret secret, int worker, int to, DataInputStream in, DataOutputStream out)
            throws IOException {
        byte[] own = challenge();
        out.writeInt(MAGIC);
        out.writeInt(worker);
        out.writeInt(to);
        out.write(own);
        out.flush();
        byte[] other = in.readNBytes(CHALLENGE);
        Talk talk = new Talk(secret, worker, to, own, other);
        requireSame(in.readNBytes(HASH), talk.hash("answer"));
        out.write(talk.hash("question"));
        out.flush();
        return new Partner(to, secret.encrypted ? new FrameCipher(talk.hash("up"), talk.hash("down")) : null);
    }

    /// Answers a connection.
    ///
    /// @throws IOException if the other side does not know the secret, or looks for another worker
    static Partner answer(Secret secret, int worker, DataInputStream in, DataOutputStream out) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("the connection is not one of a training");
        }
        int from = in.readInt();
        int to = in.readInt();
        byte[] other = in.readNBytes(CHALLENGE);
        if (to != worker || from <= worker) {
            throw new IOException("the connection is for another worker");
        }
        byte[] own = challenge();
        Talk talk = new Talk(secret, from, to, other, own);
        out.write(own);
        out.write(talk.hash("answer"));
        out.flush();
        requireSame(in.readNBytes(HASH), talk.hash("question"));
        return new Partner(from, secret.encrypted ? new FrameCipher(talk.hash("down"), talk.hash("up")) : null);
    }

    private static byte[] challenge() {
        byte[] challenge = new byte[CHALLENGE];
        new SecureRandom().nextBytes(challenge);
        return challenge;
    }

    private static void requireSame(byte[] got, byte[] expected) throws IOException {
        if (!MessageDigest.isEqual(got, expected)) {
            throw new IOException("the other side does not know the secret of this training");
        }
    }

    /// Everything that the hashes of a connection depend on.
    private record Talk(Secret secret, int from, int to, byte[] asked, byte[] answered) {
        byte[] hash(String purpose) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.token, "HmacSHA256"));
                mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
                mac.update(ByteBuffer.allocate(3 * Integer.BYTES).putInt(secret.attempt).putInt(from).putInt(to)
                        .array());
                mac.update(asked);
                return mac.doFinal(answered);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HMAC-SHA256", e);
            }
        }
    }
}
