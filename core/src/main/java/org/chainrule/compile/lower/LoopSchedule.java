package org.chainrule.compile.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.compile.lower.LoopShape.Statement;
import org.chainrule.compile.stage.Body;
import org.chainrule.compile.stage.Body.Line;
import org.chainrule.compile.stage.Body.Store;
import org.chainrule.compile.stage.Broadcast;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Loop.Fold;
import org.chainrule.compile.stage.Loop.Part;
import org.chainrule.compile.stage.Loop.Pass;
import org.chainrule.compile.stage.Loop.Place;
import org.chainrule.ir.Op;
import org.jspecify.annotations.Nullable;

/// Divides the statements of a loop into parts: as few passes over a row as the reductions allow, each with a body of
/// limited length. A statement that reads a reduction is in a later pass than the reduction. A light statement that
/// only later passes read moves to them, so that fewer values are kept in between.
final class LoopSchedule {
    private final LoopShape shape;
    private final Set<Integer> kept;
    private final Map<Integer, Statement> makers = new HashMap<>();
    private final Map<Integer, List<Statement>> readers = new HashMap<>();
    private final IdentityHashMap<Statement, Integer> rounds = new IdentityHashMap<>();
    private final List<int[]> room = new ArrayList<>();
    private final Map<Integer, Place> places = new HashMap<>();

    private LoopSchedule(LoopShape shape, Set<Integer> kept) {
        this.shape = shape;
        this.kept = kept;
        for (Statement statement : shape.statements()) {
            makers.put(statement.instruction().out(), statement);
            for (Operand operand : statement.instruction().operands()) {
                readers.computeIfAbsent(operand.value(), _ -> new ArrayList<>(2)).add(statement);
            }
        }
    }

    /// Returns the loop of a shape.
    ///
    /// @param kept the values that are read outside the loop
    static Loop of(LoopShape shape, Set<Integer> kept) {
        return new LoopSchedule(shape, kept).loop();
    }

