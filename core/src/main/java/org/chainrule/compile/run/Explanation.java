package org.chainrule.compile.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.stage.FusedMatmul;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Stage;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Op;
import org.chainrule.ir.TypeRules;

/// The text of a program: pseudo-code, stage by stage, that shows which instructions run as one loop.
///
/// ```
/// %3 = matmul x weight [n, 10]                          16 kFLOP, 3.2 kB a row + 31 kB
/// loop over [n, 10], 3 parts                            40 FLOP, 44 B a row + 40 B
///     %4 = add %3 bias   (kept in no buffer)
///     %5 = max along axis 1 of %4
/// ```
final class Explanation {
    private final Graph graph;
    private final Lowering lowering;
    private final Map<Integer, String> names = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    Explanation(Graph graph, Lowering lowering) {
        this.graph = graph;
        this.lowering = lowering;
        for (int i = 0; i < graph.inputs().size(); i++) {
            names.put(lowering.inputs().get(i), TypeRules.name(graph.inputs().get(i).op()));
        }
        for (int value = 0; value < lowering.values().size(); value++) {
            Op.Leaf leaf = lowering.values().get(value).leaf();
            if (leaf != null) {
                names.putIfAbsent(value, TypeRules.name(leaf));
            }
        }
    }

    /// Returns the text for any batch size.
    String program() {
        for (Stage stage : lowering.stages()) {
            Cost one = Cost.of(stage, lowering.values(), 1);
            Cost two = Cost.of(stage, lowering.values(), 2);
            Cost row = new Cost(two.flops() - one.flops(), two.bytes() - one.bytes());
            Cost fixed = new Cost(one.flops() - row.flops(), one.bytes() - row.bytes());
            String rows = row.flops() + row.bytes() == 0 ? "" : cost(row) + " a row";
            String rest = fixed.flops() + fixed.bytes() == 0 ? "" : cost(fixed);
            stage(stage, rows + (rows.isEmpty() || rest.isEmpty() ? "" : " + ") + rest);
        }
        return end();
    }

    /// Returns the text with measurements.
    ///
    /// @param nanos the nanoseconds of each stage in a recent run, 0 if unknown
    /// @param limit the roofline of the machine
    String measured(int n, long runs, long[] nanos, Roofline limit) {
        long sum = Math.max(1, Arrays.stream(nanos).sum());
        text.append(String.format(Locale.ROOT, "%d runs, lately of %d rows in %.1f us; limit: %s%n", runs, n, sum / 1e3,
                limit));
        for (int i = 0; i < nanos.length; i++) {
            Stage stage = lowering.stages().get(i);
            Cost cost = Cost.of(stage, lowering.values(), n);
            stage(stage, String.format(Locale.ROOT, "%s, %.1f us, %.0f %% of the time, %.0f %% of the limit",
                    cost(cost), nanos[i] / 1e3, 100.0 * nanos[i] / sum,
                    100 * limit.nanos(cost) / Math.max(1, nanos[i])));
        }
        return end();
    }

    private void stage(Stage stage, String cost) {
        switch (stage) {
            case Instruction instruction -> {
                String line = words(instruction);
                String shape = instruction.shape().toString();
                text.append(String.format(Locale.ROOT, "%-60s %s%n", line + " " + shape, cost));
            }
            case FusedMatmul product -> {
                text.append(String.format(Locale.ROOT, "%-60s %s%n",
                        words(product.contract()) + " " + product.contract().shape(),
                        cost));
                product.rest().forEach(instruction -> inner(instruction, product));
            }
            case Loop loop -> {
                text.append(String.format(Locale.ROOT, "%-60s %s%n",
                        "loop over " + loop.space() + ", " + loop.parts().size()
                                + (loop.parts().size() == 1 ? " part" : " parts"),
                        cost));
                loop.instructions().forEach(instruction -> inner(instruction, loop));
            }
        }
    }

    private void inner(Instruction instruction, Stage stage) {
        String kept = stage.writes().contains(instruction.out()) ? "" : "   (kept in no buffer)";
        text.append("    ").append(words(instruction)).append(kept).append(System.lineSeparator());
    }

    private String words(Instruction instruction) {
        String read = instruction.operands().stream().map(Operand::value).map(this::name)
                .collect(Collectors.joining(" "));
        int out = instruction.out();
        String made = names.computeIfAbsent(out, _ -> "%" + out);
        int home = lowering.values().get(out).home();
        String place = home < 0 ? "" : " (over " + name(home) + ")";
        String what = instruction.op() instanceof Op.StopGradient ? "copy" : TypeRules.name(instruction.op());
        String how = instruction.op() instanceof Op.Reduce reduce ? " along axis " + reduce.axis() + " of" : "";
        return made + place + " = " + what + how + " " + read;
    }

    private String name(int value) {
        return Objects.requireNonNull(names.computeIfAbsent(value, _ -> "%" + value));
    }

    private String end() {
        List<Graph.Update> updates = graph.updates();
        for (int i = 0; i < updates.size(); i++) {
            text.append("update ").append(TypeRules.name(updates.get(i).state().op())).append(System.lineSeparator());
        }
        return text.append("return ").append(lowering.outputs().stream().map(this::name)
                .collect(Collectors.joining(" "))).append(System.lineSeparator()).toString();
    }

    private static String cost(Cost cost) {
        String bytes = unit(cost.bytes(), "B");
        return cost.flops() == 0 ? bytes : unit(cost.flops(), "FLOP") + ", " + bytes;
    }

    private static String unit(long number, String unit) {
        double value = number;
        String[] prefixes = {"", "k", "M", "G", "T"};
        int prefix = 0;
        while (value >= 999.5 && prefix < prefixes.length - 1) {
            value /= 1000;
            prefix++;
        }
        return String.format(Locale.ROOT, value < 9.95 && prefix > 0 ? "%.1f %s%s" : "%.0f %s%s", value,
                prefixes[prefix], unit);
    }
}
