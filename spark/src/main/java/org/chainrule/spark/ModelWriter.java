package org.chainrule.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;

/// Saves a model: Spark's metadata, and the model file beside it.
final class ModelWriter extends MLWriter {
    private final ChainruleModel<?> model;

    ModelWriter(ChainruleModel<?> model) {
        this.model = model;
    }

    @Override
    public void saveImpl(String path) {
        byte[] file = model.file();
        DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
        try {
            ModelBytes.write(file, ModelReader.place(path), sparkSession());
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
