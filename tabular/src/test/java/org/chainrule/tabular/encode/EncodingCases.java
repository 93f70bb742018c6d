package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.TextColumn;

/// At least one case for each kind of encoding; every test of [EncodingTest] runs each case.
final class EncodingCases {
    private EncodingCases() {
    }

    static List<EncodingCase> all() {
        List<EncodingCase> cases = new ArrayList<>();
        // the range with half its width is 6 to 14; 16 is one deviation beyond and becomes 2 + 1 / (1 + 1); 10^9 is
        // limited to 10^6 deviations and becomes 2 + 999,998 / 999,999
        cases.add(new EncodingCase("numbers", new NumberEncoding("x", 10, 2, true, new Range(8, 12, 10, 0, 50), false),
                NumberColumn.of("x", 10, 14, Double.NaN, 16, 1e9), 0, 0, 2, 0, 0, 1, 2.5f, 0, 2.999999f, 0));
        cases.add(new EncodingCase("numbers always present",
                new NumberEncoding("x", 10, 4, false, new Range(0, 20, 10, 0, 50), false),
                NumberColumn.of("x", 9, Double.NaN),
                -0.25f, 0));
        cases.add(new EncodingCase("numbers of an older model",
                new NumberEncoding("x", 10, 2, true, Range.UNKNOWN, false),
                NumberColumn.of("x", 10, 14, Double.NaN, 1e9), 0, 0, 2, 0, 0, 1, 1e6f, 0));
        // z is 0.5, 4 and 5 * 10^8, which is limited to 10^6
        cases.add(new EncodingCase("numbers, robust",
                new NumberEncoding("x", 10, 2, true, new Range(8, 12, 10, 0, 50), false, NumberScaling.ROBUST),
                NumberColumn.of("x", 11, 18, Double.NaN, 1e9), 0.49319696f, 0, 2.4f, 0, 0, 1, 3, 0));
        // halfway between two stored values, missing, and one and 10^9 deviations above the largest
        cases.add(new EncodingCase("numbers, as normal quantiles",
                new NumberEncoding("x", 10, 2, true, new Range(8, 12, 10, 0, 50), false, NumberScaling.STANDARD,
                        new QuantileTransform(List.of(8.0, 9.0, 12.0), List.of(-2.0, 0.5, 1.5)), true),
                NumberColumn.of("x", 8, 8.5, 10.5, Double.NaN, 14, 2e9, 6), -2, 0, -0.75f, 0, 1, 0, 0, 1, 2, 0,
                2.499999f, 0,
                -2.5f, 0));
        cases.add(new EncodingCase("categories", new CategoryEncoding("w", List.of("a", "b"), false),
                TextColumn.of("w", "b", "a", "c", ""), 0, 1, 1, 0, 0, 0, 0, 0));
        cases.add(new EncodingCase("categories of which rare ones are merged",
                new CategoryEncoding("w", List.of("a", "b"), true), TextColumn.of("w", "a", "c", ""), 1, 0, 0, 0, 0, 1,
                0, 0, 0));
        cases.add(new EncodingCase("categories in any spelling",
                new CategoryEncoding("w", List.of("Boots", "Co"), false, CategoryEncoding.Match.SPELLING),
                TextColumn.of("w", "BOOTS\u00a0", "boots", "CO", "Co\u200b"), 1, 0, 1, 0, 0, 0, 0, 1));
        cases.add(new EncodingCase("categories of numbers",
                new CategoryEncoding("n", List.of("100", "99"), true, CategoryEncoding.Match.NUMBER),
                NumberColumn.of("n", 99, 100, 7, Double.NaN), 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0));
        // sums of 6, -1 and 2 over 3, 2 and 1 rows and one row of 0; c is rare, and d is unknown
        cases.add(new EncodingCase("categories with a statistic",
                new StatisticsEncoding(new CategoryEncoding("w", List.of("a", "b"), true),
                        new CategoryEncoding("w", List.of("a", "b", "c"), false), List.of("mean of y"),
                        List.of(7.0), List.of(2.0), List.of(3, 2, 1), List.of(6.0, -1.5, 2.0), 1),
                TextColumn.of("w", "a", "b", "c", "d", ""), 1, 0, 0, 1.5f, 0, 1, 0, -0.5f, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0,
                0, 0));
        CategoryEncoding codes = new CategoryEncoding("n", List.of("100", "99"), false, CategoryEncoding.Match.NUMBER);
        cases.add(new EncodingCase("codes with statistics",
                new StatisticsEncoding(codes, codes, List.of("share of A", "share of B"),
                        List.of(0.5, 0.25), List.of(0.5, 0.4), List.of(1, 2),
                        List.of(1.0, -1.0, 3.0, 0.0), 2),
                NumberColumn.of("n", 99, 100, 7, Double.NaN), 0, 1, 0.75f, 0, 1, 0, 1 / 3f, -1 / 3f, 0, 0, 0, 0, 0, 0,
                0,
                0));
        cases.add(new EncodingCase("lists", new ListEncoding("t", ';', List.of("a", "b"), 2),
                TextColumn.of("t", "b;a", "a", "c ; b;b", "[]", "c;d;e", ""), 1, 1, 1, 1, 0, 0.5f, 0, 1, 1, 0, 0, 0, 0,
                0, 1.5f, 0, 0, 0));
        cases.add(new EncodingCase("lists, robust",
                new ListEncoding("t", ';', List.of("a", "b"), 1, NumberScaling.ROBUST),
                TextColumn.of("t", "a", "a;c;d;e"), 1, 0, 0.9486833f, 1, 0, 2.4f));
        cases.add(new EncodingCase("dates, robust",
                new DateEncoding("d", 0, 86_400, List.of(), true, Range.UNKNOWN, NumberScaling.ROBUST),
                DateColumn.of("d", DateColumn.parse("1970-01-05"), Double.NaN), 2.4f, 0, 0, 1));
        // 1970-01-05 is a Monday, on which the week begins
        cases.add(new EncodingCase("dates",
                new DateEncoding("d", 345_600, 86_400, List.of(DateEncoding.Cycle.WEEKDAY), true,
                        Range.UNKNOWN),
                DateColumn.of("d", DateColumn.parse("1970-01-05"), Double.NaN), 0, 0, 1, 0, 0, 0, 0, 1));
        // a feature of d of 4 texts weighs 1 + ln(5 / (1 + d)), and 1 + ln(2) times as much if it occurs twice; the
        // weights of a text are then divided by their norm
        cases.add(new EncodingCase("texts",
                new TextEncoding("t", List.of("bad", "good", "~ood>"), List.of(1, 2, 4), 4, true),
                TextColumn.of("t", "Good FOOD!", "bad, bad\u00a0good...", "", "nothing"), 0, 0.66579187f, 0.7461375f, 0,
                0.87309754f, 0.40655658f, 0.26909563f, 0, 0, 0, 0, 1, 0, 0, 0, 0));
        return cases;
    }
}
