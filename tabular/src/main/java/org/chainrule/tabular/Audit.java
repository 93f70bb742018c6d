package org.chainrule.tabular;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.assess.ConfidentLearning;
import org.chainrule.tabular.assess.FarErrors;
import org.chainrule.tabular.network.Approach;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.HeldOut;
import org.chainrule.tabular.train.Holdout;
import org.chainrule.tabular.value.Phrases;

/// The rows of a table whose label is probably wrong. Each row is predicted by networks that did not learn from it: the
/// rows are divided into folds, and the networks of a fold learn from all other folds.
///
/// Labels of classes are judged by confident learning (Northcutt, Jiang and Chuang, "Confident learning: Estimating
/// uncertainty in dataset labels", 2021): rows that the networks give to another class, with at least the probability that
/// this class has on average in the rows with its label, tell how many rows of each label are wrong. So many become
/// suspects: those with the largest margin, the probability of the most probable class minus that of the label. Where
/// classes overlap, there are right labels among the suspects, mostly far down in the ranking.
///
/// Numbers are judged by their errors, compared with the usual error of rows with similar predictions: a row is a suspect
/// if its error, divided by that spread, lies outside the outer fences of all rows (Tukey, 1977), three times the distance
/// of the quartiles beyond them. Suspects are ranked by that error. If the network learned a transform of the target, the
/// errors are those of the transform.
///
/// @param rows     the number of rows that were judged
/// @param unjudged the number of rows that were not judged, because their class has fewer rows than there are folds
/// @param folds    the number of folds
/// @param suspects the rows whose label is probably wrong, the most suspicious first
/// @param remarks  remarks on how the table was read
public record Audit(int rows, int unjudged, int folds, List<Suspect> suspects, List<Remark> remarks) {
    private static final int FOLDS = 5;

    /// Creates an audit; copies the lists.
    public Audit {
        suspects = List.copyOf(suspects);
        remarks = List.copyOf(remarks);
    }

    /// A row whose label is probably wrong.
    ///
    /// @param row         the row of the table, from 0
    /// @param line        the line of the file on which it begins, from 1
    /// @param given       the label, as the table writes it
    /// @param suggested   the label that is probably right; for numbers, the prediction
    /// @param probability the probability of the suggested class; NaN for numbers
    /// @param score       for classes, that probability minus the one of the given class; for numbers, the error in spreads
    public record Suspect(int row, int line, String given, String suggested, double probability, double score) {
    }

    /// Writes the suspects as CSV with a header: their lines, the given and the suggested labels, the probability, which is
    /// empty for numbers, and the score.
    ///
    /// @throws IOException if the writer throws it
    public void writeCsv(Writer out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        try {
            csv.writeRecord("line", "given", "suggested", "probability", "score");
            for (Suspect suspect : suspects) {
                csv.writeRecord(Integer.toString(suspect.line), suspect.given, suspect.suggested,
                        Double.isNaN(suspect.probability) ? "" : Float.toString((float) suspect.probability),
                        Float.toString((float) suspect.score));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause(); // FastCSV wraps what the writer throws.
        }
        csv.flush();
    }

    /// Returns settings under which every row is predicted by networks that did not learn from it.
    static Choices settings(Choices choices) {
        return choices.with(c -> {
            c.testFraction = 0;
            c.folds = c.folds < 2 ? FOLDS : c.folds;
            c.checkpoints = null;
            // a portfolio could take minutes
            c.approach = c.approach == null ? Approach.PERCEPTRON : c.approach;
            if (c.holdout instanceof Holdout.Latest) {
                // the earliest rows would never be held out
                c.holdout = new Holdout.Random();
            }
        });
    }

    /// @param plan a plan by [settings][#settings]
    static Audit of(TrainingPlan plan) {
        TrainingRun run = new TrainingRun(plan);
        HeldOut held = run.heldOut();
        Codec codec = run.decided(held);
        int width = codec.outputs();
        float[] outputs = new float[held.rows().length * width];
        codec.each(held, (from, count, some) -> System.arraycopy(some, 0, outputs, from * width, count * width));
        int folds = plan.folds();
        return switch (codec.target()) {
            case Target.Classes classes -> classes(classes, plan.table(), held.rows(), outputs, folds);
            case Target.Numbers numbers -> numbers(numbers, plan.table(), held.rows(), outputs, folds);
        };
    }

    private static Audit classes(Target.Classes target, Table table, int[] rows, float[] probabilities, int folds) {
        int[] given = target.classes(table, rows);
        int width = target.labels().size();
        int[] counts = new int[width];
        IntStream.of(given).forEach(label -> counts[label]++);
        List<Suspect> suspects = ConfidentLearning.suspects(probabilities, given, width, folds).stream()
                .map(found -> new Suspect(rows[found.row()], table.line(rows[found.row()]),
                        table.column(target.column()).text(rows[found.row()]), target.labels().get(found.label()),
                        probabilities[found.row() * width + found.label()], found.margin()))
                .toList();
        int rare = IntStream.of(counts).filter(count -> count < folds).sum();
        return new Audit(rows.length - rare, rare, folds, suspects, table.reading().remarks());
    }

    private static Audit numbers(Target.Numbers target, Table table, int[] rows, float[] outputs, int folds) {
        NumberColumn values = target.values(table);
        double[] truth = IntStream.of(rows).mapToDouble(row -> target.learned(values.value(row))).toArray();
        double[] predicted = IntStream.range(0, rows.length).mapToDouble(i -> outputs[i]).toArray();
        List<Suspect> suspects = FarErrors.of(truth, predicted).stream()
                .map(far -> new Suspect(rows[far.row()], table.line(rows[far.row()]), values.text(rows[far.row()]),
                        Phrases.rounded(target.restore(outputs[far.row()])), Double.NaN, far.error()))
                .toList();
        return new Audit(rows.length, 0, folds, suspects, table.reading().remarks());
    }
}
