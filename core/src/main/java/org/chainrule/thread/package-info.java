/// Threads: workers that share the steps of a run, and one background thread that warms code.
package org.chainrule.thread;
