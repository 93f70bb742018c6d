package org.chainrule.bench.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.bench.tables.RawFile.Values;

/// The tables of the benchmark. Each is given by its file, its target and its splits; bench/README.md lists them.
final class Catalog {
    // @formatter:off
    private static final List<Entry> ALL = List.of(
        new Entry("california", false, Catalog::california),
        new Entry("adult", false, Catalog::adult),
        new Entry("bank", false,
                folder -> folds(RawFile.read(folder.resolve("bank_marketing/bank-full.csv"), ';'), true, "y")),
        new Entry("wine-red", true, folder -> wine(folder, "red")),
        new Entry("wine-white", true, folder -> wine(folder, "white")),
        new Entry("abalone", true, Catalog::abalone),
        new Entry("cpu-act", true, folder -> folds(pmlb(folder, "197_cpu_act"), false, "target")),
        new Entry("optdigits", true, folder -> folds(pmlb(folder, "optdigits"), true, "target")),
        new Entry("mammography", true, Catalog::mammography),
        // not the number, the name, the ticket and the cabin of a passenger, which are those of one or a few rows
        new Entry("titanic", true, folder -> folds(RawFile.read(folder.resolve("titanic/titanic.csv"), ','), true,
                "Survived", "PassengerId", "Name", "Ticket", "Cabin")),
        new Entry("mushroom", true, Catalog::mushroom),
        new Entry("penguins", true,
                folder -> folds(RawFile.read(folder.resolve("penguins/penguins.csv"), ','), true, "species")),
        new Entry("iris", true, Catalog::iris),
        new Entry("concrete", true, folder -> uci(folder, "concrete")),
        new Entry("energy", true, folder -> uci(folder, "energy")),
        new Entry("power-plant", true, folder -> uci(folder, "power-plant")),
        new Entry("yacht", true, folder -> uci(folder, "yacht")));
    // @formatter:on

    private static final int FOLDS = 3;
    private static final long SEED = 0;
    private static final String TARGET = "target";

    /// Reads a table from the folder of all tables.
    @FunctionalInterface
    interface Source {
        /// Reads the table.
        Dataset read(Path folder) throws IOException;
    }

    private Catalog() {
    }

    /// A table of the benchmark.
    ///
    /// @param title  the name of the table in options and reports
    /// @param quick  whether the short run has this table
    /// @param source reads the table
    record Entry(String title, boolean quick, Source source) {
        /// Reads the table from the folder of all tables.
        Dataset read(Path folder) throws IOException {
            return source.read(folder);
        }
    }

    /// Returns all tables.
    static List<Entry> all() {
        return ALL;
    }

    /// Returns a table of the user, with all its columns, the rows that have a target, and folds. The target is a class
    /// unless all its values are numbers, more than two of them different.
    ///
    /// @param given the path of the file and the target, separated by a colon
    static Entry own(String given) {
        int colon = given.lastIndexOf(':');
        if (colon <= 0 || colon == given.length() - 1) {
            throw new IllegalArgumentException(
                    "bench/tables: --file is " + given + ", expected FILE:TARGET such as houses.csv:price");
        }
        Path path = Path.of(given.substring(0, colon));
        String target = given.substring(colon + 1);
        String title = path.getFileName().toString().replaceFirst("\\.[^.]+$", "");
        return new Entry(title + ":" + target, true, _ -> {
            RawFile file = RawFile.read(path, ',').with(target);
            boolean numbers = !file.values(target).attribute().categorical()
                    && file.text(target).stream().distinct().count() > 2;
            return folds(file, !numbers, target);
        });
    }

    /// Returns a table with folds, whose inputs are all columns but the target and those left out.
    private static Dataset folds(RawFile file, boolean classes, String target, String... out) {
        List<Values> inputs = file.names().stream()
                .filter(name -> !name.equals(target) && !List.of(out).contains(name)).map(file::values).toList();
        return RawFile.table(inputs, classes ? file.categories(target) : file.values(target)).folds(FOLDS, SEED);
    }

    private static Dataset wine(Path folder, String colour) throws IOException {
        return folds(RawFile.read(folder.resolve("wine_quality/winequality-" + colour + ".csv"), ',', "fixed acidity",
                "volatile acidity", "citric acid", "residual sugar", "chlorides", "free sulfur dioxide",
                "total sulfur dioxide", "density", "pH", "sulphates", "alcohol", "quality"), false, "quality");
    }

    private static Dataset abalone(Path folder) throws IOException {
        return folds(RawFile.read(folder.resolve("abalone/abalone.csv"), ',', "sex", "length", "diameter", "height",
                "whole weight", "shucked weight", "viscera weight", "shell weight", "rings"), false, "rings");
    }

    private static Dataset mammography(Path folder) throws IOException {
        return folds(RawFile.read(folder.resolve("mammography/mammography.csv"), ',', "area", "grey level",
                "gradient strength", "noise fluctuation", "contrast", "shape descriptor", TARGET), true, TARGET);
    }

