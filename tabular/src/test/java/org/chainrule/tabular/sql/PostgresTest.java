package org.chainrule.tabular.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Queries of a PostgreSQL server, whose URL is the system property `chainrule.postgres`.
@Tag("full")
class PostgresTest {
    private static final String SCHEMA = "chainrule_test_" + ProcessHandle.current().pid();

    private String url = "";
    private @Nullable Connection open;

    @BeforeEach
    void connect() throws SQLException {
        url = System.getProperty("chainrule.postgres", "");
        assumeTrue(!url.isEmpty(), "skipped, since no PostgreSQL server is named; name one, such as"
                + " -Dchainrule.postgres=jdbc:postgresql://localhost/test?user=anna&password=secret");
        open = DriverManager.getConnection(url);
        execute("create schema " + SCHEMA);
        execute("set search_path to " + SCHEMA);
    }

    @AfterEach
    void drop() throws SQLException {
        Connection connection = open;
        if (connection != null) {
            execute("drop schema " + SCHEMA + " cascade");
            connection.close();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = Objects.requireNonNull(open).createStatement()) {
            statement.execute(sql);
        }
    }

    private TableSource query(String columns) {
        return TableSource.query(Database.of(url), "select " + columns + " from " + SCHEMA + ".t order by id");
    }

    private Table read(String columns) throws IOException {
        return query(columns).read(TableFormat.detected(), (_, _, _, _) -> {
        });
    }

    private static List<String> row(Table table, int row) {
        return table.columns().stream().map(column -> column.missing(row) ? "" : column.text(row)).toList();
    }

    @Test
    void valuesOfAllTypes() throws IOException, SQLException {
        execute("create type mood as enum ('sad', 'happy')");
        execute("create table t(id serial, price numeric(10, 2), exact numeric, size real, weight double precision,"
                + " big bigint, sold boolean, name text, code char(5), born date, moment timestamp, utc timestamptz,"
                + " ident uuid, tags text[], counts int[], mood mood, facts jsonb)");
        execute("insert into t values (1, 12.50, 123456789012345678901234567890.5, 0.1, 0.1, 9007199254740993, true,"
                + " E'a \"b\", c\\nd', '00012', '2026-01-31', '2026-01-31 09:05:00.5', '2026-01-31 09:05:00+02',"
                + " '123e4567-e89b-12d3-a456-426614174000', array['x', null, 'y'], array[1, 2], 'happy',"
                + " '{\"a\": 1}')");
        execute("insert into t(id, price, exact, size, weight, sold, name, tags) values (2, 'NaN', 'NaN',"
                + " 'NaN', 'NaN', false, '', '{}')");
        execute("insert into t(id) values (3)");
        Table table = read("*");
        assertThat(row(table, 0)).containsExactly("1", "12.5", "1.2345678901234568E29", "0.1", "0.1",
                "9.007199254740992E15", "true", "a \"b\", c\nd", "12", "2026-01-31", "2026-01-31T09:05:00.500",
                "2026-01-31T07:05", "123e4567-e89b-12d3-a456-426614174000", "x;y", "1;2", "happy", "{\"a\": 1}");
        assertThat(row(table, 1)).containsExactly("2", "", "", "", "", "", "false", "", "", "", "", "", "", "", "", "",
                "");
        assertThat(row(table, 2)).startsWith("3", "").endsWith("", "");
        assertThat(table.columns()).filteredOn(column -> column.kind() == Column.Kind.DATE).extracting(Column::name)
                .containsExactly("born", "moment", "utc");
    }

    @Test
    void infiniteDates() throws IOException, SQLException {
        execute("create table t as select i as id, date '2026-01-01' + i as day, timestamp '2026-01-01' + i * interval '1 h'"
                + " as moment, timestamptz '2026-01-01 00:00Z' + i * interval '1 h' as utc from generate_series(1, 60) i");
        execute("update t set day = 'infinity', moment = '-infinity', utc = 'infinity' where id = 7");
        Table table = read("*");
        assertThat(table.columns()).filteredOn(column -> column.kind() == Column.Kind.DATE).extracting(Column::name)
                .containsExactly("day", "moment", "utc");
        assertThat(row(table, 6)).containsExactly("7", "", "", "");
        assertThat(table.reading().remarks()).extracting(remark -> remark.sentence(Wording.JAVA))
                .anyMatch(sentence -> sentence.contains("\"day\"") && sentence.contains("\"infinity\""))
                .anyMatch(sentence -> sentence.contains("\"moment\"") && sentence.contains("\"-infinity\""));
    }

    @Test
    void failuresInOneSentence() throws IOException, SQLException {
        execute("create table t(id int, picture bytea)");
        assertThatThrownBy(() -> read("*")).hasMessage("the query: column \"picture\" has the type \"bytea\", which a"
                + " table cannot hold; leave it out of the query");
        assertThatThrownBy(() -> read("id, missing")).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("the query failed: ").hasMessageContaining("\"missing\" does not exist")
                .hasMessageNotContaining("\n");
        execute("insert into t(id) values (1)");
        assertThatThrownBy(() -> read("array[[1, 2], [3, 4]] as pairs")).hasMessage("the query: column \"pairs\" holds"
                + " arrays of arrays, which a table cannot hold; leave it out of the query");
        assertThat(read("id").size()).isEqualTo(1);
        assertThatThrownBy(() -> read("1 / (id - 1) as x")).hasMessageStartingWith("the query failed: ")
                .hasMessageContaining("division by zero");
    }

    @Test
    void aModelOfAQuery() throws IOException, SQLException {
        execute("create table t as select i as id, (i * 7 % 31)::numeric(8, 1) as x, i % 2 = 0 as flag, i * 7 % 31 * 2"
                + " + 9 * (i % 2) as y from generate_series(1, 200) i");
        assertThat(Tabular.of("y").linear().epochs(20).prepare(query("*")).fit().test().get("r2")).isGreaterThan(0.5);
        assertThat(query("*").digest()).isEqualTo(query("*").digest()).hasSize(64);
    }
}
