/// The benchmark: the works that are timed, how a process times them, Chainrule's own way of doing them through its
/// public API, and the driver that runs Chainrule and its peers in turn. See bench/README.md.
@NullMarked
package org.chainrule.bench;

import org.jspecify.annotations.NullMarked;
