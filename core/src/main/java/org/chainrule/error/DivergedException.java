package org.chainrule.error;

/// Training produced a number that is not finite and was stopped.
public final class DivergedException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final int epoch;
    private final int step;
    private final String where;

    /// An error at a step of an epoch (both counted from 1), first seen at the named layer or parameter.
    public DivergedException(int epoch, int step, String where, String message) {
        super(message);
        this.epoch = epoch;
        this.step = step;
        this.where = where;
    }

    /// The epoch, counted from 1.
    public int epoch() {
        return epoch;
    }

    /// The step in the epoch, counted from 1.
    public int step() {
        return step;
    }

    /// The layer or parameter where the first number that is not finite stood.
    public String where() {
        return where;
    }
}
