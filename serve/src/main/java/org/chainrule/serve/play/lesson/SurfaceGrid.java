package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// The picture's rows: every combination of two columns, or every value of one, with all other columns at the value of
/// the middle row, or at the most frequent category.
final class SurfaceGrid {
    private static final int CELLS = 60;
    private static final int CELLS_ALONE = 180;
    /// The most cells of a map of a neuron on a side.
    private static final int MAP = 20;
    /// The value of an input that has full color: inputs are scaled to about this range.
    private static final double INPUT_REACH = 2;

    private final Study study;
    private final GridAxis x;
    private final Optional<GridAxis> y;
    private final float[] inputs;

    private SurfaceGrid(Study study, GridAxis x, Optional<GridAxis> y) {
        this.study = study;
        this.x = x;
        this.y = y;
        this.inputs = inputs();
    }

    static SurfaceGrid of(Study study, List<Encoding> columns) {
        boolean alone = columns.size() == 1;
        GridAxis x = GridAxis.of(study, columns.getFirst(), alone ? CELLS_ALONE : CELLS);
        return new SurfaceGrid(study, x,
                alone ? Optional.empty() : Optional.of(GridAxis.of(study, columns.get(1), CELLS)));
    }

    private float[] inputs() {
        int width = study.schema().width();
        float[] all = new float[size() * width];
        float[] typical = typical();
        int[] from = from();
        for (int j = 0; j < rows(); j++) {
            for (int i = 0; i < x.cells(); i++) {
                int at = (j * x.cells() + i) * width;
                System.arraycopy(typical, 0, all, at, width);
                System.arraycopy(x.inputs()[i], 0, all, at + from[0], x.encoding().width());
                if (y.isPresent()) {
                    System.arraycopy(y.get().inputs()[j], 0, all, at + from[1], y.get().encoding().width());
                }
            }
        }
        return all;
    }

    /// Returns the index of the first input of each axis.
    private int[] from() {
        int next = 0;
        int[] from = new int[2];
        for (Encoding each : study.schema().encodings()) {
            if (each.equals(x.encoding())) {
                from[0] = next;
            }
            if (y.isPresent() && each.equals(y.get().encoding())) {
                from[1] = next;
            }
            next += each.width();
        }
        return from;
    }

    private float[] typical() {
        float[] row = new float[study.schema().width()];
        int next = 0;
        for (Encoding each : study.schema().encodings()) {
            Column column = study.table().column(each.column());
            RowSource source = each.rows(column);
            source.read(middle(column, study.measuredTraining()), row, next);
            next += each.width();
        }
        return row;
    }

    /// Returns the row with the median of a column, or with its most frequent text.
    private static int middle(Column column, int[] rows) {
        int[] present = IntStream.of(rows).filter(row -> !column.missing(row)).toArray();
        if (present.length == 0) {
            return rows[0];
        }
        if (column instanceof NumberColumn || column instanceof DateColumn) {
            List<Integer> sorted = IntStream.of(present).boxed()
                    .sorted(Comparator.comparingDouble(row -> column instanceof NumberColumn numbers
                            ? numbers.value(row)
                            : ((DateColumn) column).seconds(row)))
                    .toList();
            return sorted.get((sorted.size() - 1) / 2);
        }
        Map<String, Long> counts = IntStream.of(present).boxed()
                .collect(Collectors.groupingBy(column::text, LinkedHashMap::new, Collectors.counting()));
        String most = counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        return IntStream.of(present).filter(row -> column.text(row).equals(most)).findFirst().orElseThrow();
    }

    /// Returns the inputs of all rows, row by row: the cells of x within those of y.
    float[] rowsOfInputs() {
        return inputs;
    }

    int size() {
        return x.cells() * rows();
    }

    private int rows() {
        return y.map(GridAxis::cells).orElse(1);
    }

    /// Returns the places in the grid of the cells of a neuron's map, row by row.
    int[] map() {
        int[] across = spread(x.cells(), y.isPresent() ? MAP : 3 * MAP);
        int[] up = spread(rows(), MAP);
        List<Integer> places = new ArrayList<>();
        for (int j : up) {
            for (int i : across) {
                places.add(j * x.cells() + i);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] spread(int cells, int most) {
        int count = Math.min(cells, most);
        return IntStream.range(0, count).map(i -> (2 * i + 1) * cells / (2 * count)).toArray();
    }

    List<String> columns() {
        return y.isPresent()
                ? List.of(x.encoding().column(), y.get().encoding().column())
                : List.of(x.encoding().column());
    }

    /// Returns the first inputs to draw: those of the axes, then others.
    int[] drawnInputs(int most) {
        int[] from = from();
        List<Integer> drawn = new ArrayList<>();
        IntStream.range(from[0], from[0] + x.encoding().width()).forEach(drawn::add);
        y.ifPresent(axis -> IntStream.range(from[1], from[1] + axis.encoding().width()).forEach(drawn::add));
        IntStream.range(0, study.schema().width()).filter(input -> !drawn.contains(input)).forEach(drawn::add);
        return drawn.stream().limit(most).mapToInt(Integer::intValue).toArray();
    }

    /// Returns the axes, the map's shape and the shown rows, as a tree for [org.chainrule.io.Json].
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("x", x.toJson());
        y.ifPresent(axis -> json.put("y", axis.toJson()));
        json.put("mapWidth", spread(x.cells(), y.isPresent() ? MAP : 3 * MAP).length);
        json.put("mapHeight", spread(rows(), MAP).length);
        json.put("inputMaps", inputMaps());
        json.put("others", study.schema().encodings().size() - columns().size());
        json.put("train", points(study.shownTraining()));
        json.put("held", points(study.shownHeld()));
        return json;
    }

    /// Returns the map of each drawn input, as [Frame] has them of units.
    private String inputMaps() {
        int[] places = map();
        int[] drawn = drawnInputs(Frame.DRAWN);
        int width = study.schema().width();
        byte[] maps = new byte[drawn.length * places.length];
        float[] values = new float[places.length];
        for (int k = 0; k < drawn.length; k++) {
            for (int i = 0; i < places.length; i++) {
                values[i] = inputs[places[i] * width + drawn[k]];
            }
            Numbers.scaled(values, 0, INPUT_REACH, maps, k * places.length);
        }
        return Numbers.bytes(maps);
    }

    private Map<String, Object> points(int[] rows) {
        Table table = study.table();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", IntStream.of(rows).boxed().toList());
        json.put("x", IntStream.of(rows).mapToObj(row -> Numbers.finite(x.place(table, row))).toList());
        y.ifPresent(axis -> json.put("y",
                IntStream.of(rows).mapToObj(row -> Numbers.finite(axis.place(table, row))).toList()));
        float[] truths = study.truths(rows);
        json.put("truth",
                IntStream.range(0, rows.length).mapToObj(i -> Numbers.finite(study.restored(truths[i]))).toList());
        return json;
    }
}
