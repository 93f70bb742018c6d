package org.chainrule.spark;

import java.nio.file.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.ReadWriteUtils$;
import scala.Option;

/// Loads a model that [ModelWriter] saved.
final class ModelReader<M extends ChainruleModel<M>> extends MLReader<M> {
    private final Class<M> type;
    private final Creator<M> creator;

    /// Creates a model.
    interface Creator<M> {
        /// Creates a model of a file.
        ///
        /// @param path where the file comes from, for messages
        M create(String uid, byte[] file, String path);
    }

    ModelReader(Class<M> type, Creator<M> creator) {
        this.type = type;
        this.creator = creator;
    }

    /// Returns the path of a folder, which is one of this machine while Spark keeps models there for itself.
    static String place(String path) {
        boolean local = (boolean) ReadWriteUtils$.MODULE$.localSavingModeState().get();
        return local ? Path.of(path).toUri().toString() : path;
    }

    @Override
    public M load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(),
                type.getName());
        M model = creator.create(metadata.uid(),
                ModelBytes.read(place(path), sparkSession()), path);
        metadata.getAndSetParams(model, Option.empty());
        return model;
    }
}
