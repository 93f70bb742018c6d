package org.chainrule.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.value.JsonFields;

/// Where a model comes from: what it was trained on, how, and how good it was then. It holds no times and no paths but those
/// in the command, so the same training leaves the same bytes.
///
/// @param version      the release of Chainrule that trained it
/// @param source       the name of the file, without its folder
/// @param digest       SHA-256 of the file in hexadecimal; empty for a table that is not from a file
/// @param rows         rows with a target: for training, for choosing the epoch, for the test
/// @param columns      columns of the table, the target included
/// @param model        `mlp` or `linear`
/// @param epochs       the most epochs allowed
/// @param batch        rows a step
/// @param learningRate the learning rate of Adam
/// @param results      measures by what was measured: `validation` and `test` of the model, `constant` and `linear` of
///                     the baselines on the test rows
/// @param java         the release of Java it was trained on, such as `25`; empty in models of the first format
/// @param command      the command that trained it; empty when a program did
public record Provenance(String version, String source, String digest, List<Integer> rows, int columns, String model,
        int epochs, int batch, double learningRate, Map<String, Map<String, Double>> results, String java,
        String command) {
    private static final int FORMAT = 2;

    /// A provenance.
    public Provenance {
        rows = List.copyOf(rows);
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /// SHA-256 of a file; empty for what is not a regular file.
    static String digest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            byte[] buffer = new byte[1 << 16];
            while (digest.read(buffer) >= 0) {
                // Reading feeds the digest.
            }
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The provenance as a tree for [org.chainrule.io.Json], with a format version.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("chainrule", version);
        json.put("java", java);
        json.put("command", command);
        json.put("source", source);
        json.put("sha256", digest);
        json.put("rows", rows);
        json.put("columns", columns);
        json.put("model", model);
        json.put("epochs", epochs);
        json.put("batch", batch);
        json.put("learningRate", learningRate);
        Map<String, Object> measured = new LinkedHashMap<>();
        results.forEach((what, measures) -> {
            Map<String, Object> finite = new LinkedHashMap<>();
            measures.forEach((name, value) -> {
                if (Double.isFinite(value)) {
                    finite.put(name, value);
                }
            });
            measured.put(what, finite);
        });
        json.put("results", measured);
        return json;
    }

    /// The provenance from its tree; `source` is the file it came from. Throws
    /// [org.chainrule.error.FormatException] when the tree is not one that [#toJson()] makes, or is of a newer version.
    static Provenance fromJson(Object tree, String source) {
        JsonFields fields = JsonFields.of(tree, source, "provenance").version(FORMAT);
        List<Integer> rows = new ArrayList<>();
        for (Object count : fields.list("rows")) {
            if (!(count instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE)) {
                throw fields.refuse("should have whole numbers as \"rows\"");
            }
            rows.add(number.intValue());
        }
        if (rows.size() != 3) {
            throw fields.refuse("should have three numbers as \"rows\"");
        }
        Map<String, Map<String, Double>> results = new LinkedHashMap<>();
        JsonFields measured = fields.object("results");
        for (String what : measured.keys()) {
            JsonFields each = measured.object(what);
            Map<String, Double> measures = new LinkedHashMap<>();
            each.keys().forEach(name -> measures.put(name, each.number(name)));
            results.put(what, Collections.unmodifiableMap(measures));
        }
        String digest = fields.text("sha256");
        if (!digest.matches("([0-9a-f]{64})?")) {
            throw fields.refuse("should have 64 hexadecimal digits as \"sha256\"");
        }
        boolean first = fields.number("format") < 2;
        return new Provenance(fields.text("chainrule"), fields.text("source"), digest, rows,
                (int) fields.number("columns"), fields.text("model"), (int) fields.number("epochs"),
                (int) fields.number("batch"), fields.number("learningRate"), results,
                first ? "" : fields.text("java"), first ? "" : fields.text("command"));
    }
}
