package org.chainrule.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;

/// A network whose memory is easy to count by hand: `depth` layers `tanh(h W)`, each with `width` inputs and outputs. The loss
/// is the squared distance from a target of the same width.
///
/// @param x the rows, `[n, width]`
/// @param target the target of each row, `[n, width]`
/// @param rate the learning rate
/// @param weights one matrix `[width, width]` per layer
/// @param output the output of the last layer, `[n, width]`
/// @param loss the sum of the squared differences
record Tower(Tensor x, Tensor target, Tensor rate, List<Tensor> weights, Tensor output, Tensor loss) {
    static Tower of(int width, int depth) {
        Tensor x = Tensor.input("x", Shape.batch(width));
        Tensor target = Tensor.input("target", Shape.batch(width));
        List<Tensor> weights = new ArrayList<>();
        Tensor h = x;
        for (int layer = 1; layer <= depth; layer++) {
            weights.add(Tensor.input("W" + layer, Shape.of(width, width)));
            h = h.matmul(weights.getLast()).tanh();
        }
        Tensor loss = h.sub(target).square().sum();
        return new Tower(x, target, Tensor.input("rate", Shape.scalar()), weights, h, loss);
    }

    List<Tensor> inputs() {
        List<Tensor> inputs = new ArrayList<>(List.of(x, target, rate));
        inputs.addAll(weights);
        return inputs;
    }

    /// The forward pass alone, which keeps no intermediate values.
    Program forward() {
        return Program.of(inputs(), List.of(output));
    }

    // snippet: a step with updates in sequence
    /// One step of gradient descent that updates the last layer first.
    Program step() {
        List<Tensor> gradients = loss.gradients(weights);
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        for (int layer = weights.size() - 1; layer >= 0; layer--) {
            Tensor weight = weights.get(layer);
            updates.put(weight, weight.sub(gradients.get(layer).mul(rate)));
        }
        return Program.of(inputs(), List.of(loss), updates);
    }
    // end

    // snippet: all gradients first
    /// The loss and all gradients, for updates that are made later.
    Program gradients() {
        List<Tensor> outputs = new ArrayList<>(List.of(loss));
        outputs.addAll(loss.gradients(weights).reversed());
        return Program.of(inputs(), outputs);
    }
    // end

    /// Fills the inputs of any program of this network with the same random numbers, `n` rows.
    void fill(Program.Session session, int n) {
        for (Tensor input : inputs()) {
            float[] normal = Draws.of(0, input.toString()).normal(input.shape().elements(n));
            session.write(input, Tensor.of(normal).mul(0.1).values());
        }
        session.write(rate, 0.01f);
    }
}
