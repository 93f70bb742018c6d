package org.chainrule.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.chainrule.io.Json;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.jspecify.annotations.Nullable;

/// Everything that a page shows of one training: the networks in their order, the baseline, the controls and the end.
public final class Board {
    private static final double SECOND = 1e-9;

    private final Controls controls;
    private final long opened = System.nanoTime();
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private Subject subject = Subject.UNKNOWN;
    private Map<String, Object> result = Map.of();
    private Map<String, Object> ending = Map.of();
    private boolean ended;
    private double seconds;

    /// What is trained.
    ///
    /// @param title    what the networks learn, such as the name of the target; empty if unknown
    /// @param networks the names of the networks that will be trained, as far as they are known
    /// @param deciding the measure that decides between models; empty if unknown
    /// @param constant the measures of the constant baseline on the validation rows
    /// @param expected the expected time of the training in seconds; NaN if unknown
    /// @param inputs   the names of the inputs of a network; empty if unknown
    /// @param units    turns the measures of an epoch into those that a person reads
    public record Subject(String title, List<String> networks, String deciding, Map<String, Double> constant,
            double expected, List<String> inputs, UnaryOperator<Map<String, Double>> units) {
        static final Subject UNKNOWN = new Subject("", List.of(), "", Map.of(), Double.NaN, List.of(),
                Subject::withoutLoss);

        private static Map<String, Double> withoutLoss(Map<String, Double> measures) {
            Map<String, Double> others = new LinkedHashMap<>(measures);
            others.remove("loss");
            return others;
        }
    }

    /// @param controls what the readers ask
    public Board(Controls controls) {
        this.controls = controls;
    }

    // ---- What the training tells

    /// Begins another training: the networks of an earlier one, also its linear model, make way for those that will be
    /// trained.
    public synchronized void begins(Subject next) {
        subject = next;
        tracks.values().removeIf(track -> !track.isTraining());
        result = Map.of();
        ending = Map.of();
        next.networks.forEach(network -> tracks.put(network, track(network)));
        controls.changed();
    }

    /// Returns the observer of a network.
    public synchronized Observer observer(String network) {
        return new Begun(this, network);
    }

    /// Puts a network on the board at its first step, because one that is prepared need not be trained.
    private static final class Begun implements Observer {
        private final Board board;
        private final String network;
        private @Nullable Track track;

        Begun(Board board, String network) {
            this.board = board;
            this.network = network;
        }

        private Track track() {
            Track known = track == null ? board.begun(network) : track;
            track = known;
            return known;
        }

        @Override
        public void step(Moment moment) {
            track().step(moment);
        }

        @Override
        public void epoch(Moment moment, double loss, Map<String, Double> validation,
                boolean best) {
            track().epoch(moment, loss, validation, best);
        }

        @Override
        public void ended(String failure) {
            track().ended(failure);
        }
    }

    private Track track(String network) {
        return new Track(network, controls, subject.units);
    }

    /// Returns the track of a network that begins to be trained. One that was trained before under the same name ends on
    /// the board.
    private synchronized Track begun(String network) {
        Track known = tracks.get(network);
        Track own = known != null && known.isWaiting() ? known : track(network);
        tracks.put(network, own);
        return own;
    }

    /// Shows the measures of a model and of the baselines on the test rows, and the weights of the networks in the model.
    ///
    /// @param model     the measures of the model
    /// @param baselines the measures of each baseline
    /// @param weights   the weight of each network that is part of the model or was left out
    public synchronized void result(Map<String, Double> model, Map<String, Map<String, Double>> baselines,
            Map<String, Double> weights) {
        Map<String, Object> others = new LinkedHashMap<>();
        baselines.forEach((name, measures) -> others.put(name, Track.numbers(measures)));
        result = Map.of("model", Track.numbers(model), "baselines", others);
        weights.forEach((network, weight) -> Optional.ofNullable(tracks.get(network))
                .ifPresent(track -> track.weight(weight)));
        controls.changed();
    }

    /// Shows what the model relies on and where it errs.
    ///
    /// @param found what [Ending#of] returns
    public synchronized void ending(Map<String, Object> found) {
        ending = found;
        controls.changed();
    }

    /// Ends the view: pages get the last state and keep it.
    public synchronized void end() {
        if (!ended) {
            seconds = elapsed();
            ended = true;
        }
        controls.changed();
    }

    synchronized boolean isEnded() {
        return ended;
    }

    // ---- What pages read

    Controls controls() {
        return controls;
    }

    /// Returns the name of the network that a reader sees: the wanted one, the heaviest of a model that is trained, or the
    /// first that is being trained.
    synchronized String shown(String wanted) {
        if (tracks.containsKey(wanted)) {
            return wanted;
        }
        Optional<Map.Entry<String, Track>> heaviest = tracks.entrySet().stream()
                .filter(each -> each.getValue().weight() > 0)
                .max(Comparator.comparingDouble(each -> each.getValue().weight()));
        if (heaviest.isPresent()) {
            return heaviest.get().getKey();
        }
        String last = "";
        for (Map.Entry<String, Track> each : tracks.entrySet()) {
            if (each.getValue().isTraining()) {
                return each.getKey();
            }
            if (each.getValue().isTrained() && !each.getKey().equals("linear") || last.isEmpty()) {
                last = each.getKey();
            }
        }
        return last;
    }

    synchronized Optional<Track> find(String network) {
        return Optional.ofNullable(tracks.get(network));
    }

    private double elapsed() {
        return ended ? seconds : (System.nanoTime() - opened) * SECOND;
    }

    /// Returns the seconds left for all networks, as an estimate; NaN if nothing is known.
    private double left() {
        List<Track> training = tracks.values().stream().filter(Track::isTraining).toList();
        List<Track> trained = tracks.values().stream().filter(Track::isTrained).toList();
        long waiting = tracks.values().stream().filter(Track::isWaiting).count();
        double own = training.stream().mapToDouble(Track::secondsLeft).filter(Double::isFinite).max()
                .orElse(Double.NaN);
        if (waiting == 0) {
            return own;
        }
        double mean = trained.stream().mapToDouble(Track::seconds).average().orElse(Double.NaN);
        double later = mean * waiting / Math.max(1, training.size());
        return Double.isFinite(later)
                ? Math.min(Double.isFinite(own) ? own : mean, mean) + later
                : Math.max(0, subject.expected - elapsed());
    }

    /// Returns the state of the whole training.
    synchronized Map<String, Object> toJson() {
        Runtime machine = Runtime.getRuntime();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", subject.title);
        json.put("deciding", subject.deciding);
        json.put("constant", Track.numbers(subject.constant));
        json.put("paused", controls.isPaused());
        json.put("stopping", controls.isStopping());
        json.put("ended", ended);
        json.put("elapsed", Spread.number(elapsed()));
        json.put("left", Spread.number(ended ? Double.NaN : left()));
        json.put("memoryUsed", machine.totalMemory() - machine.freeMemory());
        json.put("memoryMost", machine.maxMemory());
        List<Object> networks = new ArrayList<>();
        tracks.values().forEach(track -> networks.add(track.summary()));
        json.put("networks", networks);
        json.put("result", result.isEmpty() ? Json.NULL : result);
        json.put("ending", ending.isEmpty() ? Json.NULL : ending);
        json.put("inputs", subject.inputs);
        return json;
    }
}
