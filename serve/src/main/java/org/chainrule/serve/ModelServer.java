package org.chainrule.serve;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.chainrule.error.ArgumentException;
import org.chainrule.serve.door.Doors;
import org.chainrule.serve.door.Gate;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.host.Shelf;
import org.chainrule.serve.measure.ServerMetrics;
import org.chainrule.serve.web.Call;
import org.chainrule.serve.web.Deadlines;
import org.chainrule.serve.web.Limits;
import org.chainrule.serve.web.PemFile;
import org.chainrule.serve.web.Site;
import org.chainrule.tabular.Release;
import org.jspecify.annotations.Nullable;

/// A server that answers predictions of models trained on tables, over HTTP: as JSON by column name, by the Open Inference
/// Protocol, and as MLflow does. A model file that is replaced is loaded and tried while the server runs.
///
/// ```java
/// try (ModelServer server = ModelServer.of(Path.of("penguins.safetensors")).port(8080).start()) {
///     System.out.println(server.address());
///     Thread.currentThread().join();
/// }
/// ```
public final class ModelServer implements AutoCloseable {
    private final Site site;
    private final Shelf shelf;

    private ModelServer(Site site, Shelf shelf) {
        this.site = site;
        this.shelf = shelf;
    }

    /// Returns the settings of a server of models. The name of a model is that of its file without `.safetensors`. A folder
    /// holds the versions of a model: the folder has the name of the model, and each file that of a version.
    ///
    /// @throws ArgumentException if there are none
    public static Settings of(Path... models) {
        return of(List.of(models));
    }

    /// Same as [#of(Path...)].
    public static Settings of(List<Path> models) {
        if (models.isEmpty()) {
            throw new ArgumentException("models", "serve: there is no model to serve; name at least one file");
        }
        return new Settings(List.copyOf(models));
    }

    /// The settings of a server. Immutable: each method returns a copy.
    public static final class Settings implements Cloneable {
        private final List<Path> models;
        private String host = "127.0.0.1";
        private int port = 8080;
        private @Nullable String token;
        private @Nullable Path tls;
        private int maxBatch = 64;
        private Duration maxWait = Duration.ZERO;
        private Limits limits = Limits.USUAL;
        private Duration look = Duration.ofMillis(500);
        private @Nullable Consumer<String> accessLog;
        private Consumer<String> log = _ -> {
        };

        private Settings(List<Path> models) {
            this.models = models;
        }

