/// Rows with named, typed inputs and targets, and their batches.
///
/// [org.chainrule.data.Examples] are the rows that a caller trains, evaluates or predicts with. Each input and each target
/// is a [org.chainrule.data.Field]: a name and the type of one row, such as `x f32[784]`. Together they are the
/// [org.chainrule.data.RowType], against which a trainer checks the variables of its net. A weight per row is optional.
///
/// The rows come from one of three places:
///
/// - arrays, which are checked once and used in place;
/// - a [org.chainrule.data.RowSource], which makes a row each time it is read, so that only a few batches of encoded rows
///   are in memory;
/// - a [org.chainrule.data.RowStream], which is opened anew for every epoch and can be larger than memory. Its rows come in
///   order, so methods that select rows refuse it.
///
/// Examples are immutable. Methods such as `rows`, `split`, `folds` and `weights` return other examples that share the
/// values:
///
/// ```
/// Examples examples = Examples.named()
///         .input("area", new float[]{52, 80, 61, 75})
///         .input("rooms", new int[][]{{2, 1}, {3, 2}, {2, 1}, {4, 1}})
///         .target("price", new float[]{180, 260, 215, 240});
/// Split parts = examples.split(0.75, 7); // seed 7
/// float sum = 0;
/// for (Batch batch : parts.train().shuffled(7, 1).batches(2)) {
///     float[] areas = batch.input(0);
///     for (int i = 0; i < batch.size(); i++) {
///         sum += areas[i];
///     }
/// }
/// ```
///
/// A [org.chainrule.data.Pass] is one reading of all rows. Its order depends only on the seed and the epoch, and the rows of
/// a batch only on that order, so any thread may fill a batch. Batches that are large enough are filled in the background,
/// in groups, while the caller works on earlier ones; a stream is read by one thread at a time.
///
/// Training and evaluation (`org.chainrule.train`) read passes. This package knows nothing of nets.
package org.chainrule.data;
