package org.chainrule.bench.tables;

/// The settings of a run.
///
/// @param model   the name of the model in the list of competitors
/// @param seed    the seed of all random numbers
/// @param threads the number of threads
/// @param seconds the time for a search, which a model without one ignores
public record LearnerSettings(String model, long seed, int threads, double seconds) {
}
