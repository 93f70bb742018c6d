package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.type.Shape;

/// Temporary.
public record Periodic(int frequencies, double sigma, int width) implements Layer {
    @Override
    public Tensor apply(Tensor x, Scope scope) {
        int p = x.shape().size(-1);
        double spread = 1 / Math.sqrt(frequencies);
        Tensor w = scope.parameter("frequency", Shape.of(p, frequencies), Inits.normal(sigma));
        Tensor b = scope.parameter("phase", Shape.of(p, frequencies), Inits.uniform(-StrictMath.PI, StrictMath.PI));
        Tensor v = scope.parameter("weight", Shape.of(p, frequencies, width - 1), Inits.uniform(-spread, spread));
        Tensor c = scope.parameter("bias", Shape.of(p, width - 1), Inits.uniform(-spread, spread));
        Shape s = x.shape();
        Tensor h = x.reshape(s.append(1)).mul(w).mul(2 * StrictMath.PI).add(b).cos();
        Tensor e = h.reshape(h.shape().append(1)).mul(v).sum(2).add(c);
        Tensor flat = e.reshape(Shape.batch(p * (width - 1)));
        return Tensor.concat(-1, flat, x);
    }
}
