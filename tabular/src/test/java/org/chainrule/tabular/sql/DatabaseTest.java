package org.chainrule.tabular.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final String URL = "jdbc:h2:mem:shop;PASSWORD=geh eim";

    /// Keeps the database in memory.
    private Connection open;

    DatabaseTest() throws SQLException {
        open = DriverManager.getConnection(URL);
    }

    @BeforeEach
    void create() throws SQLException {
        execute("create table t(id int, name varchar, price decimal(10, 2), size real, weight double, born date,"
                + " moment timestamp(9), utc timestamp with time zone, sold boolean, big bigint, code char(5), ident uuid,"
                + " tags varchar array, hours time)");
    }

    @AfterEach
    void close() throws SQLException {
        open.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Table read(String query) throws IOException {
        return read(Database.of(URL), query);
    }

    private static Table read(Database database, String query) throws IOException {
        return TableSource.query(database, query).read(TableFormat.detected(), (_, _, _, _) -> {
        });
    }

    private static List<String> row(Table table, int row) {
        return table.columns().stream().map(column -> column.missing(row) ? "" : column.text(row)).toList();
    }

    @Test
    void valuesOfAllTypes() throws IOException, SQLException {
        execute("insert into t values (1, 'a \"b\", c', 12.50, 0.1, 0.1, date '2026-01-31', timestamp '2026-01-31 09:05:00.5',"
                + " timestamp with time zone '2026-01-31 09:05:00+02', true, 9007199254740993, '00012',"
                + " '123e4567-e89b-12d3-a456-426614174000', array['x', null, 'y'], time '09:05:00')");
        execute("insert into t(id, name, size, weight, sold) values (-2, '', 3, 'NaN', false)");
        Table table = read("select * from t order by id desc");
        assertThat(table.columns()).extracting(Column::name).startsWith("ID", "NAME", "PRICE");
        assertThat(row(table, 0)).containsExactly("1", "a \"b\", c", "12.5", "0.1", "0.1", "2026-01-31",
                "2026-01-31T09:05:00.500", "2026-01-31T07:05", "true", "9.007199254740992E15", "12",
                "123e4567-e89b-12d3-a456-426614174000", "x;y", "1970-01-01T09:05");
        assertThat(row(table, 1)).containsExactly("-2", "", "", "3", "", "", "", "", "false", "", "", "", "", "");
        assertThat(table.column("BORN").kind()).isEqualTo(Column.Kind.DATE);
        assertThat(table.sentence()).startsWith("the query: 2 rows, 14 columns");
        try (Statement statement = open.createStatement();
                ResultSet rows = statement.executeQuery("select id, name from t")) {
            assertThat(Tables.read(rows, "shop").size()).isEqualTo(2);
        }
    }

    @Test
    void aQueryRunsOnceAndChangesNothing() throws IOException, SQLException {
        execute("insert into t(id) values (1), (2)");
        TableSource source = TableSource.query(Database.of(URL), "select id from t");
        String digest = source.digest();
        execute("insert into t(id) values (3)");
        assertThat(source.read(TableFormat.detected(), (_, _, _, _) -> {
        }).size()).isEqualTo(2);
        assertThat(TableSource.query(Database.of(URL), "select id from t").digest()).hasSize(64).isNotEqualTo(digest);
        for (String other : List.of("delete from t", "truncate table t", "drop table t",
                "select id from t; drop table t")) {
            assertThatThrownBy(() -> read(other)).isInstanceOf(ArgumentException.class)
                    .hasMessageMatching("the query (does not select rows|has a semicolon before its end).*");
        }
        assertThat(read("select id from t").size()).isEqualTo(3);
    }

    @Test
    void failuresInOneSentence() throws SQLException {
        assertThatThrownBy(() -> read("select * from missing\n where\u001b x")).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("the query failed: Table \"MISSING\" not found").hasMessageNotContaining("\n")
                .hasMessageNotContaining("\u001b");
        assertThatThrownBy(() -> read("select id, id from t")).hasMessage(
                "the query has two columns named \"ID\"; give one of them another name (AS)");
        assertThatThrownBy(() -> read("select cast(name as blob) b from t")).hasMessage(
                "the query: column \"B\" has the type \"BINARY LARGE OBJECT\", which a table cannot hold; leave it out of the"
                        + " query");
        assertThatThrownBy(() -> read("select id from t")).hasMessage(
                "the query has no rows; a table needs rows to learn from");
        execute("insert into t(id) values (1), (0)");
        assertThatThrownBy(() -> read("select 1 / id x from t")).hasMessageStartingWith(
                "the query failed: Division by zero");
    }

    @Test
    void aLockedTable() throws SQLException {
        execute("set default_lock_timeout 10");
        execute("insert into t(id) values (1)");
        open.setAutoCommit(false);
        execute("update t set id = 2");
        assertThatThrownBy(() -> read("select id from t for update")).hasMessageStartingWith(
                "the query gave up waiting, since a table is locked or a limit of time is reached: ")
                .hasMessageEndingWith("; run it again later");
    }

    /// The password is in the URL, in a property, or said by the driver.
    @Test
    void noMessageShowsThePassword() {
        for (Database database : List.of(Database.of("jdbc:h2:tcp://localhost:1/shop;PASSWORD=geheim"),
                new Database("jdbc:h2:mem:shop", "sa", "geheim", List.of()),
                Database.of("jdbc:nodb://anna:geheim@localhost/shop"), Database.of("jdbc:nodb:thin:anna/geheim@shop"),
                Database.of("jdbc:nodb://localhost/?password=geheim&user=anna"),
                Database.of("mysql://anna:geheim@localhost"))) {
            assertThatThrownBy(() -> read(database, "select 1")).hasMessageNotContaining("geheim");
            assertThat(database.toString()).doesNotContain("geheim");
        }
        assertThatThrownBy(() -> read(Database.of("jdbc:nodb:shop"), "select 1")).hasMessage(
                "no JDBC driver for jdbc:nodb:... on the class path; add the JAR file of the driver of this database");
        assertThatThrownBy(() -> read(Database.of("mysql://anna:geheim@localhost"), "select 1")).hasMessage(
                "\"mysql://anna:***@localhost\" is no URL of JDBC; it begins with jdbc: and the kind of the database, such as"
                        + " jdbc:postgresql://localhost/shop");
        assertThatThrownBy(() -> read(Database.of("jdbc:h2:tcp://localhost:1/shop"), "select 1"))
                .isInstanceOf(IOException.class).hasMessageStartingWith("cannot connect to jdbc:h2:...: ")
                .hasMessageEndingWith("; check the URL, the user and the password, and whether the database runs");
    }

    @Test
    void driversInJarFiles(@TempDir Path folder) throws IOException {
        Path h2 = Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        Database database = new Database("jdbc:h2:mem:other", "", "", List.of(h2));
        assertThat(read(database, "select 7 as x").column("X").text(0)).isEqualTo("7");
        Path none = folder.resolve("none.jar");
        assertThatThrownBy(() -> read(new Database("jdbc:h2:mem:x", "", "", List.of(none)), "select 1")).hasMessage(
                none + " does not exist; name the JAR file of a JDBC driver");
        Files.createFile(none);
        assertThatThrownBy(() -> read(new Database("jdbc:nodb:x", "", "", List.of(none)), "select 1")).hasMessage(
                "no JDBC driver for jdbc:nodb:... in the JAR files given; add the JAR file of the driver of this database");
    }

    record Sale(int id, String name, Double price, java.time.LocalDate day, List<String> tags, Color color,
            java.util.OptionalInt count, char mark) {
    }

    private enum Color {
        RED, BLUE
    }

    record Strange(Object value) {
    }

    @Test
    void javaRecords() throws IOException {
        Table table = Tables.read(List.of(
                new Sale(1, "a,b", 12.5, java.time.LocalDate.of(2026, 1, 31), List.of("x", "y"), Color.RED,
                        java.util.OptionalInt.of(3), 'q'),
                new Sale(2, "c", null, java.time.LocalDate.of(2026, 2, 1), List.of(), Color.BLUE,
                        java.util.OptionalInt.empty(), 'r')),
                "sales");
        assertThat(row(table, 0)).containsExactly("1", "a,b", "12.5", "2026-01-31", "x;y", "RED", "3", "q");
        assertThat(row(table, 1)).containsExactly("2", "c", "", "2026-02-01", "", "BLUE", "", "r");
        assertThat(IntStream.range(0, 2).map(table::line)).containsExactly(1, 2);
        assertThatThrownBy(() -> Tables.read(List.of(), "sales")).hasMessage(
                "sales has no rows; a table needs rows to learn from");
        assertThatThrownBy(() -> Tables.read(List.of(new Strange(1), new Sale(1, "", 1.0, null, List.of(), Color.RED,
                java.util.OptionalInt.empty(), 'x')), "sales")).hasMessage(
                        "sales has records of the types Strange and Sale; use one type");
        assertThatThrownBy(() -> Tables.read(List.of(new Strange(new int[0])), "sales")).hasMessage(
                "component \"value\" holds a int[], which a table cannot hold; use a text, a number, a boolean or a date");
    }

    record Note(int id, String text) {
    }

    /// Returns the temporary files that this process holds open, which have no name any more.
    private static Set<String> temporaryFiles() throws IOException {
        Set<String> files = new HashSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : open.toList()) {
                try {
                    files.add(each.getFileName() + " " + Files.readSymbolicLink(each));
                } catch (NoSuchFileException _) {
                    // closed since
                }
            }
        }
        files.removeIf(file -> !file.contains(".chainrule-"));
        return files;
    }

    /// More than stay in memory.
    @Test
    @EnabledOnOs(OS.LINUX)
    void theTemporaryFileOfManyRowsIsReleased() throws IOException, SQLException {
        String text = "some words ".repeat(100_000);
        List<Note> notes = IntStream.range(0, 70).mapToObj(i -> new Note(i, text)).toList();
        Set<String> before = temporaryFiles();
        assertThat(Tables.read(notes, "notes").size()).isEqualTo(70);
        assertThat(before).containsAll(temporaryFiles());
        String query = "select x, repeat('some words ', 100000) from system_range(1, 70)";
        try (Statement statement = open.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            assertThat(Tables.read(rows, "rows").size()).isEqualTo(70);
        }
        assertThat(before).containsAll(temporaryFiles());
        TableSource source = TableSource.query(Database.of(URL), query);
        for (int reading = 0; reading < 2; reading++) {
            assertThat(source.read(TableFormat.detected(), (_, _, _, _) -> {
            }).size()).isEqualTo(70);
        }
        assertThat(temporaryFiles()).as("kept to be read again").hasSizeGreaterThan(before.size());
    }
}
