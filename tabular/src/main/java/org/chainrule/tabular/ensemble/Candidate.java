package org.chainrule.tabular.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.network.Perceptron;

/// The trained networks of one recipe, and the average of their outputs for the rows that they held out.
///
/// @param members the networks
/// @param rows    the rows that at least one of them held out, in ascending order
/// @param outputs the average outputs for these rows, row after row
record Candidate(List<Member> members, int[] rows, float[] outputs) {
    /// A candidate takes part if at least this share of the rows remains.
    private static final double ENOUGH = 0.5;
    /// So many rows tell a good network from a simple one.
    private static final int MANY = 1000;

    /// Returns the candidates of a lineup, with the rows that networks of each of them held out. A recipe of which too few
    /// folds were trained is left out, so that at least half of the rows remain. If only perceptrons would be left, many rows
    /// are enough.
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
        double half = ENOUGH * all.stream().mapToInt(candidate -> candidate.rows.length).max().orElse(0);
        List<Candidate> usual = together(all, half, width);
        return usual.stream().allMatch(candidate -> candidate.members.getFirst().item().recipe() instanceof Perceptron)
                ? together(all, Math.min(MANY, half), width)
                : usual;
    }

    /// Returns candidates with the rows that all of them held out, of which there are at least some number.
    private static List<Candidate> together(List<Candidate> all, double least, int width) {
        List<Candidate> chosen = new ArrayList<>();
        int[] common = new int[0];
        // the sort is stable, so that equal ones stay in the order of the lineup
        for (Candidate candidate : all.stream().sorted(Comparator.comparingInt(each -> -each.rows.length)).toList()) {
            int[] rows = chosen.isEmpty()
                    ? candidate.rows
                    : IntStream.of(common).filter(row -> Arrays.binarySearch(candidate.rows, row) >= 0).toArray();
            if (chosen.isEmpty() || rows.length >= least) {
                chosen.add(candidate);
                common = rows;
            }
        }
        int[] rows = common;
        return all.stream().filter(chosen::contains).map(candidate -> candidate.on(rows, width)).toList();
    }

    /// Returns this candidate with some of its rows.
    private Candidate on(int[] some, int width) {
        if (some.length == rows.length) {
            return this;
        }
        float[] chosen = new float[some.length * width];
        for (int i = 0; i < some.length; i++) {
            System.arraycopy(outputs, Arrays.binarySearch(rows, some[i]) * width, chosen, i * width, width);
        }
        return new Candidate(members, some, chosen);
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
