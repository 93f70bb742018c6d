package org.chainrule.spark.parallel;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// What a worker returns to the driver.
///
/// @param failure the reason why the training failed for all workers, in one sentence; null if it did not
/// @param values the values of the network as safetensors, of worker 0 only
/// @param steps the number of steps
/// @param seconds the time from the first step of this attempt to the end
// Kryo cannot make records; Java can, whatever spark.serializer names
@DefaultSerializer(JavaSerializer.class)
record ParallelOutcome(@Nullable String failure, byte @Nullable [] values, @Nullable Progress progress, long steps,
        double seconds)
        implements
            Serializable {
    /// The failure of a worker that another one has to explain.
    static final String ELSEWHERE = "train: the training failed at another worker";

    static ParallelOutcome failed(@Nullable String reason) {
        return new ParallelOutcome(reason == null ? ELSEWHERE : reason, null, null, 0, 0);
    }

    ParallelOutcome withoutValues() {
        return new ParallelOutcome(failure, null, progress, steps, seconds);
    }
}
