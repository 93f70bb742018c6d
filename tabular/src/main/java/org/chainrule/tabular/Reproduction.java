package org.chainrule.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.io.Json;
import org.chainrule.tabular.ensemble.Replay;
import org.chainrule.tabular.ensemble.SavedChoices;
import org.chainrule.tabular.ensemble.WorkItem;
import org.chainrule.tabular.outcome.ErrorQuantiles;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.value.Phrases;

/// A training that was repeated from what its model keeps, and whether it gave the same bits.
///
/// ```java
/// Reproduction again = Reproduction.of(TabularModel.load(file), Path.of("houses.csv"));
/// again.same();
/// ```
///
/// A model keeps its settings and the number of epochs of each network. The repetition trains the same networks with the
/// same schedules and ends each after that epoch, so it gives the same bits on any machine and any number of threads, even
/// if the first training was ended by a time limit or by its caller.
///
/// @param difference the first difference; empty if there is none
/// @param networks   the number of networks that were trained
/// @param epochs     the number of epochs of all networks together
/// @param version    the release that trained the model; another release may train differently
public record Reproduction(Optional<Difference> difference, int networks, int epochs, String version) {
    /// The first place where the repetition differs from the training.
    ///
    /// @param network the network, such as `mlp` or `realmlp fold 2 of 5`; empty if no single one differs
    /// @param epoch   the epoch in which its losses differ; 0 if they are equal
    /// @param what    the difference in words
    public record Difference(String network, int epoch, String what) {
        /// Returns the difference as a sentence.
        public String sentence() {
            return network.isEmpty() ? what : network + (epoch > 0 ? ", epoch " + epoch : "") + ": " + what;
        }
    }

    /// The losses of a network after one of its epochs.
    private record Losses(int epoch, double train, double held) {
        boolean same(Losses other) {
            return epoch == other.epoch && bits(train) == bits(other.train) && bits(held) == bits(other.held);
        }

        private static long bits(double value) {
            return Double.doubleToLongBits(value);
        }

        String words() {
            return train + " in training and " + held + " on the rows held out";
        }
    }

    /// Returns whether the repetition gave the same bits.
    public boolean same() {
        return difference.isEmpty();
    }

    /// Repeats the training of a model on the CSV file it was trained on.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws ArgumentException if the file is another one by its SHA-256, or the model is too old to keep its settings
    public static Reproduction of(TabularModel model, Path file) throws IOException {
        return of(model, TableSource.of(file), Runtime.getRuntime().availableProcessors(), (_, _) -> {
        });
    }

    /// Same as [#of(TabularModel, Path)], for a table from any place, with a number of threads and a listener that follows the training.
    ///
    /// @throws IOException if the file cannot be read
    public static Reproduction of(TabularModel model, TableSource source, int threads, TrainingListener listener)
            throws IOException {
        Choices choices = choices(model, threads);
        String recorded = model.provenance().digest();
        String digest = recorded.isEmpty() ? "" : source.digest();
        if (!digest.equals(recorded)) {
            throw new ArgumentException("file", source.name() + " is not the table of the training, "
                    + Phrases.quoted(model.provenance().source()) + ": its SHA-256 is " + brief(digest)
                    + " instead of " + brief(recorded) + "; pass that table");
        }
        Table table = source.read(choices.format.kinds(choices.overrides.possibleKinds()), listener::reading);
        return of(model, TrainingPlan.of(choices, listener, table, digest));
    }

    /// Repeats the training of a model on the table it was trained on. The model has no checksum of a table that does not
    /// come from a file; the caller must pass equal rows.
    ///
    /// @throws ArgumentException if the model is too old to keep its settings, or the table does not fit them
    public static Reproduction of(TabularModel model, Table table) {
        return of(model, TrainingPlan.of(choices(model, Runtime.getRuntime().availableProcessors()), (_, _) -> {
        }, table, ""));
    }

    private static String brief(String digest) {
        return digest.isEmpty() ? "unknown" : digest.substring(0, 16) + "...";
    }

    private static Choices choices(TabularModel model, int threads) {
        Provenance provenance = model.provenance();
        if (provenance.model().equals(Provenance.OWN)) {
            throw new ArgumentException("model", "the network was trained by another program, whose settings the"
                    + " model does not hold; run that program again, or reproduce a model of chainrule train");
        }
        Provenance.Procedure procedure = provenance.procedure().orElseThrow(() -> new ArgumentException("model",
                "the model was trained by Chainrule " + provenance.version() + ", which did not keep the settings of a"
                        + " training in the model; train it again to be able to reproduce it"));
        if (provenance.parent().isPresent()) {
            throw new ArgumentException("model", "the model goes on with another model, so its training cannot be"
                    + " repeated from a table alone; reproduce a model that was trained anew");
        }
        if (histories(model).isEmpty()) {
            throw new ArgumentException("model", "the training of the model was stopped before the end of its first"
                    + " epoch, so it cannot be reproduced; train it again");
        }
        return SavedChoices.read(procedure.settings(), "model").with(c -> c.threads = threads);
    }

