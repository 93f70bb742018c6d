/// Running a plan: buffers, steps, waves on several threads, and what an execution reports about itself.
package org.chainrule.compile.run;
