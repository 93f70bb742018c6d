package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.value.Phrases;

/// The report in a few sentences.
///
/// @param verdict what the model is worth
/// @param answers the answers to what its user asks first
public record Summary(String verdict, List<Answer> answers) {
    private static final int COLUMNS = 3;
    private static final int TIES = 4;
    private static final int LEFT = 8;
    /// A column that lacks at least this share of its values is said to.
    private static final double MISSING = 0.5;

    /// Creates a summary; copies the list.
    public Summary {
        answers = List.copyOf(answers);
    }

    /// An answer.
    ///
    /// @param question the question
    /// @param answer   the answer as sentences
    /// @param code     a command that belongs to it; may be empty
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
                    gap.map(all -> (all.large() ? "Somewhat. " : "Not noticeably. ") + all.words() + ". ").orElse("")
                            + search.epochs().map(sentence -> sentence + ".").orElse("")
                            + (results.learned()
                                    ? ""
                                    : " The results below are measured on rows that the model did not learn from.")));
        }
        answers.add(new Answer(classes ? "Can a probability of 0.8 be trusted?" : "Can the intervals be trusted?",
                facts.trust + "."));
        answers.add(new Answer("What was left out?", left(data)));
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
            sentences.add((ties.size() <= TIES ? Phrases.names(ties) : Phrases.count(ties.size(), "other column"))
                    + " may matter as much as " + Phrases.quoted(leading.getLast()) + ".");
        }
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
        List<String> unclear = explanation.others().stream()
                .filter(column -> !ties.contains(column) && !explanation.columns().contains(column)
                        && !explanation.negligible().contains(column))
                .toList();
        if (!unclear.isEmpty()) {
            sentences.add(Phrases.names(unclear) + " may or may not matter.");
        }
        List<String> little = explanation.negligible().stream().filter(column -> !ties.contains(column)).toList();
        if (!little.isEmpty()) {
            sentences.add(Phrases.names(little) + (little.size() == 1 ? " hardly matters." : " hardly matter."));
        }
        return String.join(" ", sentences);
    }

    private static String left(DataSummary data) {
        List<DataSummary.ColumnSummary> out = data.columns().stream().filter(DataSummary.ColumnSummary::isLeftOut)
                .toList();
        int hidden = data.hidden() == 0 ? 0 : Math.max(0, data.leftOut().size() - out.size());
        List<String> names = new ArrayList<>(out.stream().limit(hidden == 0 ? LEFT : LEFT - 1)
                .map(column -> Phrases.quoted(column.name()) + (column.missing() >= MISSING
                        ? " (" + Phrases.percent(column.missing()) + " of its values are missing)"
                        : ""))
                .toList());
        int others = out.size() + hidden - names.size();
        if (others > 0) {
            names.add(Phrases.count(others, names.isEmpty() ? "column" : "other"));
        }
        String columns = names.isEmpty()
                ? "No column was left out."
                : (out.size() == 1 && others == 0 ? "The column " : "The columns ") + Phrases.list(names)
                        + "; the table of columns tells why.";
        return columns + (data.unused() > 0
                ? " " + Phrases.count(data.unused(), "row") + (data.unused() == 1 ? " was" : " were")
                        + " not used; the remarks on the data tell why."
                : data.unused() == 0 ? " Every row was used." : "");
    }

    private static Answer again(Origin origin) {
        String table = Phrases.quoted(origin.source());
        String repeated = origin.repeatable()
                ? " \"chainrule reproduce\", with the file of the model and " + table
                        + ", trains the same model again to the last bit."
                : "";
        return origin.command().isEmpty()
                ? new Answer("How do I do it again?",
                        "A program trained the model on " + table + " with the seed " + origin.seed() + "." + repeated)
                : new Answer("How do I do it again?", "Run this command in the folder of " + table + "." + repeated,
                        origin.command());
    }

    private static String capital(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
