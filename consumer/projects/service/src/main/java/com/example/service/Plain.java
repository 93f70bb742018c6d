package com.example.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.chainrule.tabular.TabularModel;

/// A program that loads the model and predicts once.
final class Plain {
    private Plain() {
    }

    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        TabularModel model = load();
        long loaded = System.nanoTime();
        String answer = model.predictor(Penguin.class).predict(Penguin.example()).toString();
        long predicted = System.nanoTime();
        System.out.println("plain program answers: " + answer);
        System.out.println("loaded in " + (loaded - start) / 1000 + " us, first prediction in "
                + (predicted - loaded) / 1000 + " us");
    }

    /// Loads the model that is packaged with the classes.
    static TabularModel load() throws IOException {
        try (InputStream stream = Objects.requireNonNull(Plain.class.getResourceAsStream("/penguins.safetensors"))) {
            return TabularModel.load(stream);
        }
    }
}
