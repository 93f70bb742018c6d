/// The benchmark of Chainrule and other libraries; bench/README.md describes it.
///
/// A [org.chainrule.bench.Work] is a task to time, such as one training step. Each library is a
/// [org.chainrule.bench.Peer], which prepares the task in a process of its own, where a [org.chainrule.bench.Meter]
/// warms it up and times it. [org.chainrule.bench.Chainrule] is the peer that uses Chainrule's public API.
/// [org.chainrule.bench.Main] starts the processes in turn and reports; [org.chainrule.bench.Compare] does the same for
/// two checkouts of Chainrule. [org.chainrule.bench.tables] compares the quality of predictions
/// instead, and [org.chainrule.bench.serving] times the server of models.
@NullMarked
package org.chainrule.bench;

import org.jspecify.annotations.NullMarked;