    private static Reproduction of(TabularModel model, TrainingPlan plan) {
        Map<String, List<Losses>> before = histories(model);
        Map<String, Integer> epochs = new LinkedHashMap<>();
        before.forEach((name, losses) -> epochs.put(name, losses.getLast().epoch));
        Optional<Difference> difference = planned(model, plan, before);
        if (difference.isEmpty()) {
            // the portfolio may have planned a single network, whose recipe has another name
            boolean single = model.provenance().members().isEmpty();
            Replay replay = new Replay(single ? Map.of(plan.recipe.name(), epochs.values().iterator().next()) : epochs,
                    model.provenance().procedure().map(Provenance.Procedure::stopped).orElse(false));
            try {
                TabularModel after = new TrainingRun(plan, replay).fit(false).model();
                difference = first(before, histories(after)).or(() -> weights(model, after))
                        .or(() -> parameters(model, after)).or(() -> decisions(model.target(), after.target()));
            } catch (DivergedException e) {
                difference = Optional.of(new Difference(before.keySet().iterator().next(), e.epoch(),
                        "the training diverged: " + e.fact()));
            }
        }
        return new Reproduction(difference, before.size(),
                epochs.values().stream().mapToInt(Integer::intValue).sum(), model.provenance().version());
    }

    /// Returns the losses of each network in the order of training, without networks that ended no epoch.
    private static Map<String, List<Losses>> histories(TabularModel model) {
        Map<String, List<Losses>> histories = new LinkedHashMap<>();
        List<Provenance.Member> members = model.provenance().members();
        for (Provenance.Member member : members) {
            histories.put(member.name(), IntStream.range(0, member.losses().size())
                    .mapToObj(i -> new Losses(i + 1, member.losses().get(i), member.held().get(i))).toList());
        }
        if (members.isEmpty()) {
            histories.put(model.provenance().model(), model.network().history().stream().map(epoch -> new Losses(
                    epoch.number(), epoch.loss(), epoch.validation().getOrDefault("loss", Double.NaN))).toList());
        }
        histories.values().removeIf(List::isEmpty);
        return histories;
    }

    /// Returns a difference that shows before anything is trained.
    private static Optional<Difference> planned(TabularModel model, TrainingPlan plan,
            Map<String, List<Losses>> before) {
        if (!Json.write(plan.schema().toJson()).equals(Json.write(model.schema().toJson()))) {
            return Optional.of(new Difference("", 0, "the columns are encoded in another way"));
        }
        List<String> names = plan.lineup.items().size() > 1
                ? plan.lineup.items().stream().map(WorkItem::name).toList()
                : List.of(plan.model());
        return before.keySet().stream().filter(name -> !names.contains(name)).findFirst()
                .map(name -> new Difference(name, 0, "these settings no longer lead to this network"));
    }

    private static Optional<Difference> first(Map<String, List<Losses>> before, Map<String, List<Losses>> after) {
        for (Map.Entry<String, List<Losses>> network : before.entrySet()) {
            Map<Integer, Losses> again = new LinkedHashMap<>();
            after.getOrDefault(network.getKey(), List.of()).forEach(losses -> again.put(losses.epoch, losses));
            for (Losses losses : network.getValue()) {
                Losses found = again.get(losses.epoch);
                if (found == null || !losses.same(found)) {
                    return Optional.of(new Difference(network.getKey(), losses.epoch, "the loss is "
                            + (found == null ? "missing" : found.words()) + ", and was " + losses.words()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Difference> weights(TabularModel model, TabularModel after) {
        List<Provenance.Member> members = model.provenance().members();
        List<Provenance.Member> again = after.provenance().members();
        return IntStream.range(0, members.size()).filter(i -> !members.get(i).equals(again.get(i)))
                .mapToObj(i -> new Difference(members.get(i).name(), 0,
                        "its losses are the same, but its weight in the average is " + again.get(i).weight()
                                + ", and was " + members.get(i).weight()))
                .findFirst();
    }

    private static Optional<Difference> parameters(TabularModel model, TabularModel after) {
        Map<String, Tensor> again = after.network().parameters();
        List<String> differing = new ArrayList<>();
        model.network().parameters().forEach((path, value) -> {
            Tensor found = again.get(path);
            if (found == null || !Arrays.equals(found.values(), value.values())) {
                differing.add(path);
            }
        });
        return differing.stream().findFirst().map(path -> new Difference("", 0,
                "the losses are the same, but the parameters differ, first " + Phrases.quoted(path)));
    }

    /// Returns the difference in what was decided after the training. A training that was stopped may not have decided.
    private static Optional<Difference> decisions(Target before, Target after) {
        boolean decided = switch (before) {
            case Target.Classes classes -> !classes.errors().equals(ErrorQuantiles.NONE);
            case Target.Numbers numbers -> !numbers.errors().equals(ErrorQuantiles.NONE);
        };
        return !decided || Json.write(before.toJson()).equals(Json.write(after.toJson()))
                ? Optional.empty()
                : Optional.of(new Difference("", 0,
                        "the networks are the same, but what was decided after their training differs, such as the"
                                + " temperature, the threshold or the intervals"));
    }
}
