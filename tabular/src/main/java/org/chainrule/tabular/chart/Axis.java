package org.chainrule.tabular.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// An axis: a range of numbers with round ticks.
///
/// @param title the name of the quantity, with its unit
/// @param low   the smallest number
/// @param high  the largest number, above the smallest
/// @param step  the distance of the ticks
public record Axis(String title, double low, double high, double step) {
    private static final int TICKS = 5;
    private static final double THOUSANDS = 1e4;
    private static final double MILLIONS = 1e7;
    private static final double LARGE = 1e10;
    private static final double SMALL = 1e-4;

    /// Returns an axis that begins and ends at a tick and covers all finite numbers among those given.
    public static Axis of(String title, double... numbers) {
        double[] finite = Arrays.stream(numbers).filter(Double::isFinite).toArray();
        double least = Arrays.stream(finite).min().orElse(0);
        double most = Arrays.stream(finite).max().orElse(1);
        if (least == most) {
            double around = least == 0 ? 1 : Math.abs(least) / 10;
            least -= around;
            most += around;
        }
        double step = step((most - least) / TICKS);
        return new Axis(title, Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step, step);
    }

    /// Returns an axis of shares, from 0 to 1.
    public static Axis share(String title) {
        return new Axis(title, 0, 1, 0.2);
    }

    /// Returns an axis of counts from a first one, with ticks at whole numbers.
    public static Axis counts(String title, int from, int to) {
        int last = Math.max(to, from + 1);
        return new Axis(title, from, last, Math.max(1, step((last - from) / (double) TICKS)));
    }

    private static double step(double wanted) {
        // the loops below would not end at 0 and at infinity
        double rough = Math.clamp(wanted, Double.MIN_NORMAL, Double.MAX_VALUE / 100);
        double power = 1;
        while (power > rough) {
            power /= 10;
        }
        while (power * 10 <= rough) {
            power *= 10;
        }
        double lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }

    /// Returns where a number lies, from 0 to 1.
    public double place(double number) {
        return Math.clamp((number - low) / (high - low), 0, 1);
    }

    /// Returns the numbers at the ticks.
    public List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        double first = Math.ceil(low / step - 1e-9);
        for (int i = 0; (first + i) * step <= high + step * 1e-6; i++) {
            ticks.add((first + i) * step + 0.0);
        }
        return ticks;
    }

    /// Returns the label of a tick: `0.25`, `1,500`, `250k`, `2M`, `2e12`.
    public String label(double tick) {
        double largest = Math.max(Math.abs(low), Math.abs(high));
        if (largest >= LARGE || largest < SMALL) {
            return tick == 0 ? "0" : scientific(tick);
        }
        double scale = largest >= MILLIONS ? 1e6 : largest >= THOUSANDS ? 1e3 : 1;
        int decimals = 0;
        for (double unit = step / scale; decimals < 6 && Math.abs(unit - Math.rint(unit)) > 1e-6; unit *= 10) {
            decimals++;
        }
        String number = String.format(Locale.ROOT, "%,." + decimals + "f", tick / scale).replaceFirst("^-(0[.0]*)$",
                "$1");
        return number + (tick == 0 || scale == 1 ? "" : scale == 1e3 ? "k" : "M");
    }

    private static String scientific(double tick) {
        String[] parts = String.format(Locale.ROOT, "%.2e", tick).split("e", 2);
        return new BigDecimal(parts[0]).stripTrailingZeros().toPlainString() + "e" + Integer.parseInt(parts[1]);
    }
}
