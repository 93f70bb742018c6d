package org.chainrule.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.chainrule.Memory;
import org.chainrule.io.Json;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.jspecify.annotations.Nullable;

/// The training of one network as a page shows it. The training writes; pages read.
final class Track implements Observer {
    private static final long TELL = 100_000_000;
    private static final long LOOK = 2_000_000;
    private static final int MOST_STEPS = 1 << 10;
    private static final long MEASURE = 300_000_000;
    /// A measurement may take this share of the time of the training.
    private static final int SHARE = 10;
    private static final double SECOND = 1e-9;
    private static final int ROWS = 256;

    private final String name;
    private final Controls controls;
    private final UnaryOperator<Map<String, Double>> units;
    private final List<EpochLine> epochs = new ArrayList<>();
    private String state = "waiting";
    private String failure = "";
    /// The number of the best epoch; 0 if there is none, or it ended before a training that was resumed.
    private int best;
    private EpochLine bestLine = EpochLine.NONE;
    /// The number of the first epoch that this track sees: above 1 in a training that was resumed.
    private int first;
    private int epoch;
    private int atMost;
    private int rows;
    private int of;
    private double rate = Double.NaN;
    private double speed = Double.NaN;
    private double seconds;
    private double weight = Double.NaN;
    private boolean keeps;
    /// The part of all epochs that was done at the first step.
    private double before;
    private @Nullable Memory memory;
    private @Nullable Measured measured;
    private int measurement;
    // of the training's thread alone
    private int skip;
    private int stride = 1;
    private long looked;
    private long started;
    private long told;
    private long nextMeasure;
    private long counted;
    private long rowsAtEpoch;

    /// The end of an epoch; the first of a list is that of the epoch `first`.
    private record EpochLine(double loss, double held, Map<String, Double> measures) {
        static final EpochLine NONE = new EpochLine(Double.NaN, Double.NaN, Map.of());
    }

    /// @param units turns the measures of an epoch into those that a person reads
    Track(String name, Controls controls, UnaryOperator<Map<String, Double>> units) {
        this.name = name;
        this.controls = controls;
        this.units = units;
    }

    // ---- What the training tells

    @Override
    public void step(Moment moment) {
        if (--skip > 0 && !controls.interferes()) {
            return;
        }
        long now = System.nanoTime();
        if (started == 0) {
            started = now;
            told = now;
        }
        // the clock is read every few milliseconds, because it takes as long as a small layer
        stride = now - looked < LOOK ? Math.min(MOST_STEPS, 2 * stride) : Math.max(1, stride / 2);
        skip = stride;
        looked = now;
        if (now - told >= TELL || counted == 0) {
            tell(moment, now);
        }
        if (controls.isPaused()) {
            controls.hold();
            told = System.nanoTime();
            counted = rowsAtEpoch + moment.rows();
        }
        if (controls.stopAsked()) {
            moment.stop();
        }
    }

    private void tell(Moment moment, long now) {
        Measured found = null;
        if (controls.isWanted(name) && now >= nextMeasure) {
            found = Measured.of(moment.flow(ROWS));
            long end = System.nanoTime();
            nextMeasure = end + Math.max(MEASURE, SHARE * (end - now));
        }
        Memory planned = memory == null && controls.isWanted(name) ? moment.memory() : memory;
        long total = rowsAtEpoch + moment.rows();
        synchronized (this) {
            boolean begins = first == 0;
            state = "training";
            epoch = moment.epoch();
            atMost = moment.epochs();
            rows = moment.rows();
            of = moment.of();
            if (begins) {
                first = epoch;
                before = done();
            }
            rate = moment.rate();
            speed = now > told ? (total - counted) / ((now - told) * SECOND) : speed;
            seconds = (now - started) * SECOND;
            memory = planned;
            if (found != null) {
                measured = found;
                measurement++;
            }
        }
        counted = total;
        told = System.nanoTime();
        controls.changed();
    }

