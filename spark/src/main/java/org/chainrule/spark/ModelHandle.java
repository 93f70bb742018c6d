package org.chainrule.spark;

import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.chainrule.tabular.TabularModel;
import scala.reflect.ClassTag$;

/// A model that tasks use: its file as a broadcast, and its digest, by which each JVM builds the network once.
///
/// @param digest SHA-256 of the file
/// @param file   the bytes of the file
record ModelHandle(String digest, Broadcast<byte[]> file) implements Serializable {
    private static final long serialVersionUID = 1;

    /// More models at once are built again when they are used again.
    private static final int MOST = 64;
    private static final Map<String, SoftReference<TabularModel>> BUILT = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<TabularModel>> eldest) {
            return size() > MOST;
        }
    };

    static ModelHandle of(byte[] file, SparkContext context) {
        return new ModelHandle(ModelBytes.digest(file),
                context.broadcast(file, ClassTag$.MODULE$.apply(byte[].class)));
    }

    /// Returns the model, built by the first caller in this JVM.
    TabularModel model() {
        synchronized (BUILT) {
            SoftReference<TabularModel> known = BUILT.get(digest);
            TabularModel model = known == null ? null : known.get();
            if (model == null) {
                model = ModelBytes.model(file.value(), "the model");
                BUILT.put(digest, new SoftReference<>(model));
            }
            return model;
        }
    }
}
