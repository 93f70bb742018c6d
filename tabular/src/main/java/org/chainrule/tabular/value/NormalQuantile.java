package org.chainrule.tabular.value;

import java.util.List;

/// The quantile function of the standard normal distribution, by the rational approximations of algorithm AS 241
/// (Wichura, "The percentage points of the normal distribution", 1988), which are exact to about 16 digits.
public final class NormalQuantile {
    private static final double CENTRAL = 0.425;
    private static final double TAIL = 5;

    private static final List<Double> CENTER_ABOVE = List.of(2509.0809287301226727, 33430.575583588128105,
            67265.770927008700853, 45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
            133.14166789178437745, 3.387132872796366608);
    private static final List<Double> CENTER_BELOW = List.of(5226.495278852854561, 28729.085735721942674,
            39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083,
            42.313330701600911252, 1.0);
    private static final List<Double> TAIL_ABOVE = List.of(7.7454501427834140764e-4, 0.0227238449892691845833,
            0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
            4.6303378461565452959, 1.42343711074968357734);
    private static final List<Double> TAIL_BELOW = List.of(1.05075007164441684324e-9, 5.475938084995344946e-4,
            0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
            2.05319162663775882187, 1.0);
    private static final List<Double> END_ABOVE = List.of(2.01033439929228813265e-7, 2.71155556874348757815e-5,
            0.0012426609473880784386, 0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
            5.4637849111641143699, 6.6579046435011037772);
    private static final List<Double> END_BELOW = List.of(2.04426310338993978564e-15, 1.4215117583164458887e-7,
            1.8463183175100546818e-5, 7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
            0.59983220655588793769, 1.0);

    private NormalQuantile() {
    }

    /// Returns the number below which a share of the standard normal distribution lies.
    ///
    /// @param share more than 0 and less than 1
    public static double of(double share) {
        double q = share - 0.5;
        if (Math.abs(q) <= CENTRAL) {
            double r = CENTRAL * CENTRAL - q * q;
            return polynomial(CENTER_ABOVE, r) * q / polynomial(CENTER_BELOW, r);
        }
        double r = Math.sqrt(-StrictMath.log(q < 0 ? share : 1 - share));
        double above = r <= TAIL ? polynomial(TAIL_ABOVE, r - 1.6) : polynomial(END_ABOVE, r - TAIL);
        double below = r <= TAIL ? polynomial(TAIL_BELOW, r - 1.6) : polynomial(END_BELOW, r - TAIL);
        return Math.copySign(above / below, q);
    }

    /// Evaluates a polynomial.
    ///
    /// @param coefficients its coefficients, that of the highest power first
    private static double polynomial(List<Double> coefficients, double x) {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum = sum * x + coefficient;
        }
        return sum;
    }
}
