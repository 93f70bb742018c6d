package org.chainrule.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chainrule.ReferenceRun;
import org.chainrule.Tensor;
import org.chainrule.testing.Fixtures;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// One case of ops.safetensors or tables.safetensors: a function with its inputs, compared with its value and gradients.
final class OpFixture {
    static final Fixtures OPS = Fixtures.open("ops");
    private static final Fixtures TABLES = Fixtures.open("tables");

    private final Fixtures file;
    private final String name;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<Tensor, double[]> data = new LinkedHashMap<>();

    private OpFixture(Fixtures file, String name) {
        this.file = file;
        this.name = name;
    }

    static OpFixture of(String name, String... inputs) {
        return of(OPS, name, inputs);
    }

    /// A case of tables.safetensors.
    static OpFixture ofTables(String name, String... inputs) {
        return of(TABLES, name, inputs);
    }

    private static OpFixture of(Fixtures file, String name, String... inputs) {
        OpFixture fixture = new OpFixture(file, name);
        for (String input : inputs) {
            fixture.input(input, DType.F32);
        }
        return fixture;
    }

    /// Adds whole numbers, which have no gradient.
    OpFixture indices(String input) {
        input(input, DType.I32);
        return this;
    }

    private Tensor input(String input, DType dtype) {
        String key = name + "/" + input;
        Tensor tensor = Tensor.input(input, new TensorType(dtype, Shape.of(file.shape(key))));
        inputs.put(input, tensor);
        data.put(tensor, file.doubles(key));
        return tensor;
    }

    /// Compares a function of the inputs with the fixture.
    void check(Function<List<Tensor>, Tensor> function) {
        List<String> differentiable = inputs.keySet().stream()
                .filter(input -> inputs.get(input).type().dtype() == DType.F32).toList();
        Tensor y = function.apply(List.copyOf(inputs.values()));
        Tensor cotangent = input("cotangent", DType.F32);
        List<Tensor> gradients = y.gradients(differentiable.stream().map(inputs::get).toList(), cotangent);
        Map<String, Tensor> expected = new LinkedHashMap<>();
        expected.put(name + "/y", y);
        for (int i = 0; i < gradients.size(); i++) {
            String input = differentiable.get(i);
            expected.put(name + (differentiable.equals(List.of("x")) ? "/grad" : "/grad/" + input), gradients.get(i));
        }
        ReferenceRun.assertClose(file, expected, data, 1);
    }
}