    @Override
    public void epoch(Moment moment, double meanLoss, Map<String, Double> validation, boolean isBest) {
        rowsAtEpoch += moment.of();
        synchronized (this) {
            EpochLine line = new EpochLine(meanLoss, validation.getOrDefault("loss", Double.NaN),
                    units.apply(validation));
            epochs.add(line);
            epoch = moment.epoch();
            atMost = moment.epochs();
            rows = moment.of();
            of = moment.of();
            best = isBest ? epoch : best;
            bestLine = isBest ? line : bestLine;
            seconds = (System.nanoTime() - started) * SECOND;
        }
        if (keeps()) {
            moment.stop();
        }
    }

    @Override
    public void ended(String why) {
        synchronized (this) {
            state = why.isEmpty() ? "trained" : "failed";
            failure = why;
        }
        controls.changed();
    }

    /// Ends the training of this network after its epoch.
    void keep() {
        synchronized (this) {
            keeps = true;
        }
        controls.changed();
    }

    private synchronized boolean keeps() {
        return keeps;
    }

    /// Sets the weight of this network in the model.
    synchronized void weight(double share) {
        weight = share;
    }

    /// Returns the weight of this network in the model; NaN before the model is known.
    synchronized double weight() {
        return weight;
    }

    // ---- What pages read

    synchronized boolean isWaiting() {
        return state.equals("waiting");
    }

    synchronized boolean isTraining() {
        return state.equals("training");
    }

    synchronized boolean isTrained() {
        return state.equals("trained");
    }

    synchronized double seconds() {
        return seconds;
    }

    /// Returns the seconds until the last epoch, if the training takes all of them; NaN if nothing is known.
    synchronized double secondsLeft() {
        double own = done() - before;
        return own > 0 ? seconds * (1 - done()) / own : Double.NaN;
    }

    /// Returns the part of all epochs that is done.
    private double done() {
        return atMost == 0 ? 0 : (Math.max(0, epoch - 1) + (of == 0 ? 0 : (double) rows / of)) / atMost;
    }

    synchronized long plannedMemory() {
        return memory == null ? 0 : memory.total();
    }

    /// Returns one line about this network.
    synchronized Map<String, Object> summary() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("state", state);
        json.put("epoch", (long) epoch);
        json.put("epochs", (long) atMost);
        json.put("best", (long) best);
        json.put("first", (long) Math.max(1, first));
        json.put("measures", numbers(bestLine.measures));
        json.put("loss", Spread.number(bestLine.held));
        json.put("weight", Spread.number(weight));
        json.put("keeps", keeps);
        return json;
    }

    /// Returns everything about this network that a page does not know yet.
    ///
    /// @param from  the number of epochs that it knows
    /// @param known the number of the measurement that it knows
    synchronized Map<String, Object> detail(int from, int known) {
        Map<String, Object> json = new LinkedHashMap<>(summary());
        json.put("rate", Spread.number(rate));
        json.put("rowsPerSecond", Spread.number(speed));
        json.put("memory", plannedMemory());
        json.put("failure", failure);
        json.put("from", (long) from);
        List<Object> lines = new ArrayList<>();
        for (EpochLine line : epochs.subList(Math.min(from, epochs.size()), epochs.size())) {
            lines.add(List.of(Spread.number(line.loss), Spread.number(line.held), numbers(line.measures)));
        }
        json.put("lines", lines);
        json.put("measurement", (long) measurement);
        Measured latest = measured;
        json.put("measured", latest == null || measurement == known ? Json.NULL : latest.toJson());
        List<Double> training = epochs.stream().map(EpochLine::loss).toList();
        List<Double> held = epochs.stream().map(EpochLine::held).toList();
        json.put("progress", Findings.progress(Math.max(1, first), training, held));
        json.put("findings", Findings.of(Math.max(1, first), training, held, latest).stream()
                .map(Findings.Finding::toJson).toList());
        return json;
    }

    static Map<String, Object> numbers(Map<String, Double> measures) {
        Map<String, Object> json = new LinkedHashMap<>();
        // unrounded, so that a page rounds to the digits of the report
        measures.forEach((measure, value) -> json.put(measure, Double.isFinite(value) ? (Object) value : Json.NULL));
        return json;
    }
}
