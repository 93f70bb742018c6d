package org.chainrule.spark;

import java.util.function.Function;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/// Loads a saved estimator. Spark's own reader creates whatever class the folder names.
final class EstimatorReader<E extends ChainruleEstimator<E, ?>> extends MLReader<E> {
    private final Class<E> type;
    private final Function<String, E> creator;

    EstimatorReader(Class<E> type, Function<String, E> creator) {
        this.type = type;
        this.creator = creator;
    }

    @Override
    public E load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(),
                type.getName());
        E estimator = creator.apply(metadata.uid());
        metadata.getAndSetParams(estimator, Option.empty());
        return estimator;
    }
}
