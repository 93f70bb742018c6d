package org.chainrule.serve.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A PEM file with the private key and the certificates of a site (RFC 7468).
public final class PemFile {
    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]*?)\\s*-----END \\1-----");
    private static final PSSParameterSpec PSS = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32,
            PSSParameterSpec.TRAILER_FIELD_BC);
    private static final String CONVERT = "; convert it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

    private PemFile() {
    }

    /// Returns the context of a file.
    ///
    /// @throws IOException if the file cannot be read, or lacks a key or a certificate; the message is one sentence
    public static SSLContext context(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<Certificate> chain = new ArrayList<>();
        byte[] key = null;
        for (Matcher block = BLOCK.matcher(text); block.find();) {
            String type = block.group(1);
            byte[] bytes = bytes(file, block.group(2));
            if (type.equals("CERTIFICATE")) {
                chain.add(certificate(file, bytes));
            } else if (type.equals("PRIVATE KEY")) {
                key = bytes;
            } else if (type.endsWith("PRIVATE KEY")) {
                throw new IOException(file + " has a key in the form " + type + ", which cannot be read" + CONVERT);
            }
        }
        if (chain.isEmpty() || key == null) {
            throw new IOException(file + " has no " + (chain.isEmpty() ? "certificate" : "private key")
                    + "; name a PEM file with the private key and the certificates, that of the server first");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] password = new char[0];
            PublicKey certified = chain.getFirst().getPublicKey();
            PrivateKey secret = key(file, key, certified);
            if (!belongs(secret, certified)) {
                throw new KeyStoreException("the key is not that of the first certificate");
            }
            store.setKeyEntry("site", secret, password, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " has a key and certificates that do not go together: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: a block is not Base64", e);
        }
    }

    private static Certificate certificate(Path file, byte[] bytes) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw new IOException(file + " is damaged: a certificate in it cannot be read", e);
        }
    }

    private static PrivateKey key(Path file, byte[] bytes, PublicKey certified) throws IOException {
        try {
            return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " has a private key that is damaged, or of another kind than its certificate",
                    e);
        }
    }

    /// Returns whether what a key signs is verified by another.
    private static boolean belongs(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            // EdDSA and RSASSA-PSS have the names of their keys
            default -> key.getAlgorithm();
        });
        if (key.getAlgorithm().equals("RSASSA-PSS")) {
            signature.setParameter(PSS);
        }
        byte[] text = {1, 2, 3};
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(certified);
            signature.update(text);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException _) {
            // of another curve
            return false;
        }
    }
}
