package org.chainrule.data;

/// How batches are filled: by the caller one at a time, or in the background in groups, so that a hand-off between
/// threads takes a small part of the time of the steps that use a group.
///
/// @param batches the number of batches in a group; 0 fills each by the caller, when it is asked for
record Grouping(int batches) {
    static final Grouping INLINE = new Grouping(0);
    /// A batch of fewer values is filled sooner than it is handed over.
    private static final long SMALL = 1 << 12;
    /// The values of a group, unless one batch has more.
    private static final long GROUP = 1 << 18;
    /// Batches of at most so many values come in twos at least: a thread that wakes late is then in time for the second.
    private static final long PAIRED = 1 << 20;

    static Grouping of(RowType type, int size) {
        if (Runtime.getRuntime().availableProcessors() == 1) {
            return INLINE;
        }
        long values = 0;
        for (Field field : type.inputs()) {
            values += (long) size * field.width();
        }
        for (Field field : type.targets()) {
            values += (long) size * field.width();
        }
        return values < SMALL ? INLINE : new Grouping((int) Math.max(values <= PAIRED ? 2 : 1, GROUP / values));
    }
}
