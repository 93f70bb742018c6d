package org.chainrule.tabular.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.Memory;
import org.chainrule.tabular.chart.Figure;
import org.chainrule.tabular.chart.Markup;
import org.chainrule.tabular.chart.Palette;
import org.chainrule.tabular.outcome.MeasureText;
import org.chainrule.tabular.value.Phrases;

/// Writes a [Report] as a page: the frame, the summary and the origin; other classes write the sections between them.
final class Page {
    /// Between the ends of a range, which stay on one line.
    static final String TO = "\u00a0to\u00a0";
    /// Longer words may be broken, because they may not fit on a phone.
    private static final int LONGEST_WORD = 36;
    private static final Pattern LONG = Pattern.compile("(?<![\\w.,])[0-9]{4,18}(?!\\w)");
    private static final String STYLE = resource("page.css");

    /// A section.
    ///
    /// @param heading the heading, in plain words
    /// @param content its content, as markup; empty if there is nothing to show
    record Section(String heading, String content) {
        private String id() {
            return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        }
    }

    private Page() {
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String of(Report report) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Summary", summary(report.summary())));
        sections.addAll(TrainingSections.of(report));
        sections.add(new Section("Results", ResultSection.of(report.results())));
        report.classes().ifPresent(classes -> sections.addAll(ClassSections.of(classes)));
        report.numbers().ifPresent(numbers -> sections.addAll(NumberSections.of(numbers, report.errors().limits(),
                report.results().unit())));
        sections.addAll(ExplanationSections.of(report));
        sections.addAll(ErrorSections.of(report.errors(), report.classes().isPresent(), report.results().unit()));
        sections.add(new Section("The network", NetworkSection.of(report.network())));
        sections.add(new Section("How to do it again", again(report)));
        List<Section> shown = sections.stream().filter(section -> !section.content.isEmpty()).toList();
        StringBuilder out = new StringBuilder("<!DOCTYPE html>\n"
                + "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                + "<meta http-equiv=\"Content-Security-Policy\""
                + " content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n<title>Report: ")
                .append(Markup.clip(report.title())).append("</title>\n<style>\n").append(Palette.sheet())
                .append(Figure.sheet())
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<header>\n<h1>Report: ").append(Markup.name(report.title()))
                .append("</h1>\n<p class=\"quiet\">").append(Markup.text(report.task())).append(" \u00b7 ")
                .append("tested on ").append(count(report.results().rows())).append(" rows \u00b7 Chainrule ")
                .append(Markup.clip(report.origin().version())).append("</p>\n</header>\n<nav aria-label=\"Contents\">"
                        + "<ul>\n");
        shown.forEach(
                section -> out.append("<li><a href=\"#").append(section.id()).append("\">").append(section.heading)
                        .append("</a></li>\n"));
        out.append("</ul></nav>\n<main>\n");
        shown.forEach(section -> out.append("<section>\n<h2 id=\"").append(section.id()).append("\">")
                .append(section.heading).append("</h2>\n").append(section.content).append("</section>\n"));
        return out.append("</main>\n<footer><p>This page is one file: it loads nothing and runs no script."
                + "</p></footer>\n</body>\n</html>\n").toString();
    }

    private static String summary(Summary summary) {
        StringBuilder out = new StringBuilder("<p class=\"lead\">").append(Markup.text(summary.verdict()))
                .append("</p>\n<dl class=\"answers\">\n");
        summary.answers().forEach(answer -> out.append("<dt>").append(Markup.text(answer.question()))
                .append("</dt>\n<dd>").append(Markup.text(answer.answer()))
                .append(answer.code().lines().map(line -> "<br/>" + command(line)).collect(Collectors.joining()))
                .append("</dd>\n"));
        return out.append("</dl>\n").toString();
    }

    private static String again(Report report) {
        Origin origin = report.origin();
        StringBuilder out = new StringBuilder("<dl class=\"facts\">\n");
        if (!origin.command().isEmpty()) {
            fact(out, "Train again", command(origin.command())
                    + (origin.timed()
                            ? " (because the time is limited, it may train more or fewer networks and epochs)"
                            : ""));
        }
        if (origin.repeatable()) {
            fact(out, "Repeat exactly", command(origin.repeat()) + " (MODEL is the file of the model)");
        }
        fact(out, "Table", Markup.name(origin.source()) + ", " + count(origin.columns()) + " columns");
        if (!origin.sha256().isEmpty()) {
            fact(out, "SHA-256 of the table", "<code>" + Markup.text(origin.sha256()) + "</code>");
        }
        fact(out, "Seed", Long.toString(origin.seed()));
        fact(out, "Versions", "Chainrule " + Markup.clip(origin.version())
                + (origin.java().isEmpty() ? "" : ", Java " + Markup.clip(origin.java())));
        report.seconds()
                .ifPresent(seconds -> fact(out, "Time", Phrases.grouped(seconds, 3) + " s of training"));
        report.memory().ifPresent(bytes -> fact(out, "Memory", Memory.text(bytes) + " to train a batch"));
        origin.parent().ifPresent(parent -> fact(out, "Continues", Markup.name(parent)));
        if (origin.stopped()) {
            fact(out, "Stopped", "the training was stopped before its end");
        }
        return out.append("</dl>\n").toString();
    }

    /// Returns a command, whose options are not broken at the end of a line.
    private static String command(String line) {
        return "<code>" + Stream.of(line.split(" ", -1)).map(word -> word.length() > LONGEST_WORD
                ? Markup.text(word)
                : "<span>" + Markup.text(word) + "</span>").collect(Collectors.joining(" ")) + "</code>";
    }

    private static void fact(StringBuilder out, String name, String markup) {
        out.append("<dt>").append(name).append("</dt><dd>").append(markup).append("</dd>\n");
    }

    /// Returns terms with their meanings, which are not yet escaped.
    static String terms(Map<String, String> meanings) {
        StringBuilder out = new StringBuilder("<dl class=\"facts quiet\">\n");
        meanings.forEach((term, meaning) -> fact(out, Markup.clip(term), Markup.text(meaning)));
        return meanings.isEmpty() ? "" : out.append("</dl>\n").toString();
    }

    /// Returns a whole number with thousands separators.
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// Returns a measure, with thousands separators.
    ///
    /// @param name the name under which it is reported
    static String measure(String name, double value) {
        return grouped(MeasureText.of(name, value));
    }

    /// Returns words with thousands separators in their numbers.
    static String grouped(String words) {
        return LONG.matcher(words).replaceAll(match -> String.format(Locale.ROOT, "%,d", Long.valueOf(match.group())));
    }

    /// Returns a share in percent with one decimal; a dash if it is not defined.
    static String percent(double share) {
        return Double.isNaN(share)
                ? "\u2013"
                : share > 0 && share < 0.0005
                        ? "below\u00a00.1\u00a0%"
                        : String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
    }
}
