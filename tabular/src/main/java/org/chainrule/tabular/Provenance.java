package org.chainrule.tabular;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.model.Model;
import org.chainrule.tabular.ensemble.SavedChoices;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.report.Origin;
import org.chainrule.tabular.report.Search;
import org.chainrule.tabular.report.Subject;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.train.EpochRecord;

/// The origin of a model: its data, its training and its quality at that time. It holds no times and no paths except
/// those in the command, so the same training writes the same bytes.
///
/// @param version      the release of Chainrule that trained the model
/// @param source       the file name, without its folder; that of the first of several files and the number of others
/// @param digest       SHA-256 of the table in hexadecimal, as [TableSource][org.chainrule.tabular.read.TableSource#digest]
///                     defines it; empty for a table that a program passed
/// @param rows         the numbers of training, validation and test rows with a target
/// @param columns      the number of columns of the table, including the target
/// @param model        `mlp` or `linear`; `own` if a program trained the network itself
/// @param epochs       the maximum number of epochs
/// @param batch        the batch size in rows
/// @param learningRate the learning rate of Adam
/// @param results      measures by subject: `validation` and `test` for the model, `testLow` and `testHigh` for the ends
///                     of the 95 % intervals of the latter, `constant`, `linear` and `neighbors` for the baselines on the
///                     test rows
/// @param java         the Java release that trained the model, such as `25`; empty in models of format 1
/// @param command      the command that trained the model; empty if a program did
/// @param chosen       how the decision threshold was chosen; empty if it was not chosen by the training
/// @param members      the networks of an ensemble, in the order of training; empty for a single network
/// @param aim          the metric that chose the epoch, the weights of the rows, and whether classes were balanced
/// @param procedure    what it takes to repeat the training; empty in models before format 4
/// @param parent       the model that the training went on with; empty if it began anew
/// @param seen         digests of the rows that the model was tested on and learned from, for a [Continuation]; empty in
///                     models before format 5
public record Provenance(String version, String source, String digest, List<Integer> rows, int columns, String model,
        int epochs, int batch, double learningRate, Map<String, Map<String, Double>> results, String java,
        String command, Optional<ChosenThreshold> chosen, List<Member> members, Aim aim,
        Optional<Procedure> procedure, Optional<Parent> parent, String seen) {
    /// The newest version; 3 added the members of an ensemble, 4 the procedure and the losses of members, 5 the parent and
    /// the rows that were seen.
    private static final int FORMAT = 5;
    /// The kind of a network that a program trained itself.
    static final String OWN = "own";

    /// Creates a provenance; copies the collections.
    public Provenance {
        rows = List.copyOf(rows);
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        members = List.copyOf(members);
    }

    /// A network that was trained for an ensemble.
    ///
    /// @param name      the name, such as `realmlp fold 2 of 5`
    /// @param epochs    the number of epochs it was trained; fewer than its recipe sets if the time was over
    /// @param bestEpoch the epoch of its parameters
    /// @param weight    its weight in the average; 0 if it is not part of the model
    /// @param losses    the mean loss over the training rows in each epoch; empty in models before format 4
    /// @param held      the loss on the rows that it held out after each epoch; empty in models before format 4
    public record Member(String name, int epochs, int bestEpoch, double weight, List<Double> losses,
            List<Double> held) {
        /// Creates a member; copies the lists.
        public Member {
            losses = List.copyOf(losses);
            held = List.copyOf(held);
        }

        static Member of(String name, List<EpochRecord> history, int bestEpoch, double weight) {
            return new Member(name, history.size(), bestEpoch, weight,
                    history.stream().map(EpochRecord::loss).toList(), history.stream()
                            .map(epoch -> epoch.validation().getOrDefault("loss", Double.NaN)).toList());
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("epochs", epochs);
            json.put("bestEpoch", bestEpoch);
            json.put("weight", weight);
            json.put("losses", losses.stream().map(Member::exact).toList());
            json.put("held", held.stream().map(Member::exact).toList());
            return json;
        }

        private static Member fromJson(JsonFields fields) {
            boolean older = !fields.keys().contains("losses");
            return new Member(fields.text("name"), (int) fields.number("epochs"), (int) fields.number("bestEpoch"),
                    fields.number("weight"), older ? List.of() : numbers(fields, "losses"),
                    older ? List.of() : numbers(fields, "held"));
        }

        /// Returns a number as JSON; one that JSON cannot hold as text.
        private static Object exact(double value) {
            return Double.isFinite(value) ? (Object) value : Double.toString(value);
        }

        private static List<Double> numbers(JsonFields fields, String key) {
            List<Double> numbers = new ArrayList<>();
            for (Object value : fields.list(key)) {
                numbers.add(switch (value) {
                    case Number number -> number.doubleValue();
                    case String text when text.equals("NaN") -> Double.NaN;
                    case String text when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
                    default -> throw fields.refuse("should have only numbers in \"" + key + "\"");
                });
            }
            return numbers;
        }
    }

    /// The validation rows on which the decision threshold has the highest F1 of the positive class.
    ///
    /// @param rows      the number of validation rows
    /// @param positives the number of those with the positive class
    public record ChosenThreshold(int rows, int positives) {
    }

    /// The model that a training went on with.
    ///
    /// @param source the file name, without its folder; empty if it was not loaded by the training
    /// @param digest SHA-256 of the file in hexadecimal; empty if it was not loaded by the training
    public record Parent(String source, String digest) {
    }

    /// What it takes to repeat a training on the same table, to the last bit.
    ///
    /// @param settings the settings of the training as a tree for [org.chainrule.io.Json]; those that do not affect the
    ///                 model, such as the number of threads, are not among them
    /// @param leftOut  the networks of the ensemble that were planned and are not among its members: the time was over
    ///                 before they began, or before their first epoch ended, or their training diverged
    /// @param stopped  whether the caller stopped the training
    public record Procedure(Map<String, Object> settings, List<String> leftOut, boolean stopped) {
        /// Creates a procedure; copies the collections.
        public Procedure {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            leftOut = List.copyOf(leftOut);
        }

        private static Optional<Procedure> find(JsonFields fields) {
            return fields.keys().contains("settings")
                    ? Optional.of(new Procedure(fields.object("settings").tree(), fields.texts("leftOut"),
                            fields.flag("stopped")))
                    : Optional.empty();
        }
    }

    /// Returns on which rows a decision threshold was chosen; empty for numbers.
    static Optional<ChosenThreshold> chosen(Target target, Table table, int[] validation) {
        return target instanceof Target.Classes classes
                ? Optional.of(new ChosenThreshold(validation.length,
                        classes.count(table, validation, classes.positive())))
                : Optional.empty();
    }

    /// Returns the provenance of the model of a training.
    ///
    /// @param members the networks of an ensemble; empty for a single network
    /// @param seen    the rows that the model has seen
    static Provenance of(TrainingPlan training, Map<String, Map<String, Double>> results,
            Optional<ChosenThreshold> chosen, List<Member> members, Procedure procedure, String seen) {
        return new Provenance(Release.version(), fileName(training.table().source()), training.rows.digest(),
                List.of(training.trainingRows(), training.validationRows(), training.testRows()),
                training.table().columns().size(), training.model(), training.epochs(), training.batch(),
                training.learningRate(), results, Integer.toString(Runtime.version().feature()),
                training.choices.command, chosen, members, training.aim(), Optional.of(procedure),
                Optional.empty(), seen);
    }

    /// Returns the provenance of a network that a program trained itself. It has no procedure, and 0 stands for the
    /// settings, which are not known.
    static Provenance own(TrainingPlan training, Map<String, Map<String, Double>> results, String seen) {
        return new Provenance(Release.version(), fileName(training.table().source()), training.rows.digest(),
                List.of(training.trainingRows(), training.validationRows(), training.testRows()),
                training.table().columns().size(), OWN, 0, 0, 0, results,
                Integer.toString(Runtime.version().feature()), training.choices.command, Optional.empty(), List.of(),
                training.aim(), Optional.empty(), Optional.empty(), seen);
    }

    /// Returns what a report tells about.
    ///
    /// @param tabular the model of this provenance
    Subject subject(TabularModel tabular) {
        Model network = tabular.network();
        List<Member> trained = members.isEmpty()
                ? List.of(Member.of(model, network.history(), network.bestEpoch(), 1))
                : members;
        Search search = new Search(trained.stream().map(member -> new Search.Run(member.name, member.epochs,
                member.bestEpoch, member.weight, member.losses, member.held)).toList(),
                procedure.map(Procedure::leftOut).orElse(List.of()));
        Origin origin = new Origin(version, java, source, digest, command, model, network.seed(), rows, columns,
                parent.map(before -> before.source).filter(name -> !name.isEmpty()),
                procedure.map(Procedure::stopped).orElse(false), procedure.isPresent() && parent.isEmpty());
        return new Subject(tabular.schema(), tabular.target(), aim, network, origin, search, results,
                procedure.map(Procedure::settings).orElse(Map.of()), seen, tabular::trace);
    }

    /// Returns the name of a file without its folder.
    static String fileName(String source) {
        Path name = Path.of(source).getFileName();
        return name == null ? source : name.toString();
    }

    /// Returns the measures by subject.
    static Map<String, Map<String, Double>> results(Map<String, Double> validated, Map<String, Double> tested,
            Assessment assessment, Map<String, Map<String, Double>> baselines) {
        Map<String, Map<String, Double>> results = new LinkedHashMap<>();
        results.put("validation", validated);
        if (!tested.isEmpty()) {
            results.put("test", tested);
        }
        if (!assessment.intervals().isEmpty()) {
            results.put("testLow", assessment.ends(Interval::low));
            results.put("testHigh", assessment.ends(Interval::high));
        }
        results.putAll(baselines);
        return results;
    }

    /// Returns the provenance as a tree for [org.chainrule.io.Json], with a format version.
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
        chosen.ifPresent(by -> {
            Map<String, Object> rows = new LinkedHashMap<>();
            rows.put("rows", by.rows);
            rows.put("positives", by.positives);
            json.put("bestF1", rows);
        });
        if (!members.isEmpty()) {
            json.put("members", members.stream().map(Member::toJson).toList());
        }
        json.putAll(aim.toJson());
        procedure.ifPresent(repeated -> {
            json.put("settings", repeated.settings);
            json.put("leftOut", repeated.leftOut);
            json.put("stopped", repeated.stopped);
        });
        parent.ifPresent(model -> {
            Map<String, Object> origin = new LinkedHashMap<>();
            origin.put("source", model.source);
            origin.put("sha256", model.digest);
            json.put("parent", origin);
        });
        if (!seen.isEmpty()) {
            json.put("seen", seen);
        }
        return json;
    }

    private static List<Member> members(JsonFields fields, String source) {
        return fields.keys().contains("members")
                ? fields.list("members").stream().map(tree -> Member.fromJson(JsonFields.of(tree, source, "member")))
                        .toList()
                : List.of();
    }

    private static Optional<ChosenThreshold> chosen(JsonFields fields) {
        if (!fields.keys().contains("bestF1")) {
            return Optional.empty();
        }
        JsonFields by = fields.object("bestF1");
        return Optional.of(new ChosenThreshold((int) by.number("rows"), (int) by.number("positives")));
    }

    /// Returns the provenance that a tree describes.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @throws org.chainrule.error.FormatException if [#toJson()] does not write such a tree, or the format is newer
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
                first ? "" : fields.text("java"), first ? "" : fields.text("command"), chosen(fields),
                members(fields, source), SavedChoices.aim(fields), Procedure.find(fields),
                fields.keys().contains("parent")
                        ? Optional.of(new Parent(fields.object("parent").text("source"),
                                fields.object("parent").text("sha256")))
                        : Optional.empty(),
                fields.keys().contains("seen") ? fields.text("seen") : "");
    }
}
