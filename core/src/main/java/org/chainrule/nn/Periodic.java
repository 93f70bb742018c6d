package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// Periodic embeddings of numbers: each column becomes cosines with learned frequencies and phases and then a linear layer of
/// its own, `cos(2 pi x frequency + phase) W + b`, beside the number itself. A network for tables learns functions with many
/// turns sooner from them (Gorishniy, Rubachev and Babenko, On embeddings for numerical features in tabular deep learning,
/// 2022; this form, PBLD, is that of Holzmüller, Grinsztajn and Steinwart, Better by default, 2024).
///
/// The input is `[n, columns]`. The output is `[n, columns * width]`: the `width - 1` values of the linear layer of each column,
/// column by column, and then the columns themselves. The parameters are `frequency` and `phase` `[columns, frequencies]`,
/// `weight` `[columns, frequencies, width - 1]` and `bias` `[columns, width - 1]`. Frequencies start with normal numbers, phases
/// uniformly distributed from -pi to pi, weights and biases within `1 / sqrt(frequencies)` of 0.
///
/// @param frequencies the number of cosines of a column
/// @param sigma the standard deviation of the frequencies at the start, above 0; for inputs of deviation 1, the default 0.1 of
///     RealMLP starts with functions that hardly turn
/// @param width the number of outputs of a column, at least 2
public record Periodic(int frequencies, double sigma, int width) implements Layer {
    public Periodic {
        LayerArguments.positive("periodic", "frequencies", frequencies);
        LayerArguments.positive("periodic", "sigma", sigma);
        if (width < 2) {
            throw new ArgumentException("width", "periodic: width is " + width + ", expected at least 2");
        }
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        int columns = LayerArguments.flatColumns("periodic", x.shape());
        int units = width - 1;
        double spread = 1 / Math.sqrt(frequencies);
        Init near = Inits.uniform(-spread, spread);
        Shape waves = Shape.of(columns, frequencies);
        Tensor frequency = scope.parameter("frequency", waves, Inits.normal(sigma));
        Tensor phase = scope.parameter("phase", waves, Inits.uniform(-StrictMath.PI, StrictMath.PI));
        Tensor weight = scope.parameter("weight", Shape.of(columns, frequencies, units), near);
        Tensor bias = scope.parameter("bias", Shape.of(columns, units), near);
        // with the columns as a stack of matrices, all linear layers are one product
        Tensor turns = x.transpose().unsqueeze(-1).mul(frequency.mul(2 * StrictMath.PI).unsqueeze(1));
        Tensor inner = turns.add(phase.unsqueeze(1)).cos().matmul(weight).add(bias.unsqueeze(1)); // [columns, n, units]
        return Tensor.concat(-1, inner.permute(1, 0, 2).reshape(-1, columns * units), x);
    }
}
