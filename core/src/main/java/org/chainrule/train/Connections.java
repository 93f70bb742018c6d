package org.chainrule.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.Tensor;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Mixture;
import org.chainrule.nn.Named;
import org.chainrule.nn.Net;
import org.chainrule.nn.Network;
import org.chainrule.nn.Parts;
import org.chainrule.nn.Recompute;
import org.chainrule.nn.Residual;

/// Which layers each layer of a network reads: the layers inside [Parts] and [Mixture] stand beside each other, a
/// [Residual] passes its input on, and others follow one another. Where a layer reads exactly the output of another one
/// beside it, that decides.
final class Connections {
    private final Map<Network.Call, List<String>> sources = new IdentityHashMap<>();
    private final Set<Network.Call> shown;

    private Connections(Set<Network.Call> shown) {
        this.shown = shown;
    }

    /// A call and the calls inside it.
    private record Tree(Network.Call call, List<Tree> inside) {
    }

    /// Returns the paths that each innermost call reads; those of inputs are as in a trace: `input`, or `input NAME` if there
    /// are several.
    static Map<Network.Call, List<String>> of(Network network) {
        Set<Network.Call> shown = Collections.newSetFromMap(new IdentityHashMap<>());
        shown.addAll(network.innermost());
        Connections connections = new Connections(shown);
        Map<Tensor, List<String>> known = new IdentityHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        Map<String, Tensor> inputs = network.inputs().asMap();
        inputs.forEach((name, tensor) -> {
            String path = inputs.size() == 1 ? "input" : "input " + name;
            names.add(path);
            known.put(tensor, List.of(path));
        });
        connections.inside(network.net(), trees(network.calls()), known, List.copyOf(names));
        return connections.sources;
    }

    /// Returns the outermost calls. Each call comes after the calls inside it.
    private static List<Tree> trees(List<Network.Call> calls) {
        List<Tree> open = new ArrayList<>();
        for (Network.Call call : calls) {
            int from = open.size();
            while (from > 0 && parent(open.get(from - 1).call.path()).equals(call.path())) {
                from--;
            }
            List<Tree> inner = open.subList(from, open.size());
            Tree tree = new Tree(call, List.copyOf(inner));
            inner.clear();
            open.add(tree);
        }
        return open;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "\0" : path.substring(0, slash);
    }

    /// Passes values through the calls inside a net and returns the paths whose outputs are its output.
    ///
    /// @param known the paths behind tensors that the calls may read
    /// @param given the paths behind the input of the net
    private List<String> inside(Net net, List<Tree> inner, Map<Tensor, List<String>> known, List<String> given) {
        Net plain = net;
        while (plain instanceof Recompute || plain instanceof Named) {
            plain = plain instanceof Recompute(Layer within) ? within : ((Named) plain).layer();
        }
        Set<String> ends = new LinkedHashSet<>();
        if (plain instanceof Parts || plain instanceof Mixture) {
            inner.forEach(tree -> ends.addAll(through(tree, given)));
            return List.copyOf(ends);
        }
        List<String> current = given;
        for (Tree tree : inner) {
            current = through(tree, known.getOrDefault(tree.call.input(), current));
            known.put(tree.call.output(), current);
        }
        ends.addAll(current);
        if (plain instanceof Residual) {
            ends.addAll(given);
        }
        return List.copyOf(ends);
    }

    private List<String> through(Tree tree, List<String> given) {
        Network.Call call = tree.call;
        Map<Tensor, List<String>> known = new IdentityHashMap<>();
        known.put(call.input(), given);
        List<String> ends = tree.inside.isEmpty() ? given : inside(call.layer(), tree.inside, known, given);
        if (!shown.contains(call)) {
            return ends;
        }
        sources.put(call, ends);
        return List.of(call.path());
    }
}
