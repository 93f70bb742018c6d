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

    /// The networks of this JVM by digest. More models at once are built again when they are used again.
    private static final Map<String, SoftReference<TabularModel>> BUILT = new Latest<>(64);
    /// The models that the driver has sent, by application and digest: a later application of this JVM has executors of its
    /// own, and numbers its broadcasts from 0 again.
    private static final Map<String, ModelHandle> SENT = new Latest<>(16);

    /// A map that forgets the entry that has not been used for the longest time.
    private static final class Latest<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        private final int most;

        Latest(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
        }
    }

    /// Returns a model that scores rows. It is sent once, however many queries use it.
    static ModelHandle sent(byte[] file, SparkContext context) {
        synchronized (SENT) {
            return SENT.computeIfAbsent(context.applicationId() + " " + ModelBytes.digest(file),
                    _ -> of(file, context));
        }
    }

    /// Returns a model that the driver sends now.
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
