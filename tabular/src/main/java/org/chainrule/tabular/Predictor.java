package org.chainrule.tabular;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.encode.ValueReader;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.train.Outputs;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Suggestions;
import org.jspecify.annotations.Nullable;

/// A model that predicts from records of one type. The predictor checks once, when it is created, that the record has a
/// component of a fitting type for each column; a prediction then reads the components through method handles.
/// Immutable and safe to share between threads.
///
/// A component belongs to the column of the same name. If there is none, it belongs to the column whose name differs
/// only in case and in the marks between words: `billLengthMm` matches `bill_length_mm`. Components without a column
/// are ignored.
///
/// ```java
/// record Penguin(double billLengthMm, String island, OptionalDouble bodyMassG) {}
///
/// Predictor<Penguin> predictor = model.predictor(Penguin.class);
/// Prediction species = predictor.predict(new Penguin(46.5, "Dream", OptionalDouble.empty()));
/// ```
///
/// @param <R> the type of the records
public final class Predictor<R extends Record> {
    private final TabularModel model;
    private final Slot[] slots;
    private final List<String> unread;

    /// A column with the component that holds its value.
    ///
    /// @param primitive whether the handle returns a `double`; otherwise it returns an `Object`
    /// @param constants the encoder's value of each enum constant; null for other types
    private record Slot(Feature feature, MethodHandle handle, boolean primitive,
            @Nullable Map<Object, Double> constants) {
        void encode(Record row, float[] out, int at) {
            if (primitive || constants != null) {
                feature.encoding().encode(read(row), out, at);
            } else {
                feature.encode(object(row), out, at);
            }
        }

        double read(Record row) {
            if (primitive) {
                return feature.reader().readNumber(number(row));
            }
            Object value = object(row);
            if (constants == null) {
                return feature.reader().read(value);
            }
            return value == null ? Double.NaN : constants.getOrDefault(value, Double.NaN);
        }

        String text(Record row) {
            return primitive ? Feature.text(number(row)) : Feature.text(object(row));
        }

        private double number(Record row) {
            try {
                return (double) handle.invokeExact(row);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw checked(e);
            }
        }

        private @Nullable Object object(Record row) {
            try {
                return (Object) handle.invokeExact(row);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw checked(e);
            }
        }

        private static IllegalStateException checked(Throwable e) {
            return new IllegalStateException("an accessor threw a checked exception", e);
        }
    }

    private Predictor(TabularModel model, Slot[] slots, List<String> unread) {
        this.model = model;
        this.slots = slots;
        this.unread = unread;
    }

