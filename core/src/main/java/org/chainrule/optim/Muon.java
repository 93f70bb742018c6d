package org.chainrule.optim;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// Muon: momentum whose matrices are made nearly orthogonal, so that a step is equally long in all their directions
/// (Jordan et al., Muon: an optimizer for hidden layers in neural networks, 2024). For a matrix `[in, out]`
///
/// ```
/// m' = momentum m + (1 - momentum) g
/// u  = momentum m' + (1 - momentum) g, or m' without Nesterov's look-ahead
/// p' = p - rate (decay p + sqrt(max(1, out / in)) orthogonal(u))
/// ```
///
/// With the singular value decomposition `u = U S V'`, the orthogonal matrix is about `U V'`. It is computed by five steps
/// of a Newton-Schulz iteration on `x = u / (|u| + 1e-7)`, with the Frobenius norm `|u|` and the shorter side first:
///
/// ```
/// a = x x',  x = 3.4445 x + (-4.7750 a + 2.0315 a a) x
/// ```
///
/// This moves the singular values to between about 0.7 and 1.2, or below if they were tiny. More exact coefficients would
/// need more steps. In each step of the training, the products for a matrix cost as much as the training of 5 rows for
/// each unit of its shorter side, such as 1,280 rows for `[256, 256]`: with small batches, a step takes a multiple of one
/// with Adam. A parameter with more than two axes is a stack of matrices.
///
/// Muon updates the hidden matrices of a network ([Optimizer.Parameter#hidden]), or those that [#only] chooses. Another
/// optimizer updates the rest: embeddings and output layers, because their rows and columns are separate vectors, and
/// parameters with one axis, such as biases.
///
/// @param learningRate the learning rate of the matrices, which a schedule multiplies
/// @param momentum the decay rate of the mean of gradients, at least 0 and below 1
/// @param nesterov whether to use Nesterov's look-ahead
/// @param decay the weight decay of the matrices
/// @param paths the paths of the parameters that Muon updates, if they have two axes or more
/// @param others the optimizer of the other parameters, with its own learning rate and weight decay
public record Muon(double learningRate, double momentum, boolean nesterov, WeightDecay decay, Predicate<String> paths,
        Optimizer others) implements Optimizer {
    private static final int STEPS = 5;
    private static final double LINEAR = 3.4445;
    private static final double CUBIC = -4.7750;
    private static final double QUINTIC = 2.0315;
    private static final double NO_NORM = 1e-7;

    /// The paths before a network is known.
    enum Hidden implements Predicate<String> {
        MATRICES;

        @Override
        public boolean test(String path) {
            return true;
        }
    }

    /// The paths in a network, which can be printed.
    private record Known(Set<String> paths) implements Predicate<String> {
        @Override
        public boolean test(String path) {
            return paths.contains(path);
        }
    }

    public Muon {
        OptimizerRules.positive("muon", "learningRate", learningRate);
        OptimizerRules.fraction("muon", "momentum", momentum);
        ArgumentException.requireNotNull("muon", "decay", decay);
        ArgumentException.requireNotNull("muon", "paths", paths);
        ArgumentException.requireNotNull("muon", "others", others);
    }

    /// Returns a copy with another momentum.
    public Muon momentum(double rate) {
        return new Muon(learningRate, rate, nesterov, decay, paths, others);
    }

    /// Returns a copy without Nesterov's look-ahead.
    public Muon withoutNesterov() {
        return new Muon(learningRate, momentum, false, decay, paths, others);
    }

    /// Returns a copy with a weight decay of the matrices relative to the learning rate, or without if the share is 0.
    public Muon decay(double share) {
        if (share != 0) {
            OptimizerRules.positive("muon", "decay", share);
        }
        return decay(decay.share(share));
    }

    /// Returns a copy with another weight decay of the matrices.
    public Muon decay(WeightDecay other) {
        return new Muon(learningRate, momentum, nesterov, other, paths, others);
    }

    /// Returns a copy that updates other parameters than the hidden matrices. A parameter with one axis is never among
    /// them.
    ///
    /// @param chosen the paths of the parameters, such as `path -> path.startsWith("trunk/")`; a training refuses to
    ///     start if no parameter with two axes or more has such a path
    public Muon only(Predicate<String> chosen) {
        return new Muon(learningRate, momentum, nesterov, decay, chosen, others);
    }

    @Override
    public Muon forParameters(List<Parameter> parameters) {
        Set<String> all = parameters.stream().filter(parameter -> parameter.shape().rank() > 1)
                .map(Parameter::path).collect(Collectors.toCollection(TreeSet::new));
        Set<String> own = parameters.stream()
                .filter(parameter -> paths == Hidden.MATRICES ? parameter.hidden() : paths.test(parameter.path()))
                .map(Parameter::path).filter(all::contains).collect(Collectors.toCollection(TreeSet::new));
        if (own.isEmpty() && paths != Hidden.MATRICES) {
            throw new ArgumentException("chosen",
                    "only: there is no matrix of such a path, expected some of " + all);
        }
        return new Muon(learningRate, momentum, nesterov, decay.forParameters(parameters), new Known(own),
                others.forParameters(parameters));
    }

    private boolean updates(String path, Shape shape) {
        return shape.rank() > 1 && paths.test(path);
    }

    @Override
    public List<String> slots(String path, Shape shape) {
        return updates(path, shape) ? List.of("momentum") : others.slots(path, shape);
    }

    @Override
    public List<Scalar> scalars() {
        return others.scalars();
    }

    @Override
    public List<Tensor> advance(List<Tensor> scalars) {
        return others.advance(scalars);
    }

    @Override
    public Update update(String path, Tensor parameter, Tensor gradient, List<Tensor> slots, List<Tensor> scalars,
            Time time) {
        Shape shape = parameter.shape();
        if (!updates(path, shape)) {
            Tensor rate = time.rate().mul(others.learningRate() / learningRate);
            return others.update(path, parameter, gradient, slots, scalars, new Time(rate, time.progress()));
        }
        Tensor share = gradient.mul(1 - momentum);
        Tensor mean = OptimizerRules.flushed(slots.getFirst().mul(momentum).add(share));
        Tensor direction = orthogonal(nesterov ? mean.mul(momentum).add(share) : mean);
        double length = StrictMath.sqrt(StrictMath.max(1, (double) shape.size(-1) / shape.size(-2)));
        Tensor step = direction.mul(time.rate().mul(length));
        Tensor change = decay.loss(path, shape, time).map(loss -> parameter.mul(loss).add(step)).orElse(step);
        return new Update(parameter.sub(change), List.of(mean));
    }

    /// Returns the matrices with their singular values moved to about 1.
    static Tensor orthogonal(Tensor matrices) {
        // the products are of the size of the shorter side
        boolean tall = matrices.shape().size(-2) > matrices.shape().size(-1);
        Tensor x = tall ? matrices.transpose() : matrices;
        x = x.div(x.square().sumKeeping(-2, -1).sqrt().add(NO_NORM));
        for (int step = 0; step < STEPS; step++) {
            Tensor a = x.matmul(x.transpose());
            x = x.mul(LINEAR).add(a.mul(CUBIC).add(a.matmul(a).mul(QUINTIC)).matmul(x));
        }
        return tall ? x.transpose() : x;
    }

    @Override
    public Tensor evaluated(String path, Tensor parameter, List<Tensor> slots, List<Tensor> scalars) {
        return updates(path, parameter.shape()) ? parameter : others.evaluated(path, parameter, slots, scalars);
    }

    @Override
    public String describe() {
        return "muon(lr " + OptimizerRules.plain(learningRate) + ", momentum " + OptimizerRules.plain(momentum)
                + (nesterov ? "" : " without nesterov") + decay.words()
                + switch (paths) {
                    case Hidden.MATRICES -> "";
                    case Known(Set<String> known) -> ", of " + known;
                    default -> ", of chosen matrices";
                } + ", others " + others.describe() + ")";
    }
}
