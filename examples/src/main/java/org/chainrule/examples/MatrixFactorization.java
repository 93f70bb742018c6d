package org.chainrule.examples;

import static org.chainrule.metric.Metrics.mae;
import static org.chainrule.metric.Metrics.r2;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.optim.Optimizers.adamW;

import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.data.Split;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Net;

/// Film ratings by matrix factorization: a rating is the product of a user vector and a film vector, plus a bias for the user
/// and a bias for the film. Each user has rated only a few films.
public final class MatrixFactorization {
    private static final int USERS = 200;
    private static final int FILMS = 100;
    private static final int RATINGS = 6000;
    private static final int TASTES = 3;

    private MatrixFactorization() {
    }

    // snippet: two embeddings
    static final Net NET = (in, scope) -> {
        Tensor user = in.get("user"); // [n], whole numbers
        Tensor film = in.get("film");
        Tensor u = scope.call("users", embedding(USERS, 4).start(Inits.normal(0.1)), user); // [n, 4]
        Tensor f = scope.call("films", embedding(FILMS, 4).start(Inits.normal(0.1)), film);
        Tensor given = scope.call("given", embedding(USERS, 1).start(Inits.zeros()), user); // [n, 1]
        Tensor got = scope.call("got", embedding(FILMS, 1).start(Inits.zeros()), film);
        return Tensors.of("rating", u.mul(f).sumKeeping(-1).add(given).add(got));
    };
    // end

    /// Ratings generated from three hidden tastes, with an error of 0.1.
    static Examples ratings() {
        float[] users = Draws.of(0, "users").normal(USERS * TASTES);
        float[] films = Draws.of(0, "films").normal(FILMS * TASTES);
        float[] seen = Draws.of(0, "seen").uniform(2 * RATINGS);
        float[] noise = Draws.of(0, "noise").normal(RATINGS);
        int[] user = new int[RATINGS];
        int[] film = new int[RATINGS];
        float[] rating = new float[RATINGS];
        for (int i = 0; i < RATINGS; i++) {
            user[i] = (int) (seen[2 * i] * USERS);
            film[i] = (int) (seen[2 * i + 1] * FILMS);
            rating[i] = 0.1f * noise[i];
            for (int taste = 0; taste < TASTES; taste++) {
                rating[i] += 0.6f * users[user[i] * TASTES + taste] * films[film[i] * TASTES + taste];
            }
        }
        return Examples.named().input("user", user).input("film", film).target("rating", rating);
    }

    static Regressor fit(Examples train) {
        return Regressor.of(NET).optimizer(adamW(0.01)).epochs(40).batch(64).seed(0).fit(train);
    }

    /// Trains on nine tenths of the ratings and predicts the others.
    public static void main(String[] args) {
        Split split = ratings().split(0.9, 0);
        Regressor model = fit(split.train());
        Print.line("ratings held out: r2 %.3f, mean error %.3f", model.measure(split.held(), r2()),
                model.measure(split.held(), mae()));
        Examples asked = Examples.named().input("user", new int[]{3, 3}).input("film", new int[]{5, 6});
        float[][] guesses = model.predict(asked);
        Print.line("user 3 would rate film 5 at %.2f and film 6 at %.2f", guesses[0][0], guesses[1][0]);
    }
}
