package org.chainrule.spark.parallel;

import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;

/// The result of a [DataParallel] training.
///
/// @param parameters the values of the network by path: those of the best epoch if rows were held out, otherwise the last
/// @param epochs the completed epochs
/// @param best the number of the best epoch, from 1
/// @param steps the number of steps
/// @param seconds the time that the workers took, from the first step, or the one after the checkpoint, to the last
public record DataParallelResult(Map<String, Tensor> parameters, List<ParallelEpoch> epochs, int best, long steps,
        double seconds) {
}
