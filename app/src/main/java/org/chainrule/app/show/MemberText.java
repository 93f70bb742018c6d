package org.chainrule.app.show;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Provenance;
import org.chainrule.train.Plan;

/// Descriptions of the networks of an ensemble, by their kinds.
public final class MemberText {
    private MemberText() {
    }

    /// Returns the networks of each kind, such as `realmlp 2`, in the order of their training.
    private static Map<String, List<Provenance.Member>> kinds(List<Provenance.Member> members) {
        return members.stream().collect(Collectors.groupingBy(
                member -> member.name().replaceFirst(" (fold|member) .*", ""), LinkedHashMap::new,
                Collectors.toList()));
    }

    private static double weight(List<Provenance.Member> members) {
        return members.stream().mapToDouble(Provenance.Member::weight).sum();
    }

    /// Returns the weight of each kind, the largest first: `realmlp 2 0.55, linear 0.45`. It leaves out kinds without weight.
    public static String weights(List<Provenance.Member> members) {
        return kinds(members).entrySet().stream().filter(kind -> weight(kind.getValue()) > 0)
                .sorted(Comparator.comparingDouble(kind -> -weight(kind.getValue())))
                .map(kind -> Quote.clip(kind.getKey()) + " " + Format.significant(weight(kind.getValue()), 2))
                .collect(Collectors.joining(", "));
    }

    /// Returns whether the networks are of several kinds.
    static boolean differ(List<Provenance.Member> members) {
        return kinds(members).size() > 1;
    }

    /// Returns a table of the kinds: how many networks, their weight, and their best epochs.
    public static TextTable table(List<Provenance.Member> members) {
        TextTable table = new TextTable("lrrl");
        table.row("kind", "networks", "weight", "best epochs");
        kinds(members).forEach((kind, own) -> table.row(Quote.clip(kind), Format.count(own.size()),
                Format.significant(weight(own), 4), own.stream().map(member -> Format.count(member.bestEpoch()))
                        .collect(Collectors.joining(", "))));
        return table;
    }

    /// Returns the layers of the first network of each kind that is part of the model.
    ///
    /// @param layers the layers of all networks, whose paths begin with the number of the network and a slash
    public static List<Plan.Row> examples(List<Provenance.Member> members, List<Plan.Row> layers) {
        List<Provenance.Member> parts = members.stream().filter(member -> member.weight() > 0).toList();
        List<String> firsts = new ArrayList<>();
        kinds(parts).values().forEach(own -> firsts.add(parts.indexOf(own.getFirst()) + "/"));
        return layers.stream().filter(layer -> firsts.stream().anyMatch(layer.path()::startsWith)).toList();
    }
}
