/// Random numbers by position: Philox 4x32-10, keyed by seed and purpose, so that no generator has state.
package org.chainrule.random;
