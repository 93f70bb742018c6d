package org.chainrule.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.JsonObject;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// The JSON form of fields in files: the name, the element type and the shape of a row of each field.
public final class FieldJson {
    private FieldJson() {
    }

    /// Returns the JSON trees of fields, in order.
    public static List<Object> write(List<Field> fields) {
        List<Object> trees = new ArrayList<>();
        for (Field field : fields) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("name", field.name());
            tree.put("type", field.type().dtype().name().toLowerCase(Locale.ROOT));
            tree.put("shape", write(field.type().shape()));
            trees.add(tree);
        }
        return trees;
    }

    /// Returns the sizes of a shape without a batch axis.
    public static List<Object> write(Shape shape) {
        List<Object> sizes = new ArrayList<>();
        for (int size : shape.sizes(1)) {
            sizes.add((long) size);
        }
        return sizes;
    }

    /// Returns the fields in a list of an object, whose names must differ.
    ///
    /// @throws FormatException if an element is not a field
    public static List<Field> read(JsonObject object, String name) {
        List<Field> fields = new ArrayList<>();
        try {
            for (Object tree : object.list(name)) {
                JsonObject field = JsonObject.of(tree, object.source());
                fields.add(new Field(field.text("name"), new TensorType(dtype(field, "type"), shape(field, "shape"))));
            }
            return new RowType(fields, List.of(), false).inputs();
        } catch (ArgumentException e) {
            throw new FormatException(object.source(), object.source() + ": " + name + ": " + e.getMessage());
        }
    }

    /// Returns the shape in a list of sizes of an object.
    ///
    /// @throws FormatException if an element is not a size
    public static Shape shape(JsonObject object, String name) {
        return Shape.of(object.list(name).stream().mapToInt(size -> size(object, name, size)).toArray());
    }

    private static int size(JsonObject object, String name, Object size) {
        if (size instanceof Long number && number > 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw object.damaged(name);
    }

    private static DType dtype(JsonObject object, String name) {
        String word = object.text(name);
        for (DType dtype : DType.values()) {
            if (word.equals(dtype.name().toLowerCase(Locale.ROOT))) {
                return dtype;
            }
        }
        throw object.damaged(name);
    }
}
