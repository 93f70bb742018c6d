package org.chainrule.tabular.sql;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// A database that is reached by JDBC. Messages show only the beginning of its URL, which may contain a password.
///
/// @param url      the URL of JDBC, such as `jdbc:postgresql://localhost/shop`
/// @param user     the name of the user; empty if the URL contains it or none is needed
/// @param password the password; empty if the URL contains it or none is needed
/// @param drivers  JAR files with the driver and its libraries; empty if the driver is on the class path
public record Database(String url, String user, String password, List<Path> drivers) {
    private static final Pattern SECRET = Pattern
            .compile(
                    "(?i)(?:password|passwd|pwd|passphrase|secret|token|key)=([^;&]+)|//[^/@:]*:([^/@]+)@|/([^/@:]+)@");
    private static final int FETCHED = 2000;

    /// Creates a database; copies the list.
    public Database {
        drivers = List.copyOf(drivers);
    }

    /// Returns a database with a driver on the class path.
    public static Database of(String url) {
        return new Database(url, "", "", List.of());
    }

    /// Reads the rows of a query.
    public interface Reader<T> {
        /// Reads the rows, which are closed afterwards.
        T read(SqlRecords rows) throws IOException, SQLException;
    }

    /// Returns the part of the URL that names the kind of database and no secret: `jdbc:postgresql:...`.
    public String shown() {
        Matcher kind = Pattern.compile("jdbc:[A-Za-z0-9+_-]+:").matcher(url);
        return kind.lookingAt() ? kind.group() + "..." : "the database";
    }

    @Override
    public String toString() {
        return shown();
    }

    /// Runs a query in a transaction that is rolled back, and reads its rows. Statements that do not begin like a query or
    /// plainly write, and several, are refused. A function that the query calls may still change data; only a user
    /// without that right cannot.
    ///
    /// @param query SQL that returns rows, such as a `SELECT`
    /// @throws ArgumentException if the query is refused, no driver fits, the query fails, or it returns no rows and columns
    /// @throws IOException if the database cannot be reached
    public <T> T query(String query, Reader<T> reader) throws IOException {
        SelectCheck.check(query);
        Connection opened = connect();
        try (Connection connection = opened) {
            return run(connection, query, reader);
        } catch (SQLException e) {
            throw failed(e);
        } catch (IOException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw failed(cause);
            }
            throw e;
        }
    }

    private <T> T run(Connection connection, String query, Reader<T> reader) throws IOException, SQLException {
        try {
            connection.setReadOnly(true);
        } catch (SQLException _) {
            // a hint, which some drivers refuse
        }
        // PostgreSQL fetches rows in portions only in a transaction.
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY,
                ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCHED);
            if (!statement.execute(query)) {
                throw new ArgumentException("query", "the query returned no table; use one that selects rows (SELECT)");
            }
            try (ResultSet rows = statement.getResultSet()) {
                return reader.read(SqlRecords.of(rows, "the query"));
            }
        } finally {
            rollBack(connection);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException _) {
            // closing the connection rolls back too
        }
    }

    private String said(SQLException failure) {
        List<String> hidden = new ArrayList<>(List.of(url));
        hidden.addAll(secrets());
        return SqlFailure.text(failure, hidden);
    }

    private ArgumentException failed(SQLException failure) {
        String said = said(failure);
        return new ArgumentException("query", SqlFailure.isTimeout(failure)
                ? "the query gave up waiting, since a table is locked or a limit of time is reached: " + said
                        + "; run it again later"
                : "the query failed: " + said);
    }

    private Connection connect() throws IOException {
        Properties settings = new Properties();
        if (!user.isEmpty()) {
            settings.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            settings.setProperty("password", password);
        }
        try {
            for (Driver driver : drivers.isEmpty() ? registered() : loaded()) {
                Connection connection = driver.acceptsURL(url) ? driver.connect(url, settings) : null;
                if (connection != null) {
                    return connection;
                }
            }
        } catch (SQLException e) {
            throw new IOException("cannot connect to " + shown() + ": " + said(e)
                    + "; check the URL, the user and the password, and whether the database runs", e);
        }
        throw new ArgumentException("driver", url.startsWith("jdbc:")
                ? "no JDBC driver for " + shown()
                        + (drivers.isEmpty() ? " on the class path" : " in the JAR files given")
                        + "; add the JAR file of the driver of this database"
                : Quote.of(masked()) + " is no URL of JDBC; it begins with jdbc: and the kind of the database, such as"
                        + " jdbc:postgresql://localhost/shop");
    }

    private String masked() {
        String shown = url;
        for (String secret : secrets()) {
            shown = shown.replace(secret, "***");
        }
        return shown;
    }

    private static List<Driver> registered() {
        return Collections.list(DriverManager.getDrivers());
    }

    /// Returns the drivers in the JAR files. The driver manager refuses those, because the caller cannot see them.
    private List<Driver> loaded() {
        List<URL> places = new ArrayList<>();
        for (Path jar : drivers) {
            if (!Files.isRegularFile(jar)) {
                throw new ArgumentException("driver", jar + " does not exist; name the JAR file of a JDBC driver");
            }
            try {
                places.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new ArgumentException("driver", jar + " is no usable file name: " + e.getMessage());
            }
        }
        // The loader stays open as long as the driver is in use.
        URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), Database.class.getClassLoader());
        List<Driver> found = new ArrayList<>();
        try {
            ServiceLoader.load(Driver.class, loader).forEach(found::add);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new ArgumentException("driver", "the JDBC driver cannot be loaded: " + Quote.visible(e.toString())
                    + "; add the JAR files of the libraries that it needs");
        }
        return found;
    }

    /// Returns the texts that messages must not show: the password, and what the URL may contain of that kind.
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of(password));
        Matcher matcher = SECRET.matcher(url);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                @Nullable
                String secret = matcher.group(group);
                if (secret != null) {
                    secrets.add(secret);
                }
            }
        }
        secrets.removeIf(String::isEmpty);
        return secrets;
    }
}
