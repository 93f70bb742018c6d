/// Threads: [org.chainrule.thread.Workers] share the chunks of a run, and [org.chainrule.thread.Background] is the one
/// thread that warms code. No caller has to close them.
package org.chainrule.thread;
