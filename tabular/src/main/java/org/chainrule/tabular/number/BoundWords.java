package org.chainrule.tabular.number;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.chainrule.tabular.number.WrittenNumber.Bound;
import org.jspecify.annotations.Nullable;

/// A sign or words beside a number that make it a limit: `<`, `at least`, `or more`.
///
/// @param text  the sign or words in small letters
/// @param bound what they say about the value
record BoundWords(String text, Bound bound) {
    private static final List<BoundWords> BEFORE = words("""
            BELOW < <= =< ≤ ≦ ⩽ ≲ less_than_ fewer_than_ below_ under_ up_to_ at_most_ max_ max.
            BELOW bis_ bis_zu_ unter_ höchstens_ menos_de_ hasta_ moins_de_ jusqu'à_ meno_di_ fino_a_
            ABOVE > >= => ≥ ≧ ⩾ ≳ more_than_ greater_than_ above_ over_ at_least_ from_ min_ min.
            ABOVE über_ mehr_als_ mindestens_ ab_ más_de_ desde_ plus_de_ à_partir_de_ più_di_
            ABOUT ~ ≈ ≃ ≅ ca_ ca. c. circa_ cca_ approx_ approx. approximately_ about_ around_ roughly_
            ABOUT etwa_ rund_ ungefähr_ env. environ_ aprox. około_ 約 约 약
            """);
    private static final List<BoundWords> AFTER = words("""
            ABOVE + _or_more _and_more _and_over _or_over _and_above _or_above _and_older _or_older _plus
            ABOVE _und_mehr _oder_mehr _y_más _o_más _et_plus _ou_plus
            BELOW _or_less _or_fewer _and_under _or_under _and_below _or_below _and_younger
            BELOW _und_weniger _oder_weniger
            ABOUT _approx _approx.
            """);

    private static List<BoundWords> words(String table) {
        List<BoundWords> all = new ArrayList<>();
        for (String line : table.lines().toList()) {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                all.add(new BoundWords(words[i].replace('_', ' '), Bound.valueOf(words[0])));
            }
        }
        // The longest first: <= before <.
        all.sort(Comparator.comparingInt((BoundWords words) -> words.text.length()).reversed());
        return List.copyOf(all);
    }

    /// Returns the words at the start of the text before a number; null if there are none.
    static @Nullable BoundWords before(String text) {
        for (BoundWords words : BEFORE) {
            if (text.regionMatches(true, 0, words.text, 0, words.text.length())) {
                return words;
            }
        }
        return null;
    }

    /// Returns the words at the end of the text after a number; null if there are none.
    static @Nullable BoundWords after(String text) {
        for (BoundWords words : AFTER) {
            int length = words.text.length();
            if (text.regionMatches(true, text.length() - length, words.text, 0, length)) {
                return words;
            }
        }
        return null;
    }
}
