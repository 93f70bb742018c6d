package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.chainrule.io.Json;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.TextEncoding;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

class NoveltyJsonTest {
    private static final double DAY = 86_400;

    private static Table table(double[] x, double[] y, String word, double day, double version) {
        int rows = x.length;
        String[] words = new String[rows];
        double[] days = new double[rows];
        double[] versions = new double[rows];
        for (int i = 0; i < rows; i++) {
            words[i] = i == 0 ? word : i % 2 == 0 ? "a" : "b";
            days[i] = i == 0 ? day * DAY : i * DAY;
            versions[i] = version;
        }
        return Table.of("t", new Column[]{NumberColumn.of("x", x), NumberColumn.of("y", y), TextColumn.of("w", words),
                DateColumn.of("d", days), NumberColumn.of("v", versions)});
    }

    @Test
    void everyKindIsTold() {
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        double[] far = x.clone();
        far[2] = Double.NaN;
        far[3] = -9;
        double[] large = new double[12];
        for (int i = 0; i < 12; i++) {
            large[i] = 1000 * x[i];
        }
        Table train = table(x, x, "a", 0, 2);
        Schema schema = Schema.fit(train, train.rows(), Set.of());
        Table later = table(far, large, "c", 400, 3);
        Novelty novelty = schema.novelty(later, later.rows());
        assertThat(Json.write(NoveltyJson.of(novelty))).isEqualTo("{\"rows\":12,\"columns\":["
                + "{\"column\":\"x\",\"rows\":1,\"kind\":\"missing\"},"
                + "{\"column\":\"x\",\"rows\":1,\"kind\":\"range\",\"training\":\"1 to 12\",\"example\":\"-9\",\"line\":4},"
                + "{\"column\":\"y\",\"rows\":12,\"kind\":\"unit\",\"times\":1000.0},"
                + "{\"column\":\"w\",\"rows\":1,\"kind\":\"category\",\"example\":\"c\",\"line\":1},"
                + "{\"column\":\"d\",\"rows\":1,\"kind\":\"period\",\"training\":\"1970-01-01 to 1970-01-12\","
                + "\"example\":\"1971-02-05\",\"line\":1},"
                + "{\"column\":\"v\",\"rows\":12,\"kind\":\"constant\",\"training\":\"2\",\"example\":\"3\",\"line\":1}]}");
    }

    @Test
    void rowsThatAreFarAsAWholeAreTold() {
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        Table table = table(x, x, "a", 0, 2);
        Novelty novelty = Schema.fit(table, table.rows(), Set.of()).novelty(table, table.rows())
                .with(new Novelty.Distances() {
                    @Override
                    public double quantile(int row) {
                        return row == 4 || row == 7 ? 0.995 : 0.5;
                    }

                    @Override
                    public boolean isFar(int row) {
                        return row == 4 || row == 7;
                    }
                }, table::line);
        assertThat(Json.write(NoveltyJson.of(novelty))).isEqualTo(
                "{\"rows\":0,\"columns\":[],\"combination\":{\"rows\":2,\"line\":5,\"quantile\":0.995}}");
    }

    @Test
    void textsWithoutKnownWordsAreTold() {
        Schema schema = new Schema(List.of(new TextEncoding("t", List.of("good"), List.of(3), 9, false)), List.of());
        Table later = Table.of("t", TextColumn.of("t", "good", "bad"));
        assertThat(Json.write(NoveltyJson.of(schema.novelty(later, later.rows()))))
                .isEqualTo("{\"rows\":1,\"columns\":[{\"column\":\"t\",\"rows\":1,\"kind\":\"text\","
                        + "\"example\":\"bad\",\"line\":2}]}");
    }
}
