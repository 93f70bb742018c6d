package org.chainrule.tabular.assess;

import org.chainrule.tabular.outcome.Interval;

/// The interval of a share that was counted in a random sample (Wilson, "Probable inference, the law of succession, and
/// statistical inference", 1927).
public final class ShareInterval {
    private static final double OUTSIDE = 0.05;

    private ShareInterval() {
    }

    /// Returns the 95 % interval of a share.
    ///
    /// @param hits the rows that count
    /// @param rows all rows; if there are none, the share may be anything from 0 to 1
    public static Interval of(int hits, int rows) {
        return of(hits, rows, 1);
    }

    /// Returns an interval so wide that with a probability of at least 95 % none of several intervals misses its share
    /// (Bonferroni).
    ///
    /// @param hits   the rows that count
    /// @param rows   all rows; if there are none, the share may be anything from 0 to 1
    /// @param shares the number of shares that are judged, at least 1
    public static Interval of(int hits, int rows, int shares) {
        if (rows == 0) {
            return new Interval(0, 1);
        }
        double z = deviations(OUTSIDE / 2 / shares);
        double z2 = z * z;
        double share = (double) hits / rows;
        double middle = (share + z2 / (2 * rows)) / (1 + z2 / rows);
        double half = Math.sqrt(z2 * (share * (1 - share) / rows + z2 / (4.0 * rows * rows))) / (1 + z2 / rows);
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }

    /// Returns how many standard deviations above the mean a normal variable lies with a probability of at most a half, to
    /// 0.0005 (Abramowitz and Stegun, "Handbook of mathematical functions", 26.2.23).
    private static double deviations(double probability) {
        double t = StrictMath.sqrt(-2 * StrictMath.log(probability));
        return t - (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }
}