    private Loop loop() {
        shape.statements().forEach(statement -> rounds.put(statement, earliest(statement)));
        for (Statement statement : shape.statements().reversed()) {
            sink(statement);
        }
        List<List<Statement>> parts = parts();
        Map<Integer, Integer> made = new HashMap<>();
        Map<Integer, Integer> lastRead = new HashMap<>();
        for (int part = 0; part < parts.size(); part++) {
            for (Statement statement : parts.get(part)) {
                made.put(statement.instruction().out(), part);
                for (Operand operand : statement.instruction().operands()) {
                    lastRead.put(operand.value(), part);
                }
            }
        }
        Slots strips = new Slots();
        Slots columns = new Slots();
        List<Part> built = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            for (Statement statement : parts.get(part)) {
                int value = statement.instruction().out();
                int last = lastRead.getOrDefault(value, part);
                if (kept.contains(value)) {
                    places.put(value, new Place.Buffer(value));
                } else if (last > part && statement.perRow()) {
                    places.put(value, new Place.Column(columns.take(part, last)));
                } else if (last > part) {
                    places.put(value, new Place.Strip(strips.take(part, last)));
                }
            }
            built.add(part(parts.get(part)));
        }
        Set<Integer> reads = new LinkedHashSet<>();
        List<Integer> writes = new ArrayList<>();
        List<Instruction> instructions = new ArrayList<>();
        for (Statement statement : shape.statements()) {
            instructions.add(statement.instruction());
            statement.instruction().operands().stream().map(Operand::value).filter(value -> !made.containsKey(value))
                    .forEach(reads::add);
            if (kept.contains(statement.instruction().out())) {
                writes.add(statement.instruction().out());
            }
        }
        return new Loop(shape.space(), instructions, built, new Loop.Scratch(strips.size(), columns.size()),
                List.copyOf(reads),
                writes);
    }

    /// Returns the first round whose pass may hold a statement: after the reductions it reads, and with enough room.
    private int earliest(Statement statement) {
        int round = 0;
        for (Operand operand : statement.instruction().operands()) {
            Statement maker = makers.get(operand.value());
            if (maker != null) {
                int after = maker.perRow() && !statement.perRow() ? 1 : 0;
                round = Math.max(round, rounds.getOrDefault(maker, 0) + after);
            }
        }
        if (statement.perRow()) {
            return round;
        }
        boolean heavy = Body.isHeavy(statement.instruction().op());
        while (true) {
            while (room.size() <= round) {
                room.add(new int[2]);
            }
            int[] used = room.get(round);
            if (used[0] < Body.LINES && (!heavy || used[1] == 0)) {
                used[0]++;
                used[1] += heavy ? 1 : 0;
                return round;
            }
            round++;
        }
    }

    private void sink(Statement statement) {
        Instruction instruction = statement.instruction();
        if (statement.perRow() || Body.isHeavy(instruction.op()) || kept.contains(instruction.out())) {
            return;
        }
        int first = Integer.MAX_VALUE;
        for (Statement reader : readers.getOrDefault(instruction.out(), List.of())) {
            first = Math.min(first, rounds.getOrDefault(reader, 0));
        }
        long strips = instruction.operands().stream().map(Operand::value).distinct().filter(this::takesStrip).count();
        int now = rounds.getOrDefault(statement, 0);
        boolean fits = first < room.size() && room.get(first)[0] < Body.LINES;
        if (first > now && strips <= 1 && fits) {
            rounds.put(statement, first);
            room.get(now)[0]--;
            room.get(first)[0]++;
        }
    }

    /// Returns whether a later pass would need a value in a strip.
    private boolean takesStrip(int value) {
        Statement maker = makers.get(value);
        return maker != null && !maker.perRow() && !kept.contains(value);
    }

    /// Returns the statements of each part: for each round its pass, then its reductions and the passes over rows.
    private List<List<Statement>> parts() {
        int last = rounds.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<List<Statement>> parts = new ArrayList<>();
        for (int round = 0; round <= last; round++) {
            List<Statement> each = new ArrayList<>();
            List<List<Statement>> rest = new ArrayList<>();
            @Nullable
            List<Statement> perRow = null;
            for (Statement statement : shape.statements()) {
                if (rounds.getOrDefault(statement, 0) != round) {
                    continue;
                }
                if (statement.isFold()) {
                    rest.add(List.of(statement));
                    perRow = null;
                } else if (!statement.perRow()) {
                    each.add(statement);
                } else {
                    boolean full = perRow != null && (perRow.size() >= Body.LINES
                            || perRow.stream().anyMatch(other -> Body.isHeavy(other.instruction().op())));
                    if (perRow == null || full) {
                        perRow = new ArrayList<>();
                        rest.add(perRow);
                    }
                    perRow.add(statement);
                }
            }
            if (!each.isEmpty()) {
                parts.add(each);
            }
            parts.addAll(rest);
        }
        return parts;
    }

    private Part part(List<Statement> statements) {
        Statement first = statements.getFirst();
        Instruction instruction = first.instruction();
        if (instruction.op() instanceof Op.Reduce reduce) {
            return new Fold(reduce, place(instruction.operands().getFirst().value()), place(instruction.out()));
        }
        return new BodyBuilder(statements).pass(first.perRow());
    }

    private Place place(int value) {
        return places.getOrDefault(value, new Place.Buffer(value));
    }

    private final class BodyBuilder {
        private record Key(Place place, Broadcast broadcast) {
        }

        private final List<Statement> statements;
        private final List<Key> operands = new ArrayList<>();
        private final Map<Integer, Integer> lines = new HashMap<>();

        BodyBuilder(List<Statement> statements) {
            this.statements = statements;
            for (Statement statement : statements) {
                lines.put(statement.instruction().out(), lines.size());
            }
        }

        Pass pass(boolean perRow) {
            List<List<Integer>> reads = new ArrayList<>();
            for (Statement statement : statements) {
                List<Integer> read = new ArrayList<>();
                for (int i = 0; i < statement.broadcasts().size(); i++) {
                    int value = statement.instruction().operands().get(i).value();
                    Integer line = lines.get(value);
                    read.add(line != null ? -1 - line : operand(place(value), statement.broadcasts().get(i)));
                }
                reads.add(read);
            }
            List<Store> stores = new ArrayList<>();
            for (Statement statement : statements) {
                Place place = places.get(statement.instruction().out());
                if (place != null) {
                    stores.add(new Store(lines.getOrDefault(statement.instruction().out(), 0),
                            operand(place, Broadcast.EACH)));
                }
            }
            List<Line> body = new ArrayList<>();
            for (int i = 0; i < statements.size(); i++) {
                body.add(new Line(statements.get(i).instruction().op(), reads.get(i).stream()
                        .map(read -> read < 0 ? operands.size() - 1 - read : read).toList()));
            }
            return new Pass(new Body(operands.stream().map(Key::broadcast).toList(), List.copyOf(body),
                    List.copyOf(stores)), perRow, operands.stream().map(Key::place).toList());
        }

        private int operand(Place place, Broadcast broadcast) {
            Key key = new Key(place, broadcast);
            if (!operands.contains(key)) {
                operands.add(key);
            }
            return operands.indexOf(key);
        }
    }

    /// Strips of scratch memory. A strip is reused after the last part that reads it.
    private static final class Slots {
        private final List<Integer> until = new ArrayList<>();

        int take(int part, int last) {
            for (int slot = 0; slot < until.size(); slot++) {
                if (until.get(slot) < part) {
                    until.set(slot, last);
                    return slot;
                }
            }
            until.add(last);
            return until.size() - 1;
        }

        int size() {
            return until.size();
        }
    }
}
