package org.chainrule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.chainrule.error.ArgumentException;

/// An immutable, ordered map from names to tensors: the inputs or outputs of a network, or the gradients of its
/// parameters by path.
///
/// ```java
/// Tensors outputs = Tensors.of("price", price).with("sold", sold);
/// Tensor first = outputs.get("price");
/// ```
public final class Tensors {
    private final Map<String, Tensor> byName;

    private Tensors(Map<String, Tensor> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    /// Returns one tensor under a name.
    public static Tensors of(String name, Tensor tensor) {
        return of(Map.of()).with(name, tensor);
    }

    /// Returns two tensors under their names.
    public static Tensors of(String first, Tensor one, String second, Tensor other) {
        return of(first, one).with(second, other);
    }

    /// Returns the tensors of a map, in its order.
    public static Tensors of(Map<String, Tensor> byName) {
        ArgumentException.requireNotNull("tensors", "byName", byName);
        byName.forEach((name, tensor) -> ArgumentException.requireNotNull("tensors", "the tensor " + name, tensor));
        return new Tensors(new LinkedHashMap<>(byName));
    }

    /// Returns these tensors and one more.
    ///
    /// @throws ArgumentException if the name is taken
    public Tensors with(String name, Tensor tensor) {
        ArgumentException.requireNotNull("tensors", "name", name);
        ArgumentException.requireNotNull("tensors", "tensor", tensor);
        if (byName.containsKey(name)) {
            throw new ArgumentException("name",
                    "tensors: there are two tensors named " + name + ", expected distinct names");
        }
        Map<String, Tensor> more = new LinkedHashMap<>(byName);
        more.put(name, tensor);
        return new Tensors(more);
    }

    /// Returns the tensor with a name.
    ///
    /// @throws ArgumentException if there is no such tensor; the message lists the names
    public Tensor get(String name) {
        ArgumentException.requireNotNull("get", "name", name);
        Tensor tensor = byName.get(name);
        if (tensor == null) {
            throw new ArgumentException("name",
                    "get: there is no tensor '" + name + "', expected one of " + byName.keySet());
        }
        return tensor;
    }

    /// Returns the only tensor.
    ///
    /// @throws ArgumentException if there is not exactly one
    public Tensor only() {
        if (byName.size() != 1) {
            throw new ArgumentException("name", "only: there are the tensors " + byName.keySet()
                    + ", expected exactly one; choose with get(name)");
        }
        return byName.values().iterator().next();
    }

    /// Returns the names, in order.
    public Set<String> names() {
        return byName.keySet();
    }

    /// Returns the tensors by name, in order.
    public Map<String, Tensor> asMap() {
        return byName;
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
