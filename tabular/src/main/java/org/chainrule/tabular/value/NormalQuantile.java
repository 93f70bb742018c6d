package org.chainrule.tabular.value;

import java.util.List;

/// The quantile function of the standard normal distribution, by the rational approximations of algorithm AS 241
/// (Wichura, "The percentage points of the normal distribution", 1988), which are exact to about 16 digits.
public final class NormalQuantile {
    private static final double CENTRAL = 0.425;
    private static final double TAIL = 5;

    private static final List<Double> CENTER_ABOVE = List.of(2509.0809287301227, 33430.57558358813,
            67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
            133.14166789178438, 3.3871328727963665);
    private static final List<Double> CENTER_BELOW = List.of(5226.495278852854, 28729.085735721943,
            39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
            42.31333070160091, 1.0);
    private static final List<Double> TAIL_ABOVE = List.of(0.0007745450142783414, 0.022723844989269184,
            0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691,
            4.630337846156546, 1.4234371107496835);
    private static final List<Double> TAIL_BELOW = List.of(1.0507500716444169e-9, 0.0005475938084995345,
            0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038,
            2.053191626637759, 1.0);
    private static final List<Double> END_ABOVE = List.of(2.0103343992922881e-7, 2.7115555687434876e-5,
            0.0012426609473880784, 0.026532189526576124, 0.29656057182850487, 1.7848265399172913,
            5.463784911164114, 6.657904643501103);
    private static final List<Double> END_BELOW = List.of(2.0442631033899397e-15, 1.421511758316446e-7,
            1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615, 0.1369298809227358,
            0.599832206555888, 1.0);

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
