package org.chainrule.tabular.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.chainrule.io.Json;
import org.chainrule.tabular.Reproduction;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.read.Tables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One table of numbers, words, dates, booleans, lists, codes with leading zeros, missing values and awkward texts gives
/// the same model wherever it is.
class SameModelTest {
    private static final List<String> NAMES = List.of("id", "size", "weight", "word", "code", "day", "moment", "flag",
            "tags", "price");

    /// A row; null for a missing value.
    public record Row(int id, @Nullable Double size, float weight, @Nullable String word, String code,
            @Nullable LocalDate day, LocalDateTime moment, @Nullable Boolean flag, List<String> tags, double price) {
        List<Object> values() {
            List<Object> values = new ArrayList<>();
            for (Object value : new Object[]{id, size, weight, word, code, day, moment, flag, String.join(";", tags),
                    price}) {
                values.add(value == null ? "" : value);
            }
            return values;
        }
    }

    private static List<Row> rows() {
        Random random = new Random(3);
        List<String> words = List.of("plain", "a \"quoted\" one", "one, two", "zwei\nZeilen", "grün 😀", "#5", "NA",
                "total");
        List<String> tags = List.of("sea", "sun", "snow");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int kind = random.nextInt(words.size());
            double size = random.nextGaussian() * 100;
            boolean flag = random.nextBoolean();
            rows.add(new Row(i, random.nextInt(9) == 0 ? null : size, random.nextFloat(), random.nextInt(9) == 0
                    ? null
                    : words.get(kind), String.format("%05d", random.nextInt(4) * 17),
                    random.nextInt(9) == 0 ? null : LocalDate.of(2025, 1, 1).plusDays(random.nextInt(700)),
                    LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(random.nextInt(500_000)),
                    random.nextInt(9) == 0 ? null : flag, List.of(tags.get(kind % 3), tags.get((kind + 1) % 3)),
                    Math.rint(size * 3 + kind * 50 + (flag ? 40 : 0)) / 4));
        }
        return rows;
    }

    private static String csv(Iterable<Row> rows) {
        StringBuilder csv = new StringBuilder(String.join(",", NAMES)).append('\n');
        for (Row row : rows) {
            List<String> fields = row.values().stream()
                    .map(value -> value instanceof LocalDateTime time
                            ? time + (time.getSecond() == 0 ? ":00" : "")
                            : value)
                    .map(String::valueOf)
                    .map(text -> text.matches("(?s).*[,\"\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text)
                    .toList();
            csv.append(String.join(",", fields)).append('\n');
        }
        return csv.toString();
    }

    private static String json(Iterable<Row> rows) {
        StringBuilder json = new StringBuilder();
        for (Row row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < NAMES.size(); i++) {
                Object value = row.values().get(i);
                if (!value.equals("")) {
                    object.put(NAMES.get(i), value instanceof Number || value instanceof Boolean
                            ? value instanceof Float number ? Double.valueOf(number.toString()) : value
                            : NAMES.get(i).equals("tags") ? row.tags : value.toString());
                }
            }
            json.append(Json.write(object)).append('\n');
        }
        return json.toString();
    }

    private static void fill(Connection connection, List<Row> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table t(\"id\" int, \"size\" double, \"weight\" real, \"word\" varchar,"
                    + " \"code\" char(5), \"day\" date, \"moment\" timestamp, \"flag\" boolean, \"tags\" varchar array,"
                    + " \"price\" decimal(20, 2))");
        }
        try (PreparedStatement insert = connection
                .prepareStatement("insert into t values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Row row : rows) {
                Object[] values = {row.id, row.size, row.weight, row.word, row.code, row.day, row.moment, row.flag,
                        row.tags.toArray(), row.price};
                for (int i = 0; i < values.length; i++) {
                    insert.setObject(i + 1, values[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static TabularModel model(TableSource source) throws IOException {
        return Tabular.of("price").hidden(8).epochs(3).threads(1).prepare(source).fit().model();
    }

    private static void same(TabularModel model, TabularModel csv) {
        assertThat(Json.write(model.schema().toJson())).isEqualTo(Json.write(csv.schema().toJson()));
        assertThat(Json.write(model.target().toJson())).isEqualTo(Json.write(csv.target().toJson()));
        csv.network().parameters().forEach((name, value) -> assertThat(model.network().parameters().get(name).values())
                .as(name).isEqualTo(value.values()));
    }

    @Test
    void fromEveryPlace(@TempDir Path folder) throws IOException, SQLException {
        List<Row> rows = rows();
        Path file = Files.writeString(folder.resolve("t.csv"), csv(rows));
        TabularModel csv = model(TableSource.of(file));
        assertThat(csv.schema().names()).hasSizeGreaterThan(20);

        Path lines = Files.writeString(folder.resolve("t.jsonl"), json(rows));
        same(model(TableSource.of(lines)), csv);
        Path packed = folder.resolve("t.ndjson.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
            gzip.write(json(rows).getBytes(StandardCharsets.UTF_8));
        }
        same(model(TableSource.of(packed)), csv);
        Path array = Files.writeString(folder.resolve("t.json"),
                "[" + json(rows).strip().replace("}\n", "},\n") + "]");
        same(model(TableSource.of(array)), csv);
        same(model(TableSource.of(new ByteArrayInputStream(json(rows).getBytes(StandardCharsets.UTF_8)), "stdin")),
                csv);

        Path first = Files.writeString(folder.resolve("1.csv"), csv(rows.subList(0, 150)) + "\n\n");
        Path second = Files.writeString(folder.resolve("2.jsonl"), json(rows.subList(150, 400)));
        TableSource several = TableSource.of(List.of(first, second));
        TabularModel of = model(several);
        same(of, csv);
        assertThat(of.provenance().source()).isEqualTo("1.csv and 1 other file");
        assertThat(of.provenance().digest()).isEqualTo(several.digest()).hasSize(64);
        assertThat(Reproduction.of(of, several, 1, (_, _) -> {
        }).same()).isTrue();

        same(Tabular.of("price").hidden(8).epochs(3).threads(1).fit(Tables.read(rows, "rows")).model(), csv);

        try (Connection open = DriverManager.getConnection("jdbc:h2:mem:same")) {
            fill(open, rows);
            TableSource query = TableSource.query(Database.of("jdbc:h2:mem:same"), "select * from t order by \"id\"");
            TabularModel queried = model(query);
            same(queried, csv);
            assertThat(queried.provenance().source()).isEqualTo("the query");
            assertThat(Reproduction.of(queried,
                    TableSource.query(Database.of("jdbc:h2:mem:same"), "select * from t order by \"id\""), 1,
                    (_, _) -> {
                    }).same()).isTrue();
        }
    }
}
