package org.chainrule.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// California housing (Pace and Barry, 1997) in the form used by published results: eight features of a block of houses,
/// the median value in units of 100,000 dollars, and the split of Gorishniy, Rubachev and Babenko (2022) into 16,512 rows for
/// training and validation and 4,128 rows for the test.
///
/// Arguments: the folder of tables, then seeds. The folder defaults to `tabular` in the folder named by the system property
/// `chainrule.data`.
public final class CaliforniaHousing {
    private CaliforniaHousing() {
    }

    // snippet: derived columns
    /// The eight features and the target for the given rows of the raw table.
    static Table derive(Table raw, int[] rows) {
        NumberColumn households = numbers(raw, "households");
        NumberColumn rooms = numbers(raw, "total_rooms");
        NumberColumn bedrooms = numbers(raw, "total_bedrooms"); // 207 values are missing; they stay missing
        NumberColumn population = numbers(raw, "population");
        return Table.of("california",
                column("MedInc", rows, numbers(raw, "median_income")::value),
                column("HouseAge", rows, numbers(raw, "housing_median_age")::value),
                column("AveRooms", rows, row -> rooms.value(row) / households.value(row)),
                column("AveBedrms", rows, row -> bedrooms.value(row) / households.value(row)),
                column("Population", rows, population::value),
                column("AveOccup", rows, row -> population.value(row) / households.value(row)),
                column("Latitude", rows, numbers(raw, "latitude")::value),
                column("Longitude", rows, numbers(raw, "longitude")::value),
                column("MedHouseVal", rows, row -> numbers(raw, "median_house_value").value(row) / 100_000));
    }
    // end

    private static NumberColumn numbers(Table table, String name) {
        return (NumberColumn) table.column(name);
    }

    private static NumberColumn column(String name, int[] rows, IntToDoubleFunction value) {
        return NumberColumn.of(name, Arrays.stream(rows).mapToDouble(value).toArray());
    }

    /// The rows of one part of the published split.
    static int[] rows(Path folder, String part) throws IOException {
        try (var lines = Files.lines(folder.resolve("reference_splits/california_rtdl_" + part + "_idx.txt"))) {
            return lines.mapToInt(Integer::parseInt).toArray();
        }
    }

    /// Trains with each seed and measures the model on the test rows of the published split.
    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0
                ? Path.of(args[0])
                : Path.of(System.getProperty("chainrule.data", ".."), "tabular");
        long[] seeds = args.length > 1
                ? Arrays.stream(args).skip(1).mapToLong(Long::parseLong).toArray()
                : new long[]{0};
        Table raw = Tables.read(folder.resolve("california_housing/housing.csv"));
        int[] train = IntStream.concat(Arrays.stream(rows(folder, "train")), Arrays.stream(rows(folder, "val")))
                .toArray();
        Table test = derive(raw, rows(folder, "test"));
        double sum = 0;
        for (long seed : seeds) {
            TabularResult result = Tabular.of("MedHouseVal").quick().seed(seed).fit(derive(raw, train), test);
            double rmse = result.test().getOrDefault("rmse", Double.NaN);
            Print.line("seed %d: RMSE %.4f, linear model %.4f, after %d epochs, %.0f s", seed, rmse,
                    result.baselines().getOrDefault("linear", Map.of()).getOrDefault("rmse", Double.NaN),
                    result.epochs(), result.seconds());
            sum += rmse;
        }
        Print.line("mean RMSE %.4f over %d seeds", sum / seeds.length, seeds.length);
    }
}
