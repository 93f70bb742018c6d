package org.chainrule.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.model.ModelSet;
import org.chainrule.tabular.assess.LabelScores;
import org.chainrule.tabular.csv.CsvOutput;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.NoveltyRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.text.LabelList;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// A trained model for each of several targets of one table, or for each label of a column of lists. Immutable, safe to share
/// between threads, needs no closing, and is saved as one file.
///
/// ```java
/// MultiModel houses = MultiModel.load(Path.of("houses.safetensors"));
/// Map<String, Prediction> house = houses.predict(Map.of("rooms", 4, "street", "Elm"));
/// house.get("price").text();
/// ```
public final class MultiModel {
    private static final String TARGETS = "targets";
    private static final int FORMAT = 1;
    private static final String YES = "yes";

    private final List<TabularModel> models;
    private final Optional<LabelList> labels;
    private final TableFormat format;

    MultiModel(List<TabularModel> models, Optional<LabelList> labels) {
        this.models = List.copyOf(models);
        this.labels = labels;
        this.format = models.getFirst().format;
    }

    /// Returns the model of each target, in their order.
    public List<TabularModel> models() {
        return models;
    }

    /// Returns the target columns in their order; for lists, the targets `tags=red` of their labels.
    public List<String> targets() {
        return models.stream().map(model -> model.target().column()).toList();
    }

    /// Returns the model of a target.
    ///
    /// @throws ArgumentException if there is no such target
    public TabularModel model(String target) {
        return models.stream().filter(model -> model.target().column().equals(target)).findFirst()
                .orElseThrow(() -> new ArgumentException("target", "there is no target " + Phrases.quoted(target)
                        + "; the targets are " + Phrases.names(targets())));
    }

    /// Returns the column of lists whose labels the models predict; empty if the targets are columns.
    public Optional<String> list() {
        return labels.map(LabelList::column);
    }

    /// Returns the labels, in the order of their models; empty if the targets are columns.
    public List<String> labels() {
        return labels.map(LabelList::labels).orElse(List.of());
    }

    /// Reads a CSV file of rows to predict, with the column types and the format of the training. The targets may be
    /// missing.
    ///
    /// @throws IOException if the file cannot be read
    public Table read(Path file) throws IOException {
        return read(TableSource.of(file), ReadingListener.SILENT);
    }

    /// Same as [#read(Path)], for a table from any place, reporting progress to a listener.
    ///
    /// @throws IOException if reading fails
    public Table read(TableSource source, ReadingListener listener) throws IOException {
        return source.read(format.kinds(kinds()), listener);
    }

    /// Reads rows with their targets, for [#evaluate], reporting progress to a listener.
    ///
    /// @throws IOException if the file cannot be read
    public Table readWithTargets(TableSource source, ReadingListener listener) throws IOException {
        Map<String, Column.Kind> kinds = kinds();
        labels.ifPresentOrElse(list -> kinds.put(list.column(), Column.Kind.TEXT),
                () -> models.forEach(model -> kinds.put(model.target().column(), model.target().kind())));
        return source.read(format.kinds(kinds), listener);
    }

    private Map<String, Column.Kind> kinds() {
        Map<String, Column.Kind> kinds = new LinkedHashMap<>();
        models.forEach(model -> model.schema().kinds().forEach(kinds::putIfAbsent));
        return kinds;
    }

    /// Predicts all targets for every row of a table.
    ///
    /// @throws ArgumentException if the table lacks a column that a model reads
    public Answers predict(Table table) {
        return new Answers(models.stream().map(model -> model.predict(table)).toList(), labels, labels.isEmpty());
    }

    /// Predicts all targets for one row, given as values by column name; see [TabularModel#predict(Map)].
    ///
    /// @return the prediction by target
    /// @throws ArgumentException if an entry is missing, or the column cannot hold its value
    public Map<String, Prediction> predict(Map<String, ? extends @Nullable Object> row) {
        Map<String, Prediction> predictions = new LinkedHashMap<>();
        models.forEach(model -> predictions.put(model.target().column(), model.predict(row)));
        return predictions;
    }

    /// Predicts the labels of one row, given as values by column name.
    ///
    /// @return the labels whose probability reaches the threshold; empty also if the targets are columns
    /// @throws ArgumentException if an entry is missing, or the column cannot hold its value
    public List<String> labels(Map<String, ? extends @Nullable Object> row) {
        List<String> all = labels();
        return IntStream.range(0, all.size()).filter(k -> models.get(k).predict(row).text().equals(YES))
                .mapToObj(all::get).toList();
    }

    /// Returns the models that differ in their training rows; those of labels have the same.
    private List<TabularModel> differing() {
        return labels.isPresent() ? models.subList(0, 1) : models;
    }