    private static Dataset iris(Path folder) throws IOException {
        return folds(RawFile.read(folder.resolve("iris/iris.csv"), ',', "sepal length", "sepal width", "petal length",
                "petal width", "species"), true, "species");
    }

    private static RawFile pmlb(Path folder, String name) throws IOException {
        return RawFile.read(folder.resolve("pmlb/" + name + ".tsv.gz"), '\t');
    }

    /// The codes of this table are names of categories, without an order.
    private static Dataset mushroom(Path folder) throws IOException {
        RawFile file = pmlb(folder, "mushroom");
        return RawFile.table(file.names().stream().filter(name -> !name.equals(TARGET)).map(file::categories).toList(),
                file.categories(TARGET)).folds(FOLDS, SEED);
    }

    /// The official training and test files. The labels of the test file end in a full stop.
    private static Dataset adult(Path folder) throws IOException {
        String[] names = {"age", "workclass", "fnlwgt", "education", "education-num", "marital-status", "occupation",
                "relationship", "race", "sex", "capital-gain", "capital-loss", "hours-per-week", "native-country",
                TARGET};
        RawFile train = RawFile.read(folder.resolve("adult/adult-train.csv"), ',', names);
        RawFile test = RawFile.read(folder.resolve("adult/adult-test.csv"), ',', names);
        RawFile plain = new RawFile(test.names(), test.cells().stream()
                .map(row -> row.stream().map(cell -> cell.replaceFirst("K\\.$", "K")).toList()).toList());
        int rows = train.cells().size();
        return folds(train.then(plain), true, TARGET).with(List.of(new Partition(IntStream.range(0, rows).toArray(),
                IntStream.range(rows, rows + test.cells().size()).toArray())));
    }

    /// The eight features, the target in units of 100,000 dollars and the split of published results (Gorishniy,
    /// Rubachev and Babenko 2022); their rows to train and to validate are the training rows.
    private static Dataset california(Path folder) throws IOException {
        RawFile raw = RawFile.read(folder.resolve("california_housing/housing.csv"), ',');
        double[] rooms = raw.numbers("total_rooms");
        double[] bedrooms = raw.numbers("total_bedrooms"); // 207 values are missing; they stay missing
        double[] population = raw.numbers("population");
        double[] households = raw.numbers("households");
        List<Values> inputs = List.of(Values.numbers("MedInc", raw.numbers("median_income")),
                Values.numbers("HouseAge", raw.numbers("housing_median_age")),
                derived("AveRooms", rooms.length, row -> rooms[row] / households[row]),
                derived("AveBedrms", rooms.length, row -> bedrooms[row] / households[row]),
                Values.numbers("Population", population),
                derived("AveOccup", rooms.length, row -> population[row] / households[row]),
                Values.numbers("Latitude", raw.numbers("latitude")),
                Values.numbers("Longitude", raw.numbers("longitude")));
        double[] dollars = raw.numbers("median_house_value");
        Dataset table = RawFile.table(inputs, derived("MedHouseVal", dollars.length, row -> dollars[row] / 100_000));
        String part = "reference_splits/california_rtdl_%s_idx.txt";
        int[] train = IntStream.concat(Arrays.stream(indices(folder.resolve(part.formatted("train")))),
                Arrays.stream(indices(folder.resolve(part.formatted("val"))))).toArray();
        return table.with(List.of(new Partition(train, indices(folder.resolve(part.formatted("test"))))));
    }

    private static Values derived(String name, int rows, IntToDoubleFunction of) {
        return Values.numbers(name, IntStream.range(0, rows).mapToDouble(of).toArray());
    }

    /// A table with its 20 published splits (Hernández-Lobato and Adams 2015).
    private static Dataset uci(Path folder, String name) throws IOException {
        Path own = folder.resolve("uci_regression_20splits").resolve(name);
        int[] inputs = indices(own.resolve("index_features.txt"));
        int target = indices(own.resolve("index_target.txt"))[0];
        String[] names = IntStream.range(0, Math.max(target, Arrays.stream(inputs).max().orElse(0)) + 1)
                .mapToObj(i -> i == target ? TARGET : "x" + i).toArray(String[]::new);
        RawFile file = RawFile.readBlanks(own.resolve("data.txt"), names);
        List<Partition> splits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            splits.add(new Partition(indices(own.resolve("index_train_" + i + ".txt")),
                    indices(own.resolve("index_test_" + i + ".txt"))));
        }
        return RawFile.table(Arrays.stream(inputs).mapToObj(i -> file.values(names[i])).toList(), file.values(TARGET))
                .with(splits);
    }

    private static int[] indices(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty())
                    .mapToInt(line -> (int) Double.parseDouble(line)).toArray();
        }
    }
}