    static <R extends Record> Predictor<R> of(TabularModel model, Class<R> type,
            MethodHandles.@Nullable Lookup lookup) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> unread = new ArrayList<>(Arrays.stream(components).map(RecordComponent::getName).toList());
        List<Feature> features = model.features();
        Slot[] slots = new Slot[features.size()];
        for (int i = 0; i < slots.length; i++) {
            RecordComponent component = component(features.get(i), type, components);
            if (!unread.remove(component.getName())) {
                throw new ArgumentException("type", "record " + type.getSimpleName() + ": component "
                        + Phrases.quoted(component.getName()) + " fits several columns of the model, among them "
                        + Phrases.quoted(features.get(i).column()) + "; name the components exactly like the columns");
            }
            slots[i] = slot(features.get(i), type, component, lookup);
        }
        return new Predictor<>(model, slots, List.copyOf(unread));
    }

    private static RecordComponent component(Feature feature, Class<?> type, RecordComponent[] components) {
        String column = feature.column();
        for (RecordComponent component : components) {
            if (component.getName().equals(column)) {
                return component;
            }
        }
        List<RecordComponent> fitting = Arrays.stream(components)
                .filter(component -> Suggestions.folded(component.getName()).equals(Suggestions.folded(column)))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        String record = "record " + type.getSimpleName();
        throw new ArgumentException("type", fitting.isEmpty()
                ? record + " lacks a component for column " + Phrases.quoted(column) + ", which the model reads; "
                        + (names.isEmpty() ? "it has none" : "its components are " + Phrases.names(names))
                : record + ": several components fit column " + Phrases.quoted(column) + ", "
                        + Phrases.names(fitting.stream().map(RecordComponent::getName).toList())
                        + "; keep only one of them");
    }

    private static Slot slot(Feature feature, Class<?> type, RecordComponent component,
            MethodHandles.@Nullable Lookup lookup) {
        Class<?> held = component.getType();
        if (held == Optional.class && component.getGenericType() instanceof ParameterizedType optional
                && optional.getActualTypeArguments()[0] instanceof Class<?> inner) {
            held = inner;
        }
        String simpleName = held.getSimpleName();
        feature.encoding().refusal(held).ifPresent(refusal -> {
            throw new ArgumentException("type", "record " + type.getSimpleName() + ": component "
                    + Phrases.quoted(component.getName()) + " is of type " + simpleName + ", but " + refusal);
        });
        MethodHandle accessor = accessor(type, component.getAccessor(), lookup);
        boolean primitive = held.isPrimitive() && held != boolean.class && feature.reader().readsNumbers();
        Map<Object, Double> constants = component.getType().isEnum()
                ? Arrays.stream(held.getEnumConstants()).collect(Collectors.toUnmodifiableMap(
                        constant -> constant, constant -> feature.reader().read(constant)))
                : null;
        Class<?> result = primitive ? double.class : Object.class;
        return new Slot(feature, accessor.asType(MethodType.methodType(result, Record.class)), primitive, constants);
    }

    private static MethodHandle accessor(Class<?> type, Method method, MethodHandles.@Nullable Lookup lookup) {
        try {
            if (lookup != null) {
                return lookup.unreflect(method);
            }
            if (method.trySetAccessible()) {
                return MethodHandles.lookup().unreflect(method);
            }
        } catch (IllegalAccessException _) {
            // reported below
        }
        throw new ArgumentException("type", "record " + type.getSimpleName() + " is not accessible"
                + (lookup == null
                        ? "; make it public in an exported package, or pass your own MethodHandles.lookup() to predictor"
                        : " to the given lookup; create the lookup in the class that declares the record"));
    }

    /// Returns the prediction for a record.
    ///
    /// @throws ArgumentException if the column of a component cannot hold its value
    public Prediction predict(R row) {
        return predict(List.of(row)).get(0);
    }

    /// Returns the predictions for many records, bit for bit the same as for each record alone.
    ///
    /// @throws ArgumentException if the column of a component cannot hold its value
    public List<Prediction> predict(List<R> rows) {
        int most = Outputs.blockRows(model.schema().width(), model.network().outputs());
        if (rows.size() <= most) {
            return block(rows);
        }
        List<Prediction> all = new ArrayList<>(rows.size());
        for (int from = 0; from < rows.size(); from += most) {
            all.addAll(block(rows.subList(from, Math.min(rows.size(), from + most))));
        }
        return Collections.unmodifiableList(all);
    }

    private List<Prediction> block(List<R> rows) {
        return model.predict(inputs(rows)).all();
    }

    private float[] inputs(List<R> rows) {
        float[] inputs = new float[rows.size() * model.schema().width()];
        int at = 0;
        for (R row : rows) {
            for (Slot slot : slots) {
                slot.encode(row, inputs, at);
                at += slot.feature.width();
            }
        }
        return inputs;
    }

    /// Returns whether a record is unlike the training rows, and in which columns: the prediction for it is a guess.
    ///
    /// @throws ArgumentException if the column of a component cannot hold its value
    public Novelty novelty(R row) {
        return novelty(List.of(row));
    }

    /// Returns which of many records are unlike the training rows, and in which columns.
    ///
    /// @throws ArgumentException if the column of a component cannot hold its value
    public Novelty novelty(List<R> rows) {
        return model.familiarity.novelty(model.schema(), inputs(rows),
                rows.stream().map(row -> Arrays.stream(slots).mapToDouble(slot -> slot.read(row)).toArray()).toList(),
                rows.stream().map(row -> Arrays.stream(slots).map(slot -> slot.text(row)).toArray(String[]::new))
                        .toList());
    }

    /// Returns the components that match no column and are ignored, such as a customer number.
    public List<String> unread() {
        return unread;
    }

    /// Returns the model.
    public TabularModel model() {
        return model;
    }

    /// A column that a model reads, with the reader of its values from Java code.
    ///
    /// @param width the number of inputs it becomes
    record Feature(Encoding encoding, int width, ValueReader reader) {
        static Feature of(Encoding encoding, TableFormat format) {
            return new Feature(encoding, encoding.width(), encoding.values(format));
        }

        /// Returns a value from Java code in words.
        static String text(@Nullable Object value) {
            return switch (value) {
                case null -> "";
                case Optional<?> optional -> text(optional.orElse(null));
                case OptionalDouble optional when optional.isPresent() -> Decimal.spell(optional.getAsDouble());
                case Double number -> Decimal.spell(number);
                default -> value.toString();
            };
        }

        String column() {
            return encoding.column();
        }

        /// Returns the value of the column in a row.
        ///
        /// @throws ArgumentException if the row has no entry for it
        @Nullable
        Object value(Map<String, ? extends @Nullable Object> row) {
            Object value = row.get(column());
            if (value == null && !row.containsKey(column())) {
                List<String> near = Suggestions.of(column(), row.keySet());
                throw new ArgumentException("row", "predict: the row lacks " + Phrases.quoted(column())
                        + ", which the model reads; "
                        + (near.isEmpty()
                                ? ""
                                : "the nearest name in the row is " + Phrases.quoted(near.getFirst()) + "; ")
                        + "if the value is missing, pass null or an empty optional");
            }
            return value;
        }

        /// Writes the inputs of a value to `out`, starting at index `at`.
        ///
        /// @throws org.chainrule.error.ArgumentException if the column cannot hold the value
        void encode(@Nullable Object value, float[] out, int at) {
            encoding.encode(value, reader, out, at);
        }
    }
}
