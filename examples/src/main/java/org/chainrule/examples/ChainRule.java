package org.chainrule.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;

/// The chain rule step by step through a network of two layers: value and gradient at every node.
public final class ChainRule {
    private ChainRule() {
    }

    /// Every node of the network, in the order of computation.
    static Map<String, Tensor> nodes(float firstWeight) {
        // snippet: two layers, every node named
        Tensor x = Tensor.of(new float[][]{{1, 2}}); // [1, 2]
        Tensor w1 = Tensor.of(new float[][]{{firstWeight, -0.3f}, {0.2f, 0.4f}}); // [2, 2]
        Tensor b1 = Tensor.of(0.1f, -0.1f); // [2]
        Tensor z1 = x.matmul(w1).add(b1); // [1, 2]
        Tensor h = z1.tanh(); // [1, 2]
        Tensor w2 = Tensor.of(new float[][]{{0.7f}, {-0.6f}}); // [2, 1]
        Tensor b2 = Tensor.of(0.2f); // [1]
        Tensor z2 = h.matmul(w2).add(b2); // [1, 1]
        Tensor loss = z2.sub(1).square().sum(); // the target is 1
        // end
        Map<String, Tensor> nodes = new LinkedHashMap<>();
        nodes.put("x", x);
        nodes.put("W1", w1);
        nodes.put("b1", b1);
        nodes.put("z1 = x W1 + b1", z1);
        nodes.put("h = tanh z1", h);
        nodes.put("W2", w2);
        nodes.put("b2", b2);
        nodes.put("z2 = h W2 + b2", z2);
        nodes.put("loss = (z2 - 1)^2", loss);
        return nodes;
    }

    /// The gradients at all nodes, computed by the library.
    static List<Tensor> gradients(Map<String, Tensor> nodes) {
        List<Tensor> all = List.copyOf(nodes.values());
        return all.getLast().gradients(all);
    }

    /// The same gradients, each computed by hand from the next one.
    static List<Tensor> byHand(Map<String, Tensor> nodes) {
        List<Tensor> all = List.copyOf(nodes.values());
        Tensor x = all.get(0);
        Tensor w1 = all.get(1);
        Tensor h = all.get(4);
        Tensor w2 = all.get(5);
        Tensor z2 = all.get(7);
        // snippet: the chain rule by hand
        Tensor dLoss = Tensor.scalar(1); // the start
        Tensor dZ2 = z2.sub(1).mul(2).mul(dLoss); // the derivative of the square, times the incoming gradient
        Tensor dW2 = h.transpose().matmul(dZ2); // the gradient of a weight: its input times the incoming gradient
        Tensor dB2 = dZ2.sum(0); // the bias is added to every row
        Tensor dH = dZ2.matmul(w2.transpose()); // back through the weights, before their update
        Tensor dZ1 = dH.mul(h.square().neg().add(1)); // tanh' = 1 - tanh^2, element by element
        Tensor dW1 = x.transpose().matmul(dZ1);
        Tensor dB1 = dZ1.sum(0);
        Tensor dX = dZ1.matmul(w1.transpose());
        // end
        return List.of(dX, dW1, dB1, dZ1, dH, dW2, dB2, dZ2, dLoss);
    }

    /// Prints the value of every node in the forward pass, then every gradient in the backward pass.
    public static void main(String[] args) {
        Map<String, Tensor> nodes = nodes(0.5f);
        Print.line("forward");
        nodes.forEach((name, node) -> Print.line("  %-20s %s", name, numbers(node)));
        IO.println();
        Print.line("backward: how the loss changes with");
        List<String> names = List.copyOf(nodes.keySet());
        List<Tensor> gradients = gradients(nodes);
        for (int i = names.size() - 1; i >= 0; i--) {
            Print.line("  %-20s %s", names.get(i), numbers(gradients.get(i)));
        }
        IO.println();
        float step = 0.01f;
        List<Tensor> up = List.copyOf(nodes(0.5f + step).values());
        List<Tensor> down = List.copyOf(nodes(0.5f - step).values());
        float slope = (up.getLast().value() - down.getLast().value()) / (2 * step);
        Print.line("W1[0, 0] moved by +-0.01: the loss changes by %.4f a unit", slope);
    }

    private static String numbers(Tensor tensor) {
        StringBuilder text = new StringBuilder();
        float[] values = tensor.values();
        int columns = tensor.shape().rank() < 2 ? values.length : tensor.shape().size(1);
        for (int i = 0; i < values.length; i++) {
            text.append(i > 0 && i % columns == 0 ? " |" : "");
            text.append(String.format(java.util.Locale.ROOT, " %7.4f", values[i]));
        }
        return text.toString();
    }
}
