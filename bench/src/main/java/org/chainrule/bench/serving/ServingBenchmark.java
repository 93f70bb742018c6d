package org.chainrule.bench.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.bench.Data;
import org.chainrule.bench.Machine;
import org.chainrule.bench.Quantile;
import org.chainrule.io.Json;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;

/// Times the server: its start, a fixed rate of requests, and as many requests as it can answer, beside a plain echo.
/// `bench/serving` builds everything and starts this class. The model is a network of two layers of 64 over 16 numbers.
public final class ServingBenchmark {
    private static final int COLUMNS = 16;
    private static final int CLIENTS = 64;
    private static final int STARTS = 9;
    private static final double RATE = 4000;
    private static final int WARM = 10;

    private final Path root;
    private final double seconds;
    private final int rounds;
    private final Map<String, Object> results = new LinkedHashMap<>();

    private ServingBenchmark(Path root, double seconds, int rounds) {
        this.root = root;
        this.seconds = seconds;
        this.rounds = rounds;
    }

    /// Runs the benchmark.
    ///
    /// @param args the folder of the checkout; `--quick` for a tenth of the time
    public static void main(String[] args) throws IOException, InterruptedException {
        boolean quick = args.length == 2 && args[1].equals("--quick");
        if (args.length != (quick ? 2 : 1)) {
            System.err.println("bench: cannot read '" + args[1] + "', expected --quick or nothing");
            System.exit(2);
        }
        new ServingBenchmark(Path.of(args[0]), quick ? 6 : 60, 3).run();
    }

    private void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chainrule-bench");
        Path table = Files.writeString(folder.resolve("table.csv"), Data.csv(2000, COLUMNS));
        Path model = folder.resolve("load.safetensors");
        try {
            Tabular.of("y").hidden(64, 64).epochs(5).seed(1).fit(table).model().save(model);
            Map<String, Object> row = row();
            TabularModel direct = TabularModel.load(model);
            Load.Outcome call = direct(direct, row);
            result("direct call", "p50 ms", call.millis(0.5), "p99 ms", call.millis(0.99));
            byte[] request = Connection.post("/models/load/predict", Json.write(row));
            starts(model, request);
            load(model, request, Connection.post("/echo", Json.write(row)));
        } finally {
            Files.deleteIfExists(table);
            Files.deleteIfExists(model);
            Files.deleteIfExists(folder);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", Machine.name());
        all.put("java", Machine.java());
        all.put("results", results);
        Files.writeString(Files.createDirectories(root.resolve("bench/results")).resolve("serving.json"),
                Json.write(all) + "\n");
    }

    private static Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int column = 0; column < COLUMNS; column++) {
            row.put("x" + column, 1.125 + column / 2.0);
        }
        return row;
    }

    /// Times the prediction without a server, from the same row.
    private static Load.Outcome direct(TabularModel model, Map<String, Object> row) {
        int calls = 200_000;
        long[] nanos = new long[calls];
        for (int i = -calls; i < calls; i++) {
            long start = System.nanoTime();
            model.predict(row);
            nanos[Math.max(0, i)] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return new Load.Outcome(nanos, 0, 1);
    }

    private void starts(Path model, byte[] request) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (Server server = Server.chainrule(root, model)) {
                double seconds = server.firstAnswer(request);
                if (i > 0) {
                    millis.add(1000 * seconds);
                }
            }
        }
        result("start to first answer, each after a kill", "median ms", Quantile.median(millis), "slowest ms",
                millis.stream().max(Double::compare).orElseThrow());
    }

    private void load(Path model, byte[] predict, byte[] echo) throws IOException, InterruptedException {
        try (Server server = Server.chainrule(root, model); Server plain = Server.echo()) {
            server.firstAnswer(predict);
            plain.firstAnswer(echo);
            Load own = new Load(server.port(), predict, answer(server.port(), predict), CLIENTS);
            Load other = new Load(plain.port(), echo, answer(plain.port(), echo), CLIENTS);
            own.closed(WARM);
            other.closed(WARM);
            List<Double> rates = new ArrayList<>();
            List<Double> echoes = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                rates.add(closed("closed loop, chainrule serve", own));
                echoes.add(closed("closed loop, echo", other));
            }
            result("closed loop", "serve per s", Quantile.median(rates), "echo per s", Quantile.median(echoes), "ratio",
                    Quantile.median(rates) / Quantile.median(echoes));
            for (int round = 0; round < rounds; round++) {
                open("open loop, " + (int) RATE + " per s, chainrule serve", own);
                open("open loop, " + (int) RATE + " per s, echo", other);
            }
        }
    }

    private static byte[] answer(int port, byte[] request) throws IOException {
        try (Connection connection = new Connection(port)) {
            connection.exchange(request);
            return connection.body().getBytes(StandardCharsets.UTF_8);
        }
    }

    private double closed(String what, Load load) throws InterruptedException {
        Load.Outcome outcome = load.closed(seconds / 6);
        latencies(what, outcome);
        return outcome.rate();
    }

    private void open(String what, Load load) throws InterruptedException {
        latencies(what, load.open(seconds, RATE));
    }

    private void latencies(String what, Load.Outcome outcome) {
        result(what, "per s", outcome.rate(), "errors", outcome.errors(), "p50 ms", outcome.millis(0.5), "p99 ms",
                outcome.millis(0.99), "p99.9 ms", outcome.millis(0.999));
    }

    private void result(String what, Object... figures) {
        Map<String, Object> named = new LinkedHashMap<>();
        StringBuilder line = new StringBuilder(what).append(':');
        for (int i = 0; i < figures.length; i += 2) {
            double value = ((Number) figures[i + 1]).doubleValue();
            named.put(figures[i].toString(), value);
            line.append(String.format(Locale.ROOT, "  %s %.4g", figures[i], value));
        }
        if (results.computeIfAbsent(what, key -> new ArrayList<Object>()) instanceof List<?> list) {
            List<Object> rows = new ArrayList<>(list);
            rows.add(named);
            results.put(what, rows);
        }
        System.out.println(line);
    }
}
