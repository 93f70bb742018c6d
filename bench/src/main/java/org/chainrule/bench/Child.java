package org.chainrule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.io.Json;

/// The result of a process that timed works or solved a problem.
///
/// @param lines the lines of JSON that it printed, as [Meter] does
/// @param failure the reason for a failure, or empty
public record Child(List<Map<?, ?>> lines, String failure) {
    /// The environment variable that selects the kernels of OpenBLAS.
    static final String CORE = "OPENBLAS_CORETYPE";

    /// Runs a command to its end with the given number of threads.
    public static Child run(List<String> command, int threads) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        // Settings of BLAS and OpenMP in the environment are meant for other programs and can slow a peer down. Only the
        // choice of kernels is kept, for an OpenBLAS that does not recognize the processor.
        builder.environment().keySet().removeIf(
                name -> !name.equals(CORE) && name.matches("(OPENBLAS|GOTO|OMP|GOMP|KMP|MKL|BLIS)_.*"));
        for (String name : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
            builder.environment().put(name, "" + threads);
        }
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Path log = Files.createTempFile("chainrule-bench", ".log");
        try {
            return run(builder.redirectError(log.toFile()), log);
        } finally {
            Files.delete(log);
        }
    }

    private static Child run(ProcessBuilder builder, Path log) throws IOException, InterruptedException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Child(List.of(), "it could not be started: " + e.getMessage());
        }
        process.getOutputStream().close();
        List<Map<?, ?>> lines = new ArrayList<>();
        process.inputReader().lines().filter(line -> line.matches("\\{\"(work|rates|model)\".*"))
                .forEach(line -> {
                    if (Json.parse(line) instanceof Map<?, ?> map) {
                        lines.add(map);
                    }
                });
        if (process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0) {
            return new Child(lines, "");
        }
        process.destroyForcibly();
        return new Child(lines, reason(Files.readAllLines(log)));
    }

    /// Returns one line about a failed process from its output.
    private static String reason(List<String> log) {
        String last = log.isEmpty() ? "it failed without output" : log.getLast();
        Matcher absent = Pattern.compile("No module named '([^']*)'").matcher(last);
        return absent.find() ? "it is not installed: Python has no module " + absent.group(1) + "." : last;
    }

    /// Returns the rates of a line, or none if it has a reason instead.
    static List<Double> rates(Map<?, ?> line) {
        return line.get("rates") instanceof List<?> rates
                ? rates.stream().map(rate -> ((Number) rate).doubleValue()).toList()
                : List.of();
    }

    /// Returns the first line of the reason why there are no rates.
    static String reason(Map<?, ?> line) {
        return String.valueOf(line.get("reason")).lines().findFirst().orElse("");
    }
}
