package org.chainrule.compile.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Function;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class ExecutableTest {
    private static Function scaled(String name, double factor) {
        Node x = Node.input(name, TensorType.f32(Shape.scalar()));
        Node scaled = Node.of(new Op.Binary(BinaryFunction.MUL), x, Node.of(new Op.Literal(factor)));
        return Function.of(new Graph(List.of(x), List.of(scaled)));
    }

    @Test
    void equalFunctionsShareOne() {
        assertThat(Executable.of(scaled("x", 2))).isSameAs(Executable.of(scaled("x", 2)))
                .isNotSameAs(Executable.of(scaled("x", 3))).isNotSameAs(Executable.of(scaled("y", 2)));
    }

    @Test
    void functionsNotUsedLatelyAreForgotten() {
        Executable first = Executable.of(scaled("first", 1));
        Executable used = Executable.of(scaled("used", 1));
        for (int i = 0; i < 10_000; i++) {
            Executable.of(scaled("many", i));
            assertThat(Executable.of(scaled("used", 1))).isSameAs(used);
        }
        assertThat(Executable.of(scaled("first", 1))).isNotSameAs(first);
    }

    @Test
    void threadsThatAskAtTheSameTimeShareOne() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Executable>> found = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                found.add(threads.submit(() -> Executable.of(scaled("shared", 5))));
            }
            for (Future<Executable> each : found) {
                assertThat(each.get()).isSameAs(found.getFirst().get());
            }
        }
    }
}
