package org.chainrule.tabular.value;
public final class Units { public static double factor(String a, String b) { return a.equals(b) ? 1 : Double.NaN; } }
