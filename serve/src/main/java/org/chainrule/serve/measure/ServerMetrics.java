package org.chainrule.serve.measure;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// All that a server counts.
public final class ServerMetrics {
    /// The type of the text for Prometheus.
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double[] SECONDS = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
            0.25,
            0.5, 1, 2.5, 5, 10};
    private static final double[] ROWS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

    private final Family<Counter> requests = new Family<>("chainrule_requests_total", "counter",
            "Requests by door, model and status.", List.of("door", "model", "status"), Counter::new);
    private final Family<Histogram> seconds = new Family<>("chainrule_request_seconds", "histogram",
            "Time from the headers of a request for a model to its answer.", List.of("door", "model"),
            () -> new Histogram(SECONDS));
    private final Family<Counter> rows = new Family<>("chainrule_rows_total", "counter", "Rows that were predicted.",
            List.of("model"), Counter::new);
    private final Family<Histogram> batches = new Family<>("chainrule_batch_rows", "histogram",
            "Rows that the network predicted at once.", List.of("model"), () -> new Histogram(ROWS));
    private final Family<Counter> errors = new Family<>("chainrule_errors_total", "counter",
            "Requests that were refused, or whose clients left, by kind.", List.of("kind"), Counter::new);
    private final Family<Counter> loads = new Family<>("chainrule_model_loads_total", "counter",
            "Files that were loaded (accepted) or refused.", List.of("model", "result"), Counter::new);
    private final Map<String, Drift> drifts = new ConcurrentHashMap<>();

    /// The counts of the requests of a door to a model.
    ///
    /// @param door  the name of the door
    /// @param model the name of the model; empty if there is none
    private record Place(String door, String model) {
    }

    private final Map<Place, Histogram> times = new ConcurrentHashMap<>();
    private final Map<Place, Counter> answered = new ConcurrentHashMap<>();

    /// Counts a request.
    ///
    /// @param door  the name of the door
    /// @param model the name of a model that exists; empty if there is none
    /// @param status the status of its answer; 499 if the client left before
    /// @param nanos the time it took
    /// @param count the number of rows that were predicted
    public void request(String door, String model, int status, long nanos, int count) {
        Place place = new Place(door, model);
        if (!model.isEmpty()) {
            times.computeIfAbsent(place, _ -> seconds.of(door, model)).add(nanos / 1e9);
        }
        if (status == 200) {
            answered.computeIfAbsent(place, _ -> requests.of(door, model, "200")).add(1);
        } else {
            requests.of(door, model, Integer.toString(status)).add(1);
        }
        if (count > 0) {
            rows.of(model).add(count);
        }
    }

    /// Counts an error.
    public void error(String kind) {
        errors.of(kind).add(1);
    }

    /// Counts a file that was loaded.
    public void loaded(String model, boolean accepted) {
        loads.of(model, accepted ? "accepted" : "refused").add(1);
    }

    /// Returns the sizes of the batches of a model.
    public Histogram batches(String model) {
        return batches.of(model);
    }

    /// Sets what is known about the inputs of a model.
    public void drift(String model, Drift drift) {
        drifts.put(model, drift);
    }

    /// Returns all as text for Prometheus.
    public String text() {
        StringBuilder out = new StringBuilder(1 << 13);
        requests.write(out);
        seconds.write(out);
        rows.write(out);
        batches.write(out);
        errors.write(out);
        loads.write(out);
        drift(out);
        Family<Drift.Gauge> memory = new Family<>("jvm_memory_used_bytes", "gauge", "Memory in use.", List.of("area"),
                Drift.Gauge::new);
        memory.of("heap").set((double) ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        memory.write(out);
        Family<Drift.Gauge> start = new Family<>("process_start_time_seconds", "gauge",
                "When the process began, in seconds since 1970.", List.of(), Drift.Gauge::new);
        start.of().set(ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
        start.write(out);
        return out.toString();
    }

    private void drift(StringBuilder out) {
        List<String> columns = List.of("model", "column");
        Family<Drift.Gauge> seen = new Family<>("chainrule_input_rows_total", "counter",
                "Rows that were predicted by a model since it was loaded.", List.of("model"), Drift.Gauge::new);
        Family<Drift.Gauge> missing = new Family<>("chainrule_input_missing_total", "counter",
                "Missing values of a column.", columns, Drift.Gauge::new);
        Family<Drift.Gauge> novel = new Family<>("chainrule_input_novel_total", "counter",
                "Values outside the range of the training rows, or that they did not have.", columns,
                Drift.Gauge::new);
        Family<Drift.Gauge> shift = new Family<>("chainrule_input_shift", "gauge",
                "Mean of a column minus that of the training rows, in their deviations.", columns, Drift.Gauge::new);
        drifts.forEach((model, drift) -> drift.report(model, seen, missing, novel, shift));
        seen.write(out);
        missing.write(out);
        novel.write(out);
        shift.write(out);
    }
}
