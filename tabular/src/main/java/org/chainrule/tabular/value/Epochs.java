package org.chainrule.tabular.value;
public final class Epochs { public static double ofSerial(double d) { return Double.NaN; } public static boolean secondsLike(double d) { return false; } public static boolean millisLike(double d) { return false; } }
