package org.chainrule.compile.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chainrule.compile.stage.Body;
import org.chainrule.compile.stage.Broadcast;
import org.chainrule.compile.stage.FusedMatmul;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Loop.Fold;
import org.chainrule.compile.stage.Loop.Part;
import org.chainrule.compile.stage.Loop.Pass;
import org.chainrule.compile.stage.Loop.Place;
import org.chainrule.compile.stage.Stage;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Op;
import org.chainrule.ir.TypeRules;

/// A lowered graph as text, for tests to compare. Inputs and constants have their names, computed values their numbers.
final class PlanText {
    private final Lowering lowering;
    private final Map<Integer, String> names = new HashMap<>();

    PlanText(Graph graph) {
        lowering = Lowering.of(graph);
        for (int i = 0; i < graph.inputs().size(); i++) {
            names.put(lowering.inputs().get(i), TypeRules.name(graph.inputs().get(i).op()));
        }
        for (int value = 0; value < lowering.values().size(); value++) {
            Op.Leaf leaf = lowering.values().get(value).leaf();
            names.putIfAbsent(value, leaf == null ? "%" + value : TypeRules.name(leaf));
        }
    }

    Lowering lowering() {
        return lowering;
    }

    String name(int value) {
        return names.getOrDefault(value, "?");
    }

    /// One line for each stage, and one for each instruction of a loop or a fused product.
    String stages() {
        StringBuilder text = new StringBuilder();
        for (Stage stage : lowering.stages()) {
            switch (stage) {
                case Instruction instruction -> text.append(line(instruction)).append('\n');
                case Loop loop -> {
                    text.append("loop ").append(loop.space()).append('\n');
                    loop.instructions().forEach(each -> text.append("  ").append(line(each)).append('\n'));
                }
                case FusedMatmul product -> {
                    text.append(line(product.contract())).append('\n');
                    product.rest().forEach(each -> text.append("  then ").append(line(each)).append('\n'));
                }
            }
        }
        return text.append("return").append(lowering.outputs().stream().map(output -> " " + name(output))
                .collect(Collectors.joining())).append('\n').toString();
    }

    /// An instruction: its value, the state that the value overwrites, its operation and what it reads.
    String line(Instruction instruction) {
        int home = lowering.values().get(instruction.out()).home();
        String operation = instruction.op() instanceof Op.StopGradient ? "copy" : TypeRules.name(instruction.op());
        return name(instruction.out()) + (home < 0 ? "" : " over " + name(home)) + " = " + operation + instruction
                .operands().stream().map(operand -> " " + name(operand.value())).collect(Collectors.joining());
    }

    /// The parts of a loop: `fold` for a reduction of each row, `pass` for a body over all places, `rows` for a body
    /// over the rows. In a body `a..` is one number for each row and `a*` a number for each column or one for all.
    String parts(Loop loop) {
        List<String> lines = new ArrayList<>();
        for (Part part : loop.parts()) {
            lines.add(switch (part) {
                case Fold fold ->
                    "fold " + place(fold.to()) + " = " + TypeRules.name(fold.op()) + " " + place(fold.from());
                case Pass pass -> (pass.perRow() ? "rows " : "pass ") + body(pass);
            });
        }
        return String.join("\n", lines) + "\n";
    }

    private String body(Pass pass) {
        Body body = pass.body();
        List<String> values = new ArrayList<>();
        for (int k = 0; k < body.operands().size(); k++) {
            values.add(place(pass.places().get(k)) + mark(body.operands().get(k)));
        }
        for (Body.Line line : body.lines()) {
            values.add(TypeRules.name(line.op()) + line.reads().stream().map(values::get)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        return body.stores().stream()
                .map(store -> values.get(store.operand()) + " = " + values.get(body.operands().size() + store.line()))
                .collect(Collectors.joining("; "));
    }

    private static String mark(Broadcast broadcast) {
        return switch (broadcast) {
            case EACH -> "";
            case ROW -> "..";
            case COLUMN, GROUP, ONE -> "*";
        };
    }

    private String place(Place place) {
        return switch (place) {
            case Place.Buffer(int value) -> name(value);
            case Place.Strip(int number) -> "strip" + number;
            case Place.Column(int number) -> "column" + number;
        };
    }
}