        private Settings with(Consumer<Settings> change) {
            try {
                Settings copy = (Settings) clone();
                change.accept(copy);
                return copy;
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /// Sets the address to bind to. Defaults to 127.0.0.1, which only this machine reaches.
        public Settings host(String address) {
            return with(copy -> copy.host = address);
        }

        /// Sets the port; 0 takes a free one. Defaults to 8080.
        ///
        /// @throws ArgumentException if it is not from 0 to 65535
        public Settings port(int number) {
            require(number >= 0 && number <= 65_535, "port", number, "a number from 0 to 65535");
            return with(copy -> copy.port = number);
        }

        /// Sets the token that clients send as `Authorization: Bearer TOKEN`. Defaults to none.
        ///
        /// @throws ArgumentException if it is empty, or has other characters than visible ones of ASCII
        public Settings token(String secret) {
            require(!secret.isBlank(), "token", "empty", "a secret");
            require(secret.chars().allMatch(c -> c > ' ' && c < 127), "token", "a text that no header can hold",
                    "visible characters of ASCII without spaces");
            return with(copy -> copy.token = secret);
        }

        /// Sets a PEM file with the private key and the certificates of the server, which then speaks HTTPS.
        public Settings tls(Path pem) {
            return with(copy -> copy.tls = pem);
        }

        /// Sets the most rows of several requests that are predicted together. Defaults to 64; 1 predicts each request alone.
        ///
        /// @throws ArgumentException if it is below 1
        public Settings maxBatch(int rows) {
            require(rows >= 1, "maxBatch", rows, "at least 1");
            return with(copy -> copy.maxBatch = rows);
        }

        /// Sets how long the first request of a batch waits for others. Defaults to zero: only requests that arrive while all
        /// processors are busy share a batch.
        ///
        /// @throws ArgumentException if it is negative or more than a second
        public Settings maxWait(Duration time) {
            require(!time.isNegative() && time.compareTo(Duration.ofSeconds(1)) <= 0, "maxWait", time,
                    "from 0 to 1 second");
            return with(copy -> copy.maxWait = time);
        }

        /// Sets the largest body of a request in bytes. Defaults to 16 MiB.
        ///
        /// @throws ArgumentException if it is below 1 or above 1 GiB
        public Settings maxBody(long bytes) {
            require(bytes >= 1 && bytes <= 1L << 30, "maxBody", bytes, "from 1 byte to 1 GiB");
            return limits(known -> known.bodyBytes(bytes));
        }

        /// Sets how long the headers, and how long the body of a request may take to arrive. Defaults to 10 and 30 seconds. A
        /// client has as long for its answer as for its body.
        ///
        /// @throws ArgumentException if one is not positive or more than a day
        public Settings times(Duration headers, Duration body) {
            require(isPositive(headers), "the time of headers", headers, "more than 0, at most a day");
            require(isPositive(body), "the time of bodies", body, "more than 0, at most a day");
            return limits(known -> known.times(headers, body));
        }

        /// Sets the most requests that are answered at once; further ones are refused. Defaults to 256.
        ///
        /// @throws ArgumentException if it is below 1
        public Settings maxRequests(int most) {
            require(most >= 1, "maxRequests", most, "at least 1");
            return limits(known -> known.requests(most));
        }

        private Settings limits(UnaryOperator<Limits> change) {
            return with(copy -> copy.limits = change.apply(limits));
        }

        /// Sets how often the server looks for files that were replaced. Defaults to every 500 milliseconds.
        ///
        /// @throws ArgumentException if it is less than a millisecond or more than a day
        public Settings look(Duration period) {
            require(isPositive(period) && period.toMillis() >= 1, "look", period, "from 1 millisecond to a day");
            return with(copy -> copy.look = period);
        }

        /// Sets what receives a line of JSON for each request. Defaults to nothing.
        public Settings accessLog(Consumer<String> lines) {
            return with(copy -> copy.accessLog = lines);
        }

        /// Sets what receives a sentence when a model is replaced or refused, and on errors of the server. Defaults to
        /// nothing.
        public Settings log(Consumer<String> sentences) {
            return with(copy -> copy.log = sentences);
        }

        private static boolean isPositive(Duration time) {
            return time.isPositive() && time.compareTo(Duration.ofDays(1)) <= 0;
        }

        private static void require(boolean holds, String setting, Object value, String expected) {
            if (!holds) {
                throw new ArgumentException(setting,
                        "serve: " + setting + " is " + value + ", expected " + expected);
            }
        }

        /// Loads the models and starts the server.
        ///
        /// @throws IOException if a file cannot be read, the port is taken, or the address is not of this machine
        /// @throws ArgumentException if two models have the same name
        /// @throws org.chainrule.error.FormatException if a file is not a model trained on a table
        public ModelServer start() throws IOException {
            return start(error -> String.valueOf(error.getMessage()));
        }

        /// Same as [#start()], with the words of a user interface for the reasons why a replaced model is refused.
        public ModelServer start(Function<Throwable, String> words) throws IOException {
            ServerMetrics metrics = new ServerMetrics();
            Consumer<String> sentences = harmless(log);
            Consumer<String> lines = accessLog;
            Shelf shelf = new Shelf(new Served.Batches(maxBatch, maxWait.toNanos()), metrics, words, sentences);
            Doors doors = new Doors(shelf, metrics, Release.version(), token != null);
            Path pem = tls;
            SSLContext context = pem == null ? null : PemFile.context(pem);
            Deadlines deadlines = new Deadlines(limits);
            Gate gate = new Gate(doors, limits, deadlines, token, metrics, lines == null ? null : harmless(lines),
                    sentences);
            // the classes of the server are loaded while the models are
            FutureTask<Void> loading = new FutureTask<>(() -> {
                shelf.load(models);
                doors.warm();
                return null;
            });
            Thread.ofPlatform().daemon().name("loading").start(loading);
            Site site = Site.start(host, port, limits, deadlines, context,
                    routes -> routes.any(gate), () -> await(loading));
            shelf.watch(look.toMillis());
            return new ModelServer(site, shelf);
        }

        /// Returns a receiver whose errors end neither a request nor the look for new models.
        private static Consumer<String> harmless(Consumer<String> receiver) {
            return text -> {
                try {
                    receiver.accept(text);
                } catch (RuntimeException _) {
                    // the server has no other place to tell it
                }
            };
        }

        private static void await(FutureTask<Void> loading) throws IOException {
            try {
                loading.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException cause -> throw cause;
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the start of the server was interrupted");
            }
        }
    }

    /// Returns the address of the server, with a slash at its end.
    public URI address() {
        return site.address();
    }

    /// Returns the address to which rows for a model are posted.
    ///
    /// @param model the name of a model
    public URI address(String model) {
        return site.address().resolve("models/" + Call.encoded(model) + "/predict");
    }

    /// Returns the names of the models.
    public List<String> models() {
        return shelf.names();
    }

    /// Stops listening, and waits up to four seconds for running requests.
    @Override
    public void close() {
        shelf.close();
        site.close();
    }
}
