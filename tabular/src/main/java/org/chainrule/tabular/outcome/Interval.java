package org.chainrule.tabular.outcome;

/// A closed interval of numbers, such as the range in which the true value of a measure probably lies.
///
/// @param low  the lower end; -∞ if there is none
/// @param high the upper end; ∞ if there is none
public record Interval(double low, double high) {
    /// Returns whether the interval contains a number; its ends belong to it.
    public boolean contains(double number) {
        return low <= number && number <= high;
    }
}
