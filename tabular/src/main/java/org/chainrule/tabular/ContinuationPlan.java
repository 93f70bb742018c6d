package org.chainrule.tabular;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.model.Model;
import org.chainrule.tabular.ensemble.Ensemble;
import org.chainrule.tabular.ensemble.FineTuning;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.ErrorQuantiles;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Calibrator;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.Learner;
import org.chainrule.tabular.train.SeenRows;
import org.chainrule.tabular.train.Stop;
import org.chainrule.tabular.train.Warnings;

/// A [Continuation] with every decision made and nothing trained: which rows teach, which choose the epochs, and which test.
/// [#fit] trains it.
public final class ContinuationPlan {
    /// With fewer validation rows, the temperature, the intervals and the threshold stay those of the model.
    private static final int FEWEST_DECIDING = 100;
    private static final int FEWEST_NEW = 5;

    private final TabularModel model;
    private final Continuation settings;
    private final Choices choices;
    /// The table that the networks learn from, in which the inputs of a row do not count its own target.
    final Table table;
    private final String digest;
    private final SeenRows.Split rows;
    private final Learner learner;
    private final FineTuning.Control control;
    private final List<Model> networks;

    private ContinuationPlan(Continuation settings, Table table, FarValues far, String digest, SeenRows.Split rows) {
        this.settings = settings;
        this.model = settings.model;
        this.choices = settings.choices;
        this.table = table;
        this.digest = digest;
        this.rows = rows;
        Target target = model.target();
        Codec codec = new Codec(model.schema(), target)
                .aiming(choices.aim.balancing(target, table, rows.train()));
        this.learner = new Learner(codec, table, far);
        this.control = new FineTuning.Control(choices.epochs, choices.patience, choices.batch, choices.learningRate,
                settings.before.learningRate, choices.seed, choices.threads);
        this.networks = FineTuning.networks(model.network());
    }

    /// @param digest SHA-256 of the file of the table, or empty
    static ContinuationPlan of(Continuation settings, Table read, String digest) {
        TabularModel model = settings.model;
        Provenance origin = model.provenance();
        if (origin.seen().isEmpty() && !digest.isEmpty() && digest.equals(origin.digest())) {
            throw new ArgumentException("table", read.source() + " is the table that the model was trained on, and the"
                    + " model does not keep which of its rows were test rows; pass new rows");
        }
        Choices choices = settings.choices;
        Table table = choices.aim.counted(read);
        Codec codec = new Codec(model.schema(), model.target()).aiming(choices.aim);
        int[] rows = codec.withTarget(table);
        FarValues far = FarValues.NONE;
        if (model.target() instanceof Target.Numbers numbers) {
            numbers.truths(table, rows);
            far = FarValues.of(numbers.values(table), rows);
        }
        SeenRows.Split split = seen(origin).split(codec, choices.holdout, table, rows, choices.testFraction,
                choices.seed);
        return new ContinuationPlan(settings, prepared(settings, table, far, split), far, digest, split);
    }

    /// Returns the table in which the rows that the model learned from do not count their own target among their inputs. If
    /// it does not keep which rows those are, it may have learned from any.
    private static Table prepared(Continuation settings, Table table, FarValues far, SeenRows.Split split) {
        TabularModel model = settings.model;
        Set<Integer> fresh = seen(model.provenance()).learned().isEmpty()
                ? Set.of()
                : IntStream.of(split.newLearned()).boxed().collect(Collectors.toSet());
        int[] learned = IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
                .filter(row -> !fresh.contains(row)).sorted().toArray();
        return model.schema().training(table, model.target(), learned, far, settings.choices.holdout
                .statisticsFolds(model.target(), table, learned, settings.choices.seed));
    }

    private static SeenRows seen(Provenance origin) {
        return origin.seen().isEmpty() ? SeenRows.UNKNOWN : SeenRows.parse(origin.seen(), "model");
    }

    /// Returns how the rows are used.
    SeenRows.Split split() {
        return rows;
    }

    /// Returns the table.
    public Table table() {
        return table.plain();
    }

    /// Returns the model to go on with.
    public TabularModel model() {
        return model;
    }

    /// Returns the number of training rows.
    public int trainingRows() {
        return rows.train().length;
    }

    /// Returns the number of validation rows, which choose the best epoch of each network.
    public int validationRows() {
        return rows.validation().length;
    }

    /// Returns the number of test rows.
    public int testRows() {
        return rows.test().length;
    }

    /// Returns the number of test rows that the model was tested on before.
    public int oldTestRows() {
        return rows.test().length - rows.newTests().length;
    }

    /// Returns the column of the groups that are held out as a whole; empty if rows stand for themselves.
    public String group() {
        return seen(model.provenance()).group();
    }

    /// Returns the number of rows that are new to the model; of groups that are new to it, if whole groups are held out.
    public int newRows() {
        return rows.newTests().length + rows.newLearned().length;
    }

    /// Returns the number of networks.
    public int networks() {
        return networks.size();
    }

    /// Returns the maximum number of epochs of a network.
    public int epochs() {
        return choices.epochs;
    }

    /// Returns the batch size in rows, of the first network.
    public int batch() {
        return Math.min(control.recipe(networks.getFirst()).batch(trainingRows()), trainingRows());
    }

    /// Returns the highest learning rate of the first network.
    public double learningRate() {
        return control.rate(learner, networks.getFirst(), trainingRows());
    }

    /// Returns the seed of all random numbers.
    public long seed() {
        return choices.seed;
    }

    /// Returns the number of threads.
    public int threads() {
        return choices.threads;
    }

