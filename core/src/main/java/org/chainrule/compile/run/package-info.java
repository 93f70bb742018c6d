/// Running a plan.
///
/// An [org.chainrule.compile.run.Executable] is a graph that is ready to run. A [org.chainrule.compile.run.Backend]
/// starts it and returns an [org.chainrule.compile.run.Execution]: the caller writes inputs, runs, and reads outputs.
/// Once a backend is chosen, the packages above use only these types, so another backend, such as a device, can take
/// the place of [org.chainrule.compile.run.CpuBackend].
///
/// On the CPU, the stages of the plan become steps on buffers. On several threads, steps that touch different buffers
/// run at the same time, as a wave, and each thread keeps the same rows from step to step
/// ([org.chainrule.compile.run.RowPartition]). A run allocates nothing. An [org.chainrule.compile.run.ExecutionPool]
/// lets many threads call one program, with bounded memory.
package org.chainrule.compile.run;
