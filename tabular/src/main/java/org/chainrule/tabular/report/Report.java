package org.chainrule.tabular.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.chainrule.io.Json;
import org.chainrule.io.SafeFile;
import org.chainrule.tabular.explain.Explainer;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.SeenRows;
import org.chainrule.tabular.train.Warnings;
import org.chainrule.tabular.value.Phrases;

/// Everything worth knowing about a model, as facts: what it was trained on, what was tried, how good it is on rows with a
/// target, what it relies on, where it errs, and how to train it again.
///
/// ```java
/// Report report = model.report(model.readWithTarget(Path.of("test.csv")));
/// report.save(Path.of("report.html"));
/// ```
///
/// The page is one file of XHTML that loads nothing, runs no script, and suits light, dark, phones and paper. The same
/// model and rows give the same bytes on any number of threads.
///
/// @param title       what is predicted from what
/// @param task        the task, such as `classification`, `regression` or `quantiles`
/// @param target      the column that is predicted
/// @param summary     the report in a few sentences
/// @param data        what was read
/// @param search      the networks that were trained
/// @param results     how good the model is
/// @param classes     how well classes are predicted; empty for numbers
/// @param numbers     how well numbers are predicted; empty for classes
/// @param explanation what the model relies on
/// @param errors      where the model errs
/// @param network     the network
/// @param origin      where the model comes from
/// @param seconds     the duration of the training; empty if it is not known
/// @param memory      the bytes that training a batch takes; empty if they are not known
public record Report(String title, String task, String target, Summary summary, DataSummary data, Search search,
        TestResults results, Optional<ClassQuality> classes, Optional<NumberQuality> numbers, Reliance explanation,
        ErrorAnalysis errors, NetworkSummary network, Origin origin, OptionalDouble seconds, Optional<Long> memory) {
    private static final Duration EXPLAINED = Duration.ofSeconds(4);
    /// The share of a time limit for explanations, and the least time for them.
    private static final double SHARE = 0.1;
    private static final int LEAST_MILLIS = 200;
    /// The most rows of the training that results are compared with.
    private static final int TRAINED = 4000;
    private static final int SHOWN = 3;

    /// Returns the report of a model on rows with a target. Rows without one do not count, and neither do rows that the model
    /// learned from, unless there are no others.
    ///
    /// @param notes   what the training adds; empty for a model at hand
    /// @param wording how remarks name the remedies
    /// @throws org.chainrule.error.ArgumentException if the table lacks a column, has no row with a target, or has a class
    ///     that the model does not know
    public static Report of(Subject subject, Table read, Optional<Subject.Notes> notes, Wording wording) {
        Codec codec = new Codec(subject.schema(), subject.target()).aiming(subject.aim());
        Table table = subject.aim().counted(read);
        int[] all = codec.withTarget(table);
        List<Remark> remarks = new ArrayList<>();
        notes.ifPresentOrElse(known -> remarks.addAll(known.remarks()), () -> {
            remarks.addAll(table.reading().remarks());
            if (all.length < table.size()) {
                remarks.add(new DataRemark.MissingTarget(table.size() - all.length, subject.target().column()));
            }
            remarks.addAll(Warnings.weights(subject.aim(), table));
        });
        List<String> sentences = new ArrayList<>(remarks.stream().map(remark -> remark.sentence(wording)).toList());
        Chosen chosen = notes.isPresent()
                ? new Chosen(all, all.length == 1
                        ? "test row that was not used in training"
                        : "test rows that were not used in training", false)
                : unseen(subject, codec, table, all, sentences);
        int[] rows = chosen.rows;
        Scored scored = Scored.of(codec, subject.model(), table, rows);
        if (scored.size() < rows.length) {
            sentences.add(
                    String.format(Locale.ROOT, "charts and groups are made of %,d rows, evenly spaced among the %,d",
                            scored.size(), rows.length));
        }
        Table whole = notes.map(Subject.Notes::table).orElse(table);
        TestResults.Assessed assessed = TestResults.of(subject, codec, table, rows, chosen.which, chosen.learned,
                notes, whole, trained(subject, codec, whole));
        Optional<ClassQuality> classes = subject.target() instanceof Target.Classes target
                ? Optional.of(ClassQuality.of(scored, target, assessed.assessment()))
                : Optional.empty();
        Optional<NumberQuality> numbers = subject.target() instanceof Target.Numbers target
                ? Optional.of(NumberQuality.of(scored, target))
                : Optional.empty();
        Optional<Duration> limit = notes.map(Subject.Notes::limit).filter(OptionalDouble::isPresent)
                .map(known -> Duration.ofMillis(Math.max(LEAST_MILLIS, (long) (1000 * SHARE * known.getAsDouble()))));
        Duration planned = limit.filter(time -> time.compareTo(EXPLAINED) < 0).orElse(EXPLAINED);
        Reliance explanation = Reliance.of(Explainer
                .of(subject.schema(), subject.target(), subject.model(), subject.aim(),
                        rows.length == table.size() ? table : table.select("it is not part of the report", rows))
                .within(planned.dividedBy(2)).seed(subject.origin().seed()), limit);
        ErrorAnalysis errors = ErrorAnalysis.of(scored, whole, explanation.columns().stream().limit(SHOWN).toList());
        DataSummary data = DataSummary.of(whole, subject.schema(),
                subject.target().column(), notes.isPresent() ? subject.origin().source() : name(table.source()),
                split(subject, notes, rows.length), sentences, unused(subject, notes, whole));
        Origin origin = subject.origin();
        return new Report(Phrases.quoted(subject.target().column()) + " of " + origin.source(), task(subject.target()),
                subject.target().column(),
                Summary.of(assessed.results(), subject.search(), explanation, errors,
                        classes.map(quality -> new Summary.Facts(true, quality.trust(), quality.mixed()))
                                .orElseGet(() -> new Summary.Facts(false, numbers.orElseThrow().trust(), "")),
                        data, origin),
                data, subject.search(), assessed.results(), classes, numbers, explanation, errors,
                NetworkSummary.of(subject, scored), origin,
                notes.map(known -> OptionalDouble.of(known.seconds())).orElse(OptionalDouble.empty()),
                notes.map(Subject.Notes::memory));
    }

    /// The rows that a report is made on.
    ///
    /// @param which   what they are
    /// @param learned whether the model learned from them
    private record Chosen(int[] rows, String which, boolean learned) {
    }

    /// Returns the rows that the model did not learn from; all of them if it learned from all.
    private static Chosen unseen(Subject subject, Codec codec, Table table, int[] rows, List<String> sentences) {
        if (subject.seen().isEmpty()) {
            return new Chosen(rows, "rows", false);
        }
        SeenRows seen = SeenRows.parse(subject.seen(), subject.origin().source());
        int[] fresh = seen.unlearned(codec, table, rows);
        int learned = rows.length - fresh.length;
        if (learned > 0) {
            sentences.add(
                    String.format(Locale.ROOT, "the model learned from %,d of the %,d rows%s", learned, rows.length,
                            fresh.length > 0
                                    ? "; they are left out, because results on them would be too good"
                                    : ": the results are too good; take rows that it has not seen"));
        }
        return fresh.length == 0
                ? new Chosen(rows, "rows that the model learned from", true)
                : new Chosen(fresh, seen.learned().isPresent() ? "rows that the model did not learn from" : "rows",
                        false);
    }

    /// Returns some rows of the training of a table, evenly spaced; empty if none are known.
    private static int[] trained(Subject subject, Codec codec, Table whole) {
        if (subject.seen().isEmpty()) {
            return new int[0];
        }
        int[] all = codec.withTarget(whole);
        return SeenRows.parse(subject.seen(), subject.origin().source()).learned(codec, whole,
                Scored.thinned(all.length, TRAINED).map(place -> all[place]).toArray());
    }

    private static String name(String source) {
        // a table may come from a query or from several files, whose name is no path
        return source.contains(":") ? source : source.substring(source.lastIndexOf('/') + 1);
    }

    /// Returns how many rows of the table took no part; -1 if that is not known, or the test rows have a table of their own.
    private static int unused(Subject subject, Optional<Subject.Notes> notes, Table whole) {
        return notes.isEmpty() || notes.get().drawn().isEmpty()
                ? -1
                : Math.max(0, whole.size() - subject.origin().rows().stream().mapToInt(Integer::intValue).sum());
    }

    private static String split(Subject subject, Optional<Subject.Notes> notes, int rows) {
        List<Integer> counts = subject.origin().rows();
        int folds = subject.search().folds();
        String trained = folds > 1
                ? String.format(Locale.ROOT,
                        "The %,d rows of the training are in %d parts (folds). For each part, a network learned from"
                                + " the other %s; the part that it did not see chose its epoch",
                        counts.get(0) + counts.get(1), folds, folds == 2 ? "one" : folds - 1)
                : String.format(Locale.ROOT,
                        "The model learned from %,d rows, and %,d others (validation) chose the epoch",
                        counts.get(0), counts.get(1));
        return notes
                .map(known -> "Task: " + known.choice() + ". " + trained
                        + String.format(Locale.ROOT, ". The test has %,d other rows, ", rows)
                        + (known.drawn().isEmpty() ? "in a table of their own" : known.drawn()))
                .orElseGet(() -> String.format(Locale.ROOT, "The report is made on %,d rows; the model was trained on ",
                        rows) + subject.origin().source() + ". " + trained);
    }

    private static String task(Target target) {
        return target instanceof Target.Numbers numbers && numbers.estimand() instanceof Estimand.Quantiles
                ? "quantiles"
                : target.task().word();
    }

    /// Returns the report as a tree for [Json]: an object with an entry for each fact, by its name.
    @SuppressWarnings("unchecked")
    public Map<String, Object> toJson() {
        return (Map<String, Object>) JsonTree.of(this);
    }

    /// Returns the report as a page.
    public String html() {
        return Page.of(this);
    }

    /// Saves the report: as JSON if the name of the file ends in `.json`, and as a page otherwise. If anything fails, an
    /// existing file stays as it was.
    ///
    /// @throws IOException if the file cannot be written; the message gives the reason
    public void save(Path file) throws IOException {
        Path name = file.getFileName();
        boolean json = name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        byte[] bytes = (json ? Json.write(toJson()) + "\n" : html()).getBytes(StandardCharsets.UTF_8);
        SafeFile.write(file, out -> out.write(bytes));
    }
}
