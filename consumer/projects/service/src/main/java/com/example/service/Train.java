package com.example.service;

import java.io.IOException;
import java.nio.file.Path;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;

/// Trains the model of the service on synthetic penguins.
final class Train {
    private Train() {
    }

    public static void main(String[] args) throws IOException {
        int rows = 60;
        double[] bills = new double[rows];
        double[] masses = new double[rows];
        String[] islands = new String[rows];
        String[] species = new String[rows];
        for (int i = 0; i < rows; i++) {
            boolean gentoo = i % 3 == 0;
            bills[i] = (gentoo ? 47 : 38) + (i * 7 % 13) / 4.0;
            masses[i] = i % 11 == 5 ? Double.NaN : 3500 + (gentoo ? 1500 : 0) + i * 31 % 97;
            islands[i] = i % 2 == 0 ? "Biscoe" : "Dream";
            species[i] = gentoo ? "Gentoo" : "Adelie";
        }
        Table penguins = Table.of("penguins", NumberColumn.of("bill_length_mm", bills),
                TextColumn.of("island", islands), NumberColumn.of("body_mass_g", masses),
                TextColumn.of("species", species));
        Tabular.of("species").epochs(20).fit(penguins).model().save(Path.of(args[0]));
    }
}
