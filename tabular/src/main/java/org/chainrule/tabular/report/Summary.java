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

    /// Creates a summary; copies the list.
    public Summary {
        answers = List.copyOf(answers);
    }

    /// An answer.
    ///
    /// @param question the question
    /// @param answer   the answer as sentences
    public record Answer(String question, String answer) {
    }

    static Summary of(TestResults results, Search search, Reliance explanation, ErrorAnalysis errors,
            boolean classes,
            String trust, DataSummary data, Origin origin) {
        List<Answer> answers = new ArrayList<>();
        List<Dependence> first = explanation.dependences().stream().limit(COLUMNS).toList();
        answers.add(new Answer("Which inputs matter?", first.isEmpty()
                ? "No column clearly matters."
                : "Most of all " + Phrases.names(first.stream().map(Dependence::column).toList()) + ". "
                        + first.stream().map(each -> capital(each.sentence()) + ".")
                                .collect(Collectors.joining(" "))));
        answers.add(new Answer("Where does it err?", errors.sentence(classes) + "."));
        search.kept().stream().findFirst().ifPresent(run -> run.overfitting()
                .ifPresent(sentence -> answers.add(new Answer("Is it overfitting?",
                        (run.overfits() ? "Somewhat. " : "Not noticeably. ")
                                + (search.kept().size() > 1
                                        ? "In " + run.name() + ", the first of the networks with the largest weight: "
                                                + lower(sentence)
                                        : sentence)
                                + ". The results below are on rows that it did not learn from."))));
        answers.add(new Answer(classes ? "Can a probability of 0.8 be trusted?" : "Can the intervals be trusted?",
                trust + "."));
        answers.add(new Answer("What was left out?", data.leftOut().isEmpty()
                ? "No column."
                : data.leftOut().stream().limit(COLUMNS).map(sentence -> capital(sentence) + ".")
                        .collect(Collectors.joining(" "))
                        + (data.leftOut().size() > COLUMNS
                                ? " More below: "
                                        + Phrases.count(data.leftOut().size() - COLUMNS, "column") + "."
                                : "")));
        answers.add(new Answer("How do I do it again?", again(origin)));
        return new Summary(results.verdict() + ".", answers);
    }

    private static String again(Origin origin) {
        String with = origin.command().isEmpty()
                ? "A program trained it with the seed " + origin.seed()
                : "Run: " + origin.command();
        return with + (origin.repeatable() ? ". chainrule reproduce repeats the training to the last bit." : ".");
    }

    private static String capital(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static String lower(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
