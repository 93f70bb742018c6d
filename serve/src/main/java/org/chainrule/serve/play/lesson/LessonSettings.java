package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoublePredicate;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;

/// Everything that a person chooses of a network and its training.
///
/// @param columns    the columns of the picture: two, or one if the table has no other
/// @param hidden     the width of each hidden layer
/// @param activation the activation function between the layers
/// @param optimizer  the rule of the updates
/// @param rate       the learning rate
/// @param batch      the rows of a step
/// @param decay      the weight decay of AdamW, relative to the learning rate; 0 for none
/// @param dropout    the share of hidden values that are dropped in a step; 0 for none
/// @param seed       the seed of the start values, the order of the rows and the dropped values
/// @param until      the step at which the training pauses; 0 for none
public record LessonSettings(List<String> columns, List<Integer> hidden, Function activation, Rule optimizer,
        double rate,
        int batch, double decay, double dropout, long seed, long until) {
    /// The most hidden layers.
    public static final int MOST_LAYERS = 12;
    /// The most units of a layer.
    public static final int MOST_UNITS = 64;
    private static final int MOST_ROWS = 1024;
    private static final long LARGEST_SEED = 999_999_999;
    /// The most steps of a training.
    static final long LONGEST = 1_000_000;

    /// An activation function.
    public enum Function {
        RELU, TANH, SIGMOID, GELU, NONE
    }

    /// A rule of the updates.
    public enum Rule {
        SGD, MOMENTUM, ADAM
    }

    /// Checks the settings.
    ///
    /// @throws ArgumentException if a setting is out of its range; the message is one sentence
    public LessonSettings {
        columns = List.copyOf(columns);
        hidden = List.copyOf(hidden);
        if (hidden.size() > MOST_LAYERS) {
            throw wrong("hidden", "there are " + hidden.size() + " hidden layers, expected at most " + MOST_LAYERS);
        }
        for (int units : hidden) {
            check("hidden", "a hidden layer has " + units + " units", 1, MOST_UNITS, units);
        }
        require("rate", "the learning rate is " + rate + ", expected a number above 0 and at most 10", rate,
                value -> value > 0 && value <= 10);
        check("batch", "the batch has " + batch + " rows", 1, MOST_ROWS, batch);
        require("decay", "the weight decay is " + decay + ", expected a number from 0 to 1", decay,
                value -> value >= 0 && value <= 1);
        require("decay", "weight decay is set without Adam; choose Adam, or set it to 0", decay,
                value -> value == 0 || optimizer == Rule.ADAM);
        require("dropout", "the dropout rate is " + dropout + ", expected a number from 0 to 0.9", dropout,
                value -> value >= 0 && value <= 0.9);
        check("seed", "the seed is " + seed, 0, LARGEST_SEED, seed);
        check("until", "the last step is " + until, 0, LONGEST, until);
    }

    private static void check(String name, String fact, long least, long most, long value) {
        if (value < least || value > most) {
            throw wrong(name, fact + ", expected " + least + " to " + most);
        }
    }

    private static void require(String name, String sentence, double value, DoublePredicate holds) {
        if (!holds.test(value)) {
            throw wrong(name, sentence);
        }
    }

    private static ArgumentException wrong(String name, String sentence) {
        return new ArgumentException(name, sentence);
    }

    /// Returns a copy with other columns in the picture.
    public LessonSettings columns(List<String> other) {
        return new LessonSettings(other, hidden, activation, optimizer, rate, batch, decay, dropout, seed, until);
    }

    /// Returns whether a training with other settings takes the same steps.
    boolean sameTraining(LessonSettings other) {
        return columns(List.of()).paused().equals(other.columns(List.of()).paused());
    }

    private LessonSettings paused() {
        return new LessonSettings(columns, hidden, activation, optimizer, rate, batch, decay, dropout, seed, 0);
    }

    /// Returns these settings with the given ones replaced.
    ///
    /// @param fields values by name, as [#toJson] writes them
    /// @throws ArgumentException if a name is unknown, or a value has another type or is out of its range
    public LessonSettings with(Map<?, ?> fields) {
        Map<String, Object> all = toJson();
        fields.forEach((name, value) -> {
            if (!all.containsKey(String.valueOf(name))) {
                throw wrong("settings", "there is no setting " + Quote.of(String.valueOf(name)) + ", expected some of "
                        + String.join(", ", all.keySet()));
            }
            all.put(String.valueOf(name), value);
        });
        List<String> names = new ArrayList<>();
        list(all, "columns").forEach(name -> names.add(String.valueOf(name)));
        List<Integer> widths = new ArrayList<>();
        list(all, "hidden").forEach(width -> widths.add((int) whole("hidden", width)));
        return new LessonSettings(names, widths, choice(all, "activation", Function.values()),
                choice(all, "optimizer", Rule.values()), number(all, "rate"), (int) whole("batch", all),
                number(all, "decay"), number(all, "dropout"), whole("seed", all),
                whole("until", all));
    }

    private static List<?> list(Map<String, Object> all, String name) {
        if (all.get(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "the setting " + name + " is " + all.get(name) + ", expected a list");
    }

    private static double number(Map<String, Object> all, String name) {
        if (all.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, "the setting " + name + " is " + Quote.of(String.valueOf(all.get(name)))
                + ", expected a number");
    }

    private static long whole(String name, Map<String, Object> all) {
        return whole(name, Objects.requireNonNull(all.get(name)));
    }

    private static long whole(String name, Object value) {
        if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())
                && Math.abs(number.doubleValue()) <= Integer.MAX_VALUE) {
            return number.longValue();
        }
        throw wrong(name, "the setting " + name + " is " + Quote.of(String.valueOf(value))
                + ", expected a whole number");
    }

    private static <E extends Enum<E>> E choice(Map<String, Object> all, String name, E[] values) {
        List<String> words = new ArrayList<>();
        for (E value : values) {
            words.add(word(value));
            if (word(value).equals(all.get(name))) {
                return value;
            }
        }
        throw wrong(name, "the setting " + name + " is " + Quote.of(String.valueOf(all.get(name)))
                + ", expected one of " + String.join(", ", words));
    }

    /// Returns the word for a choice, such as `tanh`.
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// Returns the settings as a tree for [org.chainrule.io.Json].
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("columns", columns);
        json.put("hidden", hidden);
        json.put("activation", word(activation));
        json.put("optimizer", word(optimizer));
        json.put("rate", rate);
        json.put("batch", batch);
        json.put("decay", decay);
        json.put("dropout", dropout);
        json.put("seed", seed);
        json.put("until", until);
        return json;
    }
}
