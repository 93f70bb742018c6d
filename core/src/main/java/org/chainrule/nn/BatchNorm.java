package org.chainrule.nn;

import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// `(x - mean) / sqrt(variance + epsilon) * weight + bias` for each place of the last axis (Ioffe and Szegedy, Batch
/// normalization, 2015). In training, mean and variance are those of the batch, over all other axes; in a prediction they
/// are running statistics, the states `mean` and `variance`, which each step of a training moves towards the batch's:
/// `(1 - momentum) * old + momentum * new`, with the variance divided by one less than the number of values. So a row's
/// prediction does not depend on the batch it is in. The parameters are `weight`, which starts at 1, and `bias`, at 0.
///
/// Where a training freezes `mean`, as in a part of another model that is to stay as it is, its steps use the running
/// statistics as predictions do. A batch with a single value for each place, such as a last batch of one row, has no
/// variance: it is normalized by the running statistics and leaves them as they are.
///
/// @param momentum how far a step moves the running statistics, above 0 and up to 1
/// @param epsilon keeps a constant column from being divided by 0
public record BatchNorm(double momentum, double epsilon) implements Layer {
    public BatchNorm {
        LayerArguments.positive("batchNorm", "momentum", momentum);
        if (momentum > 1) {
            throw new ArgumentException("momentum",
                    "batchNorm: momentum is " + momentum + ", expected a number above 0 and up to 1");
        }
        LayerArguments.positive("batchNorm", "epsilon", epsilon);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() < 2 || shape.isBatch(-1)) {
            throw new ShapeException("batchNorm", "takes rows of values", "input " + shape);
        }
        Shape width = Shape.of(shape.size(-1));
        Tensor mean = scope.state("mean", width, Inits.zeros());
        Tensor variance = scope.state("variance", width, Inits.ones());
        if (scope.updates("mean")) {
            int[] others = IntStream.range(0, shape.rank() - 1).toArray();
            Tensor now = x.mean(others);
            Tensor spread = x.sub(now).square().mean(others);
            Tensor count = Tensor.fill(1, shape.without(shape.rank() - 1)).sum();
            Tensor several = count.greater(Tensor.scalar(1));
            Tensor unbiased = spread.mul(count.div(count.sub(1)));
            scope.update("mean", several.where(moved(mean, now), mean));
            scope.update("variance", several.where(moved(variance, unbiased), variance));
            mean = several.where(now, mean);
            variance = several.where(spread, variance);
        }
        return x.sub(mean).div(variance.add(epsilon).sqrt()).mul(scope.parameter("weight", width, Inits.ones()))
                .add(scope.parameter("bias", width, Inits.zeros()));
    }

    private Tensor moved(Tensor old, Tensor next) {
        return old.mul(1 - momentum).add(next.mul(momentum));
    }
}
