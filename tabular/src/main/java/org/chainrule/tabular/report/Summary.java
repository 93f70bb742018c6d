package org.chainrule.tabular.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.value.Phrases;

/// The report in a few sentences.
///
/// @param verdict what the model is worth
/// @param answers the answers to what its user asks first
public record Summary(String verdict, List<Answer> answers) {
    private static final int COLUMNS = 3;
    private static final int LEFT = 5;

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
        search.kept().stream().findFirst().ifPresent(run -> run.overfitting()
                .ifPresent(sentence -> answers.add(new Answer("Is it overfitting?",
                        (run.overfits() ? "Somewhat. " : "Not noticeably. ")
                                + (search.kept().size() > 1
                                        ? "In " + search.first() + ": " + lower(sentence)
                                        : sentence)
                                + (results.learned()
                                        ? "."
                                        : ". The results below are measured on rows that the model did not"
                                                + " learn from.")))));
        answers.add(new Answer(classes ? "Can a probability of 0.8 be trusted?" : "Can the intervals be trusted?",
                facts.trust + "."));
        answers.add(new Answer("What was left out?", left(data)));
        answers.add(again(origin));
        return new Summary(results.verdict() + ".", answers);
    }

    private static String matter(Reliance explanation) {
        List<Dependence> first = explanation.dependences().stream().limit(COLUMNS).toList();
        if (first.isEmpty()) {
            return "No column clearly matters.";
        }
        String names = "Most of all " + Phrases.names(first.stream().map(Dependence::column).toList()) + ". ";
        Dependence one = first.getFirst();
        // of a single output, the subject is not repeated
        return names + (one.outputs().size() == 1
                ? (one.classes() ? "The probability of " + Phrases.quoted(one.outputs().getFirst()) : "The prediction")
                        + " " + Phrases.list(first.stream().map(each -> each.directions().getFirst().words()).toList())
                        + "."
                : first.stream().map(each -> capital(each.sentence()) + ".").collect(Collectors.joining(" ")));
    }

    private static String left(DataSummary data) {
        String columns = data.leftOut().isEmpty()
                ? "No column was left out."
                : data.leftOut().stream().limit(LEFT).map(sentence -> capital(sentence) + ".")
                        .collect(Collectors.joining(" "))
                        + (data.leftOut().size() > LEFT
                                ? " " + Phrases.count(data.leftOut().size() - LEFT, "other column")
                                        + (data.leftOut().size() - LEFT == 1 ? " is" : " are")
                                        + " listed with the data."
                                : "");
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

    private static String lower(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
