package org.chainrule.tabular.value;
public record WrittenNumber(double value, String unit, Bound bound) { public enum Bound { NONE, BELOW, ABOVE, ABOUT } public static @org.jspecify.annotations.Nullable WrittenNumber of(String t, NumberStyle s) { return null; } }
