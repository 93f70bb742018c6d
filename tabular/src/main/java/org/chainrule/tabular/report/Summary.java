package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.value.Phrases;

/// The report in a few sentences.
///
/// @param verdict what the model is worth
/// @param answers the answers to what its user asks first
public record Summary(String verdict, List<Answer> answers) {
    private static final int COLUMNS = 3;
    /// The most columns that are named beside the third one.
    private static final int TIES = 4;
    private static final int LEFT = 8;
    /// More columns that matter less are counted, not named.
    private static final int OTHERS = 6;

    /// Creates a summary; copies the list.
    public Summary {
        answers = List.copyOf(answers);
    }

    /// An answer.
    ///
    /// @param question the question
    /// @param answer   the answer as sentences
    /// @param code     commands that belong to it, one in a line; may be empty
    public record Answer(String question, String answer, String code) {
        private Answer(String question, String answer) {
            this(question, answer, "");
        }
    }

    /// What else the answers tell.
    ///
    /// @param classes whether classes are predicted
    /// @param trust   whether probabilities or intervals can be trusted, as sentences without the last full stop
    /// @param mixed   which classes are confused, as a sentence; may be empty
    record Facts(boolean classes, String trust, String mixed) {
    }

    static Summary of(TestResults results, Search search, Reliance explanation, ErrorAnalysis errors, Facts facts,
            DataSummary data, Origin origin) {
        boolean classes = facts.classes;
        List<Answer> answers = new ArrayList<>();
        answers.add(new Answer("Which inputs matter?", matter(explanation)));
        answers.add(new Answer("Where does it err?", errors.sentence(classes) + "."
                + (facts.mixed.isEmpty() ? "" : " " + facts.mixed)
                + errors.limits().stream().map(limit -> " " + limit.sentence() + ".").collect(Collectors.joining())));
        Optional<TestResults.Gap> gap = results.gap().or(search::gap);
        if (gap.isPresent() || search.epochs().isPresent()) {
            answers.add(new Answer("Is it overfitting?",
                    gap.map(all -> all.verdict().words() + all.words() + ". ").orElse("")
                            + search.epochs().map(sentence -> sentence + ".").orElse("")
                            + (results.learned()
                                    ? ""
                                    : " The results below are measured on rows that the model did not learn from.")));
        }
        answers.add(new Answer(classes ? "Can a probability of 0.8 be trusted?" : "Can the intervals be trusted?",
                facts.trust + "."));
        answers.add(new Answer("What was left out?", left(data)
                + (search.untrained().isEmpty()
                        ? ""
                        : " " + search.untrained()
                                + (search.isLinear() ? ", so the model has no hidden layers" : "") + ".")));
        answers.add(again(origin));
        return new Summary(results.verdict() + ".", answers);
    }

    static String matter(Reliance explanation) {
        List<String> leading = explanation.leading().stream().limit(COLUMNS).toList();
        if (leading.isEmpty()) {
            return "No column clearly matters.";
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("Most of all " + Phrases.names(leading) + ".");
        List<String> ties = explanation.ties(leading.size() - 1);
        if (!ties.isEmpty()) {
            sentences.add((ties.size() <= TIES
                    ? Phrases.names(ties)
                    : ties.stream().limit(TIES - 1).map(Phrases::quoted).collect(Collectors.joining(", ")) + " and "
                            + (ties.size() - TIES + 1) + " more")
                    + " may matter as much as " + Phrases.quoted(leading.getLast()) + ".");
        }
        explanation.masked().stream().limit(1)
                .forEach(group -> explanation.rank(group).ifPresent(rank -> sentences.add(Phrases.names(group.columns())
                        + " say nearly the same; together they would rank " + rank + ".")));
        List<Dependence> first = explanation.dependences().stream().limit(COLUMNS).toList();
        if (!first.isEmpty() && first.getFirst().outputs().size() == 1) {
            // of a single output, the subject is not repeated
            sentences.add(capital(first.getFirst().subject(0)) + " "
                    + first.stream().map(each -> each.directions().getFirst().words())
                            .collect(Collectors.joining("; "))
                    + ".");
        } else {
            first.forEach(each -> sentences.add(capital(each.sentence()) + "."));
        }
        List<String> named = Stream.concat(leading.stream(), ties.stream()).toList();
        int others = explanation.importance().columns().size() - named.size();
        if (others > OTHERS) {
            sentences.add("The other " + others
                    + " columns matter less, or perhaps not at all; they are listed under Importance.");
        } else {
            sentences.addAll(explanation.others(named));
        }
        return String.join(" ", sentences);
    }

    private static String left(DataSummary data) {
        List<DataSummary.ColumnSummary> out = data.columns().stream().filter(DataSummary.ColumnSummary::isLeftOut)
                .toList();
        int hidden = data.hidden() == 0 ? 0 : Math.max(0, data.leftOut().size() - out.size());
        List<DataSummary.ColumnSummary> shown = out.stream().limit(LEFT).toList();
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        shown.forEach(column -> reasons.computeIfAbsent(column.use().replaceFirst("(; |, with [0-9]).*", ""),
                _ -> new ArrayList<>()).add(column.name()));
        List<String> parts = new ArrayList<>();
        reasons.forEach((reason, names) -> parts.add(Phrases.names(names) + " ("
                + (names.size() > 1 ? "each: " : "") + reason + ")"));
        int others = out.size() + hidden - shown.size();
        if (others > 0) {
            parts.add(Phrases.count(others, shown.isEmpty() ? "column" : "other"));
        }
        String columns = parts.isEmpty()
                ? "No column was left out."
                : (out.size() == 1 && others == 0 ? "The column " : "The columns ") + String.join("; ", parts) + ".";
        return columns + (data.unused() > 0
                ? " " + Phrases.count(data.unused(), "row") + (data.unused() == 1 ? " was" : " were")
                        + " not used; the remarks on the data tell why."
                : data.unused() == 0 ? " Every row was used." : "");
    }

    private static Answer again(Origin origin) {
        String question = "How do I do it again?";
        String folder = "In the folder of " + Phrases.quoted(origin.source());
        String repeat = origin.repeatable() ? origin.repeat() : "";
        if (origin.command().isEmpty()) {
            return new Answer(question, "A program trained the model on " + Phrases.quoted(origin.source())
                    + " with the seed " + origin.seed() + "."
                    + (repeat.isEmpty() ? "" : " " + folder + ", this command" + Origin.REPEATS), repeat);
        }
        String again = origin.timed()
                ? " trains a model in the same way; because the time is limited, it may train more or fewer networks and epochs."
                : " trains the model again.";
        return repeat.isEmpty()
                ? new Answer(question, folder + ", this command" + again, origin.command())
                : new Answer(question, folder + ", the first command" + again + " The second" + Origin.REPEATS,
                        origin.command() + "\n" + repeat);
    }

    private static String capital(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
