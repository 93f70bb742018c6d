package org.chainrule.tabular.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The trained networks of one recipe, and the average of their outputs for the rows that they held out.
///
/// @param members the networks
/// @param rows    the rows that at least one of them held out, in ascending order
/// @param outputs the average outputs for these rows, row after row
record Candidate(List<Member> members, int[] rows, float[] outputs) {
    /// Returns the candidates of a lineup: the recipes whose networks together held out as many rows as those of any
    /// other recipe.
    ///
    /// @param width the number of outputs of a network
    static List<Candidate> of(List<Member> members, int recipes, int width) {
        List<Candidate> all = new ArrayList<>();
        for (int entry = 0; entry < recipes; entry++) {
            int number = entry;
            List<Member> own = members.stream().filter(member -> member.item().entry() == number).toList();
            if (!own.isEmpty()) {
                all.add(of(own, width));
            }
        }
        int most = all.stream().mapToInt(candidate -> candidate.rows.length).max().orElse(0);
        return all.stream().filter(candidate -> candidate.rows.length == most).toList();
    }

    private static Candidate of(List<Member> members, int width) {
        int[] rows = members.stream().flatMapToInt(member -> IntStream.of(member.item().held())).sorted().distinct()
                .toArray();
        double[] sums = new double[rows.length * width];
        int[] counts = new int[rows.length];
        for (Member member : members) {
            int[] held = member.item().held();
            for (int i = 0; i < held.length; i++) {
                int at = Arrays.binarySearch(rows, held[i]);
                counts[at]++;
                for (int k = 0; k < width; k++) {
                    sums[at * width + k] += member.outputs()[i * width + k];
                }
            }
        }
        float[] outputs = new float[sums.length];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = (float) (sums[i] / counts[i / width]);
        }
        return new Candidate(members, rows, outputs);
    }

    /// Returns the expected time of all networks together for a single row in microseconds.
    double latency() {
        return members.stream().mapToDouble(Member::latency).sum();
    }
}
