package org.chainrule.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.UUID;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.chainrule.error.DivergedException;
import org.chainrule.model.Model;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.read.TableSource;
import org.jspecify.annotations.Nullable;

/// Trains one network of a training in a task.
///
/// @param training the identifier of the training, which no other has; that of a broadcast is used again by a later
///     application of the same JVM
/// @param rows     the table
/// @param settings the settings of the training
/// @param threads  the number of threads of a task
/// @param end      when the time limit ends, in milliseconds since 1970
record TaskNetwork(UUID training, Broadcast<Gathered> rows, Settings settings, int threads, long end)
        implements
            Function<Integer, TaskNetwork.Result> {
    private static final long serialVersionUID = 1;

    /// The plan that this JVM made last, which the tasks of one training share. Its table may go when the memory is needed.
    private static SoftReference<Made> last = new SoftReference<>(null);

    private record Made(UUID training, TrainingPlan plan) {
    }

    /// A trained network.
    ///
    /// @param file     the bytes of its file; none if the training diverged
    /// @param diverged how the training diverged; null if it did not
    // Kryo cannot make records; Java can, whatever spark.serializer names
    @DefaultSerializer(JavaSerializer.class)
    record Result(byte[] file, @Nullable DivergedException diverged) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    @Override
    public Result call(Integer place) throws IOException {
        try {
            Model model = plan().network(place);
            return new Result(ModelBytes.of(model::save), null);
        } catch (DivergedException e) {
            return new Result(new byte[0], e);
        }
    }

    private TrainingPlan plan() throws IOException {
        synchronized (TaskNetwork.class) {
            Made known = last.get();
            if (known == null || !known.training.equals(training)) {
                known = new Made(training, settings.tabular().threads(threads)
                        .stopWhen(() -> System.currentTimeMillis() > end)
                        .prepare(TableSource.of(rows.value(), Training.TABLE)));
                last = new SoftReference<>(known);
            }
            return known.plan;
        }
    }
}
