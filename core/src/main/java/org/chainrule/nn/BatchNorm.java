package org.chainrule.nn;

import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// Batch normalization: `(x - mean) / sqrt(variance + epsilon) * weight + bias` for each column, that is, each index of the
/// last axis (Ioffe and Szegedy, Batch normalization, 2015).
///
/// In training, `mean` and `variance` are those of the batch, over all other axes. In prediction, they are running
/// statistics, so the prediction for a row does not depend on its batch. The running statistics are the states `mean` and
/// `variance`. Each training step sets them to `(1 - momentum) * old + momentum * new`, where the new variance is divided by
/// the number of values less one. The parameters are `weight`, initially 1, and `bias`, initially 0.
///
/// If training freezes `mean`, for example in a fixed part taken from another model, its steps use the running statistics
/// too. A batch with a single value per column, such as a last batch of one row, has no variance; it is normalized by the
/// running statistics and does not change them.
///
/// @param momentum the weight of the batch in the running statistics, above 0 and up to 1
/// @param epsilon a small number that prevents division by 0 for a constant column
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
            throw new ShapeException("batchNorm", "needs rows of values", "input " + shape);
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
