package org.chainrule.bench.tables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The options of a run of the benchmark on tables.
///
/// @param tables  the tables
/// @param models  the models
/// @param seeds   the seeds of the models
/// @param seconds the time for a search
/// @param splits  the largest number of splits of a table
/// @param data    the folder of data sets
/// @param out     the folder for the results instead of `bench/results` and `docs`; null if none is given
record TablesOptions(List<Catalog.Entry> tables, List<Rival> models, List<Long> seeds, double seconds, int splits,
        Path data,
        @org.jspecify.annotations.Nullable Path out) {
    private static final String EXPECTED = "--quick, --data NAME..., --file FILE:TARGET..., --models NAME..., "
            + "--seeds N..., --time SECONDS, --splits N, --folder FOLDER, --out FOLDER";
    /// A table with more splits than this is trained with one seed on each.
    private static final int FEW_SPLITS = 3;

    /// A run: one split with one seed.
    record Turn(int split, long seed) {
    }

    /// Reads the options.
    ///
    /// @param root the folder of the checkout
    static TablesOptions of(Path root, List<String> args) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        String open = "";
        for (String arg : args) {
            switch (arg) {
                case "--quick", "--data", "--file", "--models", "--seeds", "--time", "--splits", "--folder",
                        "--out" -> {
                    open = arg;
                    given.putIfAbsent(arg, new ArrayList<>());
                }
                default -> {
                    List<String> values = given.get(open);
                    if (values == null || open.equals("--quick") || arg.startsWith("--")) {
                        throw refuse("cannot read '" + arg + "'", EXPECTED);
                    }
                    values.add(arg);
                }
            }
        }
        boolean quick = given.containsKey("--quick");
        List<String> names = given.getOrDefault("--data", List.of());
        List<String> files = given.getOrDefault("--file", List.of());
        if (!files.isEmpty() && !given.containsKey("--out")) {
            throw refuse("--file is given without --out", "a folder for the results of your own tables");
        }
        boolean all = names.isEmpty() && files.isEmpty();
        List<Catalog.Entry> tables = Stream.concat(Catalog.all().stream()
                .filter(table -> all ? !quick || table.quick() : names.contains(table.title())),
                files.stream().map(Catalog::own)).toList();
        known("table", names, Catalog.all().stream().map(Catalog.Entry::title).toList());
        List<String> chosen = given.getOrDefault("--models", List.of());
        known("model", chosen, Rival.all().stream().map(Rival::name).toList());
        List<Rival> models = Rival.all().stream()
                .filter(model -> chosen.isEmpty() ? model.standard() : chosen.contains(model.name())).toList();
        List<Long> seeds = given.containsKey("--seeds")
                ? given.getOrDefault("--seeds", List.of()).stream().map(seed -> whole("--seeds", seed)).toList()
                : quick ? List.of(0L) : List.of(0L, 1L, 2L);
        if (seeds.isEmpty()) {
            throw refuse("--seeds has no number", "whole numbers such as 0 1 2");
        }
        double seconds = given.containsKey("--time") ? seconds(one(given, "--time")) : quick ? 10 : 60;
        int splits = given.containsKey("--splits")
                ? Math.clamp(whole("--splits", one(given, "--splits")), 1, 1000)
                : quick ? FEW_SPLITS : 1000;
        return new TablesOptions(tables, models, seeds, seconds, splits, given.containsKey("--folder")
                ? Path.of(one(given, "--folder"))
                : root.resolveSibling("shared").resolve("data"),
                given.containsKey("--out") ? Path.of(one(given, "--out")) : null);
    }

    private static void known(String what, List<String> names, List<String> all) {
        for (String name : names) {
            if (!all.contains(name)) {
                throw refuse("there is no " + what + " " + name, "one of " + String.join(", ", all));
            }
        }
    }

    private static String one(Map<String, List<String>> given, String option) {
        List<String> values = given.getOrDefault(option, List.of());
        if (values.size() != 1) {
            throw refuse(option + " has " + values.size() + " values", "one");
        }
        return values.getFirst();
    }

    private static long whole(String option, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw refuse(option + " is " + text, "a whole number of at most nine digits");
        }
        return Long.parseLong(text);
    }

    private static double seconds(String text) {
        if (!text.matches("[0-9]{1,6}(s|m)?")) {
            throw refuse("--time is " + text, "seconds or minutes, such as 60, 60s or 2m");
        }
        double number = Double.parseDouble(text.replaceAll("[sm]", ""));
        return text.endsWith("m") ? 60 * number : number;
    }

    private static IllegalArgumentException refuse(String what, String expected) {
        return new IllegalArgumentException("bench/tables: " + what + ", expected " + expected);
    }

    /// Returns the runs on a table with so many splits. With many splits, each of them is a run with the first seed:
    /// another split already changes more than another seed.
    List<Turn> turns(int of) {
        List<Long> each = of > FEW_SPLITS ? seeds.subList(0, 1) : seeds;
        return IntStream.range(0, Math.min(of, splits)).boxed()
                .flatMap(split -> each.stream().map(seed -> new Turn(split, seed))).toList();
    }
}