    /// Returns, for each row of a table, the columns in which it is unlike the training rows of some model.
    ///
    /// @throws ArgumentException if the table lacks a column that a model reads
    public List<List<String>> unlike(Table table) {
        List<Novelty> found = differing().stream().map(model -> model.novelty(table)).distinct().toList();
        return IntStream.of(table.rows()).mapToObj(
                row -> found.stream().flatMap(novelty -> novelty.parts(row).stream()).distinct().toList()).toList();
    }

    /// Returns a remark for each column that the training table did not have, and that the models therefore ignore, and for
    /// each column with values unlike those of the training rows. The first model with a remark on whole rows gives it.
    public List<Remark> remarks(Table table) {
        List<Remark> all = new ArrayList<>(
                differing().stream().flatMap(model -> model.remarks(table).stream()).distinct().toList());
        all.stream().filter(NoveltyRemark.Combination.class::isInstance).skip(1).toList().forEach(all::remove);
        return List.copyOf(all);
    }

    /// The quality of the models on a table.
    ///
    /// @param targets the evaluation by target
    /// @param labels  for the labels of lists: the measures of the predicted sets, as in [MultiPlan.Result]; empty otherwise
    public record Quality(Map<String, Evaluation> targets, Map<String, Double> labels) {
        /// Creates a quality; copies the maps.
        public Quality {
            targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    /// Measures each model on those rows of a table that have its target.
    ///
    /// @throws ArgumentException if the table lacks a column, or a target is a class that its model does not know
    public Quality evaluate(Table table) {
        Map<String, Evaluation> targets = new LinkedHashMap<>();
        for (int k = 0; k < models.size(); k++) {
            int place = k;
            Table own = labels.map(list -> list.with(table, list.labels().get(place))).orElse(table);
            targets.put(models.get(k).target().column(), models.get(k).evaluate(own));
        }
        Table counted = models.getFirst().provenance().aim().counted(table);
        return new Quality(targets, labels.map(list -> measures(counted, IntStream.of(counted.rows())
                .filter(row -> !counted.column(list.column()).missing(row)).toArray())).orElse(Map.of()));
    }

    /// Returns the measures of the predicted sets of labels.
    Map<String, Double> measures(Table table, int[] rows) {
        boolean[][] predicted = new boolean[rows.length][models.size()];
        for (int k = 0; k < models.size(); k++) {
            Predictions column = models.get(k).predict(table, rows);
            for (int i = 0; i < rows.length; i++) {
                predicted[i][k] = column.text(i).equals(YES);
            }
        }
        return LabelScores.of(predicted, labels.orElseThrow().present(table, rows),
                models.getFirst().provenance().aim().of(table, rows));
    }

    /// Saves the models as one safetensors file. If anything fails, an existing file at this path stays as it was.
    ///
    /// @throws IOException if the file cannot be written; the message gives the reason
    public void save(Path file) throws IOException {
        Map<String, ModelSet.Member> members = new LinkedHashMap<>();
        models.forEach(
                model -> members.put(model.target().column(), new ModelSet.Member(model.network(), model.notes())));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        labels.ifPresent(list -> json.put("labels", list.toJson()));
        new ModelSet(members, Map.of(TARGETS, Json.write(json))).save(file);
    }

    /// Returns whether a file holds models of several targets, rather than a single model. A pipe does not.
    ///
    /// @throws IOException if the file cannot be read
    public static boolean isMulti(Path file) throws IOException {
        return ModelSet.isSet(file);
    }

    /// Loads models that [#save] wrote.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws FormatException if the file does not hold models of several targets
    public static MultiModel load(Path file) throws IOException {
        return of(ModelSet.load(file), file.toString());
    }

    /// Loads models from a stream. Reads the stream to its end and does not close it.
    ///
    /// @throws IOException if the stream cannot be read
    /// @throws FormatException if the stream does not hold models of several targets
    public static MultiModel load(InputStream stream) throws IOException {
        return of(ModelSet.load(stream, "stream"), "stream");
    }

    private static MultiModel of(ModelSet set, String source) {
        String text = set.metadata().get(TARGETS);
        if (text == null) {
            throw FormatException.ofWhole(source,
                    source + " is a set of models that were not trained on a table; load it "
                            + "with ModelSet.load");
        }
        JsonFields fields = JsonFields
                .of(Json.parse(text, source + " (" + TARGETS + ")"), source, "description of targets")
                .version(FORMAT);
        Optional<LabelList> labels = LabelList.find(fields, "labels");
        List<TabularModel> models = set.members().values().stream()
                .map(member -> TabularModel.of(member.model(), source)).toList();
        MultiModel model = new MultiModel(models, labels);
        boolean fits = labels.map(list -> list.labels().stream().map(list::name).toList().equals(model.targets())
                && models.stream().allMatch(one -> one.target() instanceof Target.Classes classes
                        && classes.labels().equals(LabelList.WORDS)))
                .orElse(true);
        if (!fits) {
            throw fields.refuse("does not fit the models");
        }
        return model;
    }

    /// The predictions of all targets for the rows of a table, in their order.
    public static final class Answers {
        private final List<Predictions> each;
        private final Optional<LabelList> labels;
        private final boolean probabilities;

        private Answers(List<Predictions> each, Optional<LabelList> labels, boolean probabilities) {
            this.each = each;
            this.labels = labels;
            this.probabilities = probabilities;
        }

        /// Returns the number of rows.
        public int size() {
            return each.getFirst().size();
        }

        /// Returns the predictions of each target, in the order of the targets.
        public List<Predictions> targets() {
            return each;
        }

        /// Returns the labels of a row whose probability reaches the threshold; empty if the targets are columns.
        public List<String> labels(int row) {
            List<String> all = labels.map(LabelList::labels).orElse(List.of());
            return IntStream.range(0, all.size()).filter(k -> each.get(k).text(row).equals(YES)).mapToObj(all::get)
                    .toList();
        }

        /// Returns a copy that is written with the probability of each label of a list, in columns such as `p(red)`.
        public Answers withProbabilities() {
            return new Answers(each, labels, true);
        }

        /// Returns a copy that is written with the [intervals][Predictions.Numbers#withIntervals] of predicted means.
        ///
        /// @throws ArgumentException as [Predictions.Numbers#withIntervals] does
        public Answers withIntervals(double level) {
            return mapped(one -> one instanceof Predictions.Numbers numbers ? numbers.withIntervals(level) : one);
        }

        /// Returns a copy that is written with the [sets][Predictions.Classes#withSets] of predicted classes.
        ///
        /// @throws ArgumentException as [Predictions.Classes#withSets] does
        public Answers withSets(double level) {
            return mapped(one -> one instanceof Predictions.Classes classes ? classes.withSets(level) : one);
        }

        private Answers mapped(UnaryOperator<Predictions> change) {
            return new Answers(each.stream().map(change).toList(), labels, probabilities);
        }

        /// Writes the predictions as CSV with a header. Each target has the columns that [Predictions#writeCsv(Writer)] writes;
        /// all but the first of them have the name of the target before their own, such as `sold p(yes)`. The labels of
        /// lists are one column of lists, written as in the training table.
        ///
        /// @throws IOException if the writer throws it
        public void writeCsv(Writer out) throws IOException {
            write(out, List.of());
        }

        /// Writes the predictions as CSV like [#writeCsv(Writer)], with a last column `unlike training`.
        ///
        /// @param unlike the columns in which each row is unlike the training rows, from [MultiModel#unlike]
        /// @throws IOException if the writer throws it
        /// @throws ArgumentException if they are those of another number of rows
        public void writeCsv(Writer out, List<List<String>> unlike) throws IOException {
            if (unlike.size() != size()) {
                throw new ArgumentException("unlike", "writeCsv: there are " + Phrases.count(size(), "prediction")
                        + ", but the columns are those of " + Phrases.count(unlike.size(), "row")
                        + "; pass those of the predicted table");
            }
            write(out, unlike);
        }

        private void write(Writer out, List<List<String>> unlike) throws IOException {
            List<String> header = labels.map(this::labelHeader).orElseGet(this::header);
            if (!unlike.isEmpty()) {
                header.add("unlike training");
            }
            CsvOutput.write(out, header, size(), row -> {
                List<String> fields = labels.map(list -> labelFields(list, row)).orElseGet(() -> fields(row));
                if (!unlike.isEmpty()) {
                    fields.add(String.join("; ", unlike.get(row)));
                }
                return fields;
            });
        }

        private List<String> header() {
            List<String> names = new ArrayList<>();
            for (Predictions one : each) {
                List<String> own = switch (one) {
                    case Predictions.Classes classes -> classes.header();
                    case Predictions.Numbers numbers -> numbers.header();
                    case Predictions.Quantiles quantiles -> quantiles.header();
                };
                names.add(own.getFirst());
                own.stream().skip(1).forEach(name -> names.add(one.column() + " " + name));
            }
            return names;
        }

        private List<String> fields(int row) {
            List<String> fields = new ArrayList<>();
            each.forEach(one -> fields.addAll(switch (one) {
                case Predictions.Classes classes -> classes.fields(row);
                case Predictions.Numbers numbers -> numbers.fields(row);
                case Predictions.Quantiles quantiles -> quantiles.fields(row);
            }));
            return fields;
        }

        private List<String> labelHeader(LabelList list) {
            List<String> names = new ArrayList<>(List.of(list.column()));
            list.labels().stream().filter(_ -> probabilities).forEach(label -> names.add("p(" + label + ")"));
            return names;
        }

        private List<String> labelFields(LabelList list, int row) {
            List<String> fields = new ArrayList<>(List.of(list.write(labels(row))));
            for (Predictions one : each) {
                if (probabilities && one instanceof Predictions.Classes classes) {
                    fields.add(Float.toString(classes.probability(row, LabelList.WORDS.indexOf(YES))));
                }
            }
            return fields;
        }
    }
}
