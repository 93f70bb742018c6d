package org.chainrule.data;

/// How batches are filled: one at a time by the caller, or in groups in the background. A group is large enough that the
/// handover between threads is short compared with the steps that use the group.
///
/// @param batches the number of batches in a group, or 0 if the caller fills each batch when it needs it
record Grouping(int batches) {
    static final Grouping INLINE = new Grouping(0);
    /// A batch with fewer values is faster to fill than to pass between threads.
    private static final long SMALL = 1 << 12;
    /// The number of values in a group, unless a single batch has more.
    private static final long GROUP = 1 << 18;
    /// Batches of at most this many values come at least in pairs: a thread that wakes late is in time for the second.
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
