package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.Frozen;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Uses tensors, gradients and programs.
final class Tensors {
    private Tensors() {
    }

    static void use() {
        values();
        axes();
        pairs();
        gradients();
        derivatives();
        programs();
        frozen();
    }

    private static void values() {
        Tensor x = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}});
        Tensor w = Tensor.of(new float[]{1, 0, 0, 1, 1, 1}, Shape.of(3, 2));
        check("a product", Arrays.deepEquals(x.matmul(w).rows(), new float[][]{{4, 5}, {10, 11}}));
        check("sums", x.sum().value() == 21 && Arrays.equals(x.mean(1).values(), new float[]{2, 5}));
        check("an element", x.transpose().at(2, 1) == 6);
        check("movements", Arrays.equals(Tensor.concat(0, x.slice(0, 1, 2), x.slice(0, 0, 1).flip(1)).values(),
                new float[]{4, 5, 6, 3, 2, 1}));
        check("functions", x.sub(3.5).relu().add(x.exp().log()).sqrt().tanh().max().value() < 1);
        check("a condition", x.greater(3).where(x, x.neg()).sum().value() == 9);
        Tensor labels = Tensor.ofInts(2, 0);
        check("whole numbers", labels.type().equals(TensorType.i32(Shape.of(2)))
                && Arrays.equals(x.softmax(-1).argmax(1).ints(), new int[]{2, 2}));
        check("rows by number", Arrays.equals(x.transpose().gather(labels).values(), new float[]{3, 6, 1, 4})
                && labels.oneHot(3).sum().value() == 2);
    }

    private static void axes() {
        Tensor x = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}});
        check("sizes and orders", x.reshape(3, -1).at(2, 0) == 5 && x.unsqueeze(0).permute(2, 0, 1).at(2, 0, 1) == 6
                && x.unsqueeze(-1).squeeze(2).shape().equals(x.shape()));
        List<Tensor> columns = x.split(1, 3);
        check("stacked and split", Arrays.equals(Tensor.stack(0, columns.get(2), columns.get(0)).values(),
                new float[]{3, 6, 1, 4}) && x.splitSizes(1, 1, 2).get(1).at(0, 1) == 3);
        check("elements by number", x.gather(1, Tensor.ofInts(2)).at(1, 0) == 6
                && x.takeAlong(1, Tensor.iota(2).unsqueeze(1)).at(1, 0) == 5);
        check("triangles", x.tril(0).sum().value() == 10 && x.triu(1).sum().value() == 11
                && Arrays.equals(Tensor.lowerTriangle(2).ints(), new int[]{1, 0, 1, 1}));
        check("axes kept", x.sumKeeping(1).at(1, 0) == 15 && x.meanKeeping(0).at(0, 2) == 4.5f
                && x.maxKeeping(1).at(0, 0) == 3 && x.minKeeping(1).at(1, 0) == 4);
        check("variances", x.var(0).at(0) == 2.25f && x.varKeeping(0).at(0, 2) == 2.25f && x.std(0).at(1) == 1.5f);
        check("vectors in products", Arrays.equals(x.matmul(Tensor.of(1, 0, -1)).values(), new float[]{-2, -2}));
        check("text", x.toString().equals("[[1.0, 2.0, 3.0],\n [4.0, 5.0, 6.0]]"));
    }

    private static void pairs() {
        Tensor x = Tensor.of(-2, 0, 3);
        check("larger and smaller", x.maximum(1).sum().value() == 5 && x.minimum(x.neg()).sum().value() == -5
                && x.maximum(x.neg()).sum().value() == 5 && x.minimum(1).sum().value() == -1);
        check("powers", Arrays.equals(x.pow(3).values(), new float[]{-8, 0, 27})
                && Tensor.of(4, 1).pow(Tensor.of(0.5f, 7)).sum().value() == 3);
        Tensor some = x.less(0).or(x.greaterEqual(3)).and(x.equal(3).not());
        check("truth values", Arrays.equals(some.ints(), new int[]{1, 0, 0})
                && some.xor(x.lessEqual(0)).where(1, 0).sum().value() == 1);
        check("numbers chosen", some.where(x, 7).sum().value() == 12 && some.where(7, x).sum().value() == 10
                && x.notEqual(0).where(1, 0).sum().value() == 2 && x.notEqual(x).where(1, 0).sum().value() == 0);
        Tensor noise = Tensor.normal(Shape.of(4, 5), 7);
        check("a seed", Arrays.equals(noise.values(), Tensor.normal(Shape.of(4, 5), 7).values())
                && Tensor.uniform(Shape.of(9), 7).max().value() < 1);
    }

    private static void derivatives() {
        Tensor v = Tensor.of(1, 2);
        Tensor cubes = v.pow(3);
        check("a Jacobian", Arrays.deepEquals(cubes.jacobian(v).rows(), new float[][]{{3, 0}, {0, 12}}));
        check("a Hessian", Arrays.deepEquals(cubes.sum().hessian(v).rows(), new float[][]{{6, 0}, {0, 12}}));
        check("a product with it", Arrays.equals(cubes.sum().hvp(v, Tensor.of(1, -1)).values(), new float[]{6, -12}));
    }

    private static void gradients() {
        Tensor v = Tensor.of(1, 2, 3);
        Tensor g = v.square().sum().gradient(v);
        check("a gradient", Arrays.equals(g.values(), new float[]{2, 4, 6}));
        check("a gradient of a gradient", Arrays.equals(g.sum().gradient(v).values(), new float[]{2, 2, 2}));
        List<Tensor> picked = v.exp().gradients(List.of(v), Tensor.of(0, 1, 0));
        check("a row of a Jacobian", picked.getFirst().at(0) == 0 && picked.getFirst().at(1) > 7);
        Tensor stopped = v.stopGradient().mul(v).sum().gradient(v);
        Tensor bent = v.exp().add(1).log();
        check("a gradient through values computed again", Arrays.equals(bent.recomputedFrom(v).sum().gradient(v)
                .values(), bent.sum().gradient(v).values()));
        Tensor.all(g, picked.getFirst());
        check("a gradient stopped", Arrays.equals(stopped.values(), v.values()));
    }

    private static void programs() {
        Tensor x = Tensor.input("x", Shape.batch(2));
        Tensor total = Tensor.input("total", Shape.of(2));
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        updates.put(total, total.add(x.sum(0)));
        Tensor lengths = x.square().sum(1).sqrt();
        Program program = Program.of(List.of(x, total), List.of(lengths), updates);
        Memory memory = program.memory(3);
        check("memory planned", memory.state() == 8 && memory.inputs() == 24 && memory.outputs() == 12);
        Program.Session session = program.start(3, 2);
        session.write(x, 3, 4, 6, 8, 5, 12);
        session.write(total, Tensor.of(0, 0));
        session.run(3);
        check("outputs", Arrays.equals(session.read(lengths), new float[]{5, 10, 13}));
        session.run(2);
        check("state", Arrays.equals(session.read(total), new float[]{14 + 9, 24 + 12}));
        session.feed(x, new float[]{0, 0, 8, 15}, 2);
        session.run(1);
        check("an input from an array of one's own", session.read(lengths)[0] == 17);
        check("a description", program.explain().contains("update total"));
        check("a description with times", session.explain().startsWith("3 runs, lately of "));
        Program pure = Program.of(List.of(x), List.of(lengths));
        check("run once", pure.run(Tensor.of(new float[][]{{3, 4}})).getFirst().at(0) == 5);
    }

    private static void frozen() {
        Tensor x = Tensor.input("x", Shape.batch(3));
        Tensor w = Tensor.input("w", Shape.of(3, 2));
        Tensor logits = x.matmul(w);
        Tensor classes = logits.argmax(-1);
        Program program = Program.of(List.of(x, w), List.of(logits, classes));
        Tensor weights = Tensor.of(new float[][]{{1, 0}, {0, 1}, {1, 1}});
        Frozen frozen = program.freeze(64, Map.of(w, weights));
        check("what is left to hand in", frozen.inputs().equals(List.of(x)) && frozen.capacity() == 64
                && program.freeze(1).inputs().size() == 2);
        Frozen alone = frozen.only(logits);
        float[] rows = {1, 2, 3, 4, 5, 6};
        check("rows at once", Arrays.equals(alone.run(rows), new float[]{4, 5, 10, 11}));
        float[] results = new float[3];
        alone.run(rows, 3, 1, results, 1);
        check("results in an array", Arrays.equals(results, new float[]{0, 10, 11}));
        check("one number", frozen.only(classes).value(1, 2, 3) == 1);
        float[][] all = {new float[4], new float[2]};
        frozen.run(2, new float[][]{rows}, all);
        check("all outputs", Arrays.equals(all[0], alone.run(rows)) && all[1][1] == 1
                && frozen.run(Tensor.of(new float[][]{{1, 2, 3}})).getFirst().at(0, 1) == 5);
        check("the memory of all calls", frozen.memory().total() > frozen.memory(64).total());
        List<float[]> answers = IntStream.range(0, 100).parallel().mapToObj(i -> alone.run(rows)).toList();
        check("many threads", answers.stream().allMatch(answer -> Arrays.equals(answer, alone.run(rows))));
    }
}
