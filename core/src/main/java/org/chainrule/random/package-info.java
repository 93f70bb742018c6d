/// Random numbers by position. Philox 4x32-10 computes a number from a key, made of seed and purpose, and a position,
/// so that no generator has state and any part of a stream can be computed on any thread.
package org.chainrule.random;
