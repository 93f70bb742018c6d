package org.chainrule.spark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.TabularModel;

/// The bytes of a model file, which the command reads too.
final class ModelBytes {
    /// The name of the file in the folder of a saved model.
    static final String NAME = "model.safetensors";

    private ModelBytes() {
    }

    /// Saves a model to a file.
    interface Saving {
        /// Saves the model.
        void save(java.nio.file.Path file) throws IOException;
    }

    /// Returns the bytes of the file that a model saves.
    static byte[] of(Saving model) {
        try {
            java.nio.file.Path file = Files.createTempFile("chainrule", ".safetensors");
            try {
                model.save(file);
                return Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TabularModel model(byte[] bytes, String name) {
        try {
            return TabularModel.load(new ByteArrayInputStream(bytes), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Reads a model file, or the one in the folder of a saved model.
    ///
    /// @param place a path of Hadoop, such as `hdfs:///models/churn` or `/home/me/churn.safetensors`
    /// @throws ArgumentException if there is no such file
    static byte[] read(String place, SparkSession session) {
        ArgumentException.requireNotNull("load", "path", place);
        Path path = path(place);
        try {
            FileSystem files = path.getFileSystem(configuration(session));
            if (!files.exists(path)) {
                throw new ArgumentException("path",
                        "there is no model at " + Quote.of(place) + "; pass a .safetensors file, or the folder that a"
                                + " model was saved to");
            }
            if (files.getFileStatus(path).isDirectory()) {
                path = new Path(path, NAME);
                if (!files.exists(path)) {
                    throw new ArgumentException("path", Quote.of(place) + " holds no model: it lacks " + NAME
                            + "; pass the folder that a model was saved to, or a .safetensors file");
                }
            }
            try (InputStream in = files.open(path)) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(place + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path path(String place) {
        try {
            return new Path(place);
        } catch (IllegalArgumentException e) { // a text that is no URI
            throw new ArgumentException("path", Quote.of(place) + " is no path: " + e.getMessage()
                    + "; pass a .safetensors file, or the folder that a model was saved to");
        }
    }

    private static Configuration configuration(SparkSession session) {
        return ((org.apache.spark.sql.classic.SparkSession) session).sessionState().newHadoopConf();
    }

    /// Writes a model file into a folder, which exists.
    static void write(byte[] bytes, String folder, SparkSession session) throws IOException {
        Path path = new Path(folder, NAME);
        try (OutputStream out = path.getFileSystem(configuration(session)).create(path, false)) {
            out.write(bytes);
        }
    }
}