    /// Returns the name of the measure that decides between the models, such as `logLoss`.
    public String deciding() {
        return model.deciding();
    }

    /// Returns what the training aims at, as that of the model did.
    public Aim aim() {
        return choices.aim;
    }

    /// Returns remarks on the rows: what the model does not know of them, and values unlike those it was trained on, whose
    /// encodings stay.
    public List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        int[] known = learner.codec().withTarget(table);
        if (model.provenance().seen().isEmpty()) {
            remarks.add(new DataRemark.UnknownRows(model.provenance().version()));
        }
        if (known.length < table.size()) {
            remarks.add(new DataRemark.MissingTarget(table.size() - known.length, model.target().column()));
        }
        if (newRows() < FEWEST_NEW) {
            remarks.add(new DataRemark.FewNewRows(newRows(), known.length, group()));
        }
        remarks.addAll(Warnings.weights(choices.aim, table));
        if (model.target() instanceof Target.Classes classes) {
            remarks.addAll(classes.remarks(table, known));
        }
        remarks.addAll(model.remarks(table));
        return remarks;
    }

    /// Returns the name of each network, as in the training of the model.
    private List<String> names() {
        List<String> names = model.provenance().members().stream().filter(member -> member.weight() > 0)
                .map(Provenance.Member::name).toList();
        return networks.size() == 1 && names.isEmpty()
                ? List.of(control.recipe(networks.getFirst()).name())
                : names.size() == networks.size()
                        ? names
                        : IntStream.rangeClosed(1, networks.size()).mapToObj(i -> "network " + i).toList();
    }

    /// Trains the networks and compares the new model with the old one on the test rows.
    ///
    /// @throws DivergedException if the loss of a network stops being a finite number
    public Continuation.Result fit() {
        Stop stop = new Stop(choices.stop);
        long start = System.nanoTime();
        Ensemble tuned = new FineTuning(learner, model.network(), names(), control).fit(rows.train(),
                rows.validation(), stop, TrainingRun.inTurn(settings.listener));
        double seconds = (System.nanoTime() - start) * 1e-9;
        List<Provenance.Member> members = tuned.parts().stream().map(part -> Provenance.Member.of(part.name(),
                part.history(), part.bestEpoch(), part.weight())).toList();
        int same = (int) members.stream().filter(member -> member.bestEpoch() == 0).count();
        boolean decides = same < networks.size() && (rows.validation().length >= FEWEST_DECIDING
                || errors(model.target()).equals(ErrorQuantiles.NONE));
        Codec widened = same < networks.size() ? learner.codec().with(widened(model.target())) : learner.codec();
        Codec decided = decides
                ? Calibrator.decided(widened, tuned.held(), table, settings.before.bestThreshold)
                : widened;
        Map<String, Double> before = learner.codec().measure(model.network(), table, rows.validation());
        Map<String, Double> validation = decided.measure(tuned.model(), table, rows.validation());
        Map<String, Map<String, Double>> results = new LinkedHashMap<>(Map.of("validation", validation));
        if (rows.test().length > 0) {
            results.put("test", decided.measure(tuned.model(), table, rows.test()));
            results.put("before", learner.codec().measure(model.network(), table, rows.test()));
        }
        Optional<Provenance.ChosenThreshold> chosen = decides && settings.before.bestThreshold
                ? Provenance.chosen(decided.target(), table, rows.validation())
                : model.provenance().chosen();
        TabularModel after = new TabularModel(model.schema(), decided.target(), tuned.model(),
                provenance(results, chosen, members, stop.asked()), model.format,
                // the hidden values of the earlier training rows are not known to a network that changed
                same == networks.size() ? model.familiarity.text() : "");
        return new Continuation.Result(after, members, seconds, stop.asked(), before, validation,
                rows.test().length == 0
                        ? Optional.empty()
                        : Optional.of(Comparison.of(model, table, after, table, rows.test())),
                same == 0 ? List.of() : List.of(new TrainingRemark.NotImproved(same, networks.size())));
    }

    private static ErrorQuantiles errors(Target target) {
        return switch (target) {
            case Target.Classes classes -> classes.errors();
            case Target.Numbers numbers -> numbers.errors();
        };
    }

    /// Returns the target whose predictions may reach the numbers of the training rows, too.
    private Target widened(Target target) {
        if (!(target instanceof Target.Numbers numbers) || !Double.isFinite(numbers.low())) {
            return target;
        }
        NumberColumn values = numbers.values(table);
        double[] known = IntStream.of(rows.train()).mapToDouble(row -> learner.far().clip(values.value(row))).sorted()
                .toArray();
        return numbers.clamped(Math.min(numbers.low(), known[0]), Math.max(numbers.high(), known[known.length - 1]));
    }

    private Provenance provenance(Map<String, Map<String, Double>> results,
            Optional<Provenance.ChosenThreshold> chosen, List<Provenance.Member> members, boolean stopped) {
        Provenance origin = model.provenance();
        SeenRows now = SeenRows.of(learner.codec(), choices.holdout, table, rows.newLearned(), table,
                rows.newTests());
        return new Provenance(Release.version(), Provenance.fileName(table.source()), digest,
                List.of(trainingRows(), validationRows(), testRows()), table.columns().size(), origin.model(),
                epochs(), batch(), learningRate(), results, Integer.toString(Runtime.version().feature()),
                choices.command, chosen, networks.size() == 1 ? List.of() : members, choices.aim,
                origin.procedure().map(procedure -> new Provenance.Procedure(procedure.settings(), List.of(), List.of(),
                        stopped)),
                settings.parent, (origin.seen().isEmpty() ? now : seen(origin).and(now)).text());
    }
}
