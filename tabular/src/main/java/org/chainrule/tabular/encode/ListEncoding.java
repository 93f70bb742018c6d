package org.chainrule.tabular.encode;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.chainrule.tabular.remark.EncodingRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.text.ListText;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;

/// The encoding of a column of lists, such as `red;green`: an input for each frequent item, which is 1 if the list has
/// the item and 0 otherwise, and a last input with the number of different items as a share of the largest list. A
/// missing list makes all inputs 0. The order of the items has no meaning.
///
/// The `double` of a list is a whole number: its last four bits count the items, up to 15, and each bit before them
/// tells whether the list has an item.
///
/// @param column    the name of the column
/// @param separator the character between items
/// @param items     the items with an input, at most 48, in the order of `String.compareTo`
/// @param largest   the number of items of the largest list of the training rows, at most 15
/// @param scaling   how the number of items is scaled: if it is robust, larger lists cannot exceed 3
public record ListEncoding(String column, char separator, List<String> items, int largest,
        NumberScaling scaling) implements Encoding {
    /// The largest number of items with an input.
    static final int MOST_ITEMS = 48;
    /// The largest number of items that is counted.
    static final int MOST_COUNTED = 15;
    private static final int COUNT_BITS = 4;

    /// Creates an encoding; copies the items.
    public ListEncoding {
        items = List.copyOf(items);
    }

    /// Creates an encoding without a bound of the number of items.
    public ListEncoding(String column, char separator, List<String> items, int largest) {
        this(column, separator, items, largest, NumberScaling.STANDARD);
    }

    @Override
    public Column.Kind kind() {
        return Column.Kind.TEXT;
    }

    @Override
    public int width() {
        return items.size() + 1;
    }

    @Override
    public List<String> names() {
        return Stream.concat(items.stream().map(item -> column + "=" + item), Stream.of(column + " count")).toList();
    }

    @Override
    public List<InputGroup> groups(int from) {
        int count = from + items.size();
        return List.of(new InputGroup(column, InputGroup.Kind.FLAG, from, count),
                new InputGroup(column, InputGroup.Kind.NUMBER, count, count + 1));
    }

    @Override
    public void encode(double value, float[] out, int at) {
        Arrays.fill(out, at, at + width(), 0f);
        if (Double.isNaN(value)) {
            return;
        }
        long bits = (long) value;
        for (int i = 0; i < items.size(); i++) {
            out[at + i] = bits >> COUNT_BITS + i & 1;
        }
        float count = (bits & MOST_COUNTED) / (float) largest;
        out[at + items.size()] = scaling == NumberScaling.STANDARD ? count : (float) NumberScaling.bounded(count);
    }

    private double value(Collection<String> list) {
        long bits = Math.min(list.size(), MOST_COUNTED);
        for (String item : list) {
            int place = Collections.binarySearch(items, item);
            bits |= place < 0 ? 0 : 1L << COUNT_BITS + place;
        }
        return bits;
    }

    private double value(String text) {
        return text.isEmpty() ? Double.NaN : value(ListText.items(text, separator));
    }

    @Override
    public IntToDoubleFunction cells(Column column) {
        if (!(column instanceof TextColumn words)) {
            return row -> value(column.text(row));
        }
        double[] values = words.dictionary().stream().mapToDouble(this::value).toArray();
        return row -> words.code(row) < 0 ? Double.NaN : values[words.code(row)];
    }

    /// Learns the encoding of a column from the training rows; empty if it does not hold lists.
    static Optional<EncodingChoice> fit(TextColumn column, int[] rows, NumberScaling scaling) {
        return ListText.of(column, rows).map(lists -> {
            List<String> items = lists.mostFrequent(MOST_ITEMS);
            return new EncodingChoice.Used(
                    new ListEncoding(column.name(), lists.separator(), items,
                            Math.min(lists.largest(), MOST_COUNTED), scaling),
                    List.of(new EncodingRemark.Lists(column.name(), lists.example(), lists.separator(),
                            lists.different(), items.size())));
        });
    }

    /// Reads text, and collections and arrays of items.
    @Override
    public ValueReader values(TableFormat format) {
        return new JavaValues(column, "lists", "text or a collection of items", format) {
            @Override
            double present(Object value) {
                if (value instanceof Collection<?> list) {
                    return value(list.stream().map(item -> String.valueOf(item).strip()).distinct().toList());
                }
                if (value instanceof Object[] list) {
                    return present(Arrays.asList(list));
                }
                if (!(value instanceof CharSequence)) {
                    throw refused(value);
                }
                String text = value.toString().strip();
                return missing.contains(text) ? Double.NaN : ListEncoding.this.value(text);
            }

            private double value(List<String> list) {
                return ListEncoding.this.value(list);
            }
        };
    }

    @Override
    public void check(Table table) {
        // a value of any type is a list with one item
    }

    @Override
    public Optional<String> refusal(Class<?> type) {
        return JavaValues.isText(type) || Collection.class.isAssignableFrom(type)
                || Object[].class.isAssignableFrom(type)
                        ? Optional.empty()
                        : JavaValues.declare(column, "lists", "String or List<String>");
    }

    /// A list is new if the training rows had none of its items. If they may have had more items than there are inputs,
    /// that is not known, and no list is new.
    @Override
    public Novelty.Kind novelty(double value) {
        return items.size() < MOST_ITEMS && value > 0 && value <= MOST_COUNTED
                ? Novelty.Kind.UNSEEN
                : Novelty.Kind.NONE;
    }

    @Override
    public String description() {
        return "lists of " + Phrases.first(items, 10) + ", separated by " + Phrases.quoted(String.valueOf(separator))
                + ", and the number of items";
    }

    @Override
    public Object sample() {
        return items.getFirst();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = EncodingType.json(this);
        json.put("separator", String.valueOf(separator));
        json.put("items", items);
        json.put("largest", largest);
        scaling.toJson(json);
        return json;
    }

    static ListEncoding read(JsonFields fields) {
        List<String> items = fields.texts("items");
        String separator = fields.text("separator");
        double largest = fields.number("largest");
        if (items.isEmpty() || items.size() > MOST_ITEMS) {
            throw fields.refuse("should have from 1 to " + MOST_ITEMS + " \"items\"");
        }
        for (int i = 1; i < items.size(); i++) {
            if (items.get(i - 1).compareTo(items.get(i)) >= 0) {
                throw fields.refuse("has \"items\" out of order");
            }
        }
        if (separator.length() != 1 || !(largest >= 1 && largest <= MOST_COUNTED)) {
            throw fields.refuse(separator.length() != 1
                    ? "should have a single character as \"separator\""
                    : "should have a number from 1 to " + MOST_COUNTED + " as \"largest\"");
        }
        return new ListEncoding(fields.text("column"), separator.charAt(0), items, (int) largest,
                NumberScaling.read(fields));
    }
}
