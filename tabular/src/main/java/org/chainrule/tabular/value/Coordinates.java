package org.chainrule.tabular.value;
public final class Coordinates { public static double parse(String t) { return Double.NaN; } public static boolean isClock(java.util.List<String> w, String n) { return true; } }
