package org.chainrule.examples;

import org.chainrule.Tensor;

/// Gradients of gradients: Newton's method in two variables, with second derivatives by the chain rule.
public final class GradientsOfGradients {
    private GradientsOfGradients() {
    }

    /// Rosenbrock's valley `(1 - x)^2 + 100 (y - x^2)^2`, whose minimum is at (1, 1).
    static Tensor valley(Tensor x, Tensor y) {
        return x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
    }

    /// One step of Newton's method: the stationary point of the parabola with the same value, slope and curvature.
    static float[] newton(float[] from) {
        // snippet: gradients of gradients
        Tensor x = Tensor.scalar(from[0]);
        Tensor y = Tensor.scalar(from[1]);
        Tensor f = valley(x, y);
        Tensor dx = f.gradient(x);
        Tensor dy = f.gradient(y);
        Tensor dxx = dx.gradient(x);
        Tensor dxy = dx.gradient(y);
        Tensor dyy = dy.gradient(y);
        // end
        double determinant = (double) dxx.value() * dyy.value() - (double) dxy.value() * dxy.value();
        double stepX = ((double) dyy.value() * dx.value() - (double) dxy.value() * dy.value()) / determinant;
        double stepY = ((double) dxx.value() * dy.value() - (double) dxy.value() * dx.value()) / determinant;
        return new float[]{(float) (from[0] - stepX), (float) (from[1] - stepY)};
    }

    /// Goes from Rosenbrock's starting point to the minimum.
    public static void main(String[] args) {
        Tensor v = Tensor.of(1, 2, 3);
        Tensor cubes = v.square().mul(v).sum();
        Tensor first = cubes.gradient(v);
        Print.tensor("the gradient of v^3", first, "%5.1f");
        Print.tensor("and its gradient", first.sum().gradient(v), "%5.1f");
        IO.println();
        float[] at = {-1.2f, 1};
        for (int step = 0; step <= 7; step++) {
            Print.line("step %d: (%9.6f, %9.6f)  f = %.2e", step, at[0], at[1],
                    valley(Tensor.scalar(at[0]), Tensor.scalar(at[1])).value());
            at = newton(at);
        }
    }
}
