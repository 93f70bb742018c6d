package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.remark.EncodingRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.text.Association;
import org.chainrule.tabular.text.Vocabulary;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The encoding of a column of sentences: an input for each word, pair of neighboring words and n-gram of 3 to 5
/// characters that tells most about the target in the training rows. An input is the weight of its feature in the text,
/// which grows with its count and its rarity; the squares of the weights of a text sum to 1 (tf-idf). The first linear
/// layer on them is a table of embeddings. Text is compared in lower case and in Unicode's normal form NFKC. A missing
/// text makes all inputs 0; if the training rows had missing texts, a last input flags them.
///
/// The inputs of a text do not fit in a `double`, which holds the number of its known features only.
///
/// @param column    the name of the column
/// @param features  the features in the order of `String.compareTo`: `good`, `very good`, and n-grams such as `~ood>`,
///                  in which `<` and `>` stand for the ends of a word
/// @param counts    the number of training texts with each feature
/// @param texts     the number of training texts
/// @param indicator whether an input flags missing texts
public record TextEncoding(String column, List<String> features, List<Integer> counts, int texts,
        boolean indicator) implements Encoding {
    /// The largest number of features.
    static final int MOST_FEATURES = 1000;
    /// The features are learned from this many training rows at most.
    static final int MOST_TEXTS = 20_000;
    /// The features of this many texts of a column are kept, so that they need not be found again in each epoch.
    private static final int MOST_KEPT = 1 << 20;

    /// Creates an encoding; copies the lists.
    public TextEncoding {
        features = List.copyOf(features);
        counts = List.copyOf(counts);
    }

    @Override
    public Column.Kind kind() {
        return Column.Kind.TEXT;
    }

    @Override
    public int width() {
        return features.size() + (indicator ? 1 : 0);
    }

    @Override
    public List<String> names() {
        return Stream.concat(features.stream().map(feature -> column + ": " + feature),
                indicator ? Stream.of(column + " missing") : Stream.empty()).toList();
    }

    @Override
    public List<InputGroup> groups(int from) {
        List<InputGroup> groups = new ArrayList<>();
        int flag = from + features.size();
        groups.add(new InputGroup(column, InputGroup.Kind.OTHER, from, flag));
        if (indicator) {
            groups.add(new InputGroup(column, InputGroup.Kind.FLAG, flag, flag + 1));
        }
        return groups;
    }

    /// Writes the inputs of a missing text, or of one without known features.
    ///
    /// @throws IllegalArgumentException if the text has known features, because its number does not tell which
    @Override
    public void encode(double value, float[] out, int at) {
        if (value > 0) {
            throw new IllegalArgumentException("encode: the number of features does not tell which ones a text has; "
                    + "pass the text");
        }
        Arrays.fill(out, at, at + width(), 0f);
        flag(Double.isNaN(value), out, at);
    }

    private void flag(boolean missing, float[] out, int at) {
        if (indicator) {
            out[at + features.size()] = missing ? 1 : 0;
        }
    }

    @Override
    public void encode(@Nullable Object value, ValueReader reader, float[] out, int at) {
        if (reader instanceof Values values) {
            String text = values.text(value);
            encode(values.vocabulary, text == null ? null : values.vocabulary.find(text), out, at);
        } else {
            encode(reader.read(value), out, at);
        }
    }

    private void encode(Vocabulary vocabulary, char @Nullable [] found, float[] out, int at) {
        vocabulary.weigh(found == null ? new char[0] : found, out, at);
        flag(found == null, out, at);
    }

    private Vocabulary vocabulary() {
        return new Vocabulary(features, counts, texts);
    }

    @Override
    public RowSource rows(Column column) {
        Vocabulary vocabulary = vocabulary();
        if (!(column instanceof TextColumn words)) {
            return (row, out, at) -> encode(vocabulary,
                    column.missing(row) ? null : vocabulary.find(column.text(row)), out, at);
        }
        AtomicReferenceArray<char @Nullable []> kept = new AtomicReferenceArray<>(
                Math.min(words.dictionary().size(), MOST_KEPT));
        return (row, out, at) -> encode(vocabulary, found(vocabulary, words, row, kept), out, at);
    }

    private static char @Nullable [] found(Vocabulary vocabulary, TextColumn words, int row,
            AtomicReferenceArray<char @Nullable []> kept) {
        int code = words.code(row);
        if (code < 0) {
            return null;
        }
        char[] found = code < kept.length() ? kept.get(code) : null;
        if (found == null) {
            found = vocabulary.find(words.text(row));
            if (code < kept.length()) {
                kept.set(code, found);
            }
        }
        return found;
    }

    /// Returns a reader of the number of known features.
    @Override
    public IntToDoubleFunction cells(Column column) {
        Vocabulary vocabulary = vocabulary();
        return row -> column.missing(row)
                ? Double.NaN
                : Vocabulary.different(vocabulary.find(column.text(row)));
    }

    @Override
    public ValueReader values(TableFormat format) {
        return new Values(this, format);
    }

    @Override
    public void check(Table table) {
        // a value of any type can be read as a text
    }

    @Override
    public Optional<String> refusal(Class<?> type) {
        return JavaValues.isText(type) ? Optional.empty() : JavaValues.declare(column, "texts", "String");
    }

    /// A text is unlike the training texts if it has none of the features, which a few training texts may lack too.
    @Override
    public Novelty.Kind novelty(double value) {
        if (Double.isNaN(value)) {
            return indicator ? Novelty.Kind.NONE : Novelty.Kind.MISSING;
        }
        return value == 0 ? Novelty.Kind.UNSEEN : Novelty.Kind.NONE;
    }

    @Override
    public String description() {
        return Phrases.count(features.size(), "word") + " and n-grams of " + Phrases.count(texts, "text")
                + (indicator ? ", and a flag for missing values" : "");
    }

    @Override
    public Object sample() {
        return String.join(" ", features.stream().filter(feature -> Character.isLetter(feature.codePointAt(0)))
                .limit(8).toList());
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = EncodingType.json(this);
        json.put("features", features);
        json.put("counts", counts);
        json.put("texts", texts);
        json.put("indicator", indicator);
        return json;
    }

    static TextEncoding read(JsonFields fields) {
        List<String> features = fields.texts("features");
        List<Integer> counts = new ArrayList<>();
        double texts = fields.number("texts");
        for (Object count : fields.list("counts")) {
            double number = count instanceof Number value ? value.doubleValue() : -1;
            if (!(number >= 1 && number <= texts) || number != Math.rint(number)) {
                throw fields.refuse("should have whole numbers from 1 to \"texts\" in \"counts\"");
            }
            counts.add((int) number);
        }
        if (features.isEmpty() || features.size() > Character.MAX_VALUE || features.size() != counts.size()) {
            throw fields.refuse("should have as many \"features\" as \"counts\", at least one");
        }
        if (!(texts <= Integer.MAX_VALUE) || texts != Math.rint(texts)) {
            throw fields.refuse("should have a whole number as \"texts\"");
        }
        if (features.stream().distinct().count() < features.size()) {
            throw fields.refuse("has a feature twice");
        }
        return new TextEncoding(fields.text("column"), features, counts, (int) texts, fields.flag("indicator"));
    }

    /// Learns the encoding of a column from some training rows.
    ///
    /// @param outputs the number of outputs of the target; 0 if the features are chosen by their frequency
    /// @param target  returns the outputs of the target at a position in `rows`
    static EncodingChoice fit(TextColumn column, int[] rows, int outputs, IntFunction<double[]> target) {
        Association association = new Association(outputs);
        int most = Math.min(rows.length, MOST_TEXTS);
        for (int i = 0; i < most; i++) {
            int place = (int) ((long) i * rows.length / most);
            if (!column.missing(rows[place])) {
                association.add(column.text(rows[place]), target.apply(place));
            }
        }
        List<Association.Counted> best = association.best(MOST_FEATURES);
        if (best.isEmpty()) {
            return new EncodingChoice.Unused("it looks like free text, and none of its words occurs in several rows");
        }
        TextEncoding encoding = new TextEncoding(column.name(),
                best.stream().map(Association.Counted::feature).toList(),
                best.stream().map(Association.Counted::texts).toList(), association.texts(),
                IntStream.of(rows).anyMatch(column::missing));
        return new EncodingChoice.Used(encoding,
                List.of(new EncodingRemark.FreeText(column.name(), best.size(), association.texts())));
    }

    /// Reads text.
    private static final class Values extends JavaValues {
        private final Vocabulary vocabulary;

        Values(TextEncoding encoding, TableFormat format) {
            super(encoding.column, "texts", "text", format);
            this.vocabulary = encoding.vocabulary();
        }

        @Nullable
        String text(@Nullable Object value) {
            Object plain = unwrapped(value);
            if (plain == null) {
                return null;
            }
            if (!(plain instanceof CharSequence)) {
                throw refused(plain);
            }
            String text = plain.toString().strip();
            return missing.contains(text) ? null : text;
        }

        @Override
        double present(Object value) {
            String text = text(value);
            return text == null ? Double.NaN : Vocabulary.different(vocabulary.find(text));
        }
    }
}
