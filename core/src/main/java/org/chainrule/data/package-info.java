/// What networks learn from: rows with named, typed inputs and targets ([org.chainrule.data.Examples]), read in batches
/// ([org.chainrule.data.Pass], [org.chainrule.data.Batch]) from arrays, from code that makes each row when it is read
/// ([org.chainrule.data.RowSource]), or from a stream larger than memory ([org.chainrule.data.RowStream]).
package org.chainrule.data;
